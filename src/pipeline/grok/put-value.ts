import type { Json } from '../../json/json'
import { isJsonObject, isList } from '../../json/json-object'

/**
 * Puts a value under a path into an object of ours. Where one stands there already, both become a list, as with the
 * same extract or key twice: observed in Datadog's public Rust implementation.
 */
export function putValue(root: Record<string, Json>, path: readonly string[], value: Json): void {
  let object = root
  for (const key of path.slice(0, -1)) {
    const next = own(object, key)
    if (isJsonObject(next)) object = next as Record<string, Json>
    else {
      const fresh: Record<string, Json> = {}
      set(object, key, fresh)
      object = fresh
    }
  }
  const last = path.at(-1)
  if (last === undefined) return
  const before = own(object, last)
  if (before === undefined) set(object, last, value)
  else if (isList(before)) (before as Json[]).push(value)
  else set(object, last, [before, value])
}

/** Sets a key, also one like `__proto__`, over what stands there. */
export function set(object: Record<string, Json>, key: string, value: Json): void {
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true })
  else object[key] = value
}

function own(object: Record<string, Json>, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

/** More levels than any log has: what nests deeper is not taken apart, or not taken at all. */
export const mostLevels = 200

/** The path that a dotted key stands for; a key with an empty part, or with very many, is one key. */
export function keysOf(key: string): readonly string[] {
  const keys = key.split('.')
  return keys.includes('') || keys.length > mostLevels ? [key] : keys
}
