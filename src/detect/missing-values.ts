import { compilePath } from '../event/attribute-path'
import type { LogEvent } from '../event/log-event'
import type { Draft, RuleQuery } from '../rule/rule'
import { absentFields } from './group-key'
import { engineOf } from './methods/all-methods'
import { metricsOf } from './windows/new-window'

/** The attributes that a query counts, adds up, learns or locates, and that a log lacks. */
export function missingValues(rule: Draft, query: RuleQuery): (event: LogEvent) => readonly string[] {
  const lacks = engineOf(rule)?.lacks
  if (lacks) return lacks(query)
  const isNumeric = query.aggregation === 'sum' || query.aggregation === 'max'
  if (isNumeric) {
    const fields = metricsOf(query).slice(0, 1)
    const readers = fields.map((field) => [field, compilePath(field)] as const)
    return (event) =>
      readers.filter(([, read]) => !read(event).some((value) => typeof value === 'number')).map(([field]) => field)
  }
  return absentFields(query.aggregation === 'cardinality' ? (query.distinctFields ?? []) : [])
}
