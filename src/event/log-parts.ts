import type { Json, JsonObject } from '../json/json'
import { isJsonObject, objectAt } from '../json/json-object'
import { isText } from '../json/json-text'
import { parseLogJson } from '../json/parse-log-json'
import { isCloudTrailRecord } from './cloudtrail'

/** What a raw record says about itself, not yet checked. */
export interface LogParts {
  readonly id?: unknown
  readonly time?: unknown
  readonly tiebreaker?: unknown
  readonly message?: unknown
  readonly service?: unknown
  readonly status?: unknown
  readonly host?: unknown
  readonly source?: unknown
  readonly traceId?: unknown
  readonly tags?: unknown
  readonly attributes: JsonObject
}

/** Tells the shape of a raw record and takes it apart. */
export function logParts(raw: unknown): LogParts | { readonly trouble: string } {
  if (!isJsonObject(raw)) return { trouble: `is ${kindOf(raw)}, not an object` }
  const { attributes, content, detail, CloudTrailEvent: lookedUp } = raw
  if (typeof lookedUp === 'string') return lookupEvent(lookedUp)
  if (isJsonObject(detail) && isText(raw['detail-type'])) return eventBridge(raw, detail)
  if (isCloudTrailRecord(raw) && !isText(raw['ddsource'])) return cloudTrail(raw)
  if (raw['type'] === 'log' && isJsonObject(attributes)) return searchResult(raw, attributes)
  if (isJsonObject(content)) return sample(raw, content)
  return isJsonObject(attributes) ? processed(raw, attributes) : intake(raw)
}

/** CloudTrail's own record. */
function cloudTrail(record: JsonObject): LogParts {
  return { id: record['eventID'], time: record['eventTime'], source: 'cloudtrail', attributes: record }
}

/** One of LookupEvents' `Events`: the record travels as text. */
function lookupEvent(text: string): ReturnType<typeof logParts> {
  try {
    const record = parseLogJson(text)
    if (isJsonObject(record)) return cloudTrail(record)
  } catch {
    // Told below, together with JSON that is no object.
  }
  return { trouble: 'has a CloudTrailEvent that is not the JSON of a record' }
}

/** An EventBridge event around a CloudTrail record, or around anything else. */
function eventBridge(envelope: JsonObject, detail: JsonObject): LogParts {
  if (isCloudTrailRecord(detail)) return cloudTrail(detail)
  return { id: envelope['id'], time: envelope['time'], attributes: envelope }
}

/** An element of `data` in the answer of Datadog's log search, API v2. */
function searchResult(element: JsonObject, log: JsonObject): LogParts {
  return { ...named(log), id: element['id'], attributes: objectAt(log, 'attributes') ?? {} }
}

/** A sample inside a signal (`custom` attributes), or a log as the UI and API v1 show it (`attributes`). */
function sample(outside: JsonObject, content: JsonObject): LogParts {
  const attributes = objectAt(content, 'custom') ?? objectAt(content, 'attributes') ?? {}
  return { ...named(content), id: outside['id'] ?? outside['eventId'], attributes }
}

/** A line of a log archive (`_id`, `date`), or a log as programs hand it to us (`timestamp`). */
function processed(log: JsonObject, attributes: JsonObject): LogParts {
  return { ...named(log), id: log['_id'] ?? log['id'], attributes }
}

/** A log on its way in: what is not a field of the intake is an attribute, and so is what a JSON message holds. */
function intake(log: JsonObject): LogParts {
  const spoken = isText(log['ddsource']) ? jsonMessage(log['message']) : undefined
  const all: Readonly<Record<string, unknown>> = spoken ? { ...log, message: undefined, ...spoken } : log
  const rest = Object.entries(all).filter(([key]) => !intakeFields.has(key)) as [string, Json][]
  const time = timeFields.map((key) => (Object.hasOwn(all, key) ? all[key] : undefined)).find((value) => isTime(value))
  return { ...named(all), time, id: log['_id'], attributes: Object.fromEntries(rest) }
}

function jsonMessage(message: unknown): JsonObject | undefined {
  if (typeof message !== 'string' || !message.trimStart().startsWith('{')) return undefined
  try {
    const value = parseLogJson(message)
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

const intakeFields: ReadonlySet<string> = new Set([
  ...['_id', 'timestamp', 'date', 'message', 'service', 'status', 'host', 'hostname', 'source', 'ddsource', 'tags'],
  ...['ddtags', 'tiebreaker', 'trace_id', 'dd.trace_id'],
])

/** Where Datadog looks for the time of a JSON log, in its order (docs, Preprocessing for JSON logs). */
const timeFields = ['@timestamp', 'timestamp', '_timestamp', 'Timestamp', 'eventTime', 'date', 'published_date']

function named(log: Readonly<Record<string, unknown>>): Omit<LogParts, 'attributes'> {
  const time = log['timestamp'] ?? log['date']
  return {
    ...(isTime(time) && { time }),
    tiebreaker: log['tiebreaker'],
    message: log['message'],
    service: log['service'],
    status: log['status'],
    host: log['host'] ?? log['hostname'],
    source: log['source'] ?? log['ddsource'],
    traceId: log['trace_id'] ?? log['dd.trace_id'],
    tags: log['tags'] ?? log['ddtags'],
  }
}

function isTime(value: unknown): boolean {
  return value !== undefined && value !== null
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : value === undefined ? 'nothing' : `a ${typeof value}`
}
