import type { Json, JsonObject } from '../json/json'
import { isJsonObject } from '../json/json-object'

/** The keys that lead to a value inside a raw log, from outside in. */
export type Place = readonly string[]

/** What stands at a place of a log; undefined where the place is not there. */
export function standingAt(log: JsonObject, place: Place): Json | undefined {
  let here: Json | undefined = log
  for (const key of place) {
    if (!isJsonObject(here) || !Object.hasOwn(here, key)) return undefined
    here = here[key]
  }
  return here
}

/** Whether the object that holds what stands at a place, or would hold it, is there. */
export function isReachable(log: JsonObject, place: Place): boolean {
  return isJsonObject(standingAt(log, place.slice(0, -1)))
}
