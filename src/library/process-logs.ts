import { parseUserAgent } from '../archive/parse-user-agent'
import { recordsIn } from '../event/envelopes/envelopes'
import { readLog } from '../event/read-log'
import { processWith } from '../pipeline/intake/process-raw'
import { type ProcessedLog, processedLog } from '../report/pipelines/processed-log'
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
  const processing = processWith(pipelines.map(givenPipeline), { parseUserAgent })
  const processed: ProcessedLog[] = []
  for (const document of logs) {
    for (const raw of recordsIn(typeof document === 'string' ? asLog(document) : document)) {
      const read = readLog(raw, { defaultTimeMs: nowMs, given: { source, service, processing } })
      if ('event' in read) processed.push(processedLog(read.event))
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
