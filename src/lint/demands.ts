import { plainValue } from '../query/clause-logic'
import { nameOfField } from '../query/field-named'
import type { CidrClause, Clause, Query } from '../query/query'

/** What a query asks of every log: clauses that must match and clauses that must not. Alternatives are left out. */
export interface Demands {
  readonly required: readonly (Clause | CidrClause)[]
  readonly refused: readonly (Clause | CidrClause)[]
}

export function demandsOf(query: Query): Demands {
  switch (query.kind) {
    case 'clause':
    case 'cidr':
      return { required: [query], refused: [] }
    case 'and': {
      const parts = query.queries.map(demandsOf)
      return { required: parts.flatMap(({ required }) => required), refused: parts.flatMap(({ refused }) => refused) }
    }
    case 'not':
      return { required: [], refused: refusedBy(query.query) }
    default:
      return { required: [], refused: [] }
  }
}

/** A negated OR refuses each of its branches. */
function refusedBy(query: Query): readonly (Clause | CidrClause)[] {
  if (query.kind === 'clause' || query.kind === 'cidr') return [query]
  return query.kind === 'or' ? query.queries.flatMap(refusedBy) : []
}

/**
 * The plain values of which each field must have one, for fields that a query ties to values written out: `@a:x` gives
 * one, `@a:(x OR y)` two.
 */
export function valuesAskedFor(query: Query): ReadonlyMap<string, ReadonlySet<string>> {
  const values = new Map<string, ReadonlySet<string>>()
  for (const part of query.kind === 'and' ? query.queries : [query]) {
    const found = valuesOf(part)
    if (found) values.set(found.field, found.values)
  }
  return values
}

function valuesOf(query: Query): { readonly field: string; readonly values: ReadonlySet<string> } | undefined {
  if (query.kind === 'clause') {
    const text = plainValue(query)
    return text === undefined ? undefined : { field: nameOfField(query.field), values: new Set([text]) }
  }
  if (query.kind !== 'or') return undefined
  const branches = query.queries.map(valuesOf)
  const [first] = branches
  if (first === undefined || branches.some((branch) => branch?.field !== first.field)) return undefined
  return { field: first.field, values: new Set(branches.flatMap((branch) => [...(branch?.values ?? [])])) }
}
