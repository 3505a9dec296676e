import type { LogEvent } from '../../event/log-event'
import type { CompiledRule } from '../compiled-rule'
import type { QueryHit } from './hit'

/**
 * What a rule's machine gets of an event: for each query that matches (bit n of `queries` is that of selector n) the
 * groups that it joins there, with what the query reads. A query without a group for it says nothing to the machine, nor
 * does one that reads something of its events and finds none of it, unless the rule's method counts such an event for
 * something. Empty for an event that is of no use to the rule.
 */
export function readHit(
  { selectors, countsUnread = false }: CompiledRule,
  event: LogEvent,
  queries: number,
): readonly QueryHit[] {
  const hits: QueryHit[] = []
  for (let at = 0; at < selectors.length; at += 1) {
    const selector = selectors[at]
    if (selector === undefined || !(queries & (1 << at))) continue
    const groups = selector.groupsOf(event)
    if (groups.length === 0) continue
    const reading = selector.read?.(event)
    if (reading !== undefined || selector.read === undefined || countsUnread) {
      hits.push({ query: selector.index, groups, reading })
    }
  }
  return hits
}
