import { isoTime } from '../../diagnostic/times'
import type { Json, JsonObject } from '../../json/json'
import { isJsonObject, isList, objectsIn } from '../../json/json-object'
import { isText } from '../../json/json-text'
import { readTime } from '../event-time'
import { carriedRecord } from './carried-record'
import type { ListEnvelope, SealedEnvelope } from './envelope'

/** What CloudTrail's LookupEvents answers: its events as texts, or where people left these out, their columns. */
export const lookupEnvelopes: readonly (ListEnvelope | SealedEnvelope)[] = [
  {
    kind: 'list',
    name: 'answer of LookupEvents',
    key: 'Events',
    holds: (first) => isJsonObject(first) && (Object.hasOwn(first, 'CloudTrailEvent') || isColumns(first)),
  },
  {
    kind: 'sealed',
    name: "element of LookupEvents' answer",
    key: 'CloudTrailEvent',
    recognise: ({ CloudTrailEvent }) => typeof CloudTrailEvent === 'string',
    open: ({ CloudTrailEvent }) => {
      const record = carriedRecord(CloudTrailEvent)
      return record && [record]
    },
    trouble: 'has a CloudTrailEvent that is not the JSON of a record',
  },
  {
    kind: 'sealed',
    name: "element of LookupEvents' answer without its text",
    key: 'EventId',
    recognise: isColumns,
    open: (event) => [
      recordOfColumns({
        eventID: event['EventId'],
        eventName: event['EventName'],
        eventTime: event['EventTime'],
        eventSource: event['EventSource'],
        readOnly: event['ReadOnly'],
        userName: event['Username'],
        accessKeyId: event['AccessKeyId'],
        resources: objectsIn(event['Resources']).map(({ ResourceType, ResourceName }) => [ResourceType, ResourceName]),
      }),
    ],
  },
]

/** What consoles and commands show of an event: columns, whatever they are called there. */
export interface EventColumns {
  readonly eventID?: Json | undefined
  readonly eventName?: Json | undefined
  readonly eventTime?: Json | undefined
  readonly eventSource?: Json | undefined
  readonly readOnly?: Json | undefined
  readonly userName?: Json | undefined
  readonly accessKeyId?: Json | undefined
  /** Type and name of each. */
  readonly resources?: readonly (readonly [type: Json | undefined, name: Json | undefined])[]
  /** Further names of CloudTrail's record. */
  readonly more?: JsonObject
}

/** The record that columns are of, as far as they tell it. */
export function recordOfColumns(columns: EventColumns): JsonObject {
  const { userName, accessKeyId, eventTime, readOnly, resources = [], more = {}, ...rest } = columns
  const timeMs = readTime(eventTime)
  const record: Record<string, Json | undefined> = {
    ...rest,
    eventTime: timeMs === undefined ? eventTime : isoTime(timeMs),
    readOnly: readOnly === 'true' || readOnly === 'false' ? readOnly === 'true' : readOnly,
    userIdentity: filled({ userName, accessKeyId }),
    resources: listed(resources.map(([type, ARN]) => filled({ type, ARN }) ?? {})),
    ...more,
  }
  return filled(record) ?? {}
}

/** What has a value: neither nothing nor an empty text; undefined where nothing has. */
function filled(object: Readonly<Record<string, Json | undefined>>): JsonObject | undefined {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined && value !== null && value !== '')
  return entries.length > 0 ? (Object.fromEntries(entries) as JsonObject) : undefined
}

function listed(items: readonly JsonObject[]): Json | undefined {
  const some = items.filter((item) => Object.keys(item).length > 0)
  return some.length > 0 ? some : undefined
}

function isColumns(event: unknown): boolean {
  if (!isJsonObject(event) || Object.hasOwn(event, 'CloudTrailEvent') || isList(event['Records'])) return false
  const { EventId, EventName, EventTime, EventSource } = event
  return isText(EventId) && isText(EventName) && (EventTime !== undefined || isText(EventSource))
}
