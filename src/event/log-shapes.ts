import type { Json, JsonObject } from '../json/json'
import { isJsonObject, objectAt } from '../json/json-object'
import { isText } from '../json/json-text'
import { copyInto } from './copy-into'
import { bridgedEvent, recordOfEvent } from './envelopes/bridged-event'
import { carriedRecord } from './envelopes/carried-record'
import { envelopeOf } from './envelopes/envelopes'
import { recogniseProfile, recordOfLine } from './known-profiles'
import { timeFields } from './mapping/guessed-places'
import type { Place } from './place'

/** What a log says of itself in its fields, not yet checked. */
export interface LogFields {
  readonly message?: unknown
  readonly service?: unknown
  readonly status?: unknown
  readonly host?: unknown
  readonly source?: unknown
  /** The source that its delivery gives a log of which nothing else is known. */
  readonly usualSource?: string
  readonly traceId?: unknown
  readonly isSignal?: true
  readonly tags?: unknown
  readonly tiebreaker?: unknown
}

/** Everything the house knows of one shape of logs: reading, `at:` and the ids of tests all walk this entry. */
export interface LogShape {
  readonly name: string
  /** Whether Datadog has processed the log already. Of a raw one, the source's own time and id go before the shape's. */
  readonly stage: 'raw' | 'processed'
  readonly recognise: (log: JsonObject) => boolean
  /**
   * Opens what travels as text inside; whether a source was given for the log counts as if it named one. What it answers
   * is a log of the same shape, and opening it again opens nothing.
   */
  readonly open?: (log: JsonObject, hasSource: boolean) => JsonObject
  readonly read: (log: JsonObject) => { readonly fields: LogFields; readonly attributes: JsonObject }
  /** All that a raw log says, fields of its delivery apart, where that is more than its attributes: pipelines see it. */
  readonly whole?: (log: JsonObject) => JsonObject
  /** Where the source's record lies, or parts of it; the first that has a value counts. */
  readonly records: readonly Place[]
  /** Where the log says when it happened, best first. */
  readonly time: readonly Place[]
  /** Where its time is written if it has none; absent for the first of `time`. */
  readonly freshTime?: Place
  /** Where its id stands, best first. */
  readonly id: readonly Place[]
}

export const ownRecord = "source's own record"

/** Keys without which nothing goes before the shape of a source's own record. */
export const telltaleKeys: readonly string[] = ['detail-type', 'ddsource']

/** The shape of what a source itself writes. */
export const ownShape: LogShape = {
  name: ownRecord,
  stage: 'raw',
  recognise: (log) => !isText(log['ddsource']) && recogniseProfile(log) !== undefined,
  read: (log) => ({ fields: {}, attributes: log }),
  records: [[]],
  time: [],
  id: [],
}

/**
 * The shape of any other log. What is no field of the intake is an attribute, and so is what a JSON message holds: that is the
 * log itself, and its time goes before that of its delivery.
 */
export const incomingShape: LogShape = {
  name: 'log on its way in',
  stage: 'raw',
  recognise: (log) => envelopeOf(log) === undefined,
  open: (log, hasSource) => {
    const isLine = log['message'] === undefined && isOutput(log['stream'])
    const record = carriedRecord(log[isLine ? 'log' : 'message'])
    const isKnown = hasSource || isText(log['ddsource']) || isFromCloudWatch(log)
    const isSpoken = record !== undefined && (isKnown || recogniseProfile(record) !== undefined)
    if (isSpoken && isLine) {
      const { log: line, ...beside } = log
      return { ...beside, message: record }
    }
    if (isSpoken) return { ...log, message: record }
    const spoken = recordOfLine(log['message'], log['ddsource'] ?? log['source'])
    return spoken === undefined ? log : { ...log, message: spoken }
  },
  read: (log) => {
    const message = objectAt(log, 'message')
    const usualSource = isFromCloudWatch(log) ? 'cloudwatch' : undefined
    const attributes: Record<string, Json> = {}
    copyInto(attributes, log, intakeFields)
    if (message !== undefined) copyInto(attributes, message, intakeFields)
    keepObjects(attributes, log, message)
    const unused = message?.['source'] ?? (log['ddsource'] === undefined ? undefined : log['source'])
    const isUsed = message !== undefined && log['ddsource'] === undefined && log['source'] === undefined
    if (unused !== undefined && !isUsed) attributes['source'] = unused
    return { fields: fieldsOf(log, message, usualSource), attributes }
  },
  whole: (log) => {
    const said: Record<string, Json> = {}
    copyInto(said, log, deliveryFields)
    const message = objectAt(log, 'message')
    if (message !== undefined)
      copyInto(said, message, typeof message['message'] === 'string' ? messageField : undefined)
    keepObjects(said, log)
    return said
  },
  records: [['message'], []],
  time: [...timeFields.map((key) => ['message', key]), ...timeFields.map((key) => [key])],
  freshTime: ['timestamp'],
  id: [['_id']],
}

