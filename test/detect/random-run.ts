import fc from 'fast-check'
import { anyLogs } from './random-logs'
import { readerOf, ruleOf } from './random-rule'
import { searchOfLogs, searchOfSignals } from './random-search'
import type { Method, ReferenceRun, ReferenceSuppression } from './reference/model'

const anyScope = fc.constantFrom<ReferenceSuppression['rules']>(
  'all',
  'all',
  'all',
  { ids: ['one'] },
  { ids: ['two', 'three'] },
  { tag: 'team:red' },
)

const anySuppression = (id: string): fc.Arbitrary<ReferenceSuppression> =>
  fc
    .record({
      id: fc.constant(id),
      enabled: fc.constantFrom(true, true, true, false),
      rules: anyScope,
      does: fc.constantFrom('hides', 'hides', 'excludes', 'both'),
      hides: searchOfSignals,
      excludes: searchOfLogs,
      from: fc.constantFrom(undefined, undefined, undefined, -100, 4, 4.5),
      to: fc.constantFrom(undefined, 100, 5.5, 8),
    })
    .map(({ does, hides, excludes, ...rest }) => ({
      ...rest,
      hides: does === 'excludes' ? undefined : hides,
      excludes: does === 'hides' ? undefined : excludes,
    }))

/** Methods that a run's unit fits: what learns by days needs logs that are days apart. */
const families: readonly { readonly unit: ReferenceRun['unit']; readonly methods: readonly Method[] }[] = [
  { unit: 'second', methods: ['threshold'] },
  { unit: 'second', methods: ['threshold'] },
  { unit: 'second', methods: ['sequence'] },
  { unit: 'second', methods: ['sequence'] },
  { unit: 'hour', methods: ['scheduled'] },
  { unit: 'hour', methods: ['travel'] },
  { unit: 'six hours', methods: ['third_party'] },
  { unit: 'day', methods: ['new_value'] },
]

const anyWithout = fc.record({
  logs: anyLogs,
  suppressions: fc.oneof(
    fc.constant([]),
    anySuppression('s0').map((one) => [one]),
    fc.tuple(anySuppression('s0'), anySuppression('s1')),
  ),
  filters: fc.oneof({ weight: 12, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.tuple(searchOfLogs) }),
  table: fc.subarray(['0', '1', '2', 'x'], { minLength: 1 }),
  until: fc.option(fc.integer({ min: 6, max: 30 }), { nil: undefined }),
})

function runOf(
  rulesOf: (methods: readonly Method[]) => fc.Arbitrary<ReferenceRun['rules']>,
): fc.Arbitrary<ReferenceRun> {
  return fc
    .constantFrom(...families)
    .chain(({ unit, methods }) =>
      fc.tuple(rulesOf(methods), anyWithout).map(([rules, without]) => fitting({ unit, rules, ...without })),
    )
}

/** Some suppressions begin or end at the very time of a log. */
function onEdges(run: ReferenceRun): ReferenceRun {
  const suppressions = run.suppressions.map((one, index) => {
    const { time } = run.logs[index % run.logs.length] ?? { time: 0 }
    return one.to === 8 || one.to === 100 ? { ...one, to: time } : one.from === 4 ? { ...one, from: time } : one
  })
  return { ...run, suppressions }
}

/** Where a rule is silent for its first day, a day lies between the first logs and the others. */
function fitting(given: ReferenceRun): ReferenceRun {
  const run = onEdges(given)
  const waits = run.rules.some(({ method, baseline }) => method === 'travel' && baseline !== undefined)
  if (!waits) return run
  return {
    ...run,
    logs: run.logs.map((log) => (log.time < 5 ? log : { ...log, time: log.time + 20 })),
    until: undefined,
  }
}

/** A run of one rule over logs. */
export const anyRun = runOf((methods) => fc.tuple(ruleOf('one', methods)))

/** A run of several rules, of which some look at signals of others. */
export const anyRunOfSeveral = runOf((methods) =>
  fc.oneof(
    fc.tuple(ruleOf('one', methods), readerOf('two', ['one'])),
    fc.tuple(ruleOf('one', methods), ruleOf('two', ['threshold', 'sequence']), readerOf('three', ['one', 'two'])),
    fc.tuple(ruleOf('one', methods), readerOf('two', ['one']), readerOf('three', ['two', 'one'])),
  ),
)
