import { sameJson } from '../json/canonical-json'
import type { Json, JsonObject } from '../json/json'
import { isJsonObject } from '../json/json-object'
import type { FieldLevel, RuleKind } from '../rule/field-level'
import type { WireRule } from '../rule/rule'
import { isSlug } from '../rule/slug'
import { identityTags } from '../rule/tenant/identity-tags'
import { canonicalRule, ruleKind } from './canonical-rule'
import { ruleLevel } from './server-fields'

/**
 * A rule of the tenant as a team would write it: `id` from the tag `ddac:<id>` (absent without one, or where somebody
 * wrote into it what is no slug), none of the tenant's own fields, and nothing that the tenant would fill in again by
 * itself. Its canonical form stays the same. Never fails: a rule of a kind that nobody knows yet keeps all its fields.
 */
export function decodeRule(body: WireRule): JsonObject {
  const kind = ruleKind(body)
  const { tags, name, message, isEnabled, type, ...rest } = canonicalRule(body)
  const { ids, rest: ordered } = identityTags(body.tags)
  const id = ids.find(isSlug)
  const plain = plainLevel(ruleLevel, rest, kind)
  return {
    ...(id !== undefined && { id }),
    ...(name !== undefined && { name }),
    ...(message !== undefined && { message }),
    ...(isEnabled !== undefined && { isEnabled }),
    ...(type !== undefined && { type }),
    queries: [],
    cases: [],
    ...plain,
    options: withMethod(plain.options, kind),
    ...(ordered.length > 0 && { tags: ordered }),
  }
}

/** Readers should see how a rule detects, also where the tenant would fill it in. */
function withMethod(options: Json | undefined, { method }: RuleKind): Json {
  if (options !== undefined && !isJsonObject(options)) return options
  return { detectionMethod: method, ...options }
}

function plainLevel(level: FieldLevel, value: JsonObject, kind: RuleKind): JsonObject {
  const kept: [string, Json][] = []
  for (const [key, held] of Object.entries(value)) {
    const inner = level.inner && Object.hasOwn(level.inner, key) ? level.inner[key] : undefined
    const plain = inner ? plainInner(inner, held, kind) : held
    if (!isFilling(level, key, plain, kind)) kept.push([key, plain])
  }
  return Object.fromEntries(kept)
}

function plainInner(level: FieldLevel, value: Json, kind: RuleKind): Json {
  if (Array.isArray(value)) {
    return value.map((item: Json) => (isJsonObject(item) ? plainLevel(level, item, kind) : item))
  }
  return isJsonObject(value) ? plainLevel(level, value, kind) : value
}

function isFilling(level: FieldLevel, key: string, value: Json, kind: RuleKind): boolean {
  const filling = level.filled && Object.hasOwn(level.filled, key) ? level.filled[key] : undefined
  const filled = typeof filling === 'function' ? filling(kind) : filling
  return filled !== undefined && sameJson(filled, value)
}
