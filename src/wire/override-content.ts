import type { Json, JsonObject } from '../json/json'
import { listIn } from '../json/json-object'
import { objectsOf } from '../override/default-rule'
import type { Claims } from '../override/merge-overrides'
import { type OverrideKey, overridden, overrideKeys } from '../override/override-shape'
import { identityTags, managingTags, type Revision } from '../rule/tenant/identity-tags'
import { isPut, knowsOwnTags, memoryOf, wasEnabled } from './override-memory'

/** What our tags on a default rule shall say. Without ids they are taken away. */
export interface OverrideIdentity {
  /** Slugs of the override files. */
  readonly ids: readonly string[]
  /** The workspace that they stand in, where it has a name. */
  readonly owner?: string
  readonly revision?: Revision
}

/**
 * The body of an update that makes a default rule as overrides want it. `keys` are those that they speak for and those
 * that they spoke for before: what is no longer claimed goes back to Datadog's own by its empty form, and `isEnabled` to
 * what it was before, where the mark remembers it. Cases and queries go back whole, as the tenant gave them.
 */
export function overrideBody(
  actual: JsonObject,
  claims: Claims,
  keys: readonly OverrideKey[],
  identity: OverrideIdentity,
): JsonObject {
  const has = (key: OverrideKey): boolean => keys.includes(key)
  const isEnabled = claims.isEnabled ?? wasEnabled(actual)
  return {
    ...(has('isEnabled') && isEnabled !== undefined && { isEnabled }),
    ...(has('name') && { customName: claims.name ?? '' }),
    ...(has('message') && { customMessage: claims.message ?? '' }),
    ...((has('severity') || has('notifications')) && { cases: wantedCases(actual, claims, keys) }),
    ...(has('queryExtension') && { queries: wantedQueries(actual, claims) }),
    ...(has('decreaseCriticalityBasedOnEnv') && {
      options: { decreaseCriticalityBasedOnEnv: claims.decreaseCriticalityBasedOnEnv ?? false },
    }),
    tags: wantedTags(actual, claims, keys, identity),
  }
}

/** A default rule as it stands once a body of `overrideBody` was sent: fields merge, and so do options (recorded). */
export function withOverrideBody(actual: JsonObject, body: JsonObject): JsonObject {
  const options = { ...(actual.options as JsonObject | undefined), ...(body.options as JsonObject | undefined) }
  return { ...actual, ...body, ...((actual.options ?? body.options) !== undefined && { options }) }
}

/**
 * What a default rule holds of the keys that overrides speak for, in one form: the part of it that is compared and
 * remembered. What Datadog rewrites elsewhere in its rule does not show here.
 */
export function overrideContent(body: JsonObject, keys: readonly OverrideKey[]): JsonObject {
  const options = body.options as JsonObject | undefined
  const parts: Readonly<Record<OverrideKey, Json>> = {
    isEnabled: body.isEnabled ?? false,
    severity: objectsOf(body.cases).map(({ status, customStatus }) => [status ?? '', customStatus || (status ?? '')]),
    notifications: objectsOf(body.cases).map(({ notifications }) => notifications ?? []),
    queryExtension: objectsOf(body.queries).map(({ customQueryExtension }) => customQueryExtension ?? ''),
    tags: [...new Set(customTags(body))].sort(),
    name: body.customName ?? '',
    message: body.customMessage ?? '',
    decreaseCriticalityBasedOnEnv: options?.decreaseCriticalityBasedOnEnv ?? false,
  }
  return Object.fromEntries(overrideKeys.filter((key) => keys.includes(key)).map((key) => [key, parts[key]]))
}

/** The keys that earlier overrides left their mark on, as the tags of a rule remember them. */
export function changedKeys(tags: unknown): readonly OverrideKey[] {
  const words = identityTags(tags).changed ?? []
  return overrideKeys.filter((key) => words.includes(overridden[key].wire.word))
}

/** The tags of an overridden rule that say whose it is and what was changed. */
function overrideTags(identity: OverrideIdentity, actual: JsonObject, claims: Claims): readonly string[] {
  if (identity.ids.length === 0) return []
  const words = claimedKeys(claims).map((key) => overridden[key].wire.word)
  return managingTags({ ...identity, changed: words.length > 0 ? [...words, ...memoryOf(actual, claims)] : [] })
}

function wantedCases(actual: JsonObject, claims: Claims, keys: readonly OverrideKey[]): readonly JsonObject[] {
  return objectsOf(actual.cases).map((one, index) => {
    const { customStatus, ...own } = one
    const wanted = claims.severity?.[index]
    const severity = wanted === undefined || wanted === one.status ? {} : { customStatus: wanted }
    return {
      ...(keys.includes('severity') ? { ...own, ...severity } : one),
      ...(keys.includes('notifications') && { notifications: [...(claims.notifications?.[index] ?? [])] }),
    }
  })
}

function wantedQueries(actual: JsonObject, claims: Claims): readonly JsonObject[] {
  return objectsOf(actual.queries).map((query, index) => {
    const wanted = claims.queryExtension?.[index]
    if (wanted === undefined && !query.customQueryExtension) return query
    return { ...query, customQueryExtension: wanted ?? '' }
  })
}

function wantedTags(
  actual: JsonObject,
  claims: Claims,
  keys: readonly OverrideKey[],
  identity: OverrideIdentity,
): readonly string[] {
  const { rest } = identityTags(actual.tags)
  const custom = new Set(customTags(actual))
  // Without the list of Datadog's own tags only those go that the mark remembers.
  const isOurs = (tag: string): boolean => (knowsOwnTags(actual) ? custom.has(tag) : isPut(actual, tag))
  const goes = new Set(keys.includes('tags') ? rest.filter(isOurs) : [])
  const wanted = [...rest.filter((tag) => !goes.has(tag)), ...(claims.tags ?? [])]
  return [...new Set(wanted), ...overrideTags(identity, actual, claims)]
}

/** The keys that claims speak for. */
export function claimedKeys(claims: Claims): readonly OverrideKey[] {
  return overrideKeys.filter((key) => claims[key] !== undefined)
}

function customTags({ tags, defaultTags }: JsonObject): readonly string[] {
  const own = new Set<unknown>(listIn(defaultTags))
  return identityTags(tags).rest.filter((tag) => !own.has(tag))
}
