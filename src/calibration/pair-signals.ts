import type { Signal } from '../detect/signals/signal'
import { wholeSecond } from '../detect/signals/signal-view'
import { isSameGroup, overlaps } from '../sampling/same-signal'
import type { RemoteSignal } from '../wire/decode-signal'

/** A signal of the tenant, one of ours, or the two that are about the same group and time. */
export interface SignalPair {
  readonly theirs?: RemoteSignal
  readonly own?: Signal
}

/** Lays the signals of one rule beside those of the tenant: first those that agree, then those of one group and time. */
export function pairSignals(own: readonly Signal[], theirs: readonly RemoteSignal[]): readonly SignalPair[] {
  const left = new Set(own)
  const pairs = new Map<RemoteSignal, Signal>()
  for (const fits of [agrees, (one: Signal, two: RemoteSignal) => isSameGroup(one, two) && overlaps(one, two)]) {
    for (const signal of theirs) {
      if (pairs.has(signal)) continue
      const found = [...left].find((each) => fits(each, signal))
      if (!found) continue
      pairs.set(signal, found)
      left.delete(found)
    }
  }
  return [
    ...theirs.map((signal): SignalPair => {
      const found = pairs.get(signal)
      return found ? { theirs: signal, own: found } : { theirs: signal }
    }),
    ...[...left].map((signal) => ({ own: signal })),
  ]
}

/** Whether a signal of ours says what one of the tenant does: group, case, severity, first and last seen to the second. */
export function agrees(own: Signal, theirs: RemoteSignal): boolean {
  return (
    (theirs.case === undefined || own.case === theirs.case) &&
    own.severity === theirs.severity &&
    wholeSecond(own.firstSeenMs) === theirs.firstSeenMs &&
    wholeSecond(own.lastSeenMs) === theirs.lastSeenMs &&
    isSameGroup(own, theirs)
  )
}
