import type { JsonObject } from '../../json/json'
import { isJsonObject, isList } from '../../json/json-object'
import { isText } from '../../json/json-text'
import { carriedRecord } from './carried-record'
import { cloudTrailRowEnvelopes, isLakeRow, recordOfLakeRow } from './cloudtrail-rows'
import { cloudWatchEnvelopes, isInsightsRow, logOfInsightsRow } from './cloudwatch'
import { lokiEnvelopes } from './collectors/loki'
import { otlpEnvelope } from './collectors/otlp'
import { splunkEnvelopes } from './collectors/splunk'
import type { Envelope, Opening } from './envelope'
import { lambdaEventEnvelopes } from './lambda-events'
import { lookupEnvelopes } from './looked-up-event'
import { pageEnvelopes } from './page-lists'
import { queryTableEnvelopes } from './query-tables'
import { securityHubEnvelope } from './security-hub'
import { timedPageEnvelopes } from './timed-pages'
import { Unpacking } from './unpacking'
import { vendorEnvelopes } from './vendor-answers'

/** All that logs come wrapped in. A new wrapping is one entry; of two that a document may be the first counts. */
export const envelopes: readonly Envelope[] = [
  { kind: 'list', name: 'CloudTrail file', key: 'Records', holds: isJsonObject },
  ...lookupEnvelopes,
  {
    kind: 'list',
    name: "page of Datadog's API v2: found logs, audit events, signals",
    key: 'data',
    holds: (first) => isJsonObject(first) && isOfApi(first),
  },
  {
    kind: 'sealed',
    name: "answer of Datadog's API v2 with one of these",
    key: 'data',
    recognise: ({ data }) => isJsonObject(data) && isOfApi(data),
    inside: ['attributes'],
    isNested: true,
    open: ({ data }) => [data],
  },
  {
    kind: 'list',
    name: "page of Datadog's log search, API v1",
    key: 'logs',
    holds: (first) => isJsonObject(first) && isJsonObject(first['content']) && typeof first['id'] === 'string',
  },
  ...cloudWatchEnvelopes,
  ...cloudTrailRowEnvelopes,
  securityHubEnvelope,
  ...lambdaEventEnvelopes,
  ...splunkEnvelopes,
  ...lokiEnvelopes,
  otlpEnvelope,
  ...queryTableEnvelopes,
  ...pageEnvelopes,
  ...vendorEnvelopes,
  ...timedPageEnvelopes,
  {
    kind: 'sealed',
    name: 'rule of Datadog',
    key: 'cases',
    recognise: ({ cases, queries, options }) => isList(cases) && isList(queries) && isJsonObject(options),
    open: () => undefined,
    trouble: 'is a rule of Datadog, and no log',
    help: 'give ddac the logs themselves; ddac import brings rules into the workspace',
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

const byKey = new Map(envelopes.map(({ key }) => [key, envelopes.filter((each) => each.key === key)] as const))

/** Names under which a document may hold a list of logs; whether it does is for `holdsLogs` to say. */
export const listKeys: ReadonlySet<string> = new Set(
  envelopes.flatMap(({ kind, key }) => (kind === 'list' ? [key] : [])),
)

/** Keys that speak against a document being one log. */
export const envelopeKeys: readonly string[] = [...byKey.keys()]

/** Those of them that speak even against a record that a profile knows. */
export const keysOfNoRecord: readonly string[] = [
  ...new Set(envelopes.filter((each) => !timedPageEnvelopes.some((page) => page === each)).map(({ key }) => key)),
]

/** Whether a document may be an envelope by a text or a number that stands under a key. */
export function isScalarInEnvelope(key: string): boolean {
  return (byKey.get(key) ?? []).some((each) => each.kind === 'sealed' && each.isNested !== true)
}

/** Keys of which an object under a key of envelopes has one if its document is such; undefined where it may be any object. */
export function keysInEnvelope(key: string): readonly string[] | undefined {
  const inside = (byKey.get(key) ?? []).map((each) => (each.kind === 'list' ? [] : each.inside))
  return inside.every((keys) => keys !== undefined) ? inside.flat() : undefined
}

/** What may stand beside an empty list of logs: a page that found nothing. */
const pageKeys: ReadonlySet<string> = new Set([
  ...['meta', 'links', 'status', 'NextToken', 'nextLogId', 'nextToken', 'searchedLogStreams', 'nextForwardToken'],
  ...['nextBackwardToken', 'statistics', 'encryptionKey', 'queryLanguage', 'QueryStatus', 'QueryStatistics'],
  ...['ResponseMetadata', 'response_metadata', 'kind', 'apiVersion', 'metadata', 'etag', 'nextPageToken'],
  ...['@odata.context', '@odata.nextLink', '@odata.count', 'nextLink', 'cursor', 'has_more', 'stat', 'start', 'limit'],
  ...['length', 'total', 'success', 'errors', 'messages'],
])

/**
 * The raw logs inside a document, in its order: out of any envelope, a list of them, or of one another. Anything else is
 * one log itself, and so is an envelope that cannot be opened.
 */
export function recordsIn(document: unknown): readonly unknown[] {
  const records: unknown[] = []
  const work: unknown[] = [document]
  let within: Opening | undefined
  while (work.length > 0) {
    const next = work.pop()
    within ??= opening()
    const inner = insideOf(next, within)
    if (!inner) records.push(next)
    else for (let index = inner.length - 1; index >= 0; index -= 1) work.push(inner[index])
  }
  return records
}

/** Tells by the first element of the list under `key` whether that list holds the logs of its document. */
export function holdsLogs(key: string, first: unknown): boolean {
  return byKey.get(key)?.some((each) => each.kind === 'list' && each.holds(first)) ?? false
}

/** The envelope that a document is, opened or not; undefined for a log itself. */
export function envelopeOf(document: JsonObject): Envelope | undefined {
  for (const key in document) {
    const envelope = byKey.get(key)?.find((each) => isEnvelope(each, document))
    if (envelope !== undefined) return envelope
  }
  return undefined
}

function isOfApi({ type, attributes }: JsonObject): boolean {
  return ['log', 'audit', 'signal'].some((one) => type === one) && isJsonObject(attributes)
}

function opening(): Opening {
  const unpacking = new Unpacking()
  return {
    unpacked: (packed) => unpacking.documents(packed),
    isEnvelope: (document) => envelopeOf(document) !== undefined,
  }
}

function insideOf(next: unknown, within: Opening): readonly unknown[] | undefined {
  if (isList(next)) return rowIn(next) ?? next
  if (isJsonObject(next)) {
    const envelope = envelopeOf(next)
    if (envelope === undefined) return undefined
    return envelope.kind === 'sealed' ? envelope.open(next, within) : listAt(next, envelope.key)
  }
  // People save texts of records, as a list or one a line.
  const record = typeof next === 'string' ? carriedRecord(next) : undefined
  return record && [record]
}

/** The one log of which a list is the columns. */
function rowIn(list: readonly unknown[]): readonly unknown[] | undefined {
  const [first] = list
  if (!isJsonObject(first)) return undefined
  if (isText(first['field'])) return isInsightsRow(list) ? [logOfInsightsRow(list)] : undefined
  return isLakeRow(list) ? [recordOfLakeRow(list)] : undefined
}

function isEnvelope(envelope: Envelope, document: JsonObject): boolean {
  if (envelope.kind === 'sealed') return envelope.recognise(document)
  const list = listAt(document, envelope.key)
  if (list === undefined || list.length === 0) return list !== undefined && isPage(document, envelope.key)
  return envelope.holds(list[0])
}

function listAt(document: JsonObject, key: string): readonly unknown[] | undefined {
  const list: unknown = document[key]
  return isList(list) ? list : undefined
}

function isPage(document: object, key: string): boolean {
  return Object.keys(document).every((other) => other === key || pageKeys.has(other))
}
