import { Effort } from '../diagnostic/effort'
import type { TextRange } from '../diagnostic/span'
import { askForOthers, covers } from '../query/clause-logic'
import { nameOfField } from '../query/field-named'
import type { CidrClause, Clause, Query } from '../query/query'
import { demandsOf } from './demands'

/** A part of a query that can never match, and what stands in its way. */
interface Contradiction {
  readonly part: TextRange
  readonly against: TextRange
  readonly kind: 'excluded' | 'one value'
}

/**
 * Where a query, or one of its groups, excludes what it asks for: `@a:x -@a:x`, `@a:(x OR y) -@a:*`, or two sources at
 * once. Alternatives that are excluded one by one leave the others alive and are not told.
 */
export function contradictionsIn(query: Query, effort = new Effort(maxPairs)): readonly Contradiction[] {
  switch (query.kind) {
    case 'and': {
      const { required, refused } = demandsOf(query)
      const refusedBy = byField(refused)
      const against = (clause: Clause | CidrClause): Contradiction | undefined => {
        const others = refusedBy.get(nameOfField(clause.field)) ?? []
        const blocking = effort.spend(others.length) ? others.find((each) => covers(each, clause)) : undefined
        return blocking && { part: clause, against: blocking, kind: 'excluded' }
      }
      const alternatives = query.queries.flatMap((part) => (part.kind === 'or' ? [part] : []))
      return [
        ...required.flatMap((clause) => against(clause) ?? []),
        ...otherValues(required, effort),
        ...alternatives.flatMap((part) => {
          const blocked = part.queries.map((branch) => (isClause(branch) ? against(branch) : undefined))
          const [first] = blocked
          return first !== undefined && blocked.every((each) => each !== undefined) ? [{ ...first, part }] : []
        }),
        ...query.queries.flatMap((part) => contradictionsIn(part, effort)),
      ]
    }
    case 'or':
      return query.queries.flatMap((part) => contradictionsIn(part, effort))
    case 'not':
      return contradictionsIn(query.query, effort)
    default:
      return []
  }
}

/** How many pairs of clauses are compared for one query; what goes beyond is not told. */
const maxPairs = 100_000

function byField(clauses: readonly (Clause | CidrClause)[]): ReadonlyMap<string, readonly (Clause | CidrClause)[]> {
  const found = new Map<string, (Clause | CidrClause)[]>()
  for (const clause of clauses) {
    const name = nameOfField(clause.field)
    const same = found.get(name)
    if (same) same.push(clause)
    else found.set(name, [clause])
  }
  return found
}

/** Clauses that ask a field of which a log has one value for another one than a clause before them. */
function otherValues(required: readonly (Clause | CidrClause)[], effort: Effort): readonly Contradiction[] {
  return [...byField(required).values()].flatMap((same) =>
    same.flatMap((clause, at): readonly Contradiction[] => {
      const other = effort.spend(at)
        ? same.find((each, before) => before < at && askForOthers(clause, each))
        : undefined
      return other === undefined ? [] : [{ part: clause, against: other, kind: 'one value' }]
    }),
  )
}

function isClause(query: Query): query is Clause | CidrClause {
  return query.kind === 'clause' || query.kind === 'cidr'
}
