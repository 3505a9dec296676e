import type { Json, JsonObject } from './json'

/** Tells a JSON object from lists, null and scalars. */
export function isJsonObject(value: unknown): value is JsonObject {
  return isCollection(value) && !Array.isArray(value)
}

/** The value, if it is a JSON object. */
export function asObject(value: unknown): JsonObject | undefined {
  return isJsonObject(value) ? value : undefined
}

/** The object under the object's own `key`, if that is what stands there. */
export function objectAt(object: JsonObject, key: string): JsonObject | undefined {
  return Object.hasOwn(object, key) ? asObject(object[key]) : undefined
}

/** Tells a list or an object from null and scalars. */
export function isCollection(value: unknown): value is JsonObject | readonly Json[] {
  return typeof value === 'object' && value !== null
}

/** Tells a list of nothing but objects, also an empty one. */
export function isObjectList(value: unknown): value is readonly JsonObject[] {
  return isList(value) && value.every(isJsonObject)
}

/** The objects of a list; what else stands in it is left out, and what is no list has none. */
export function objectsIn(value: unknown): readonly JsonObject[] {
  return listIn(value).filter(isJsonObject)
}

/** Tells a list; unlike `Array.isArray` also where the value is known to be JSON. */
export function isList(value: unknown): value is readonly Json[] {
  return Array.isArray(value)
}

/** The value, if it is a list; anything else has no items. */
export function listIn(value: unknown): readonly Json[] {
  return isList(value) ? value : []
}

/** Tells texts, numbers and booleans from lists, objects and null. */
export function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

/** Tells `[]` and `{}` from everything else. */
export function isEmptyCollection(value: unknown): boolean {
  return isCollection(value) && Object.keys(value).length === 0
}

/** Whether lists and objects stand in each other more than `levels` deep. Looks no deeper itself, whatever it is given. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  if (!isCollection(value)) return false
  if (levels === 0) return true
  if (Array.isArray(value)) return value.some((element) => isDeeperThan(element, levels - 1))
  for (const key in value) if (isDeeperThan((value as JsonObject)[key], levels - 1)) return true
  return false
}
