import type { LogEvent } from '../../event/log-event'
import type { JsonObject } from '../../json/json'

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
  /** Types of processors in them that ddac does not know, where there are any: what they would have done is missing. */
  readonly passedOver?: readonly string[]
}

/** An event as programs read it. */
export function processedLog({ id, timeMs, traceId, tags, attributes, ...event }: LogEvent): ProcessedLog {
  const { message, service, status, host, source, pipelines = [], passedOver } = event
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
    ...(passedOver !== undefined && { passedOver }),
  }
}
