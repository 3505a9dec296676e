import type { LogEvent } from '../event/log-event'
import type { Predicate } from '../query/matching/compile-query'
import type { Query } from '../query/query'
import type { CaseStatus } from '../rule/case-status'
import type { Draft } from '../rule/rule'
import type { CompiledSuppression } from '../suppression/compile-suppression'
import type { Template } from '../template/template'
import type { Group } from './group-key'
import type { Reading } from './hits/hit'
import type { Sided } from './signals/signal'
import type { Trigger } from './signals/trigger'
import type { VariationsOfRule } from './variations/variation'
import type { Instant } from './windows/instant'

/** A rule with everything worked out that does not depend on events. */
export interface CompiledRule extends CompiledMethod {
  readonly rule: Draft
  /** The rule set that it is of, where several run side by side: it sees no rule and no signal of another. */
  readonly side?: string
  /** The rule's slug, else its name: what signals carry. */
  readonly name: string
  /** Its legacy filters and the organisation's security filters: a log that fails here is not seen by the rule. */
  readonly admits: Predicate
  /** The organisation's have a say. */
  readonly isFilteredByOrg?: true
  readonly life: LifePlan
  readonly title: Template
  /** The name of the case is joined to the title: not where the rule's method has a title of its own. */
  readonly titleNamesCase: boolean
  readonly message: Template
  /** Whether an attribute of its logs, by its path without `@`, is surely on its signals. */
  readonly isOnSignals: (path: string) => boolean
  /** Those whose scope the rule is in. */
  readonly suppressions: readonly CompiledSuppression[]
  /** The variations that its set is looked at under. */
  readonly varied?: VariationsOfRule
  /** The side of the rule of which it is a variant. */
  readonly variantOf?: string
}

/** The side of a rule, for what is told of it; nothing where there is one rule set alone. */
export function sideOf({ side }: Pick<CompiledRule, 'side'>): Sided {
  return side === undefined ? {} : { side }
}

/** The part of a rule that its detection method decides. */
export interface CompiledMethod {
  /** The queries over logs. */
  readonly selectors: readonly Selector[]
  /** The queries over signals of other rules. */
  readonly sources: readonly SignalSource[]
  /** Under these names conditions and templates know the queries. */
  readonly queryNames: readonly string[]
  /** For each position of a group, the names under which the queries write that field. */
  readonly groupFields: readonly (readonly string[])[]
  readonly cases: readonly CompiledCase[]
  /** The method at the start of a run. */
  start(): Machine
  /** Its queries are filtered by no reference table. */
  readonly readsNoTables?: boolean
  /** An event in which a query finds nothing to read says something all the same: that learning began. */
  readonly countsUnread?: boolean
  /** Such an event triggers nothing, but came near to it. */
  readonly isNearUnread?: boolean
  /** Durations that the method decides instead of the rule's options. */
  readonly rollUpMs?: number
  /** What a trigger takes at least; absent where it may take no hits, or something else than hits. */
  readonly takes?: LeastHits | undefined
  /** Some of it is decided between logs, by the clock: `silence` where no log at all is needed for it. */
  readonly waits?: 'silence' | 'answer' | undefined
}

/** What a trigger takes at least: hits of one group, in the time before it. More of them never hinder it. */
export interface LeastHits {
  /** All of its hits lie in so much time, its own moment and both ends included, in milliseconds. No other hit decides what it is. */
  readonly withinMs: number
  /** Whether so many hits of each query could be enough. */
  areEnough(hitsOf: (query: number) => number): boolean
}

/** One query over logs. */
export interface Selector {
  /** Its place among all queries of the rule. */
  readonly index: number
  readonly name: string
  readonly matches: Predicate
  /** What a log that matches passes, for the index over all rules; an extension or a table may ask for more. */
  readonly query: Query
  /** Those of one text match the same logs; absent where tables have a say. */
  readonly text?: string
  groupsOf(event: LogEvent): readonly Group[]
  /** What its machine needs of an event beside that; absent where it counts events alone. */
  readonly read?: ((event: LogEvent) => Reading | undefined) | undefined
}

/** One query over signals of other rules. */
export interface SignalSource {
  /** Its place among all queries of the rule. */
  readonly index: number
  /** The rule whose signals they are: its id, its name where it has none, or either of two ids. None for all others. */
  readonly rules: readonly string[]
  /** Asked of a signal as the search over signals shows it. */
  readonly matches: Predicate
  groupsOf(signal: LogEvent): readonly Group[]
  /** As that of a selector. */
  readonly read?: ((signal: LogEvent) => Reading | undefined) | undefined
}

export interface CompiledCase {
  readonly name: string
  readonly status: CaseStatus
  readonly notifications: readonly string[]
}

/** How a rule's triggers become signals. Durations are milliseconds. */
export interface LifePlan {
  readonly keepAliveMs: number
  readonly maxSignalMs: number
  /** The positions of the group that name a signal; all of them without `groupSignalsBy`. */
  readonly identity: readonly number[]
  readonly decreasesByEnvironment: boolean
  /** Each trigger of a rule without groups is a signal of its own (third party). */
  readonly neverMerges: boolean
}

/** The state of one rule through a run. */
export interface Machine {
  step(group: Group, instant: Instant): readonly Trigger[]
  /** Lets time pass up to, not including, a moment: what is triggered because nothing came, in order of time. */
  pass?(toMs: number): readonly GroupTrigger[]
  /** Gives back groups of which nothing is left at a time before which no event comes. Answers how many stay. */
  giveBack?(nowMs: number): number
  /** What is triggered once all events are known, in order of time. No moment after `endMs` is looked at for silence. */
  finish?(endMs: number): readonly GroupTrigger[]
}

export interface GroupTrigger {
  readonly group: Group
  readonly trigger: Trigger
}
