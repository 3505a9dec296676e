import { compareEvents } from '../../event/compare-events'
import type { LogEvent } from '../../event/log-event'
import { sideOf } from '../compiled-rule'
import { groupFieldsOf } from './group-fields'
import { onSignal, withoutWorkflow } from './on-signal'
import type { Sided, Signal } from './signal'
import type { SignalRecord } from './signal-life'
import { wholeSecond } from './signal-view'

/**
 * Writes a signal out as it last stood, title and message rendered (assumed: not as it stood when it opened). The
 * extended title is one of notifications (documented), so the signal's own is without the group. `lastLogMs` is the time of
 * the last log of the run.
 */
export function tellSignal(record: SignalRecord, lastLogMs: number): Signal & Sided {
  const { rule } = record
  const { event, title, message } = onSignal(record, record.lastSeenMs)
  const wonCase = rule.cases[record.caseIndex]
  const group = Object.fromEntries(groupFieldsOf(record).map(({ field, value }) => [field, value]))
  const inOrder = (events: Iterable<LogEvent>): readonly string[] => [...events].sort(compareEvents).map(({ id }) => id)
  return {
    rule: rule.name,
    ...sideOf(rule),
    case: wonCase?.name ?? '',
    severity: record.severity,
    title,
    message,
    group,
    firstSeenMs: wholeSecond(record.firstSeenMs),
    lastSeenMs: wholeSecond(record.lastSeenMs),
    steps: [...record.steps]
      .filter(([, { events }]) => events.size > 0)
      .map(([step, { atMs, events }]) => ({ step, atMs, events: inOrder(events) })),
    events: inOrder(record.events),
    count: record.events.size,
    tags: event.tags,
    suppressedBy: record.hiddenBy,
    notifications: wonCase?.notifications ?? [],
    ...(madeByEnd(record, lastLogMs) && { atEnd: true }),
    attributes: withoutWorkflow(event.attributes),
  }
}

function madeByEnd({ opener, openedMs }: SignalRecord, lastLogMs: number): boolean {
  return opener.seenMs !== undefined && (opener.silence?.isOver === false || openedMs > lastLogMs)
}
