import { sameJson } from '../json/canonical-json'
import type { Json, JsonObject } from '../json/json'
import { emptyForms } from '../rule/field-level'
import type { Revision } from '../rule/tenant/identity-tags'
import type { Suppression } from '../suppression/suppression'
import { suppressionShape } from '../suppression/suppression-shape'
import { withIdentity } from './encode-rule'
import { ruleScopeQuery } from './rule-scope'
import { suppressionLevel } from './server-fields'
import { writeDescription } from './suppression-description'

/**
 * A suppression as the attributes of a create, in the wire's snake_case with dates in epoch milliseconds. Its id
 * becomes the tag `ddac:<id>`, its rules the rule query, owner and reason the last lines of the description.
 */
export function encodeSuppression(suppression: Suppression, revision?: Revision): JsonObject {
  const { id, name, enabled, rules, ruleQuery, startMs, expiresMs, suppressionQuery, dataExclusionQuery } = suppression
  const description = writeDescription(suppression)
  const attributes: JsonObject = {
    name,
    enabled,
    rule_query: ruleQuery ?? ruleScopeQuery(rules),
    ...(suppressionQuery !== undefined && { suppression_query: suppressionQuery }),
    ...(dataExclusionQuery !== undefined && { data_exclusion_query: dataExclusionQuery }),
    ...(description !== undefined && { description }),
    ...(startMs !== undefined && { start_date: startMs }),
    ...(expiresMs !== undefined && { expiration_date: expiresMs }),
    tags: [...suppression.tags],
  }
  return withIdentity(attributes, id, revision)
}

/**
 * The attributes that an update must send to make the tenant's suppression equal to the wanted ones, and no others:
 * an unchanged date in the past would be refused. A date that is gone is sent as null, a text as empty.
 */
export function encodeSuppressionUpdate(wanted: JsonObject, actual: JsonObject): JsonObject {
  const changed: [string, Json][] = []
  for (const [key, value] of Object.entries(wanted)) {
    if (!sameAttribute(key, value, Object.hasOwn(actual, key) ? actual[key] : undefined)) changed.push([key, value])
  }
  for (const [key, empty] of Object.entries(emptyForms(suppressionShape.fields, noKind))) {
    const held = Object.hasOwn(actual, key) ? actual[key] : undefined
    const gone = !Object.hasOwn(wanted, key) && held !== undefined && held !== null && !sameJson(held, empty)
    if (gone) changed.push([key, empty])
  }
  return Object.fromEntries(changed)
}

/** A suppression is of no type and no method. */
const noKind = { type: '', method: '' }

function sameAttribute(key: string, wanted: Json, actual: Json | undefined): boolean {
  if (suppressionLevel.sets?.includes(key) && Array.isArray(wanted) && Array.isArray(actual)) {
    return sameJson([...wanted].sort(), [...actual].sort())
  }
  return sameJson(wanted, actual)
}
