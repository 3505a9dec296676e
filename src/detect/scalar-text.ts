import type { Json } from '../json/json'

/**
 * The text of a scalar; undefined for null, lists and objects. Objects of a log are never turned into text by the
 * language itself: one with a key `toString` would throw.
 */
export function scalarText(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}
