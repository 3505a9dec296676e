import type { Json, JsonObject } from '../json/json'
import type { AdoptionKeys } from './adoption-keys'
import type { CaseStatus } from './case-status'
import type { ChosenMethod, MethodAggregation, MethodFields, MethodOptions } from './methods/detection-methods'

/** One of Datadog's words of today, or one that a later version of its API adds: the shapes take that with a warning. */
export type MayGrow<Word extends string> = Word | (string & Record<never, never>)

/** How a query counts what it matches. */
export type Aggregation = MayGrow<'count' | 'cardinality' | 'sum' | 'max' | MethodAggregation>

declare const read: unique symbol

/**
 * A rule in which reading found no mistake. Only `readRule` and `readRuleObject` make one; a copy of one with other
 * values is one as well. What is planned, sent and printed is a rule.
 */
export interface Rule extends Draft {
  readonly [read]: true
}

/**
 * What could be read of a rule, be it right or wrong, in Datadog's own keys (API page 2), durations in seconds. Keys
 * that this model does not know are kept; where a needed text was missing or wrong, an empty one stands. The engine, the
 * checks and the tests look at drafts, and tell what is wrong with them themselves.
 */
export interface Draft extends MethodFields, AdoptionKeys {
  /** The team's stable slug; absent on a rule that came from elsewhere. On the wire it travels as the tag `ddac:<id>`. */
  readonly id?: string
  readonly name: string
  readonly message: string
  readonly isEnabled: boolean
  readonly type?: string
  /** `sql` for queries that are no log searches. */
  readonly queryLanguage?: string
  readonly datasetIds?: readonly string[]
  readonly queries: readonly RuleQuery[]
  readonly cases: readonly RuleCase[]
  readonly options: RuleOptions
  readonly tags?: readonly string[]
  readonly hasExtendedTitle?: boolean
  readonly filters?: readonly RuleFilter[]
  readonly groupSignalsBy?: readonly string[]
  readonly referenceTables?: readonly ReferenceTable[]
  readonly schedulingOptions?: SchedulingOptions | null
  readonly calculatedFields?: readonly CalculatedField[]
  readonly complianceSignalOptions?: JsonObject
  readonly customName?: string
  readonly customMessage?: string
  readonly [unknownKey: string]: unknown
}

/**
 * A rule as Datadog's API has it: JSON of which nothing is known before it is read. It does not fit where a rule or a
 * draft is wanted, nor they where it is: `readRuleObject` and `encodeRule` lead from one to the other.
 */
export interface WireRule {
  readonly [field: string]: Json
}

/** What a rule looks for, and by which fields it groups what it finds. */
export interface RuleQuery {
  /** Empty or absent: the letter of the query's position (`a`, `b`, …). */
  readonly name?: string
  readonly query?: string
  readonly queryLanguage?: string
  readonly aggregation?: Aggregation
  readonly dataSource?: string
  readonly groupByFields?: readonly string[]
  readonly distinctFields?: readonly string[]
  readonly metric?: string
  readonly metrics?: readonly string[]
  readonly hasOptionalGroupByFields?: boolean
  readonly index?: string
  readonly indexes?: readonly string[]
  readonly customQueryExtension?: string
  /** Signal correlation: the rule whose signals are counted. */
  readonly ruleId?: string
  readonly defaultRuleId?: string
  readonly correlatedByFields?: readonly string[]
  readonly correlatedQueryIndex?: number
  readonly [unknownKey: string]: unknown
}

/** When a rule raises a signal, how grave it is, and who is told. */
export interface RuleCase {
  readonly status: CaseStatus
  readonly name?: string
  readonly condition?: string
  readonly notifications?: readonly string[]
  readonly customStatus?: CaseStatus
  readonly actions?: readonly CaseAction[]
  readonly [unknownKey: string]: unknown
}

/** What Datadog does when a case fires, besides raising a signal. */
export interface CaseAction {
  readonly type?: string
  readonly options?: CaseActionOptions
  readonly [unknownKey: string]: unknown
}

/** How it does it. */
export interface CaseActionOptions {
  /** Seconds. */
  readonly duration?: number
  readonly flaggedIPType?: string
  readonly userBehaviorName?: string
  readonly [unknownKey: string]: unknown
}

/** How a rule detects, and how long its signals live. Durations are seconds. */
export interface RuleOptions extends MethodOptions {
  readonly detectionMethod?: MayGrow<ChosenMethod>
  /** Seconds, as are all windows and durations below that do not say otherwise. */
  readonly evaluationWindow?: number
  readonly keepAlive?: number
  readonly maxSignalDuration?: number
  readonly decreaseCriticalityBasedOnEnv?: boolean
  readonly complianceRuleOptions?: JsonObject
  readonly relatedSignalsFields?: unknown
  readonly [unknownKey: string]: unknown
}

/** A legacy filter on the logs of a whole rule; suppressions have taken its place. */
export interface RuleFilter {
  readonly action: 'require' | 'suppress'
  readonly query: string
  readonly [unknownKey: string]: unknown
}

/** A filter of one query by a table: the logs whose field is, or is not, in a column of it. */
export interface ReferenceTable {
  readonly tableName: string
  readonly columnName: string
  readonly logFieldPath: string
  readonly ruleQueryName: string
  readonly checkPresence?: boolean
  readonly [unknownKey: string]: unknown
}

/** The set times at which a scheduled rule runs. */
export interface SchedulingOptions {
  readonly rrule?: string
  /** ISO date and time without a zone. */
  readonly start?: string
  readonly timezone?: string
  readonly [unknownKey: string]: unknown
}

/** A field that Datadog works out of others; rules that use one are not evaluated. */
export interface CalculatedField {
  readonly name: string
  readonly expression: string
  readonly [unknownKey: string]: unknown
}

/** The name by which conditions call the query at `index`: its own, else the letter of its position. */
export function queryNameAt(query: RuleQuery, index: number): string {
  return query.name ? query.name : String.fromCharCode('a'.charCodeAt(0) + index)
}
