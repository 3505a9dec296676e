import { sameJson } from '../../json/canonical-json'
import type { Json, JsonObject } from '../../json/json'
import { objectsOf } from '../../override/default-rule'
import type { OverrideKey } from '../../override/override-shape'
import { identityTags, type Revision } from '../../rule/tenant/identity-tags'
import { canonicalRule } from '../../wire/canonical-rule'
import { contentHash } from '../../wire/content-hash'
import { changedKeys, overrideContent } from '../../wire/override-content'
import type { LastTouch } from '../plan/plan'
import { lastTouchOf } from '../plan/plan-one'
import type { RemoteVersion } from '../remote'

/** What overrides made of a default rule at the last apply, by the keys that they speak for, and who changed each since. */
export interface OverrideBase {
  readonly content: JsonObject
  /** Whether people changed any of it since. */
  readonly who: ReadonlyMap<string, LastTouch | undefined>
}

/**
 * Reads the history of a default rule, the oldest version first. What Datadog rewrites in it, which shows in what nobody
 * else can change, is nobody's doing; an apply that left people's changes in place counts without those. Undefined where
 * the history does not hold what was applied.
 */
export function overrideBase(
  versions: readonly RemoteVersion[],
  revision: Revision,
  keys: readonly OverrideKey[],
): OverrideBase | undefined {
  let content: Record<string, Json> | undefined
  let wanted: string | undefined
  let before: RemoteVersion | undefined
  const who = new Map<string, LastTouch | undefined>()
  for (const version of versions) {
    const { revision: mark } = identityTags(version.body.tags)
    const now = overrideContent(version.body, keys)
    const was = before && overrideContent(before.body, keys)
    const isApplied = mark !== undefined && mark.wanted !== wanted
    const isWhole = mark !== undefined && !mark.keeps && hashOf(version.body) === (mark.stored ?? mark.wanted)
    if (isWhole) {
      content = { ...now }
      who.clear()
    } else if (content && was) {
      const isDatadogs = before !== undefined && !sameJson(ownPart(before.body), ownPart(version.body))
      for (const key of keys) {
        if (sameJson(was[key], now[key])) continue
        if (!isApplied && !isDatadogs) who.set(key, lastTouchOf(version.body))
        else if (!who.has(key)) content[key] = now[key] ?? null
      }
    }
    wanted = mark?.wanted ?? wanted
    before = version
  }
  return content && wanted === revision.wanted ? { content, who } : undefined
}

function hashOf(body: JsonObject): string {
  return contentHash(overrideContent(body, changedKeys(body.tags)))
}

/** What of a default rule Datadog alone can change. */
function ownPart(body: JsonObject): JsonObject {
  const { isEnabled, customName, customMessage, tags, options, cases, queries, ...rest } = canonicalRule(body)
  const { decreaseCriticalityBasedOnEnv, ...ownOptions } = (options ?? {}) as JsonObject
  return {
    ...rest,
    options: ownOptions,
    cases: objectsOf(cases).map(({ customStatus, notifications, ...own }) => own),
    queries: objectsOf(queries).map(({ customQueryExtension, ...own }) => own),
  }
}
