import type { Hit } from '../hits/hit'
import { type SignalRecord, stateOf } from './signal-record'
import type { SignalState, SuppressionLook } from './signal-state'

/** A signal that nothing will change any more: all that is told of it but its events, which are read when it is told. */
export interface ClosedSignal extends SignalState {
  /** Its rule by its position among the compiled rules. */
  readonly rule: number
  /** Its place among the signals of its rule, in the order in which they opened. */
  readonly order: number
  /** Those that took part, in the order in which they were attached. */
  readonly events: readonly SignalEvent[]
  /** With the positions of their events among `events`. */
  readonly steps: readonly { readonly step: string; readonly atMs: number; readonly events: readonly number[] }[]
  readonly looks: readonly SuppressionLook[]
  readonly atEnd: boolean
}

/** An event of a signal: what orders it, what is told of it, and where it lies. */
type SignalEvent = Pick<Hit, 'id' | 'timeMs' | 'tiebreaker' | 'place' | 'event'>

/** `lastLogMs` is the time of the last log of the run. */
export function closeSignal(record: SignalRecord, rule: number, lastLogMs: number): ClosedSignal {
  const events: SignalEvent[] = []
  const positions = new Map<Hit, number>()
  for (const hit of record.events) {
    const { id, timeMs, tiebreaker, place, event } = hit
    if (record.events.size > 1) positions.set(hit, events.length)
    events.push(event === undefined ? { id, timeMs, tiebreaker, place } : { id, timeMs, tiebreaker, place, event })
  }
  const steps: ClosedSignal['steps'][number][] = []
  for (const [step, { atMs, events: own }] of record.steps) {
    if (own.size > 0) steps.push({ step, atMs, events: Array.from(own, (hit) => positions.get(hit) ?? 0) })
  }
  const { order, looks } = record
  return closedWith(stateOf(record), { rule, order, events, steps, looks, atEnd: madeByEnd(record, lastLogMs) })
}

/** A signal by its state and all else. Named one by one: what is spread costs an engine several times as much. */
export function closedWith(
  { values, openedMs, ordinal, caseIndex, severity, firstSeenMs, lastSeenMs, matched, added }: SignalState,
  { rule, order, events, steps, looks, atEnd }: Omit<ClosedSignal, keyof SignalState>,
): ClosedSignal {
  return {
    values,
    openedMs,
    ordinal,
    caseIndex,
    severity,
    firstSeenMs,
    lastSeenMs,
    matched,
    added,
    rule,
    order,
    events,
    steps,
    looks,
    atEnd,
  }
}

/** Signals in the order in which they opened. */
export function compareSignals(a: ClosedSignal, b: ClosedSignal): number {
  return a.openedMs - b.openedMs || a.rule - b.rule || a.order - b.order
}

function madeByEnd({ opener, openedMs }: SignalRecord, lastLogMs: number): boolean {
  return opener.seenMs !== undefined && (opener.silence?.isOver === false || openedMs > lastLogMs)
}
