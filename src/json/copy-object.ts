import type { Json, JsonObject } from './json'

/**
 * A copy of an object to write into. One that is laid out by spreading costs an engine ten times as much at each key that
 * is added to it; but only that way a key `__proto__` is copied and not obeyed.
 */
export function copyObject(object: JsonObject): Record<string, Json> {
  return Object.hasOwn(object, '__proto__') ? { ...object } : Object.assign({}, object)
}
