import type { Json, JsonObject } from '../json/json'
import { isJsonObject, listIn } from '../json/json-object'
import type { FieldLevel } from '../rule/field-level'
import { knownFields } from './server-fields'

/**
 * The tenant's canonical content without what it may hold and git cannot have an opinion on: fields that nobody knows
 * and that `wanted` does not mention. At the top they are left alone by an update, so they never count; further in, an
 * update would lose them, so they count unless they are empty or off.
 */
export function withoutUnmentioned(level: FieldLevel, actual: JsonObject, wanted: JsonObject): JsonObject {
  return prune(level, actual, wanted, true)
}

function prune(level: FieldLevel, actual: JsonObject, wanted: JsonObject, top: boolean): JsonObject {
  const known = knownFields(level)
  const kept: [string, Json][] = []
  for (const [key, value] of Object.entries(actual)) {
    const mentioned = Object.hasOwn(wanted, key)
    if (!mentioned && !known.has(key) && (top || isOff(value))) continue
    const inner = level.inner && Object.hasOwn(level.inner, key) ? level.inner[key] : undefined
    kept.push([key, inner ? pruneInner(inner, value, mentioned ? wanted[key] : undefined) : value])
  }
  return Object.fromEntries(kept)
}

function pruneInner(level: FieldLevel, actual: Json, wanted: Json | undefined): Json {
  if (Array.isArray(actual)) {
    const beside = listIn(wanted)
    return actual.map((item: Json, index) => pruneInner(level, item, beside[index]))
  }
  return isJsonObject(actual) ? prune(level, actual, isJsonObject(wanted) ? wanted : {}, false) : actual
}

function isOff(value: Json): boolean {
  if (Array.isArray(value)) return value.length === 0
  if (isJsonObject(value)) return Object.keys(value).length === 0
  return value === null || value === false || value === '' || value === 0
}
