import { isJsonObject } from '../json/json-object'

/**
 * The raw records inside a document of any container shape, in document order: CloudTrail's `Records`, LookupEvents'
 * `Events`, a page of Datadog's log search (`data`, `logs`), a list of any of these. Anything else is one record itself.
 */
export function recordsIn(document: unknown): readonly unknown[] {
  const records: unknown[] = []
  const work: unknown[] = [document]
  while (work.length > 0) {
    const next = work.pop()
    const inner = elementsOf(next)
    if (!inner) records.push(next)
    else for (let index = inner.length - 1; index >= 0; index -= 1) work.push(inner[index])
  }
  return records
}

/** Tells by the first element of the list under `key` whether that list holds the records of its document. */
export function holdsRecords(key: string, first: unknown): boolean {
  if (!isJsonObject(first)) return false
  switch (key) {
    case 'Records':
      return true
    case 'Events':
      return Object.hasOwn(first, 'CloudTrailEvent')
    case 'data':
      return first['type'] === 'log' && isJsonObject(first['attributes'])
    case 'logs':
      return isJsonObject(first['content']) && typeof first['id'] === 'string'
    default:
      return false
  }
}

/** Tells a CloudTrail digest document: it lists log files and their hashes and holds no record. */
export function isDigestDocument(document: unknown): boolean {
  return isJsonObject(document) && Object.hasOwn(document, 'digestStartTime') && Array.isArray(document['logFiles'])
}

/** Names under which a document may hold its records; whether it does is for `holdsRecords` to say. */
export const containerKeys: readonly string[] = ['Records', 'Events', 'data', 'logs']

/** What may stand beside an empty list of records: a page that found nothing. */
const pageKeys: readonly string[] = ['meta', 'links', 'status', 'NextToken', 'nextLogId']

function elementsOf(document: unknown): readonly unknown[] | undefined {
  if (Array.isArray(document)) return document
  if (!isJsonObject(document)) return undefined
  for (const key of containerKeys) {
    const list = Object.hasOwn(document, key) ? document[key] : undefined
    if (!Array.isArray(list)) continue
    if (list.length > 0 ? holdsRecords(key, list[0]) : isPage(document, key)) return list
  }
  return undefined
}

function isPage(document: object, key: string): boolean {
  return Object.keys(document).every((other) => other === key || pageKeys.includes(other))
}