/**
 * All shapes, in the order in which a log is asked. A new one is one entry; a new source is a profile, a new wrapping an
 * envelope.
 */
export const logShapes: readonly LogShape[] = [
  {
    name: 'EventBridge event',
    stage: 'raw',
    recognise: (log) => isText(log['detail-type']) && isJsonObject(log['detail']) && envelopeOf(log) === undefined,
    read: (log) => {
      const detail = recordOfEvent(log)
      return detail === undefined ? { fields: eventFields(log), attributes: log } : { fields: {}, attributes: detail }
    },
    records: [['detail'], []],
    time: [['time']],
    id: [['id']],
  },
  ownShape,
  {
    name: "element of Datadog's log search, API v2",
    stage: 'processed',
    recognise: ({ type, attributes }) => (type === 'log' || type === 'audit') && isJsonObject(attributes),
    read: (log) => {
      const inside = objectAt(log, 'attributes') ?? {}
      return { fields: fieldsOf(inside), attributes: objectAt(inside, 'attributes') ?? {} }
    },
    records: [['attributes', 'attributes']],
    time: [
      ['attributes', 'timestamp'],
      ['attributes', 'date'],
    ],
    id: [['id']],
  },
  {
    // Beside logs, it is what rules over signals look at.
    name: "element of Datadog's signal search",
    stage: 'processed',
    recognise: ({ type, attributes }) => type === 'signal' && isJsonObject(attributes),
    read: (signal) => {
      const inside = objectAt(signal, 'attributes') ?? {}
      const attributes = objectAt(inside, 'custom') ?? objectAt(inside, 'attributes') ?? {}
      return { fields: { ...fieldsOf(inside), isSignal: true }, attributes }
    },
    records: [
      ['attributes', 'custom'],
      ['attributes', 'attributes'],
    ],
    time: [['attributes', 'timestamp']],
    id: [['id']],
  },
  {
    // `custom` holds the attributes of a sample, `attributes` those of a log as the UI and API v1 show it.
    name: 'sample of a signal',
    stage: 'processed',
    recognise: (log) => isJsonObject(log['content']) && !tellsOfItself(log),
    read: (log) => {
      const content = objectAt(log, 'content') ?? {}
      const attributes = objectAt(content, 'custom') ?? objectAt(content, 'attributes') ?? {}
      return { fields: fieldsOf(content), attributes }
    },
    records: [
      ['content', 'custom'],
      ['content', 'attributes'],
    ],
    time: [
      ['content', 'timestamp'],
      ['content', 'date'],
    ],
    id: [['id'], ['eventId']],
  },
  {
    // A log as programs hand it to us (`timestamp`) has the same shape.
    name: 'line of a log archive',
    stage: 'processed',
    recognise: (log) => isJsonObject(log['attributes']) && !isResource(log),
    read: (log) => ({ fields: fieldsOf(log), attributes: objectAt(log, 'attributes') ?? {} }),
    records: [['attributes']],
    time: [['timestamp'], ['date']],
    id: [['_id'], ['id']],
  },
  {
    name: 'EventBridge event that was delivered as a message',
    stage: 'raw',
    recognise: (log) =>
      !isText(log['ddsource']) &&
      !isText(log['source']) &&
      bridgedEvent(log['message']) !== undefined &&
      envelopeOf(log) === undefined,
    open: (log) => ({ ...log, message: bridgedEvent(log['message']) ?? null }),
    read: (log) => {
      const event = objectAt(log, 'message') ?? {}
      const detail = recordOfEvent(event)
      const { message, service, status, host, source, ...fields } = fieldsOf(log)
      const attributes: Record<string, Json> = {}
      copyInto(attributes, log, intakeFields)
      copyInto(attributes, detail ?? event)
      return { fields: { ...fields, ...(detail === undefined && eventFields(event)) }, attributes }
    },
    records: [['message', 'detail'], ['message'], []],
    time: [['message', 'time'], ...timeFields.map((key) => [key])],
    freshTime: ['message', 'time'],
    id: [['message', 'id'], ['_id']],
  },
  incomingShape,
]

