import type { EventRef, GroupValues, MethodMiss } from '../detect/methods/method-miss'
import type { StageName } from '../detect/methods/target'
import type { Signal } from '../detect/signals/signal'
import type { Json } from '../json/json'
import type { Reason } from '../query/explain-query'
import type { SuppressionState } from '../suppression/suppression-state'

/** What one rule made of some logs, and for what it did not make, why. Times and durations are milliseconds. */
export interface Explanation {
  /** The rule's id, else its name. */
  readonly rule: string
  readonly name: string
  readonly method: string
  readonly isEnabled: boolean
  /** Why the rule cannot be evaluated. Then only its queries are explained. */
  readonly notEvaluated?: string
  readonly logs: number
  readonly queries: readonly QueryExplanation[]
  readonly stages: readonly StageExplanation[]
  /** The signals of this rule as the evaluator raises them, hidden ones too. */
  readonly signals: readonly Signal[]
  readonly suppressions: readonly SuppressionExplanation[]
  /** What the rule came near to; nearest first within a kind. */
  readonly nearMisses: readonly NearMiss[]
  /** What was left out for the sake of time, in words. */
  readonly cuts: readonly string[]
}

/** The first few of a list, and how many there are. */
export interface Shown<Item> {
  readonly first: readonly Item[]
  readonly total: number
}

/** What one query of a rule made of the logs. */
export interface QueryExplanation {
  readonly name: string
  /** A third-party rule takes logs by its root queries and grades them by the queries of its cases. */
  readonly role: 'query' | 'root' | 'grade'
  readonly text: string
  readonly matched: Shown<EventRef & { readonly groups: readonly GroupValues[] }>
  /** Logs that the query matches and that count for nothing all the same. */
  readonly dropped: Shown<DroppedEvent>
  /** Logs that no query of the rule matched and that came near to this one; all that failed is named. */
  readonly near: readonly NearEvent[]
}

/** A log that a query matches and that counts for nothing all the same. */
export interface DroppedEvent extends EventRef {
  readonly why: DropReason
}

/** Why a log that a query matches counts for nothing. */
export type DropReason =
  | { readonly kind: 'excluded'; readonly suppressions: readonly string[] }
  | { readonly kind: 'filtered'; readonly action: 'require' | 'suppress'; readonly query: string }
  /** A group-by field is absent. */
  | { readonly kind: 'ungrouped'; readonly fields: readonly string[] }
  /** What the query counts, adds up, learns or locates is absent. */
  | { readonly kind: 'valueless'; readonly fields: readonly string[] }

/** A log that came near to a query, and what kept it out. */
export interface NearEvent extends EventRef {
  readonly because: readonly ClauseMiss[]
}

/** A part of a query that kept a log out. */
export interface ClauseMiss {
  readonly clause: string
  readonly reason?: Reason | TableReason
  /** Only this gives what is absent, and nobody said where to look it up. */
  readonly lookup?: 'network.client.geoip' | 'threat_intel'
}

/** A reference table that should, or should not, hold one of these values. */
export interface TableReason {
  readonly kind: 'table'
  readonly field: string
  readonly found: readonly Json[]
  readonly wanted: boolean
}

/** A case, a side of a THEN, or a step: where its condition held taken alone, and where the rule got to it. */
export interface StageExplanation {
  readonly kind: 'case' | 'side' | 'step'
  readonly name: string
  readonly condition: string
  /** The window in which the condition counts. */
  readonly windowMs: number
  /** The longest wait since the step before. */
  readonly waitMs?: number
  readonly held: Shown<Held>
  /** A step: at the end of a whole chain from the first step. A case: as the first one that holds. */
  readonly reached?: Shown<Held>
}

/** The moments of one group at which something held. */
export interface Held {
  readonly group: GroupValues
  readonly firstMs: number
  readonly lastMs: number
  readonly moments: number
}

/** What a suppression did to a rule. */
export interface SuppressionExplanation {
  readonly id: string
  readonly name: string
  /** How many logs its exclusion took from the rule. */
  readonly excluded: number
  /** Each signal of the rule, by its place among `signals`, and what the suppression does to it. */
  readonly signals: readonly SuppressedSignal[]
  /** Logs that its exclusion would take, were it in force at their time. */
  readonly notInForce: Shown<EventRef & { readonly state: Exclude<SuppressionState, 'active'> }>
}

/** What a suppression does to a signal. */
export type SuppressedSignal =
  | { readonly signal: number; readonly kind: 'hidden' }
  /** It would hide the signal, and is not in force when the signal opens. */
  | { readonly signal: number; readonly kind: 'notInForce'; readonly state: SuppressionState; readonly atMs: number }
  /** `unsure`: it would hide the signal if attributes were on it, or not on it, of which that is not known. */
  | { readonly signal: number; readonly kind: 'missed' | 'unsure'; readonly because: readonly ClauseMiss[] }

/** What one step, side or query gave: its events, at most the first few. */
export interface Part extends Shown<EventRef> {
  readonly step: string
  readonly atMs: number
}

/** A comparison that did not hold. `needed` is told where whole things are counted and more of them are asked for. */
export interface Shortfall {
  readonly comparison: string
  readonly reached: number
  readonly bound: number
  readonly needed?: number
}

/** A case or step that one group almost reached. */
export interface Missed {
  readonly stage: StageName
  readonly group: GroupValues
  readonly atMs: number
}

/** Something that the rule almost did. Each one is found by running the rule itself, changed in one thing. */
export type NearMiss =
  /** It fires if the window is `lateMs` longer. `short` is what the window as it is did hold. */
  | (Missed & {
      readonly kind: 'time'
      readonly window: { readonly what: 'window' | 'transition'; readonly of: string; readonly windowMs: number }
      readonly lateMs: number
      readonly short: readonly Shortfall[]
      readonly parts: readonly Part[]
    })
  /** The condition that came nearest to being true. */
  | (Missed & { readonly kind: 'count'; readonly windowMs: number; readonly short: readonly Shortfall[] })
  /** It waits for silence, and the longest pause began at `atMs` and was no longer than the window. */
  | (Missed & { readonly kind: 'pause'; readonly pauseMs: number; readonly windowMs: number })
  /** It waits for logs without an answer, and this one was answered within the window. */
  | (Missed & { readonly kind: 'answered'; readonly event: EventRef; readonly by: EventRef; readonly windowMs: number })
  /** It fires if `second` may come before `first`, which it did by `aheadMs`. */
  | (Missed & {
      readonly kind: 'order'
      readonly first: string
      readonly second: string
      readonly aheadMs: number
      readonly parts: readonly Part[]
    })
  /** It fires if these fields need not be equal. */
  | (Omit<Missed, 'group'> & {
      readonly kind: 'group'
      readonly fields: readonly string[]
      readonly parts: readonly (Part & { readonly values: readonly (string | undefined)[] })[]
    })
  /** It fires if logs were not taken away by suppressions, or by the rule's own filters. */
  | (Missed & { readonly kind: 'excluded'; readonly suppressions: readonly string[]; readonly parts: readonly Part[] })
  | (Missed & { readonly kind: 'filtered'; readonly parts: readonly Part[] })
  /** It fires if hidden signals of other rules counted. */
  | (Missed & {
      readonly kind: 'hiddenSource'
      readonly suppressions: readonly string[]
      readonly parts: readonly Part[]
    })
  /** It held between two runs of the schedule, and no more when the next run looked back. */
  | (Missed & { readonly kind: 'schedule'; readonly nextRunMs?: number; readonly windowMs: number })
  | MethodMiss
