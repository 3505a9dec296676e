import type { JsonObject } from '../json/json'
import { canonicalLevel } from './canonical-level'
import { suppressionLevel } from './server-fields'

/**
 * The one form in which suppressions are compared, of their attributes as the wire has them (snake_case): the tenant's
 * own fields gone, queries and description present, cleared dates absent, tags a set without ours.
 */
export function canonicalSuppression(attributes: JsonObject): JsonObject {
  return canonicalLevel(suppressionLevel, attributes, { type: '', method: '' })
}