/** What Datadog puts beside the attributes of a log that it has processed. */
const processedFields = ['_id', 'timestamp', 'date', 'message', 'service', 'status', 'host', 'source', 'tags']

/**
 * A resource as interfaces after jsonapi.org answer it: of a type, with attributes, and nothing of Datadog's beside. The
 * default rules ask for one of Atlassian's under `@attributes`, as the log that it is when it comes in.
 */
function isResource(log: JsonObject): boolean {
  return isText(log['type']) && processedFields.every((key) => log[key] === undefined)
}

/** A record with a field `content` of its own, such as Snyk's audit log has: `event` says what happened. */
function tellsOfItself(log: JsonObject): boolean {
  return isText(log['event']) && processedFields.every((key) => objectAt(log, 'content')?.[key] === undefined)
}

/** Fields of the intake: they are no attributes. */
export const intakeFields: ReadonlySet<string> = new Set([
  ...['_id', 'timestamp', 'date', 'message', 'service', 'status', 'host', 'hostname', 'source', 'ddsource', 'tags'],
  ...['ddtags', 'tiebreaker', 'trace_id', 'dd.trace_id'],
])

/** Fields of words. An object under such a name, as Elastic's schema has them, is an attribute like any other. */
const wordFields = ['service', 'status', 'host', 'hostname', 'source'] as const

function keepObjects(attributes: Record<string, Json>, log: JsonObject, message?: JsonObject): void {
  for (const key of wordFields) {
    const value = message?.[key] ?? log[key]
    if (isJsonObject(value) && !Object.hasOwn(attributes, key)) attributes[key] = value
  }
}

/** What the intake adds to a log, or takes from it. */
const deliveryFields: ReadonlySet<string> = new Set([
  '_id',
  'ddsource',
  'ddtags',
  'hostname',
  'service',
  'message',
  'tiebreaker',
])
const messageField: ReadonlySet<string> = new Set(['message'])

/** As Datadog's public forwarder names the source of an event: what follows `aws.`, else `cloudwatch`. */
function eventFields({ source }: JsonObject): LogFields {
  const name = isText(source) ? source.split('.')[1] : undefined
  const named = isText(name) ? name : 'cloudwatch'
  return { source: named, service: named }
}

/** What a container wrote to: Docker and Fluent Bit name it beside the line, which is the log. */
function isOutput(stream: Json | undefined): boolean {
  return stream === 'stdout' || stream === 'stderr'
}

/** What CloudWatch Logs delivered, as the forwarder sends it. */
function isFromCloudWatch(log: JsonObject): boolean {
  return objectAt(objectAt(log, 'aws') ?? {}, 'awslogs') !== undefined
}

/**
 * The fields of a log; those of what it speaks go before those of its delivery, but for the source: of JSON a tenant takes
 * none (docs, Preprocessing for JSON logs), and Falco and others mean something else by it.
 */
function fieldsOf(log: JsonObject, spoken?: JsonObject, usualSource?: string): LogFields {
  const at = (key: string): Json | undefined =>
    spoken !== undefined && (key === 'message' || Object.hasOwn(spoken, key)) ? spoken[key] : log[key]
  const word = (value: Json | undefined): Json | undefined => (isJsonObject(value) ? undefined : value)
  return {
    tiebreaker: at('tiebreaker'),
    message: at('message'),
    service: word(at('service')),
    status: word(at('status')),
    host: word(at('host')) ?? word(at('hostname')),
    source: word(log['ddsource']) ?? word(log['source']) ?? word(spoken?.['ddsource']) ?? word(spoken?.['source']),
    ...(usualSource !== undefined && { usualSource }),
    traceId: at('trace_id') ?? at('dd.trace_id'),
    tags: at('tags') ?? at('ddtags'),
  }
}
