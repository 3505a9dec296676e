import { printQuery } from '../query/print-query'
import type { Query } from '../query/query'
import { searchIn } from '../rule/read-once'
import type { Draft } from '../rule/rule'

/**
 * Searches for logs that a query of the rule would match but for one of its clauses, the last clause first: what comes
 * first in a query says most often only where logs are from.
 */
export function nearQueriesOf(rule: Draft): readonly string[] {
  return rule.queries.flatMap((holder) => {
    const { query } = searchIn(holder, 'query')
    if (query?.kind !== 'and') return []
    const { queries } = query
    return queries
      .flatMap((left, index) => {
        const others = queries.filter((_, other) => other !== index)
        return isOfSource(left) ? [] : [printQuery({ ...query, queries: [...others, negated(left)] })]
      })
      .reverse()
  })
}

function negated(query: Query): Query {
  return query.kind === 'not' ? query.query : { kind: 'not', query, start: query.start, end: query.end }
}

function isOfSource(query: Query): boolean {
  return query.kind === 'clause' && query.field.kind === 'reserved' && query.field.name === 'source'
}
