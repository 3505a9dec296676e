import type { JsonObject } from '../../json/json'
import { isObjectList, listIn } from '../../json/json-object'
import { recogniseProfile } from '../known-profiles'
import { timeFields, timeIn } from '../mapping/guessed-places'
import type { SealedEnvelope } from './envelope'

/** Keys under which interfaces answer pages of records that nobody here knows. */
const keys = [
  ...['data', 'logs', 'events', 'entries', 'items', 'records', 'result', 'results', 'value', 'Events'],
  ...['audit_logs', 'auditLogs', 'audit_events', 'activity_logs', 'operation_logs', 'activities', 'alerts', 'findings'],
  ...['detections', 'incidents', 'elements', 'resources', 'content', 'rows'],
]

/** Where a log in a form of Datadog's keeps what it holds, and where any log has its time. */
const ofLogs = [
  'attributes',
  'ddsource',
  'message',
  'content',
  'detail',
  '@timestamp',
  'timestamp',
  'date',
  'eventTime',
]

/**
 * Pages of records of sources that nobody knows: a document that has no time itself, and under such a key a list whose
 * first element says when it happened. What has a time itself is a log, whatever it lists.
 */
export const timedPageEnvelopes: readonly SealedEnvelope[] = keys.map((key) => ({
  kind: 'sealed',
  name: `page of records that have a time: ${key}`,
  key,
  recognise: (document) => isPageOf(document, key),
  inside: [],
  isNested: true,
  // A page may hold several such lists.
  open: (document) =>
    keys.flatMap((each) => (each === key || isTimedList(document[each]) ? listIn(document[each]) : [])),
}))

function isTimedList(list: unknown): boolean {
  return isObjectList(list) && isTimed(list[0])
}

function isPageOf(document: JsonObject, key: string): boolean {
  if (!isTimedList(document[key])) return false
  const rest = Object.fromEntries(Object.entries(document).filter(([name]) => name !== key))
  return !isTimed(rest) && !ofLogs.some((name) => Object.hasOwn(rest, name)) && recogniseProfile(document) === undefined
}

function isTimed(record: JsonObject | undefined): boolean {
  return record !== undefined && (timeIn(record) !== undefined || timeFields.some((key) => Object.hasOwn(record, key)))
}
