import type { JsonObject } from '../json/json'
import type { LookedUp } from './enrichment/enrich'

/**
 * One log as the evaluator sees it. Reserved fields stand beside `attributes`; what a query writes as `@a.b` is looked
 * up in `attributes`. `tags` hold `key:value` or bare words, without `source:` and the other reserved fields.
 */
export interface LogEvent {
  /** The log's own id (CloudTrail's `eventID`, Datadog's log id); where a log has none, a digest of its content. */
  readonly id: string
  /** Set where the id is such a digest: an equal id is then an equal log, and not the same event. */
  readonly isNamedByContent?: true
  /** Event time, epoch milliseconds. */
  readonly timeMs: number
  /** Orders events of one timestamp where the source gives such an order. */
  readonly tiebreaker?: number
  readonly message?: string
  readonly service?: string
  readonly status?: string
  readonly host?: string
  readonly source?: string
  /** Further values of these fields, which signals of several logs have. */
  readonly others?: {
    readonly source?: readonly string[]
    readonly service?: readonly string[]
    readonly host?: readonly string[]
  }
  readonly traceId?: string
  /** The names of the workspace's pipelines that the log passed, in order; absent where it passed none. */
  readonly pipelines?: readonly string[]
  /** Types of processors in them that the house does not know, so that what they would have done is missing. */
  readonly passedOver?: readonly string[]
  readonly tags: readonly string[]
  readonly attributes: JsonObject
  /** Set where its time was read as UTC because neither it nor its source says a zone. */
  readonly isZoneAssumed?: true
  /** Set for a signal that a tenant raised: no query over logs finds it. */
  readonly isSignal?: true
  /** Set where only what queries ask for was worked out: works out the rest, in the event itself. */
  readonly complete?: (() => void) | undefined
  /** What the tenant would have looked up for it, rules ask for, and nobody here could look up. */
  readonly unenriched?: readonly LookedUp[]
}
