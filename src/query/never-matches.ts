import { unreachable } from '../diagnostic/unreachable'
import { askForOthers, covers } from './clause-logic'
import { nameOfField } from './field-named'
import type { CidrClause, Clause, Query } from './query'

/**
 * Whether no log at all can match: `source:okta source:(vpc OR elb)`, `@a:x -@a:*`. Sound, not complete: only what two
 * clauses on one field rule out counts, and a query with very many alternatives may be left undecided as false.
 */
export function neverMatches(query: Query): boolean {
  return waysToMatch(query)?.length === 0
}

/** Whether no log at all can match both of two queries, as `neverMatches` of their AND, each looked through once. */
export function neverMatchTogether(one: Ways | undefined, other: Ways | undefined): boolean {
  if (one?.length === 0 || other?.length === 0) return true
  if (one === undefined || other === undefined || one.length * other.length > maxAlternatives) return false
  return one.every((left) => other.every((right) => left.some((demand) => clashes(demand, right))))
}

/** The ways in which a query can match that two clauses do not rule out; undefined where there are too many. */
export function waysToMatch(query: Query): Ways | undefined {
  return alternativesOf(query, false)
}

/** Alternatives of a query, each with all that it demands of a log. */
export type Ways = readonly Alternative[]

type Alternative = readonly Demand[]

/** A clause that must match, or with `negated` must not. */
interface Demand {
  readonly clause: Clause | CidrClause
  readonly field: string
  readonly negated: boolean
}

/** More alternatives than these are not looked through. */
const maxAlternatives = 2048

function alternativesOf(query: Query, negated: boolean): Ways | undefined {
  switch (query.kind) {
    case 'everything':
      return negated ? [] : [[]]
    case 'clause':
    case 'cidr':
      return [[{ clause: query, field: nameOfField(query.field), negated }]]
    case 'not':
      return alternativesOf(query.query, !negated)
    case 'and':
    case 'or': {
      const parts = query.queries.map((part) => alternativesOf(part, negated))
      return (query.kind === 'and') === negated ? oneOf(parts) : allOf(parts)
    }
    default:
      return unreachable(query)
  }
}

function oneOf(parts: readonly (Ways | undefined)[]): Ways | undefined {
  if (parts.some((part) => part === undefined)) return undefined
  const all = parts.flatMap((part) => part ?? [])
  return all.length > maxAlternatives ? undefined : all
}

/** A part that is too much to look through is left out: what the others rule out stays ruled out. */
function allOf(parts: readonly (Ways | undefined)[]): Ways {
  const known = parts.flatMap((part) => (part === undefined ? [] : [part]))
  const fewestFirst = [...known].sort((left, right) => left.length - right.length)
  return fewestFirst.reduce<Ways>(
    (sofar, part) => (sofar.length * part.length > maxAlternatives ? sofar : joined(sofar, part)),
    [[]],
  )
}

function joined(left: Ways, right: Ways): Ways {
  return left.flatMap((one) =>
    right.flatMap((other) => (one.some((each) => clashes(each, other)) ? [] : [[...one, ...other]])),
  )
}

function clashes(demand: Demand, others: Alternative): boolean {
  return others.some((other) => {
    if (demand.field !== other.field || (demand.negated && other.negated)) return false
    if (demand.negated) return covers(demand.clause, other.clause)
    if (other.negated) return covers(other.clause, demand.clause)
    return askForOthers(demand.clause, other.clause)
  })
}
