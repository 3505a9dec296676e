import { Effort } from '../diagnostic/effort'
import { unreachable } from '../diagnostic/unreachable'
import { askForOthers, covers } from './clause-logic'
import { nameOfField } from './field-named'
import type { CidrClause, Clause, Query } from './query'

/**
 * Whether no log at all can match: `source:okta source:(vpc OR elb)`, `@a:x -@a:*`. Sound, not complete: only what two
 * clauses on one field rule out counts, and a query with very many clauses or alternatives may be left undecided as
 * false.
 */
export function neverMatches(query: Query): boolean {
  return waysToMatch(query)?.length === 0
}

/** Whether no log at all can match both of two queries, as `neverMatches` of their AND, each looked through once. */
export function neverMatchTogether(one: Ways | undefined, other: Ways | undefined): boolean {
  if (one?.length === 0 || other?.length === 0) return true
  if (one === undefined || other === undefined || one.length * other.length > maxAlternatives) return false
  const effort = new Effort(maxSteps)
  return one.every((left) => other.every((right) => clash(left, right, effort)))
}

/** The ways in which a query can match that two clauses do not rule out; undefined where there are too many. */
export function waysToMatch(query: Query): Ways | undefined {
  return alternativesOf(query, false, new Effort(maxSteps))
}

/** Alternatives of a query, each with all that it demands of a log. */
export type Ways = readonly Alternative[]

/** What an alternative demands, by the name of the field. */
type Alternative = ReadonlyMap<string, readonly Demand[]>

/** A clause that must match, or with `negated` must not. */
interface Demand {
  readonly clause: Clause | CidrClause
  readonly negated: boolean
}

/** More alternatives than these are not looked through. */
const maxAlternatives = 2048
/** Demands copied and pairs of them compared for one query. What goes beyond counts as ruling nothing out. */
const maxSteps = 100_000

function alternativesOf(query: Query, negated: boolean, effort: Effort): Ways | undefined {
  switch (query.kind) {
    case 'everything':
      return negated ? [] : [new Map()]
    case 'clause':
    case 'cidr':
      return [new Map([[nameOfField(query.field), [{ clause: query, negated }]]])]
    case 'not':
      return alternativesOf(query.query, !negated, effort)
    case 'and':
    case 'or': {
      const parts = query.queries.map((part) => alternativesOf(part, negated, effort))
      return (query.kind === 'and') === negated ? oneOf(parts) : allOf(parts, effort)
    }
    default:
      return unreachable(query)
  }
}

function oneOf(parts: readonly (Ways | undefined)[]): Ways | undefined {
  let count = 0
  for (const part of parts) {
    count += part?.length ?? maxAlternatives + 1
    if (count > maxAlternatives) return undefined
  }
  return parts.flatMap((part) => part ?? [])
}

/** A part that is too much to look through is left out: what the others rule out stays ruled out. */
function allOf(parts: readonly (Ways | undefined)[], effort: Effort): Ways {
  const known = parts.flatMap((part) => (part === undefined ? [] : [part]))
  if (known.some((part) => part.length === 0)) return []
  const merged = mergedSingles(known, effort)
  if (merged === undefined) return []
  let ways: Ways = [merged]
  for (const part of known.filter(({ length }) => length > 1).sort((left, right) => left.length - right.length)) {
    const both = joined(ways, part, effort)
    if (both === undefined) break
    ways = both
  }
  return ways
}

/** The demands of all parts that leave no choice; undefined if two of them rule each other out. */
function mergedSingles(parts: readonly Ways[], effort: Effort): Alternative | undefined {
  const merged = new Map<string, Demand[]>()
  for (const part of parts) {
    const [only] = part
    if (part.length > 1 || only === undefined) continue
    if (clash(merged, only, effort)) return undefined
    for (const [field, demands] of only) {
      const own = merged.get(field)
      if (own) own.push(...demands)
      else merged.set(field, [...demands])
    }
  }
  return merged
}

/** Each alternative of one side with each of the other that it allows; undefined where that is too much. */
function joined(left: Ways, right: Ways, effort: Effort): Ways | undefined {
  if (left.length * right.length > maxAlternatives) return undefined
  if (!effort.spend(demandsIn(left) * right.length + demandsIn(right) * left.length)) return undefined
  return left.flatMap((one) =>
    right.flatMap((other) => {
      if (clash(one, other, effort)) return []
      const both = new Map(one)
      for (const [field, demands] of other) both.set(field, [...(both.get(field) ?? []), ...demands])
      return [both]
    }),
  )
}

function demandsIn(ways: Ways): number {
  let count = 0
  for (const way of ways) for (const demands of way.values()) count += demands.length
  return count
}

/** Whether a demand of one rules out a demand of the other. */
function clash(one: Alternative, other: Alternative, effort: Effort): boolean {
  for (const [field, demands] of other) {
    const own = one.get(field)
    if (own === undefined || !effort.spend(own.length * demands.length)) continue
    if (own.some((left) => demands.some((right) => ruleOut(left, right)))) return true
  }
  return false
}

function ruleOut(left: Demand, right: Demand): boolean {
  if (left.negated && right.negated) return false
  if (left.negated) return covers(left.clause, right.clause)
  if (right.negated) return covers(right.clause, left.clause)
  return askForOthers(left.clause, right.clause)
}
