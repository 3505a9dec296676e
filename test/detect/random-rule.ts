import fc from 'fast-check'
import { searchOfLogs, searchOfSignals } from './random-search'
import type {
  Counting,
  Method,
  Piece,
  ReferenceCase,
  ReferenceQuery,
  ReferenceRule,
  Search,
  Term,
  Test,
} from './reference/model'
import { queryNames } from './reference/model'

/** Once in ten times. */
const seldom = <Item>(one: fc.Arbitrary<Item>): fc.Arbitrary<Item | undefined> =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: one })

/** What a random rule asks of its queries' numbers. */
const more: fc.Arbitrary<Term> = fc.oneof(
  fc.record({ query: fc.nat(2), is: fc.constant<'>'>('>'), than: fc.constantFrom(0, 0, 1, 1, 2) }),
  fc.record({ query: fc.nat(2), is: fc.constant<'>='>('>='), than: fc.constantFrom(1, 2, 2, 3) }),
)
const one: fc.Arbitrary<Term> = fc.record({ query: fc.nat(2), is: fc.constant<'>'>('>'), than: fc.constant(0) })
const against: fc.Arbitrary<Term> = fc.record({
  query: fc.nat(2),
  is: fc.constantFrom('>', '>='),
  than: fc.record({ times: fc.constantFrom(1, 2), query: fc.nat(2) }),
})
const less: fc.Arbitrary<Term> = fc.oneof(
  fc.record({ query: fc.nat(2), is: fc.constant<'<'>('<'), than: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ query: fc.nat(2), is: fc.constant<'<='>('<='), than: fc.nat(2) }),
)

const joined = (one: fc.Arbitrary<Test>): fc.Arbitrary<Test> =>
  fc.oneof(
    one,
    fc.record({
      join: fc.constantFrom<'and' | 'or'>('and', 'or'),
      tests: fc.array(one, { minLength: 2, maxLength: 2 }),
    }),
  )
/** Two deep: `(a > 1 || b > 0) && c > 0`. */
const asksForMore = joined(fc.oneof({ weight: 3, arbitrary: more }, { weight: 1, arbitrary: joined(more) }))
const comparesQueries = joined(fc.oneof(more, against))
const asksForFew = joined(fc.oneof(more, less))

const anyCase = (number: number): fc.Arbitrary<ReferenceCase> =>
  fc.record({
    name: fc.constantFrom('', `c${number}`),
    severity: fc.nat(4),
    test: fc.option(fc.oneof(asksForMore, comparesQueries, asksForFew, asksForFew), { nil: undefined, freq: 8 }),
    after: fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: asksForMore }),
  })

const anyPiece: fc.Arbitrary<Piece> = fc.constantFrom<Piece>(
  { attribute: 'v' },
  { attribute: 'g' },
  { attribute: 'usr.id' },
  { attribute: 'k' },
  { attribute: 'impossible_travel.triggering_locations.first_location.city' },
  { tag: 'service' },
  { tag: 'host' },
  { tag: 'source' },
  { tag: 'region' },
  { tag: 'env' },
  { variable: 'rule_name' },
  { variable: 'case_name' },
  { variable: 'events_matched' },
)

const anyText = (start: string) =>
  fc
    .array(anyPiece, { maxLength: 3 })
    .map((pieces): readonly Piece[] => [start, ...pieces.flatMap((piece) => [' | ', piece])])

interface Shape {
  readonly groupBy: readonly (readonly string[])[]
  readonly optional: boolean
  readonly counting: readonly Counting[]
  readonly extra: readonly (Search | undefined)[]
  readonly tables: readonly ReferenceQuery['table'][]
}

