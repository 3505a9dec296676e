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
