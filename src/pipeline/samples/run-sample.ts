import type { Json, JsonObject } from '../../json/json'
import { isDeeperThan, isJsonObject } from '../../json/json-object'
import { sourcesAskedBy } from '../../query/sources-asked'
import type { Pipeline } from '../pipeline'
import type { Enrichment } from '../processor-kind'
import { WorkingLog } from '../working-log'

/** What becomes of a sample, with the keys of the public pipelines' tests. */
export interface PipelineResult {
  /** The attributes. */
  readonly custom: JsonObject
  readonly message: string
  readonly service?: string
  readonly host?: string
  readonly status?: string
  readonly trace_id?: string
  readonly span_id?: string
  readonly tags: readonly string[]
  /** Epoch milliseconds; absent where no date remapper was reached. */
  readonly timestamp?: number
}

export interface RunSampleOptions {
  /** The official service of the log, which the tests give beside a sample. */
  readonly service?: string
  /** Tags that the log has already. */
  readonly tags?: readonly string[]
  /** The moment of arrival, epoch milliseconds: what a date that cannot be read becomes. */
  readonly nowMs: number
  readonly enrichment?: Enrichment
}

/** What nests deeper than any log is no JSON log here either. */
const deepestLog = 200

/** What stands in the public tests for whatever source the filter asks for. */
const sourceOfTests = 'LOGS_SOURCE'

/**
 * Runs one pipeline on the raw text of a log as the public pipelines' tests do: its own filter is taken as met, and
 * `source:` inside of it asks for the source that this filter names. Of preprocessing it does what the tests show: the
 * text is trimmed at its end, JSON becomes attributes, and only `message` is taken of the reserved ones.
 */
export function runSample(pipeline: Pipeline, sample: string, options: RunSampleOptions): PipelineResult {
  const { service, tags = [], nowMs, enrichment = {} } = options
  const { message, attributes } = intakeOf(sample.trimEnd())
  const [source] = sourcesAskedBy(pipeline.filter) ?? []
  const log = new WorkingLog(
    { id: '', message, service, source, tags: [...tags, `source:${sourceOfTests}`] },
    attributes,
  )
  if (pipeline.isEnabled) pipeline.run(log, { nowMs, arrivedMs: nowMs, enrichment, roundIntegers: true })
  const { host, status, traceId, spanId, remappedMs } = log
  return {
    custom: log.attributes,
    message: log.message ?? '',
    ...(log.service !== undefined && { service: log.service }),
    ...(host !== undefined && { host }),
    ...(status !== undefined && { status }),
    ...(traceId !== undefined && { trace_id: traceId }),
    ...(spanId !== undefined && { span_id: spanId }),
    tags: log.tags,
    ...(remappedMs !== undefined && { timestamp: remappedMs }),
  }
}

/** A text `message` becomes the official one; an object under that name is laid over the root, and the text stays whole. */
function intakeOf(text: string): { readonly message: string; readonly attributes: JsonObject } {
  const log = parsed(text)
  if (log === undefined) return { message: text, attributes: {} }
  const { message, ...attributes } = log
  if (typeof message === 'string') return { message, attributes }
  return { message: text, attributes: isJsonObject(message) ? { ...attributes, ...message } : log }
}

function parsed(text: string): JsonObject | undefined {
  if (!text.trimStart().startsWith('{')) return undefined
  try {
    const value: Json = JSON.parse(text)
    return isJsonObject(value) && !isDeeperThan(value, deepestLog) ? value : undefined
  } catch {
    return undefined
  }
}
