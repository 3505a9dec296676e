import { Effort } from '../diagnostic/effort'
import { unreachable } from '../diagnostic/unreachable'
import { type Asked, askForOthers, covers } from './clause-logic'
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
  const look = newLook('log')
  return one.every((left) => other.every((right) => clash(left, right, look)))
}

/** The ways in which a query can match that two clauses do not rule out; undefined where there are too many. */
export function waysToMatch(query: Query): Ways | undefined {
  return alternativesOf(query, false, newLook('log'))
}

/**
 * Whether all that matches one query matches another. True is proved; false says nothing: what it would take too long to look
 * through, or what more than two clauses say together, is left open.
 */
export function implies(narrow: Query, wide: Query, asked: Asked): boolean {
  const { start, end } = narrow
  const beyond: Query = { kind: 'and', queries: [narrow, { kind: 'not', query: wide, start, end }], start, end }
  return alternativesOf(beyond, false, newLook(asked))?.length === 0
}

/** What is looked at, and how long it may still take. */
interface Look {
  readonly asked: Asked
  readonly effort: Effort
}

function newLook(asked: Asked): Look {
  return { asked, effort: new Effort(maxSteps) }
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

function alternativesOf(query: Query, negated: boolean, look: Look): Ways | undefined {
  switch (query.kind) {
    case 'everything':
      return negated ? [] : [new Map()]
    case 'clause':
    case 'cidr':
      return [new Map([[nameOfField(query.field), [{ clause: query, negated }]]])]
    case 'not':
      return alternativesOf(query.query, !negated, look)
    case 'and':
    case 'or': {
      const parts = query.queries.map((part) => alternativesOf(part, negated, look))
      return (query.kind === 'and') === negated ? oneOf(parts) : allOf(parts, look)
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
function allOf(parts: readonly (Ways | undefined)[], look: Look): Ways {
  const known = parts.flatMap((part) => (part === undefined ? [] : [part]))
  if (known.some((part) => part.length === 0)) return []
  const merged = mergedSingles(known, look)
  if (merged === undefined) return []
  let ways: Ways = [merged]
  for (const part of known.filter(({ length }) => length > 1).sort((left, right) => left.length - right.length)) {
    const both = joined(ways, part, look)
    if (both === undefined) break
    ways = both
  }
  return ways
}

/** The demands of all parts that leave no choice; undefined if two of them rule each other out. */
function mergedSingles(parts: readonly Ways[], look: Look): Alternative | undefined {
  const merged = new Map<string, Demand[]>()
  for (const part of parts) {
    const [only] = part
    if (part.length > 1 || only === undefined) continue
    if (clash(merged, only, look)) return undefined
    for (const [field, demands] of only) {
      const own = merged.get(field)
      if (own) own.push(...demands)
      else merged.set(field, [...demands])
    }
  }
  return merged
}

/** Each alternative of one side with each of the other that it allows; undefined where that is too much. */
function joined(left: Ways, right: Ways, look: Look): Ways | undefined {
  if (left.length * right.length > maxAlternatives) return undefined
  if (!look.effort.spend(demandsIn(left) * right.length + demandsIn(right) * left.length)) return undefined
  return left.flatMap((one) =>
    right.flatMap((other) => {
      if (clash(one, other, look)) return []
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
function clash(one: Alternative, other: Alternative, look: Look): boolean {
  for (const [field, demands] of other) {
    const own = one.get(field)
    if (own === undefined || !look.effort.spend(own.length * demands.length)) continue
    if (own.some((left) => demands.some((right) => ruleOut(left, right, look.asked)))) return true
  }
  return false
}

function ruleOut(left: Demand, right: Demand, asked: Asked): boolean {
  if (left.negated && right.negated) return false
  if (left.negated) return covers(left.clause, right.clause)
  if (right.negated) return covers(right.clause, left.clause)
  return askForOthers(left.clause, right.clause, asked)
}
