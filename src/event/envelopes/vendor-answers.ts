import type { JsonObject } from '../../json/json'
import { isJsonObject, isObjectList, isScalar, listIn, objectAt } from '../../json/json-object'
import { isText } from '../../json/json-text'
import { recogniseProfile } from '../known-profiles'
import { carriedRecord } from './carried-record'
import type { SealedEnvelope } from './envelope'

/** What interfaces of single vendors put around their records: an answer, a row of an export, a call, a message. */
export const vendorEnvelopes: readonly SealedEnvelope[] = [
  {
    kind: 'sealed',
    name: "answer of Duo's activity, telephony or second authentication log",
    key: 'response',
    recognise: (document) => isKnownList(objectAt(document, 'response')?.['items']),
    inside: ['items'],
    isNested: true,
    open: (document) => listIn(objectAt(document, 'response')?.['items']),
  },
  {
    kind: 'sealed',
    name: "row of Microsoft Purview's audit search, the record as text",
    key: 'AuditData',
    recognise: ({ AuditData }) => isKnown(recordIn(AuditData)),
    open: ({ AuditData }) => [recordIn(AuditData)],
  },
  {
    kind: 'sealed',
    name: "record of Microsoft Graph's audit search",
    key: 'auditData',
    recognise: ({ auditData }) => isKnown(auditData),
    open: ({ auditData }) => [auditData],
  },
  {
    kind: 'sealed',
    name: "call of one of Okta's event hooks",
    key: 'cloudEventsVersion',
    recognise: (document) =>
      isText(document['cloudEventsVersion']) && isKnownList(objectAt(document, 'data')?.['events']),
    open: (document) => listIn(objectAt(document, 'data')?.['events']),
  },
  ...['body', 'Body'].map(
    (key): SealedEnvelope => ({
      kind: 'sealed',
      name: `message of Event Hubs, with ${key}`,
      key,
      recognise: (message) => isOfEventHub(message) && recordIn(message[key]) !== undefined,
      open: (message) => [recordIn(message[key])],
    }),
  ),
  ...['message', 'ackId', 'subscription'].map(
    (key): SealedEnvelope => ({
      kind: 'sealed',
      name: `message of Pub/Sub, with ${key}`,
      key,
      recognise: isPubSub,
      ...(key === 'message' && { inside: ['messageId', 'message_id'] }),
      open: (document, { unpacked }) => unpacked(objectAt(document, 'message')?.['data']),
      trouble: 'is a message of Pub/Sub whose data is no text',
      help: 'give ddac the logs themselves',
    }),
  ),
]

/** Where in a partition a message stands, in the words of Azure's libraries, its command line and its Avro files. */
function isOfEventHub(message: JsonObject): boolean {
  const offset = message['offset'] ?? message['Offset'] ?? message['x-opt-offset']
  const place = ['sequenceNumber', 'SequenceNumber', 'partition', 'x-opt-sequence-number']
  return isScalar(offset) && place.some((key) => isScalar(message[key]))
}

/** Of its message the data is base64. */
function isPubSub(document: JsonObject): boolean {
  const { data, messageId, message_id: snakeId } = objectAt(document, 'message') ?? {}
  return isText(data) && (isText(messageId) || isText(snakeId))
}

/** As an export writes it, and as a table is read. */
function recordIn(value: unknown): JsonObject | undefined {
  return isJsonObject(value) ? value : carriedRecord(value)
}

function isKnownList(list: unknown): boolean {
  return isObjectList(list) && isKnown(list[0])
}

function isKnown(record: unknown): boolean {
  return isJsonObject(record) && recogniseProfile(record) !== undefined
}
