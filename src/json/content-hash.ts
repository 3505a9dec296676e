import { createHash } from 'node:crypto'
import type { JsonObject } from './json'
import { stableText } from './stable-text'

/**
 * A short fingerprint of canonical content: equal content, equal hash, whatever the order of keys. The canonical form
 * holds none of our own tags, so the hash does not change when it is written down as one.
 */
export function contentHash(canonical: JsonObject): string {
  return createHash('sha256').update(stableText(canonical)).digest('hex').slice(0, 12)
}
