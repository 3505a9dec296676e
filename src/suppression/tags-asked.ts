import type { Query } from '../query/query'

/**
 * Tags of which a rule has one wherever a query of the rule search finds it; undefined where the query may find any rule.
 * Of several tags that must all be there, that is taken which tells most.
 */
export function tagsAskedBy(query: Query): readonly string[] | undefined {
  switch (query.kind) {
    case 'clause': {
      const { field, value } = query
      const isPlain = value.kind === 'term' || value.kind === 'phrase'
      return field.kind === 'tag' && isPlain ? [`${field.key}:${value.text}`] : undefined
    }
    case 'and': {
      const asked = query.queries.flatMap((part) => {
        const tags = tagsAskedBy(part)
        return tags ? [tags] : []
      })
      return asked.reduce<readonly string[] | undefined>(
        (best, tags) => (best === undefined || costOf(tags) < costOf(best) ? tags : best),
        undefined,
      )
    }
    case 'or': {
      const asked = query.queries.map(tagsAskedBy)
      return asked.every((tags) => tags !== undefined) ? asked.flat() : undefined
    }
    default:
      return undefined
  }
}

function costOf(tags: readonly string[]): number {
  return tags.reduce((cost, tag) => cost + (isOfMany.test(tag) ? 1000 : 1), 0)
}

/** What most rules of a workspace may have alike. */
const isOfMany = /^(?:type|isEnabled|detectionMethod|severity|status):/
