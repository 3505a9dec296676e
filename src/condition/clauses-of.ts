import type { Comparison, PlainCondition } from './condition'

/**
 * One of the ways in which a plain condition comes true. `present` are the comparisons that logs make true, `absent`
 * those that ask for few or no logs of a query of which nothing else asks for some.
 */
export interface Clause {
  readonly present: readonly Comparison[]
  readonly absent: readonly Comparison[]
}

/** More ways than these are not told apart. */
const mostClauses = 64

/** The ways in which a condition comes true; undefined if there are too many to tell apart. */
export function clausesOf(condition: PlainCondition): readonly Clause[] | undefined {
  const found = waysOf(condition)
  return found?.map((comparisons) => {
    const bounded = new Set(comparisons.flatMap((each) => boundedBelow(each) ?? []))
    const isAbsent = (each: Comparison): boolean => {
      const name = boundedAbove(each)
      return name !== undefined && !bounded.has(name)
    }
    return { present: comparisons.filter((each) => !isAbsent(each)), absent: comparisons.filter(isAbsent) }
  })
}

/** Whether a condition has a comparison that few or no logs make true. */
function asksForFew(condition: PlainCondition): boolean {
  return condition.kind === 'comparison' ? boundedAbove(condition) !== undefined : condition.conditions.some(asksForFew)
}

/** Whether a condition, or one of the ways in which it comes true, needs few or no logs of a query. */
export function waitsFor(condition: PlainCondition): boolean {
  return asksForFew(condition) && (clausesOf(condition)?.some(({ absent }) => absent.length > 0) ?? true)
}

function waysOf(condition: PlainCondition): readonly (readonly Comparison[])[] | undefined {
  if (condition.kind === 'comparison') return [[condition]]
  let ways: readonly (readonly Comparison[])[] = condition.kind === 'and' ? [[]] : []
  for (const inner of condition.conditions.map(waysOf)) {
    if (inner === undefined) return undefined
    ways = condition.kind === 'or' ? [...ways, ...inner] : ways.flatMap((way) => inner.map((more) => [...way, ...more]))
    if (ways.length > mostClauses) return undefined
  }
  return ways
}

/** The query that a comparison holds to a number or less. */
function boundedAbove({ left, operator, right }: Comparison): string | undefined {
  const asksForMore = operator === '>' || operator === '>='
  if (left.kind === 'query' && right.kind === 'number' && !asksForMore) return left.name
  if (left.kind === 'number' && right.kind === 'query' && asksForMore) return right.name
  return undefined
}

/** The query of which a comparison asks for at least one log. */
function boundedBelow({ left, operator, right }: Comparison): string | undefined {
  const asksForMore = operator === '>' || operator === '>='
  const [greater, lesser] = asksForMore ? [left, right] : [right, left]
  if (greater.kind !== 'query') return undefined
  const isStrict = operator === '>' || operator === '<'
  return isStrict || (lesser.kind === 'number' && lesser.value > 0) ? greater.name : undefined
}
