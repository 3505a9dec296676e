import type { JsonObject } from './json'

/** Tells a JSON object from lists, null and scalars. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object under the object's own `key`, if that is what stands there. */
export function objectAt(object: JsonObject, key: string): JsonObject | undefined {
  const value = Object.hasOwn(object, key) ? object[key] : undefined
  return isJsonObject(value) ? value : undefined
}

/** Tells a string with something in it. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
