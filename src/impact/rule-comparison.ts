import type { Signal } from '../detect/signals/signal'
import type { Side } from './detections'
import { hash53 } from './hash53'
import {
  type ChangeKind,
  changeOf,
  eventsKey,
  groupKey,
  isSeen,
  type SignalChange,
  type SignalPair,
} from './pair-signals'
import { pairWaiting } from './pair-waiting'
import { type RaisedSignal, WaitingSignals } from './waiting-signals'

export type RaisedChange = SignalChange<RaisedSignal>

/**
 * Lays the signals of one rule on both sides beside each other while they come, those of a side in the order in which they
 * opened. One that has its like, of one group and equal in time, is gone as soon as that has come; the others are paired once
 * all are there, as `signalChanges` has it.
 */
export class RuleComparison {
  /** The first of each kind, in the order of `signalChanges`. */
  private readonly firsts = new Map<ChangeKind, RaisedChange>()
  private waiting = nobodyWaits()
  private readonly counts = { before: 0, after: 0 }

  constructor(private readonly onChange: (change: RaisedChange) => void) {}

  take(side: Side, signal: Signal, told: Pick<RaisedSignal, 'run' | 'position' | 'principal'>): void {
    const { case: wonCase, severity, firstSeenMs, lastSeenMs } = signal
    const own: RaisedSignal = {
      ...told,
      order: this.counts[side],
      case: wonCase,
      severity,
      isSeen: isSeen(signal),
      firstSeenMs,
      lastSeenMs,
      group: hash53(groupKey(signal)),
      events: hash53(eventsKey(signal)),
    }
    this.counts[side] += 1
    const twin = this.waiting[side === 'before' ? 'after' : 'before'].takeTwin(own)
    if (twin === undefined) this.waiting[side].add(own, signal.events)
    else this.look(side === 'before' ? { before: own, after: twin } : { before: twin, after: own })
  }

  /** All signals have come. Answers the first change of each kind. */
  end(): ReadonlyMap<ChangeKind, RaisedChange> {
    const { before, after } = this.waiting
    this.waiting = nobodyWaits()
    for (const pair of pairWaiting(before, after)) this.look(pair)
    return this.firsts
  }

  private look(pair: SignalPair<RaisedSignal>): void {
    const change = changeOf(pair, (signal) => signal)
    if (change === undefined) return
    this.onChange(change)
    const first = this.firsts.get(change.kind)
    if (first === undefined || compareChanges(change, first) < 0) this.firsts.set(change.kind, change)
  }
}

function nobodyWaits(): Readonly<Record<Side, WaitingSignals>> {
  return { before: new WaitingSignals(), after: new WaitingSignals() }
}

/** Those with a signal before in its order, then the others. */
function compareChanges(one: RaisedChange, two: RaisedChange): number {
  if (one.before && two.before) return one.before.order - two.before.order
  if (one.before || two.before) return one.before ? -1 : 1
  return (one.after?.order ?? 0) - (two.after?.order ?? 0)
}
