import type { Json, JsonObject } from '../json/json'
import type { Enrichment } from './enrichment/enrich'
import type { Reserved } from './log-tags'

/**
 * What is said of logs from outside of them: by `logs:` in `ddac.yaml`, or by options. It fills what a log lacks and
 * never goes before what the log says itself, or what the house knows of its source.
 */
export interface GivenOfLogs {
  readonly source?: string | undefined
  readonly service?: string | undefined
  /** Where a log says when it happened: keys joined by dots, or one key with dots in it. */
  readonly time?: string | undefined
  /** Added to each log that has no tag of that key. */
  readonly tags?: readonly string[] | undefined
  /** Whether Datadog has processed the logs already; else their shape tells. */
  readonly stage?: 'raw' | 'processed' | undefined
  /** What is looked up for raw logs. */
  readonly enrichment?: Enrichment | undefined
  /** The workspace's pipelines, which raw logs pass. */
  readonly processing?: RawProcessing | undefined
  /** What time it is, epoch milliseconds: pipelines find the year of a date that has none by it. */
  readonly nowMs?: number | undefined
}

/** Pipelines at work on raw logs. */
export interface RawProcessing {
  /** What they make of a raw log; undefined for one that passes none. */
  readonly process: (log: RawLog) => ProcessedLog | undefined
  /** The same for those who look at some fields alone, under the names that queries write: what else is made can wait. */
  readonly only: (fields: readonly string[]) => RawProcessing
  /** The same for a log that has been counted, or is none. */
  readonly processAgain: (log: RawLog) => ProcessedLog | undefined
  /** Whether a log with this raw text, which is of that source unless it says otherwise, may pass one; false is sure. */
  readonly mayPass: (text: string, source?: string) => boolean
  /** Whether logs of a source may pass one. */
  readonly asksFor: (source: string) => boolean
  /** The fields of a raw log that decide which it passes, under the names that queries write; of tags all are one. */
  readonly decidedBy: readonly string[]
  /** The fields of a raw log on which depends what becomes of one; undefined where that may be any of them, or the time. */
  readonly dependsOn: (field: string) => readonly string[] | undefined
  /** Whether texts that stand in an attribute behind the pipelines all stood in the log before them. */
  readonly keepsTexts: (path: string) => boolean
  /** How many logs were put through each so far, by its name. */
  readonly passed: ReadonlyMap<string, number>
  /** Counts logs that passed them elsewhere. */
  readonly count: (passed: ReadonlyMap<string, number>) => void
  /** What another thread makes the same of; absent where it could not. */
  readonly source?: ProcessingSource | undefined
}

/** Pipelines as plain data. */
export interface ProcessingSource {
  /** As they are written, in order. */
  readonly definitions: readonly Json[]
  /** The rows of reference tables by table name. */
  readonly tables: ReadonlyMap<string, readonly Readonly<Record<string, string>>[]>
}

/** A raw log as pipelines take it in. */
export interface RawLog {
  readonly reserved: Reserved
  /** All that the log says, the fields of its delivery apart; what stands here stays as it is. */
  readonly attributes: JsonObject
  /** When it happened, as far as the log's own fields say. */
  readonly timeMs: number | undefined
  /** What time it is, where that is known and the log does not say when it happened. */
  readonly nowMs?: number | undefined
}

/** A log that passed pipelines. */
export interface ProcessedLog {
  readonly reserved: Reserved
  readonly attributes: JsonObject
  readonly spanId?: string
  /** Undefined where neither the log nor a pipeline gave it a time. */
  readonly timeMs: number | undefined
  /** The names of the pipelines, in order. */
  readonly pipelines: readonly string[]
  /** Types of processors in them that the house does not know, and passed over. */
  readonly passedOver: readonly string[]
  /** Set where only some fields are as they should be: works out all of them. */
  readonly whole?: () => ProcessedLog | undefined
}

/** Both together; what the first says goes before. */
export function mergeGiven(first: GivenOfLogs, second: GivenOfLogs): GivenOfLogs {
  return {
    source: first.source ?? second.source,
    service: first.service ?? second.service,
    time: first.time ?? second.time,
    stage: first.stage ?? second.stage,
    processing: first.processing ?? second.processing,
    enrichment: first.enrichment ?? second.enrichment,
    nowMs: first.nowMs ?? second.nowMs,
    tags: [...(first.tags ?? []), ...(second.tags ?? [])],
  }
}

/** The tags of a log with those given that it lacks: of one key the first counts. */
export function withGivenTags(tags: readonly string[], given: readonly string[] = []): readonly string[] {
  if (given.length === 0) return tags
  const keys = new Set(tags.map(keyOf))
  const missing = given.filter((tag) => {
    const isMissing = !keys.has(keyOf(tag))
    keys.add(keyOf(tag))
    return isMissing
  })
  return [...tags, ...missing]
}

function keyOf(tag: string): string {
  return tag.split(':', 1)[0] ?? tag
}
