import type { JsonObject } from '../../json/json'
import { isJsonObject, isList } from '../../json/json-object'
import { carriedRecord } from './carried-record'

/** A list of logs under a key of its document. It is read while it streams in: its first element tells what it is. */
interface ListEnvelope {
  readonly kind: 'list'
  readonly name: string
  readonly key: string
  readonly holds: (first: JsonObject) => boolean
}

/** A document that holds logs in some other way, as text for instance. It is read whole. */
interface SealedEnvelope {
  readonly kind: 'sealed'
  readonly name: string
  /** A key that every such document has. */
  readonly key: string
  readonly recognise: (document: JsonObject) => boolean
  /** The logs inside; undefined where they cannot be read. */
  readonly open: (document: JsonObject) => readonly unknown[] | undefined
  /** What is said of a document that cannot be opened, in words that follow "this log …"; absent if any can. */
  readonly trouble?: string
}

export type Envelope = ListEnvelope | SealedEnvelope

/** All that logs come wrapped in. A new wrapping is one entry. */
export const envelopes: readonly Envelope[] = [
  { kind: 'list', name: 'CloudTrail file', key: 'Records', holds: () => true },
  {
    kind: 'list',
    name: 'answer of LookupEvents',
    key: 'Events',
    holds: (first) => Object.hasOwn(first, 'CloudTrailEvent'),
  },
  {
    kind: 'list',
    name: "page of Datadog's log search, API v2",
    key: 'data',
    holds: (first) => first['type'] === 'log' && isJsonObject(first['attributes']),
  },
  {
    kind: 'list',
    name: "page of Datadog's log search, API v1",
    key: 'logs',
    holds: (first) => isJsonObject(first['content']) && typeof first['id'] === 'string',
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
    // It lists log files and their hashes.
    kind: 'sealed',
    name: 'CloudTrail digest',
    key: 'digestStartTime',
    recognise: ({ logFiles }) => Array.isArray(logFiles),
    open: () => [],
  },
]

/** Names under which a document may hold a list of logs; whether it does is for `holdsLogs` to say. */
export const listKeys: readonly string[] = envelopes.flatMap(({ kind, key }) => (kind === 'list' ? [key] : []))

/** Keys that speak against a document being one log. */
export const envelopeKeys: readonly string[] = envelopes.map(({ key }) => key)

/** What may stand beside an empty list of logs: a page that found nothing. */
const pageKeys: readonly string[] = ['meta', 'links', 'status', 'NextToken', 'nextLogId']

/**
 * The raw logs inside a document, in its order: out of any envelope, a list of them, or of one another. Anything else is
 * one log itself, and so is an envelope that cannot be opened.
 */
export function recordsIn(document: unknown): readonly unknown[] {
  const records: unknown[] = []
  const work: unknown[] = [document]
  while (work.length > 0) {
    const next = work.pop()
    const inner = Array.isArray(next) ? next : isJsonObject(next) ? contentsOf(next) : undefined
    if (!inner) records.push(next)
    else for (let index = inner.length - 1; index >= 0; index -= 1) work.push(inner[index])
  }
  return records
}

/** Tells by the first element of the list under `key` whether that list holds the logs of its document. */
export function holdsLogs(key: string, first: unknown): boolean {
  return isJsonObject(first) && envelopes.some((each) => each.kind === 'list' && each.key === key && each.holds(first))
}

/** The envelope that a document is, opened or not; undefined for a log itself. */
export function envelopeOf(document: JsonObject): Envelope | undefined {
  return envelopes.find((each) => Object.hasOwn(document, each.key) && isEnvelope(each, document))
}

function contentsOf(document: JsonObject): readonly unknown[] | undefined {
  const envelope = envelopeOf(document)
  if (envelope === undefined) return undefined
  return envelope.kind === 'sealed' ? envelope.open(document) : listAt(document, envelope.key)
}

function isEnvelope(envelope: Envelope, document: JsonObject): boolean {
  if (envelope.kind === 'sealed') return envelope.recognise(document)
  const list = listAt(document, envelope.key)
  if (list === undefined || list.length === 0) return list !== undefined && isPage(document, envelope.key)
  return isJsonObject(list[0]) && envelope.holds(list[0])
}

function listAt(document: JsonObject, key: string): readonly unknown[] | undefined {
  const list: unknown = document[key]
  return isList(list) ? list : undefined
}

function isPage(document: object, key: string): boolean {
  return Object.keys(document).every((other) => other === key || pageKeys.includes(other))
}
