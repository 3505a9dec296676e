import type { Hit, ReferenceRule, Term, Test } from './model'

/** The number of a query over the hits of a window. */
function numberOf(rule: ReferenceRule, query: number, window: readonly Hit[]): number {
  const matching = window.filter(({ queries }) => queries.includes(query))
  const values = matching.flatMap(({ thing }) => thing.attributes['v'] ?? [])
  const numbers = values.filter((value) => typeof value === 'number')
  switch (rule.queries[query]?.counting) {
    case 'cardinality':
      return new Set(values).size
    case 'sum':
      return numbers.reduce((sum, value) => sum + value, 0)
    case 'max':
      return numbers.length === 0 ? Number.NaN : Math.max(...numbers)
    default:
      return matching.length
  }
}

/** Hits of which a query that looks at values can use none say nothing to it. */
export function usefulHits<Matched extends Pick<Hit, 'thing' | 'queries'>>(
  rule: ReferenceRule,
  hits: readonly Matched[],
): readonly Matched[] {
  const isUseful = (query: number, { thing }: Matched): boolean => {
    const values = thing.attributes['v'] ?? []
    switch (rule.queries[query]?.counting) {
      case 'cardinality':
        return values.length > 0
      case 'sum':
      case 'max':
        return values.some((value) => typeof value === 'number')
      default:
        return true
    }
  }
  return hits
    .map((hit) => ({ ...hit, queries: hit.queries.filter((query) => isUseful(query, hit)) }))
    .filter(({ queries }) => queries.length > 0)
}

export function holds(rule: ReferenceRule, test: Test | undefined, window: readonly Hit[]): boolean {
  if (test === undefined) return true
  if (!('join' in test)) return meets(rule, test, window)
  const one = (inner: Test) => holds(rule, inner, window)
  return test.join === 'and' ? test.tests.every(one) : test.tests.some(one)
}

export function meets(rule: ReferenceRule, { query, is, than }: Term, window: readonly Hit[]): boolean {
  const left = numberOf(rule, query, window)
  const right = typeof than === 'number' ? than : than.times * numberOf(rule, than.query, window)
  return is === '>' ? left > right : is === '>=' ? left >= right : is === '<' ? left < right : left <= right
}

export function termsOf(test: Test | undefined): readonly Term[] {
  if (test === undefined) return []
  return 'join' in test ? test.tests.flatMap(termsOf) : [test]
}

export function queriesOf(test: Test | undefined): ReadonlySet<number> {
  return new Set(termsOf(test).flatMap(({ query, than }) => (typeof than === 'number' ? [query] : [query, than.query])))
}

export function concerns(test: Test | undefined, { queries }: Hit): boolean {
  const asked = queriesOf(test)
  return queries.some((query) => asked.has(query))
}

/** A way in which a test comes true: what it asks logs for, and what it asks to have few of. */
export interface Way {
  readonly some: readonly Term[]
  readonly few: readonly Term[]
}

export function waysOf(test: Test | undefined): readonly Way[] {
  return alternatives(test).map((terms) => {
    const isUpper = ({ is, than }: Term): boolean => typeof than === 'number' && (is === '<' || is === '<=')
    const wanted = new Set(terms.filter((term) => !isUpper(term)).flatMap((term) => [...queriesOf(term)]))
    const isFew = (term: Term): boolean => isUpper(term) && !wanted.has(term.query)
    return { some: terms.filter((term) => !isFew(term)), few: terms.filter(isFew) }
  })
}

function alternatives(test: Test | undefined): readonly (readonly Term[])[] {
  if (test === undefined) return [[]]
  if (!('join' in test)) return [[test]]
  if (test.join === 'or') return test.tests.flatMap(alternatives)
  return test.tests.reduce<readonly (readonly Term[])[]>(
    (ways, inner) => ways.flatMap((way) => alternatives(inner).map((more) => [...way, ...more])),
    [[]],
  )
}
