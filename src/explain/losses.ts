import type { SelectedEvent } from '../detect/select-event'
import type { LogEvent } from '../event/log-event'
import { compileQuery } from '../query/matching/compile-query'
import { searchIn } from '../rule/read-once'
import type { Draft } from '../rule/rule'
import type { DropReason } from './explanation'

/** Says of a log that a query matches what kept it from the rule: one of the rule's filters, or an exclusion. */
export function lossesOf(rule: Draft, selected: readonly SelectedEvent[]): (event: LogEvent) => DropReason | undefined {
  const filters = (rule.filters ?? []).flatMap((filter) => {
    const { action, query: text } = filter
    const { query } = searchIn(filter, 'query')
    return query ? [{ action, text, matches: compileQuery(query) }] : []
  })
  const excludedBy = new Map(
    selected.flatMap(({ event, excludedFrom }) => {
      const suppressions = excludedFrom.flatMap((each) => each.suppressions)
      return suppressions.length > 0 ? [[event.id, suppressions] as const] : []
    }),
  )
  return (event) => {
    const filter = filters.find(({ action, matches }) => matches(event) !== (action === 'require'))
    if (filter !== undefined) return { kind: 'filtered', action: filter.action, query: filter.text }
    const suppressions = excludedBy.get(event.id)
    return suppressions && { kind: 'excluded', suppressions }
  }
}
