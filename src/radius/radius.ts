import type { NotEvaluated, SignalOutline } from '../detect/signals/signal'
import type { CaseStatus } from '../rule/case-status'
import type { Suppression } from '../suppression/suppression'
import type { Overlap } from './overlaps'

/** What is counted and shown of a signal. */
export type ShownSignal = Pick<
  SignalOutline,
  'rule' | 'severity' | 'title' | 'group' | 'firstSeenMs' | 'lastSeenMs'
> & {
  readonly openedMs: number
}

/** How many signals there are, hidden ones among them, and what a suppression does to them. */
export interface Counts {
  readonly signals: number
  /** Those that it keeps from being seen: it hides them, or they would be there without it. */
  readonly hidden: number
  /** Those of these that are not what it is for; none where that is not stated. */
  readonly beside: number
  /** What the first two would be, if it had acted all along. */
  readonly allAlong: number
  readonly besideAllAlong: number
}

/** What a suppression does to the signals that logs raise. */
export interface Radius extends Overlap {
  readonly suppression: Suppression
  /** It says what it is for. */
  readonly isPurposeStated: boolean
  readonly totals: Counts
  /** Those that it hides, or would hide all along, and that triage called true. */
  readonly calledTrue: number
  /** Those of which it hides any, or would all along; those of which it hides most that it is not for come first. */
  readonly rules: ReadonlyMap<string, Counts>
  /** The same of the signals of each of these rules' gravest case that raised any. */
  readonly gravest: ReadonlyMap<string, Counts & { readonly severity: CaseStatus }>
  /** As rules; the gravest first. */
  readonly severities: ReadonlyMap<CaseStatus, Counts>
  /** As rules, by the UTC day on which they were first seen, in order of time. */
  readonly days: ReadonlyMap<string, Counts>
  /**
   * As rules, by group, named as people read it: the hundred of which it hides most. Where it hides more, all other signals are
   * under undefined.
   */
  readonly groups: ReadonlyMap<string | undefined, Counts>
  /** When it last hid a signal or took a log, epoch milliseconds; undefined where it did neither. */
  readonly lastActedMs: number | undefined
  /** Some of those that it hides, or would hide all along; those that triage called true and those that it is not for first. */
  readonly examples: readonly {
    readonly signal: ShownSignal
    readonly isMeant: boolean | undefined
    readonly isHidden: boolean
    /** Triage called it true. */
    readonly isTrue: boolean
  }[]
  readonly exclusion?: ExclusionRadius
  /** Rules in its scope that cannot be evaluated, so that nothing is known of them. */
  readonly notEvaluated: readonly NotEvaluated[]
}

/** What an exclusion of logs does. */
export interface ExclusionRadius {
  /** Logs that it takes from at least one rule, and of each rule. */
  readonly logs: number
  readonly logsOfRule: ReadonlyMap<string, number>
  /** The same, if it had acted all along. */
  readonly logsAllAlong: number
  /** Signals that would be there without it, and those that would be others: graver, longer, of more logs. */
  readonly gone: number
  readonly changed: number
  /** Sequences that lose a step: of so many signals it takes all logs of that step. */
  readonly steps: readonly { readonly rule: string; readonly step: string; readonly signals: number }[]
}
