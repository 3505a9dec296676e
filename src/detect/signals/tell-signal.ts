import type { LogEvent } from '../../event/log-event'
import { type CompiledRule, sideOf } from '../compiled-rule'
import { compareHits } from '../hits/hit'
import type { ClosedSignal } from './closed-signal'
import { groupFieldsOf } from './group-fields'
import type { AskedAbout } from './hidden-by'
import { type OnSignal, onSignal, withoutWorkflow } from './on-signal'
import type { Sided, Signal, SignalOutline } from './signal'
import { wholeSecond } from './signal-view'

/** A signal that has closed, with what its rule says and who hides it. */
export interface Untold {
  readonly rule: CompiledRule
  readonly closed: ClosedSignal
  /** Its own, in the order in which they came to it; what they carry of attributes is what the signal shows of them. */
  readonly events: readonly LogEvent[]
  readonly asked: AskedAbout
  readonly suppressedBy: readonly string[]
}

/**
 * Writes a signal out as it last stood, title and message rendered (assumed: not as it stood when it opened). The
 * extended title is one of notifications (documented), so the signal's own is without the group.
 */
export function tellSignal(untold: Untold): Signal & Sided {
  const seen = lastSeen(untold)
  return { ...outlineOf(untold, seen), attributes: withoutWorkflow(seen.event.attributes) }
}

/** A signal with what suppressions see of it, and its logs. */
export interface WatchedSignal {
  readonly signal: Signal & Sided
  /** As `OnSignal` has it. */
  readonly event: LogEvent
  /** In the order in which they came to it. */
  readonly logs: readonly LogEvent[]
}

/** A signal with what stands behind it, for who asks what a suppression would do to it. */
export function watchSignal(untold: Untold): WatchedSignal {
  return { signal: tellSignal(untold), event: lastSeen(untold).event, logs: untold.events }
}

/** The same without attributes: of its events nothing is looked at but what its texts and its group name. */
export function tellOutline(untold: Untold): SignalOutline & Sided {
  return outlineOf(untold, lastSeen(untold))
}

function lastSeen({ rule, closed, events }: Untold): OnSignal {
  return onSignal(rule, closed, events, closed.lastSeenMs)
}

function outlineOf({ rule, closed, suppressedBy }: Untold, { title, message, tags }: OnSignal): SignalOutline & Sided {
  const wonCase = rule.cases[closed.caseIndex]
  const group = Object.fromEntries(groupFieldsOf(rule, closed.values).map(({ field, value }) => [field, value]))
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
    tags,
    suppressedBy,
    notifications: wonCase?.notifications ?? [],
    ...(closed.atEnd && { atEnd: true }),
  }
}

function idsInOrder(events: ClosedSignal['events']): readonly string[] {
  return events.toSorted(compareHits).map(({ id }) => id)
}
