import type { Json } from '../../json/json'
import type { CaseStatus } from '../../rule/case-status'

/** What a rule raised, as the evaluator tells it. Times are epoch milliseconds of the events, never of a clock. */
export interface Signal {
  /** The rule's slug, else its name. */
  readonly rule: string
  readonly case: string
  readonly severity: CaseStatus
  readonly title: string
  readonly message: string
  /** Group-by field to value; empty for a rule without groups. */
  readonly group: Readonly<Record<string, string>>
  readonly firstSeenMs: number
  readonly lastSeenMs: number
  /** The steps of a sequence, or the sides of a THEN, in order; otherwise one entry a query that took part. */
  readonly steps: readonly SignalStep[]
  /** Ids of all events that took part, in event order. */
  readonly events: readonly string[]
  /** How many events the signal has matched while it was open. */
  readonly count: number
  readonly tags: readonly string[]
  /** Ids of the suppressions that hide this signal; empty for one that Datadog would show. */
  readonly suppressedBy: readonly string[]
  readonly notifications: readonly string[]
  /** Only the end of the logs made it: no later log of its group ended the silence, or it came true after the last log. */
  readonly atEnd?: true
  /**
   * Those that are surely on the signal, merged over the events that took part: a scalar where all agree, else a list in
   * event order.
   */
  readonly attributes: { readonly [key: string]: Json }
}

/** A signal without what its logs carry. */
export type SignalOutline = Omit<Signal, 'attributes'>

/** A step of a sequence, a side of a THEN, or a query that took part in a signal. */
export interface SignalStep {
  readonly step: string
  /** When the step fired. */
  readonly atMs: number
  readonly events: readonly string[]
}

/** Of which rule set something is told, where several run side by side over the same logs. */
export interface Sided {
  readonly side?: string
}

/** A rule that the evaluator cannot reproduce, said aloud instead of passing silently. */
export interface NotEvaluated {
  readonly rule: string
  readonly reason: string
}
