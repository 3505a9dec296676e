import { recordsIn } from '../event/envelopes/envelopes'
import type { LogEvent } from '../event/log-event'
import { readLog } from '../event/read-log'
import type { JsonObject } from '../json/json'
import { processRawWith } from '../pipeline/process-raw'
import { parseUserAgent } from '../workspace/pipelines/parse-user-agent'
import { givenPipeline } from './run-pipeline'

/** What is said of logs for what they lack. */
export interface ProcessLogsOptions {
  /** The time of a log that has none, epoch milliseconds; the present one without it. */
  readonly nowMs?: number
  /** The source of logs that name none and are of none that the house knows. */
  readonly source?: string
  /** The service of logs that name none. */
  readonly service?: string
  /** Told of what is no log, in words that follow "this log …". Without it such a one is thrown as a `TypeError`. */
  readonly onTrouble?: (trouble: string, log: unknown) => void
}

/** A log as rules see it, in the form that `evaluate` takes. */
export interface ProcessedLog {
  readonly id: string
  /** Epoch milliseconds. */
  readonly timestamp: number
  readonly message?: string
  readonly service?: string
  readonly status?: string
  readonly host?: string
  readonly source?: string
  readonly trace_id?: string
  readonly tags: readonly string[]
  readonly attributes: JsonObject
  /** The names of the pipelines that it passed, in order; empty for one that none was for. */
  readonly pipelines: readonly string[]
}

/**
 * What a tenant with these pipelines makes of whole logs, given in any shape that `evaluate` takes, and raw texts: each
 * passes every pipeline whose filter matches, in order. A log that passes none gets what the house knows of its source;
 * one that Datadog processed already stays as it is. Throws a `SyntaxError` for a definition with mistakes.
 */
export function processLogs(
  pipelines: readonly object[],
  logs: Iterable<unknown>,
  options: ProcessLogsOptions = {},
): readonly ProcessedLog[] {
  const { nowMs = Date.now(), source, service, onTrouble } = options
  const process = processRawWith(pipelines.map(givenPipeline), { parseUserAgent })
  const processed: ProcessedLog[] = []
  for (const document of logs) {
    for (const raw of recordsIn(typeof document === 'string' ? asLog(document) : document)) {
      const read = readLog(raw, { defaultTimeMs: nowMs, given: { source, service, process } })
      if ('event' in read) processed.push(toldLog(read.event))
      else if (onTrouble !== undefined) onTrouble(read.trouble, raw)
      else throw new TypeError(`this log ${read.trouble}`)
    }
  }
  return processed
}

/** The raw text of a log: JSON, or its message. */
function asLog(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return { message: text }
  try {
    return JSON.parse(text)
  } catch {
    return { message: text }
  }
}

function toldLog({ id, timeMs, traceId, tags, attributes, pipelines = [], ...event }: LogEvent): ProcessedLog {
  const { message, service, status, host, source } = event
  return {
    id,
    timestamp: timeMs,
    ...(message !== undefined && { message }),
    ...(service !== undefined && { service }),
    ...(status !== undefined && { status }),
    ...(host !== undefined && { host }),
    ...(source !== undefined && { source }),
    ...(traceId !== undefined && { trace_id: traceId }),
    tags,
    attributes,
    pipelines,
  }
}
