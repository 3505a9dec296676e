import { carriedRecord } from '../../event/envelopes/carried-record'
import type { ProcessedLog, RawLog, RawProcessing } from '../../event/given'
import type { Reserved } from '../../event/log-tags'
import type { JsonObject } from '../../json/json'
import { isJsonObject } from '../../json/json-object'
import { attributePath } from '../attribute-path'
import type { Pipeline } from '../pipeline'
import type { Enrichment } from '../processor-kind'
import { statusOf } from '../processors/status-remapper'
import { readLogDate } from '../read-log-date'
import { textOfValue, WorkingLog } from '../working-log'
import { mayPassOne } from './may-pass'

/**
 * Pipelines at work on raw logs, as a tenant does it: what is JSON becomes attributes, the reserved ones are taken from
 * the attributes that stand for them, and then each pipeline whose filter matches runs, in order. A log may pass several.
 */
export function processWith(pipelines: readonly Pipeline[], enrichment: Enrichment): RawProcessing {
  const inForce = pipelines.filter(({ isEnabled }) => isEnabled)
  const passed = new Map<string, number>()
  const process = (raw: RawLog): ProcessedLog | undefined => {
    const log = preprocessed(raw)
    const arrivedMs = log.timeMs
    const nowMs = arrivedMs || (raw.nowMs ?? 0)
    const names: string[] = []
    const passedOver: string[] = []
    for (const { matches, run, name, unknownTypes } of inForce) {
      if (!matches(log)) continue
      log.enterPipeline()
      run(log, { nowMs, arrivedMs, enrichment, passOver: (type) => passedOver.push(type) })
      names.push(name)
      if (unknownTypes.length > 0) passedOver.push(...unknownTypes)
      passed.set(name, (passed.get(name) ?? 0) + 1)
    }
    return names.length === 0 ? undefined : processedFrom(log, names, passedOver)
  }
  return { process, mayPass: mayPassOne(inForce), passed }
}

const noTags: readonly string[] = []

function processedFrom(log: WorkingLog, pipelines: readonly string[], passedOver: readonly string[]): ProcessedLog {
  const { message, service, status, host, source, traceId, spanId, tags, timeMs } = log
  // Filled one by one: laid together of parts it costs an engine several times as much.
  const reserved: { -readonly [Field in keyof Reserved]: Reserved[Field] } = { tags: noTags }
  if (message !== undefined) reserved.message = message
  if (service !== undefined) reserved.service = service
  if (status !== undefined) reserved.status = status
  if (host !== undefined) reserved.host = host
  if (source !== undefined) reserved.source = source
  if (traceId !== undefined) reserved.traceId = traceId
  // As Datadog keeps them.
  if (tags.length > 0) reserved.tags = tags.map((tag) => tag.toLowerCase())
  // No log is from the first millisecond of 1970: that is one whose time nobody knows.
  const made = {
    reserved,
    attributes: log.attributes,
    timeMs: timeMs === 0 ? undefined : timeMs,
    pipelines,
    passedOver,
  }
  return spanId === undefined ? made : { ...made, spanId }
}

/**
 * The attributes that stand for reserved ones in JSON logs, in Datadog's order (docs, Pipelines > Preprocessing). They
 * stay attributes as well; that a message goes is observed in the public pipelines' tests.
 */
const reservedNames = {
  date: '@timestamp timestamp _timestamp Timestamp eventTime date published_date syslog.timestamp',
  host: 'host hostname syslog.hostname',
  service: 'service syslog.appname dd.service',
  status: 'status severity level syslog.severity',
  message: 'message msg log',
  trace: 'dd.trace_id contextMap.dd.trace_id named_tags.dd.trace_id trace_id',
} as const

const reservedPaths = Object.fromEntries(
  Object.entries(reservedNames).map(([field, names]) => [field, names.split(' ').map(attributePath)]),
)

function preprocessed({ reserved, attributes, timeMs, nowMs = 0 }: RawLog): WorkingLog {
  const spoken = carriedRecord(reserved.message)
  const log = new WorkingLog({ id: '', ...reserved, timeMs }, rootOf(attributes, spoken))
  const first = (field: keyof typeof reservedNames) => {
    for (const path of reservedPaths[field] ?? []) {
      const value = log.at.read(path)
      if (value !== undefined && !isJsonObject(value)) return { path, value }
    }
    return undefined
  }
  const status = reserved.status ?? first('status')?.value
  if (status !== undefined) log.status = statusOf(status)
  const service = first('service')?.value
  if (log.service === undefined && service !== undefined) log.service = textOfValue(service)
  const host = first('host')?.value
  if (log.host === undefined && host !== undefined) log.host = textOfValue(host)
  const trace = first('trace')?.value
  if (log.traceId === undefined && trace !== undefined) log.traceId = textOfValue(trace)
  const message = first('message')
  if (message !== undefined && (log.message === undefined || spoken !== undefined)) {
    log.message = textOfValue(message.value)
    if (message.path.keys[0] === 'message') log.at.remove(message.path)
  }
  const date = first('date')?.value
  if (timeMs === undefined && date !== undefined) log.remappedMs = readLogDate(date, nowMs)
  return log
}

/** The attributes of a log with those of its JSON message, and those of an object under `message`, at the root. */
function rootOf(attributes: JsonObject, spoken: JsonObject | undefined): JsonObject {
  const all = spoken === undefined ? attributes : { ...attributes, ...spoken }
  const { message, ...others } = all
  return isJsonObject(message) ? { ...others, ...message } : all
}
