import type { LogEvent } from '../../event/log-event'
import type { CompiledRule } from '../compiled-rule'
import type { QueryHit } from './hit'

/**
 * What a rule's machine gets of an event: for each query that matches (bit n of `queries` is that of selector n) the
 * groups that it joins there, with what the query reads. A query without a group for it says nothing to the machine.
 */
export function readHit({ selectors }: CompiledRule, event: LogEvent, queries: number): readonly QueryHit[] {
  const hits: QueryHit[] = []
  for (let at = 0; at < selectors.length; at += 1) {
    const selector = selectors[at]
    if (selector === undefined || !(queries & (1 << at))) continue
    const groups = selector.groupsOf(event)
    if (groups.length > 0) hits.push({ query: selector.index, groups, reading: selector.read?.(event) })
  }
  return hits
}

/**
 * The same without what changes nothing: where a query reads something of its events and finds none of it, unless the
 * rule's method counts such an event for something. Empty for an event that is of no use to the rule.
 */
export function readUsefulHit(rule: CompiledRule, event: LogEvent, queries: number): readonly QueryHit[] {
  const hits = readHit(rule, event, queries)
  if (rule.countsUnread) return hits
  const isUseful = ({ query, reading }: QueryHit): boolean =>
    reading !== undefined || rule.selectors.find(({ index }) => index === query)?.read === undefined
  return hits.every(isUseful) ? hits : hits.filter(isUseful)
}
