import { unreachable } from '../diagnostic/unreachable'
import type { Json, JsonObject } from '../json/json'
import { isJsonObject, listIn } from '../json/json-object'
import type { FieldLevel } from '../rule/field-level'
import { identityTags } from '../rule/tenant/identity-tags'
import { canonicalRule, ruleKind } from '../wire/canonical-rule'
import { canonicalSuppression } from '../wire/canonical-suppression'
import { contentHash } from '../wire/content-hash'
import { differences, type FieldChange } from '../wire/differences'
import { changedKeys, overrideContent, withOverrideBody } from '../wire/override-content'
import { ruleLevel, suppressionLevel } from '../wire/server-fields'
import { withoutUnmentioned } from '../wire/unmentioned'
import type { Kind } from './plan/plan'
import { scopeBySlug } from './scope-references'

/** Git's and the tenant's side of one thing, laid side by side. */
export interface Comparison {
  /** From the tenant to git; empty when nothing would change. */
  readonly fields: readonly FieldChange[]
  readonly wantedHash: string
  readonly actualHash: string
  /** Of the tenant's side with what nobody knows and git does not mention, where that is left out of the comparison. */
  readonly wholeHash?: string
}

/** Answers the slug of one of our rules by the tenant's id for it. */
export type SlugOf = (remoteId: string) => string | undefined

/**
 * Compares a wanted rule body with the tenant's. References between rules are compared as slugs, so that a rule whose
 * target was replaced does not look edited. A body without a type takes the tenant's, which cannot change anyway.
 */
export function compareRule(wanted: JsonObject, actual: JsonObject, slugOf: SlugOf): Comparison {
  const typed = wanted.type === undefined ? { ...wanted, type: ruleKind(actual).type } : wanted
  return compare(ruleLevel, comparableRule(typed, slugOf), comparableRule(actual, slugOf))
}

/** Compares the wanted attributes of a suppression with the tenant's; rules in its scope are compared as slugs. */
export function compareSuppression(
  wanted: JsonObject,
  actual: JsonObject,
  slugOf: SlugOf = () => undefined,
): Comparison {
  const ours = canonicalSuppression(scopeBySlug(wanted, slugOf))
  return compare(suppressionLevel, ours, canonicalSuppression(scopeBySlug(actual, slugOf)))
}

/**
 * Compares what overrides send for a default rule with the tenant's. `wanted` is the body of an update; its tags say
 * which part of the rule is spoken for, and with what content.
 */
export function compareOverride(wanted: JsonObject, actual: JsonObject): Comparison {
  return {
    fields: differences(canonicalRule(actual), canonicalRule(withOverrideBody(actual, wanted))),
    wantedHash: identityTags(wanted.tags).revision?.wanted ?? '',
    actualHash: contentHash(overrideContent(actual, changedKeys(wanted.tags))),
  }
}

/** Lays what is wanted beside what the tenant has. */
export type CompareSides = (wanted: JsonObject, actual: JsonObject) => Comparison

/** Git's side and the tenant's of one thing in the form in which they are compared. */
export interface Sides {
  readonly wanted: JsonObject
  readonly actual: JsonObject
}

/** A rule or suppression in that form, both sides. Of an override nobody sees more than `compareOverride` tells. */
export function sidesOf(kind: 'rule' | 'suppression', wanted: JsonObject, actual: JsonObject, slugOf: SlugOf): Sides {
  if (kind === 'suppression') {
    const ours = canonicalSuppression(scopeBySlug(wanted, slugOf))
    return mentioned(suppressionLevel, ours, canonicalSuppression(scopeBySlug(actual, slugOf)))
  }
  const typed = wanted.type === undefined ? { ...wanted, type: ruleKind(actual).type } : wanted
  return mentioned(ruleLevel, comparableRule(typed, slugOf), comparableRule(actual, slugOf))
}

/** How things of one kind are laid side by side. */
export function comparisonFor(kind: Kind, slugOf: SlugOf): CompareSides {
  switch (kind) {
    case 'rule':
      return (wanted, actual) => compareRule(wanted, actual, slugOf)
    case 'suppression':
      return (wanted, actual) => compareSuppression(wanted, actual, slugOf)
    case 'override':
      return compareOverride
    default:
      return unreachable(kind)
  }
}

/** The hash of a wanted rule's content, as the revision tag remembers it. */
export function ruleHash(wanted: JsonObject, slugOf: SlugOf): string {
  return contentHash(comparableRule(wanted, slugOf))
}

/** The hash of a wanted suppression's content, as the revision tag remembers it. */
export function suppressionHash(wanted: JsonObject): string {
  return contentHash(canonicalSuppression(wanted))
}

/** The slugs or ids of the rules whose signals a rule's queries count. */
export function referencesOf(body: JsonObject): readonly { readonly index: number; readonly rule: string }[] {
  const queries = listIn(body.queries)
  return queries.flatMap((query, index) =>
    isJsonObject(query) && typeof query.ruleId === 'string' ? [{ index, rule: query.ruleId }] : [],
  )
}

/** A body whose references are put through `change`; a reference that it does not know stays. */
export function mapReferences(body: JsonObject, change: (rule: string) => string | undefined): JsonObject {
  if (!Array.isArray(body.queries) || referencesOf(body).length === 0) return body
  const queries = body.queries.map((query: Json) =>
    isJsonObject(query) && typeof query.ruleId === 'string'
      ? { ...query, ruleId: change(query.ruleId) ?? query.ruleId }
      : query,
  )
  return { ...body, queries }
}

function comparableRule(body: JsonObject, slugOf: SlugOf): JsonObject {
  return mapReferences(canonicalRule(body), slugOf)
}

function mentioned(level: FieldLevel, wanted: JsonObject, whole: JsonObject): Sides {
  return { wanted, actual: withoutUnmentioned(level, whole, wanted) }
}

function compare(level: FieldLevel, wanted: JsonObject, whole: JsonObject): Comparison {
  const { actual } = mentioned(level, wanted, whole)
  return {
    fields: differences(actual, wanted),
    wantedHash: contentHash(wanted),
    actualHash: contentHash(actual),
    wholeHash: contentHash(whole),
  }
}
