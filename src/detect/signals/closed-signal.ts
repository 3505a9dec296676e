import type { Hit } from '../hits/hit'
import { type SignalRecord, stateOf } from './signal-record'
import type { SignalState, SuppressionLook } from './signal-state'

/** A signal that nothing will change any more: all that is told of it but its events, which are read when it is told. */
export interface ClosedSignal extends Omit<SignalState, 'rule'> {
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
  const events = [...record.events]
  const position = new Map(events.map((hit, index) => [hit, index]))
  return {
    ...stateOf(record),
    rule,
    order: record.order,
    events: events.map(({ id, timeMs, tiebreaker, place, event }) => ({
      id,
      timeMs,
      tiebreaker,
      place,
      ...(event && { event }),
    })),
    steps: [...record.steps]
      .filter(([, { events }]) => events.size > 0)
      .map(([step, { atMs, events }]) => ({
        step,
        atMs,
        events: [...events].map((hit) => position.get(hit) ?? 0),
      })),
    looks: record.looks,
    atEnd: madeByEnd(record, lastLogMs),
  }
}

/** Signals in the order in which they opened. */
export function compareSignals(a: ClosedSignal, b: ClosedSignal): number {
  return a.openedMs - b.openedMs || a.rule - b.rule || a.order - b.order
}

function madeByEnd({ opener, openedMs }: SignalRecord, lastLogMs: number): boolean {
  return opener.seenMs !== undefined && (opener.silence?.isOver === false || openedMs > lastLogMs)
}
