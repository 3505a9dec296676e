import { unreachable } from '../diagnostic/unreachable'
import { askForOthers, covers } from './clause-logic'
import type { CidrClause, Clause, Query } from './query'

/**
 * Whether no log at all can match: `source:okta source:(vpc OR elb)`, `@a:x -@a:*`. Sound, not complete: only what two
 * clauses on one field rule out counts, and a query with very many alternatives may be left undecided as false.
 */
export function neverMatches(query: Query): boolean {
  return alternativesOf(query, false)?.length === 0
}

/** A clause that must match, or with `negated` must not. */
interface Demand {
  readonly clause: Clause | CidrClause
  readonly negated: boolean
}

/** Demands that a log must meet all. */
type Alternative = readonly Demand[]

/** More alternatives than these are not looked through. */
const maxAlternatives = 2048

/** The ways in which a query can match that two clauses do not rule out; undefined where there are too many. */
function alternativesOf(query: Query, negated: boolean): readonly Alternative[] | undefined {
  switch (query.kind) {
    case 'everything':
      return negated ? [] : [[]]
    case 'clause':
    case 'cidr':
      return [[{ clause: query, negated }]]
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

function oneOf(parts: readonly (readonly Alternative[] | undefined)[]): readonly Alternative[] | undefined {
  if (parts.some((part) => part === undefined)) return undefined
  const all = parts.flatMap((part) => part ?? [])
  return all.length > maxAlternatives ? undefined : all
}

/** A part that is too much to look through is left out: what the others rule out stays ruled out. */
function allOf(parts: readonly (readonly Alternative[] | undefined)[]): readonly Alternative[] {
  const known = parts.flatMap((part) => (part === undefined ? [] : [part]))
  const fewestFirst = [...known].sort((left, right) => left.length - right.length)
  return fewestFirst.reduce<readonly Alternative[]>(
    (sofar, part) => (sofar.length * part.length > maxAlternatives ? sofar : joined(sofar, part)),
    [[]],
  )
}

function joined(left: readonly Alternative[], right: readonly Alternative[]): readonly Alternative[] {
  return left.flatMap((one) =>
    right.flatMap((other) => (one.some((each) => clashes(each, other)) ? [] : [[...one, ...other]])),
  )
}

function clashes(demand: Demand, others: Alternative): boolean {
  return others.some((other) => {
    if (demand.negated && other.negated) return false
    if (demand.negated) return covers(demand.clause, other.clause)
    if (other.negated) return covers(other.clause, demand.clause)
    return askForOthers(demand.clause, other.clause)
  })
}
