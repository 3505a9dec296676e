import type { LogEvent } from '../../event/log-event'
import { type CompiledRule, sideOf } from '../compiled-rule'
import { compareHits } from '../hits/hit'
import type { ClosedSignal } from './closed-signal'
import { groupFieldsOf } from './group-fields'
import { onSignal, withoutWorkflow } from './on-signal'
import type { Sided, Signal } from './signal'
import { wholeSecond } from './signal-view'

/**
 * Writes a signal out as it last stood, title and message rendered (assumed: not as it stood when it opened). The
 * extended title is one of notifications (documented), so the signal's own is without the group. `events` are its own, in
 * the order in which they came to it; what they carry of attributes is what the signal shows of them.
 */
export function tellSignal(
  rule: CompiledRule,
  closed: ClosedSignal,
  events: readonly LogEvent[],
  suppressedBy: readonly string[],
): Signal & Sided {
  const state = { ...closed, rule }
  const { event, title, message } = onSignal(state, events, closed.lastSeenMs)
  const wonCase = rule.cases[closed.caseIndex]
  const group = Object.fromEntries(groupFieldsOf(state).map(({ field, value }) => [field, value]))
  return {
    rule: rule.name,
    ...sideOf(rule),
    case: wonCase?.name ?? '',
    severity: closed.severity,
    title,
    message,
    group,
    firstSeenMs: wholeSecond(closed.firstSeenMs),
    lastSeenMs: wholeSecond(closed.lastSeenMs),
    steps: closed.steps.map(({ step, atMs, events: positions }) => ({
      step,
      atMs,
      events: idsInOrder(positions.flatMap((position) => closed.events[position] ?? [])),
    })),
    events: idsInOrder(closed.events),
    count: closed.events.length,
    tags: event.tags,
    suppressedBy,
    notifications: wonCase?.notifications ?? [],
    ...(closed.atEnd && { atEnd: true }),
    attributes: withoutWorkflow(event.attributes),
  }
}

function idsInOrder(events: ClosedSignal['events']): readonly string[] {
  return events.toSorted(compareHits).map(({ id }) => id)
}