const anyShape: fc.Arbitrary<Shape> = fc.record({
  groupBy: fc.constantFrom<Shape['groupBy']>(
    [[], [], []],
    [['@g'], ['@g'], ['@g']],
    [['@g'], ['@g'], ['@g']],
    [['@g'], ['@h'], ['@g']],
    [
      ['@g', '@h'],
      ['@g', '@h'],
      ['@g', '@h'],
    ],
    [['service'], ['service'], ['service']],
    [
      ['@g', 'host'],
      ['@g', 'host'],
      ['@g', 'host'],
    ],
    [['@usr.id'], ['@usr.id'], ['@usr.id']],
  ),
  optional: fc.boolean(),
  counting: fc.tuple(...queryNames.map(() => fc.constantFrom<Counting>('count', 'count', 'cardinality', 'sum', 'max'))),
  extra: fc.tuple(...queryNames.map(() => seldom(searchOfLogs))),
  tables: fc.tuple(...queryNames.map(() => seldom(fc.constantFrom('holds', 'lacks')))),
})

function logQueries({ groupBy, optional, counting, extra, tables }: Shape): readonly ReferenceQuery[] {
  return queryNames.map((name, at): ReferenceQuery => {
    const more = extra[at]
    const searches: Search[] = [{ kind: 'field', field: '@k', value: name }, ...(more === undefined ? [] : [more])]
    return {
      of: 'logs',
      search: { kind: 'and', searches },
      groupBy: groupBy[at] ?? [],
      optional,
      counting: counting[at] ?? 'count',
      table: tables[at],
    }
  })
}

const anyFilter = fc.record({
  action: fc.constantFrom<'require' | 'suppress'>('require', 'suppress'),
  search: searchOfLogs,
})

const severalCases = fc
  .integer({ min: 1, max: 3 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, number) => anyCase(number))))

/** A rule over logs. */
export const ruleOf = (id: string, methods: readonly Method[]): fc.Arbitrary<ReferenceRule> =>
  fc
    .record({
      id: fc.constant(id),
      method: fc.constantFrom(...methods),
      correlates: fc.constant(false),
      isNamed: fc.boolean(),
      queries: anyShape.map(logQueries),
      tags: fc.subarray(['team:red', 'source:OKTA', 'env:test', 'tactic:TA0005-x'], { maxLength: 2 }),
      title: anyText(`Rule ${id}`),
      message: anyText('It speaks of bananas'),
      filters: seldom(anyFilter).map((filter) => (filter === undefined ? [] : [filter])),
      signalsByFirstField: fc.boolean(),
      window: fc.constantFrom(0, 1, 2, 2, 5, 5, 10),
      keepAlive: fc.constantFrom(0, 3, 10),
      maxSignal: fc.constantFrom(5, 20),
      decreases: fc.boolean(),
      cases: severalCases,
      steps: fc.array(
        fc.record({
          test: fc.oneof(
            { weight: 20, arbitrary: one },
            { weight: 8, arbitrary: asksForMore },
            { weight: 1, arbitrary: less },
          ),
          window: fc.constantFrom(0, 1, 3, 10),
          transition: fc.constantFrom(0, 1, 3, 10, 10),
        }),
        { minLength: 1, maxLength: 3 },
      ),
      learning: fc.oneof(
        fc.record({ by: fc.constant<'duration'>('duration'), amount: fc.nat(2) }),
        fc.record({ by: fc.constant<'values'>('values'), amount: fc.nat(1) }),
      ),
      forgetAfter: fc.integer({ min: 1, max: 6 }),
      grades: fc
        .array(fc.record({ value: fc.nat(4), severity: fc.nat(4) }), { minLength: 1, maxLength: 2 })
        .map((grades) => grades.map((grade, number) => ({ ...grade, name: number === 0 ? '' : `c${number}` }))),
      defaultSeverity: fc.option(fc.nat(4), { nil: undefined }),
      titleTemplate: fc.boolean(),
      baseline: fc.constantFrom(undefined, undefined, 24),
      learnsTransitions: fc.boolean(),
      every: fc.constantFrom(1, 2, 5),
    })
    .map(fitting)

