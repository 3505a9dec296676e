import { contentDigest } from '../json/canonical-json'
import type { JsonObject } from '../json/json'

/**
 * The short fingerprint of canonical content that a revision tag holds: equal content, equal hash, whatever the order of
 * keys. The canonical form holds none of our own tags, so the hash does not change when it is written down as one.
 */
export function contentHash(canonical: JsonObject): string {
  return contentDigest(canonical, 12)
}
