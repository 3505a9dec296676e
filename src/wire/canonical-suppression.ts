import type { JsonObject } from '../json/json'
import { identityTags } from '../rule/tenant/identity-tags'
import { canonicalLevel } from './canonical-level'
import { withoutOwners } from './rule-scope'
import { suppressionLevel } from './server-fields'

/**
 * The one form in which suppressions are compared, of their attributes as the wire has them (snake_case): the tenant's
 * own fields gone, queries and description present, cleared dates absent, tags a set without ours. A scope that asks for
 * a rule and its owner says the same as one that asks for the rule.
 */
export function canonicalSuppression(attributes: JsonObject): JsonObject {
  return canonicalLevel(suppressionLevel, withoutOwnerInScope(attributes), { type: '', method: '' })
}

/** The same attributes with the rules of their scope named by their slugs alone. The owner is that of the suppression. */
export function withoutOwnerInScope(attributes: JsonObject): JsonObject {
  const { rule_query: query, tags } = attributes
  if (typeof query !== 'string') return attributes
  const plain = withoutOwners(query, identityTags(tags).owners)
  return plain === query ? attributes : { ...attributes, rule_query: plain }
}
