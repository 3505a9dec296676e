import type { Comparison, Condition, PlainCondition } from '../condition/condition'
import { printCondition } from '../condition/print-condition'
import { unreachable } from '../diagnostic/unreachable'

/** The numbers that a query can stand for. */
export interface Domain {
  readonly whole: boolean
  readonly least: number
  readonly most: number
}

/** How many events there are. */
export const countDomain: Domain = { whole: true, least: 0, most: Number.POSITIVE_INFINITY }

type DomainOf = (name: string) => Domain

/** Whether no numbers at all make the condition true. Sound, not complete: what compares two queries counts as free. */
export function isNeverTrue(condition: PlainCondition, domainOf: DomainOf): boolean {
  return alternatives(condition)?.every((atoms) => contradict(atoms, domainOf)) ?? false
}

export function isAlwaysTrue(condition: PlainCondition, domainOf: DomainOf): boolean {
  return isNeverTrue(negation(condition), domainOf)
}

/** Whether `first` is true whenever `second` is. */
export function follows(first: Condition, second: Condition, domainOf: DomainOf): boolean {
  if (first.kind !== 'then' && second.kind !== 'then') {
    return isNeverTrue({ kind: 'and', conditions: [second, negation(first)], start: 0, end: 0 }, domainOf)
  }
  // When a THEN comes true, its right side is true.
  if (first.kind !== 'then') return second.kind === 'then' && follows(first, second.right, domainOf)
  return (
    second.kind === 'then' && follows(first.left, second.left, domainOf) && follows(first.right, second.right, domainOf)
  )
}

/** More alternatives than these are not looked through. */
const maxAlternatives = 256

type Alternatives = readonly (readonly Comparison[])[]

/** The condition as alternatives, each a list of comparisons that must all hold; undefined if there are too many. */
function alternatives(condition: PlainCondition): Alternatives | undefined {
  switch (condition.kind) {
    case 'comparison':
      return [[condition]]
    case 'or': {
      const all = condition.conditions.map(alternatives)
      const found = all.every((each) => each !== undefined) ? all.flat() : undefined
      return found && found.length <= maxAlternatives ? found : undefined
    }
    case 'and':
      return allOf(condition.conditions.map(alternatives))
    default:
      return unreachable(condition)
  }
}

/** What leaves no choice is joined first, so that only few steps copy what they have. */
function allOf(parts: readonly (Alternatives | undefined)[]): Alternatives | undefined {
  const choices: Alternatives[] = []
  const fixed: Comparison[] = []
  for (const part of parts) {
    if (part === undefined) return undefined
    const [only] = part
    if (part.length === 1 && only !== undefined) for (const atom of only) fixed.push(atom)
    else choices.push(part)
  }
  let sofar: Alternatives = [fixed]
  for (const next of choices) {
    if (sofar.length * next.length > maxAlternatives) return undefined
    sofar = sofar.flatMap((left) => next.map((right) => [...left, ...right]))
  }
  return sofar
}

const opposite = { '>': '<=', '>=': '<', '<': '>=', '<=': '>' } as const
const mirrored = { '>': '<', '>=': '<=', '<': '>', '<=': '>=' } as const

function negation(condition: PlainCondition): PlainCondition {
  switch (condition.kind) {
    case 'comparison':
      return { ...condition, operator: opposite[condition.operator] }
    case 'and':
      return { ...condition, kind: 'or', conditions: condition.conditions.map(negation) }
    case 'or':
      return { ...condition, kind: 'and', conditions: condition.conditions.map(negation) }
    default:
      return unreachable(condition)
  }
}

function contradict(atoms: readonly Comparison[], domainOf: DomainOf): boolean {
  const bounds = new Map<string, Bounds>()
  const free = new Set<string>()
  for (const atom of atoms) {
    const limit = limitOf(atom)
    if (limit === undefined) {
      if (free.has(printCondition(negation(atom)))) return true
      free.add(printCondition(atom))
      continue
    }
    const domain = domainOf(limit.name)
    const known = bounds.get(limit.name) ?? { low: domain.least, lowOpen: false, high: domain.most, highOpen: false }
    const narrowed = narrow(known, limit, domain.whole)
    if (isEmpty(narrowed)) return true
    bounds.set(limit.name, narrowed)
  }
  return false
}

interface Bounds {
  readonly low: number
  readonly lowOpen: boolean
  readonly high: number
  readonly highOpen: boolean
}

interface Limit {
  readonly name: string
  readonly operator: Comparison['operator']
  readonly number: number
}

/** A comparison of one query with a number, the query first and without its factor. */
function limitOf({ left, operator, right }: Comparison): Limit | undefined {
  if (left.kind === 'query' && right.kind === 'number' && left.factor > 0) {
    return { name: left.name, operator, number: right.value / left.factor }
  }
  if (right.kind === 'query' && left.kind === 'number' && right.factor > 0) {
    return { name: right.name, operator: mirrored[operator], number: left.value / right.factor }
  }
  return undefined
}

function narrow(bounds: Bounds, { operator, number }: Limit, whole: boolean): Bounds {
  const open = operator === '>' || operator === '<'
  if (operator === '>' || operator === '>=') {
    const low = whole ? (open ? Math.floor(number) + 1 : Math.ceil(number)) : number
    const isTighter = low > bounds.low || (low === bounds.low && open && !whole)
    return isTighter ? { ...bounds, low, lowOpen: open && !whole } : bounds
  }
  const high = whole ? (open ? Math.ceil(number) - 1 : Math.floor(number)) : number
  const isTighter = high < bounds.high || (high === bounds.high && open && !whole)
  return isTighter ? { ...bounds, high, highOpen: open && !whole } : bounds
}

function isEmpty({ low, lowOpen, high, highOpen }: Bounds): boolean {
  return low > high || (low === high && (lowOpen || highOpen))
}
