import type { Query } from '../../query/query'

/** The sources of which a log must be one for a filter to match it, in the order of its text; undefined where any may do. */
export function sourcesAskedOf(filter: Query): readonly string[] | undefined {
  switch (filter.kind) {
    case 'clause': {
      const { field, value } = filter
      const isSource = field.kind === 'reserved' && field.name === 'source'
      return isSource && (value.kind === 'term' || value.kind === 'phrase') ? [value.text] : undefined
    }
    case 'and':
      return filter.queries.reduce<readonly string[] | undefined>(
        (found, query) => found ?? sourcesAskedOf(query),
        undefined,
      )
    case 'or': {
      const branches = filter.queries.map(sourcesAskedOf)
      return branches.every((branch) => branch !== undefined) ? branches.flat() : undefined
    }
    default:
      return undefined
  }
}
