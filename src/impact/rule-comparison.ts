import type { Signal } from '../detect/signals/signal'
import type { Side } from './detections'
import {
  type ChangeKind,
  type ComparedSignal,
  changeOf,
  type SignalChange,
  signalChanges,
  twinKey,
} from './pair-signals'

/** What is kept of a signal until it is known what became of it. */
export interface RaisedSignal extends ComparedSignal {
  /** The run that raised it, and its position among the signals of that run. */
  readonly run: number
  readonly position: number
  /** Its position among the signals of its rule and side. */
  readonly order: number
  readonly principal: string | undefined
}

export type RaisedChange = SignalChange<RaisedSignal>

/**
 * Lays the signals of one rule on both sides beside each other while they come, those of a side in the order in which they
 * opened. One that has its like, of one group and equal in time, is gone as soon as that has come; `signalChanges` pairs the
 * others once all are there.
 */
export class RuleComparison {
  /** The first of each kind, in the order of `signalChanges`. */
  private readonly firsts = new Map<ChangeKind, RaisedChange>()
  private readonly waiting: Readonly<Record<Side, Map<string, RaisedSignal[]>>> = {
    before: new Map(),
    after: new Map(),
  }
  private readonly counts = { before: 0, after: 0 }

  constructor(private readonly onChange: (change: RaisedChange) => void) {}

  take(side: Side, signal: Signal, told: Pick<RaisedSignal, 'run' | 'position' | 'principal'>): void {
    const { group, case: wonCase, severity, firstSeenMs, lastSeenMs, events, suppressedBy } = signal
    const own: RaisedSignal = {
      ...told,
      order: this.counts[side],
      group,
      case: wonCase,
      severity,
      firstSeenMs,
      lastSeenMs,
      events,
      suppressedBy,
    }
    this.counts[side] += 1
    const key = twinKey(own)
    const theirs = this.waiting[side === 'before' ? 'after' : 'before']
    const twins = theirs.get(key)
    const twin = twins?.shift()
    if (twins?.length === 0) theirs.delete(key)
    if (twin === undefined) {
      const waiting = this.waiting[side].get(key)
      if (waiting) waiting.push(own)
      else this.waiting[side].set(key, [own])
      return
    }
    const change = changeOf(side === 'before' ? { before: own, after: twin } : { before: twin, after: own })
    if (change) this.tell(change)
  }

  /** All signals have come. Answers the first change of each kind. */
  end(): ReadonlyMap<ChangeKind, RaisedChange> {
    for (const change of signalChanges(this.left('before'), this.left('after'))) this.tell(change)
    return this.firsts
  }

  private left(side: Side): readonly RaisedSignal[] {
    return [...this.waiting[side].values()].flat().sort((a, b) => a.order - b.order)
  }

  private tell(change: RaisedChange): void {
    this.onChange(change)
    const first = this.firsts.get(change.kind)
    if (first === undefined || compareChanges(change, first) < 0) this.firsts.set(change.kind, change)
  }
}

/** Those with a signal before in its order, then the others. */
export function compareChanges(one: RaisedChange, two: RaisedChange): number {
  if (one.before && two.before) return one.before.order - two.before.order
  if (one.before || two.before) return one.before ? -1 : 1
  return (one.after?.order ?? 0) - (two.after?.order ?? 0)
}