/** Leaves out what a method has no use for. */
function fitting(rule: ReferenceRule): ReferenceRule {
  const plain = { ...rule, steps: [], titleTemplate: false, every: 1 }
  const first = rule.queries.slice(0, 1)
  const [onlyCase] = rule.cases
  switch (rule.method) {
    case 'threshold':
      return withGroups({ ...plain, cases: withQueries(rule) })
    case 'scheduled':
      return withGroups({
        ...plain,
        every: rule.every,
        window: Math.max(1, rule.window),
        cases: withQueries(rule).map((one) => ({ ...one, test: one.test && asOneOrNone(one.test) })),
      })
    case 'sequence': {
      const queries = rule.queries.map((query) => ({ ...query, counting: 'count' as const }))
      const cases = onlyCase === undefined ? [] : [{ ...onlyCase, test: undefined, after: undefined }]
      return withGroups({ ...plain, steps: rule.steps, queries, cases })
    }
    case 'third_party': {
      const queries = rule.queries.slice(0, 2).map((query, at): ReferenceQuery => {
        return {
          ...query,
          groupBy: at === 0 ? query.groupBy : [],
          optional: false,
          counting: 'count',
          table: undefined,
        }
      })
      return { ...plain, titleTemplate: rule.titleTemplate, queries, signalsByFirstField: false, cases: [] }
    }
    default: {
      const number = rule.window === 1 ? 1 : 0
      const test: Term | undefined = rule.isNamed ? { query: 0, is: '>', than: number } : undefined
      const queries = first.map((query) => ({ ...query, counting: 'count' as const }))
      return withGroups({ ...plain, queries, cases: rule.cases.map((one) => ({ ...one, test, after: undefined })) })
    }
  }
}

/** A case without a condition is the only one, and of a `THEN` the left side asks for something. */
function withQueries({ cases }: ReferenceRule): readonly ReferenceCase[] {
  const [first] = cases
  if (first?.test === undefined) return first === undefined ? [] : [{ ...first, after: undefined }]
  return cases.filter(({ test }) => test !== undefined)
}

/** What few logs mean to a run that looks back is known for none alone. */
function asOneOrNone(test: Test): Test {
  if ('join' in test) return { ...test, tests: test.tests.map(asOneOrNone) }
  return test.is === '<' || test.is === '<=' ? { ...test, is: '<', than: 1 } : test
}

function withGroups(rule: ReferenceRule): ReferenceRule {
  const [first, ...others] = rule.queries.map(({ groupBy }) => JSON.stringify(groupBy))
  return {
    ...rule,
    signalsByFirstField: rule.signalsByFirstField && first !== '[]' && others.every((other) => other === first),
  }
}

/** A rule over the signals of others, perhaps beside logs. */
export const readerOf = (id: string, others: readonly string[]): fc.Arbitrary<ReferenceRule> =>
  fc
    .tuple(
      ruleOf(id, ['threshold', 'threshold', 'sequence']),
      fc.tuple(
        ...queryNames.map(() =>
          fc.constantFrom<ReferenceQuery['of']>(
            'logs',
            'all signals',
            'all signals',
            ...others.map((rule) => ({ rule })),
            {
              rule: others[0] ?? '',
            },
          ),
        ),
      ),
      fc.tuple(
        ...queryNames.map(() => fc.oneof(fc.constant<Search>({ kind: 'all' }), searchOfSignals, searchOfSignals)),
      ),
      fc.boolean(),
    )
    .map(([rule, of, searches, correlates]) => {
      const named = of.map((each): ReferenceQuery['of'] =>
        typeof each === 'string' ? { rule: others[0] ?? '' } : each,
      )
      const isCorrelation = correlates && rule.method === 'threshold'
      const queries = rule.queries.map((query, at): ReferenceQuery => {
        const own = (isCorrelation ? named : of)[at] ?? 'logs'
        if (own === 'logs') return { ...query, table: undefined }
        const all: Search = { kind: 'all' }
        const search = typeof own === 'string' ? (searches[at] ?? all) : all
        return { ...query, of: own, search, table: undefined, optional: false, counting: 'count' }
      })
      return { ...rule, correlates: isCorrelation, queries, filters: [] }
    })
