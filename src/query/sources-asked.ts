import type { Query } from './query'

/** The sources of which a log must carry one to match, in the order of the query's text; undefined where a query does not name them. */
export function sourcesAskedBy(query: Query): readonly string[] | undefined {
  if (query.kind === 'and') return query.queries.map(sourcesAskedBy).find((sources) => sources !== undefined)
  if (query.kind === 'or') {
    const branches = query.queries.map(sourcesAskedBy)
    return branches.every((branch) => branch !== undefined) ? branches.flat() : undefined
  }
  if (query.kind !== 'clause' || query.field.kind !== 'reserved' || query.field.name !== 'source') return undefined
  const { value } = query
  return value.kind === 'term' || value.kind === 'phrase' ? [value.text] : undefined
}
