import type { Code } from '../diagnostic/codes'

/** Where the paths of Datadog's standard and CloudTrail attributes begin. */
const attributeRoots = new Set(
  'evt usr network http error db dns url geo aws gcp azure threat_intel userIdentity requestParameters responseElements additionalEventData'.split(
    ' ',
  ),
)

/**
 * Whether a tag key is so plainly an attribute's path that the missing `@` is worth a word: it begins like a standard
 * attribute, or holds a capital, which no tag key does, since Datadog lower-cases tags.
 */
export function looksLikeAttribute(key: string): boolean {
  const dot = key.indexOf('.')
  return (dot !== -1 && attributeRoots.has(key.slice(0, dot))) || /[A-Z]/.test(key)
}

/** Attributes that are most likely meant as the reserved field of a log, with the name of that. */
export const reservedByNature: ReadonlyMap<string, string> = new Map([
  ['host', 'host'],
  ['source', 'source'],
  ['ddsource', 'source'],
  ['ddtags', 'tags'],
])

/** Traps of queries over logs that are none in the search over rules, whose fields bear no @ and whose tags have capitals. */
export const trapsOfLogs: ReadonlySet<Code> = new Set(['Q104', 'Q119', 'Q120', 'Q126'])
