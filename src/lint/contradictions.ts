import type { TextRange } from '../diagnostic/span'
import { askForOthers, covers } from '../query/clause-logic'
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
export function contradictionsIn(query: Query): readonly Contradiction[] {
  switch (query.kind) {
    case 'and': {
      const { required, refused } = demandsOf(query)
      const alternatives = query.queries.flatMap((part) => (part.kind === 'or' ? [part] : []))
      return [
        ...required.flatMap((clause) => against(clause, refused)),
        ...required.flatMap((clause, at) => otherValue(clause, required.slice(0, at))),
        ...alternatives.flatMap((part) => {
          const blocked = part.queries.map((branch) => (isClause(branch) ? against(branch, refused)[0] : undefined))
          const [first] = blocked
          return first !== undefined && blocked.every((each) => each !== undefined) ? [{ ...first, part }] : []
        }),
        ...query.queries.flatMap(contradictionsIn),
      ]
    }
    case 'or':
      return query.queries.flatMap(contradictionsIn)
    case 'not':
      return contradictionsIn(query.query)
    default:
      return []
  }
}

function against(clause: Clause | CidrClause, refused: readonly (Clause | CidrClause)[]): readonly Contradiction[] {
  const blocking = refused.find((each) => covers(each, clause))
  return blocking === undefined ? [] : [{ part: clause, against: blocking, kind: 'excluded' }]
}

function otherValue(clause: Clause | CidrClause, earlier: readonly (Clause | CidrClause)[]): readonly Contradiction[] {
  const other = earlier.find((each) => askForOthers(clause, each))
  return other === undefined ? [] : [{ part: clause, against: other, kind: 'one value' }]
}

function isClause(query: Query): query is Clause | CidrClause {
  return query.kind === 'clause' || query.kind === 'cidr'
}
