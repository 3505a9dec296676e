import { sameJson } from '../json/canonical-json'
import type { Json, JsonObject } from '../json/json'
import { isJsonObject } from '../json/json-object'
import { asText } from '../json/json-text'
import { emptyForms } from '../rule/field-level'
import type { Draft, WireRule } from '../rule/rule'
import { ruleShape } from '../rule/rule-shape'
import { identityTags, managingTags, type Revision } from '../rule/tenant/identity-tags'
import { ruleKind } from './canonical-rule'
import { ruleLevel } from './server-fields'

/**
 * A rule as the body of a create: our `id` becomes the tag `ddac:<id>`, a revision the tag `ddac_rev:<hash>`, fields
 * that only the tenant sets are left out (a rule pasted from an export has them), all others go as they are.
 */
export function encodeRule(rule: Draft | WireRule, revision?: Revision): WireRule {
  const { id, tags, ...fields } = rule as JsonObject
  const body: [string, Json][] = []
  for (const [key, value] of Object.entries(fields)) {
    if (value !== undefined && !serverFields.has(key))
      body.push([key, key === 'queries' ? withoutServerFields(value) : value])
  }
  const identity = asText(id)
  return withIdentity({ ...Object.fromEntries(body), ...(tags !== undefined && { tags }) }, identity, revision)
}

/** A body with our own tags set anew: those it had are dropped, the given ones added at the end. */
export function withIdentity(
  body: JsonObject,
  id: string | undefined,
  revision?: Revision,
  owner?: string,
): JsonObject {
  const ours = managingTags({ ids: id === undefined ? [] : [id], owner, revision })
  if (ours.length === 0 && !Array.isArray(body.tags)) return body
  return { ...body, tags: [...identityTags(body.tags).rest, ...ours] }
}

/**
 * The body of an update that makes the tenant's rule equal to the wanted create body. An update merges field by field,
 * so what the tenant has and we no longer want is sent in its empty form; `type` cannot change and is left out.
 * Fields that neither we nor the API page know are left alone at the top level.
 */
export function encodeRuleUpdate(wanted: WireRule, actual: WireRule): WireRule {
  const { type: _type, ...body } = wanted
  const removed = Object.entries(emptyForms(ruleShape.fields, ruleKind(actual))).filter(
    ([field, empty]) => !Object.hasOwn(wanted, field) && holdsMore(actual, field, empty),
  )
  return { ...body, ...Object.fromEntries(removed) }
}

function holdsMore(actual: JsonObject, field: string, empty: Json): boolean {
  const held = Object.hasOwn(actual, field) ? actual[field] : undefined
  return held !== undefined && held !== null && !sameJson(held, empty)
}

function withoutServerFields(queries: Json): Json {
  if (!Array.isArray(queries)) return queries
  return queries.map((query: Json) =>
    // What needs no change stays the same object, and need not be read again.
    isJsonObject(query) && serverQueryFields.some((key) => Object.hasOwn(query, key))
      ? Object.fromEntries(Object.entries(query).filter(([key]) => !serverQueryFields.includes(key)))
      : query,
  )
}

const serverFields = new Set(ruleLevel.server)
const serverQueryFields = ruleLevel.inner?.queries?.server ?? []
