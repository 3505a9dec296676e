import type { LogEvent } from '../event/log-event'
import type { Draft } from '../rule/rule'
import { type CompiledSuppression, compileSuppression } from '../suppression/compile-suppression'
import { suppressionsOn } from '../suppression/scopes'
import type { Suppression } from '../suppression/suppression'
import { isCalledTrue, type RemoteSignal } from '../wire/decode-signal'

/** What the signals that a tenant shows tell of one suppression of signals. */
export interface Lately {
  /** Those of the rules in its scope. */
  readonly signals: number
  /** Those of these that its query finds: what it would have hidden, had it acted. */
  readonly matching: number
  /** Those of these that came while it was to act. */
  readonly whileActing: number
  /** Those that triage called true. */
  readonly calledTrue: number
  /** When the latest of those that it finds was first seen. */
  readonly lastMs?: number
}

/**
 * Counts signals of a tenant for suppressions, one signal at a time. A signal that is suppressed is not generated (docs,
 * Suppressions), so what is counted while a suppression acts is what got past it.
 */
export class LatelyCount {
  private readonly counts = new Map<CompiledSuppression, Writable<Lately>>()
  private readonly onRule: (rule: Draft) => readonly CompiledSuppression[]

  constructor(private readonly asked: readonly Suppression[]) {
    this.onRule = suppressionsOn(asked)
  }

  show(rule: Draft, signal: RemoteSignal): void {
    const event: LogEvent = { ...signal.event, status: signal.severity }
    for (const one of this.onRule(rule)) {
      const count = this.counts.get(one) ?? { signals: 0, matching: 0, whileActing: 0, calledTrue: 0 }
      this.counts.set(one, count)
      count.signals += 1
      if (!one.hides(event)) continue
      count.matching += 1
      if (one.isActiveAt(signal.firstSeenMs)) count.whileActing += 1
      if (isCalledTrue(signal.event.attributes)) count.calledTrue += 1
      count.lastMs = Math.max(count.lastMs ?? signal.firstSeenMs, signal.firstSeenMs)
    }
  }

  /** Of each suppression; what only takes logs away has none, for signals do not tell of logs. */
  counted(): ReadonlyMap<Suppression, Lately> {
    const none: Lately = { signals: 0, matching: 0, whileActing: 0, calledTrue: 0 }
    return new Map(
      this.asked.flatMap((one): [Suppression, Lately][] =>
        one.suppressionQuery?.trim() ? [[one, this.counts.get(compileSuppression(one)) ?? none]] : [],
      ),
    )
  }
}

type Writable<T> = { -readonly [key in keyof T]: T[key] }
