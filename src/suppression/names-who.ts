import { parseQuery } from '../query/parse-query'
import type { Query } from '../query/query'
import { kindOfField } from './field-kind'

/** Whether every signal that a query finds is of somebody whom it names; false for one that cannot be read. */
export function namesWho(text: string): boolean {
  const { query } = parseQuery(text)
  return query !== undefined && asksWho(query)
}

function asksWho(query: Query): boolean {
  switch (query.kind) {
    case 'clause': {
      const isNamed = query.value.kind === 'term' || query.value.kind === 'phrase' || query.value.kind === 'wildcard'
      return isNamed && query.field.kind === 'attribute' && kindOfField(`@${query.field.path}`) === 'principal'
    }
    case 'and':
      return query.queries.some(asksWho)
    case 'or':
      return query.queries.every(asksWho)
    default:
      return false
  }
}
