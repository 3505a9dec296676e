import type { Path } from '../../diagnostic/diagnostic'
import type { Json, JsonObject } from '../../json/json'
import type { Shape } from '../../shape/shape'
import type { WireField } from '../field-level'

/** What the rules of a detection method are like, for all who read, check, change or send them. */
export interface MethodFacts {
  /** Said by a method that is a `type` of rule; all others are named by `options.detectionMethod`. */
  readonly type?: RuleTypeFacts
  /** What its queries look at. */
  readonly reads: 'logs' | 'signals'
  /**
   * What its cases are: conditions on the numbers of queries, of which the first true one wins; one condition, that the
   * last step has fired; or grades, each for logs of its own.
   */
  readonly cases: 'conditions' | 'lastStep' | 'grades'
  /** What conditions compare: counts, or scores of a model, which have decimals. */
  readonly numbers: 'counts' | 'scores'
  /** Its conditions name several queries together, so that a query which none of them names is one too many. */
  readonly joinsQueries?: true
  /**
   * What `options.evaluationWindow` is: where queries count; nothing, since each step has a window of its own; kept and
   * never longer than keepAlive, though nothing is counted in it; or not used.
   */
  readonly window: 'counts' | 'ofSteps' | 'kept' | 'unused'
  /** What `options.keepAlive` is: how long matches join, perhaps with 0 as the usual way to a signal each, or not used. */
  readonly keepAlive: 'joins' | 'usuallyZero' | 'unused'
  /** Datadog takes no schedule for it. */
  readonly neverScheduled?: true
  /** A query for all logs is nothing unusual. */
  readonly takesEveryLog?: true
  /** Datadog's pages ask for the same group-by fields in every query. */
  readonly sameGroups?: true
  /** The word that only its queries have for `aggregation`. */
  readonly aggregation?: string
  /** The attribute that it puts on its signals, beside those of the logs. */
  readonly adds?: string
  /** Its own key in `options`. */
  readonly option?: MethodKey
  /** How many seconds before a match what decides it may lie, told by its own option; beside the evaluation window. */
  readonly looksBack?: (option: Readonly<Record<string, unknown>>) => number
  /** Its own key in the rule itself. */
  readonly field?: MethodKey
  readonly texts?: MethodTexts
  readonly wire?: MethodWire
}

interface MethodKey {
  readonly key: string
  readonly shape: Shape<WireField>
  readonly about: string
  /** Values that mean the same as absence, besides null. */
  readonly absentAs?: readonly Json[]
}

/** Where its rules hold texts that others do not: searches and conditions in the items of a list, under `query` and `condition`. */
export interface MethodTexts {
  /** Roots take logs in, grades tell of each log that was taken in which case it is. */
  readonly searches?: readonly { readonly of: 'root' | 'grade'; readonly list: Path }[]
  readonly conditions?: readonly { readonly of: 'step'; readonly list: Path }[]
  readonly templates?: readonly Path[]
  /** The severity of what no grade is for. */
  readonly usualSeverity?: Path
}

/** What the tenant makes of its rules. Observed in recorded exchanges, unless marked otherwise. */
interface MethodWire {
  /** The evaluation window may be left out, and is then stored as 0. */
  readonly mayLackWindow?: true
  /** What a query without an aggregation is given; `count` if it is not said. */
  readonly filledAggregation?: string
  /** Its option appears with this value, though it was not sent. */
  readonly filledOption?: Json
  /** Windows that are stored as others, in seconds. */
  readonly storedWindows?: Readonly<Record<number, number>>
  /** The queries and cases that the tenant adds of itself, which follow from other fields. */
  invents?(rule: JsonObject): { readonly queries: readonly JsonObject[]; readonly cases: readonly JsonObject[] }
}

/** What the rules of a type are like. */
export interface RuleTypeFacts {
  /**
   * Where the data source of a query is not said: what the tenant fills in, and which values mean the same as nothing.
   * `logs` and the spans of application security were observed, the rest is assumed.
   */
  readonly dataSource: { readonly filled?: string; readonly implied: readonly string[] }
  /** They look at configurations, which neither logs nor signals tell of. */
  readonly isAboutConfigurations?: true
  /** Datadog has given up their filters (docs, Suppressions; API model). */
  readonly filtersGivenUp?: true
}
