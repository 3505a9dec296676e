import type { Json, JsonObject } from '../../../json/json'
import { isGivenUp } from '../../../override/default-rule'
import { effectiveRule } from '../../../override/effective-rule'
import { type MergedOverrides, mergeOverrides } from '../../../override/merge-overrides'
import { keysOf, type Override } from '../../../override/override'
import { type OverrideKey, overrideKeys } from '../../../override/override-shape'
import { isRenamedOwner, type Ownership } from '../../../rule/tenant/ownership'
import { contentHash } from '../../../wire/content-hash'
import {
  changedKeys,
  claimedKeys,
  overrideBody,
  overrideContent,
  withOverrideBody,
} from '../../../wire/override-content'
import { compareOverride } from '../../comparable'
import { defaultRuleFinder } from '../../find-default-rules'
import type { Held, Holdings } from '../../managed'
import { originOf } from '../origin'
import type { Change, PlanProblem } from '../plan'
import { lastTouchOf } from '../plan-one'
import { type AppliedOverride, appliedProblems, sharedIdProblem, takenProblems } from './override-problems'

/** What overrides come to in a tenant. */
export interface PlannedOverrides {
  readonly changes: readonly Change[]
  /** Rules that give back what an override whose file is gone had changed; made like deletions, and guarded like them. */
  readonly resets: readonly Change[]
  /** The same for rules that carry no owner, where the workspace has a name. */
  readonly unownedResets: readonly Change[]
  readonly problems: readonly PlanProblem[]
  /** How many default rules carry the mark of an override. */
  readonly managed: number
}

interface OverrideContext {
  /** The slugs of rule files. */
  readonly ruleIds: ReadonlySet<string>
  readonly ownership: Ownership
  /** Whether git has an override for other tenants only. */
  readonly isElsewhere: (id: string) => boolean
}

/**
 * Plans the changes of default rules: one for each rule that an override is for, or was for. Nothing is ever created or
 * deleted. What an override no longer asks for goes back to Datadog's own, and `isEnabled` to what it was before the
 * first override, which the mark on the rule remembers.
 */
export function planOverrides(
  overrides: readonly Override[] | undefined,
  rules: Holdings,
  { ruleIds, ownership, isElsewhere }: OverrideContext,
): PlannedOverrides {
  if (!overrides) return { changes: [], resets: [], unownedResets: [], problems: [], managed: 0 }
  const problems: PlanProblem[] = []
  const withheld = new Set<string>()
  const applied: AppliedOverride[] = []
  const find = defaultRuleFinder(rules)
  const seen = new Set<string>()
  for (const override of overrides) {
    const shared = sharedIdProblem(override.id, seen, ruleIds)
    seen.add(override.id)
    const found = shared ? ({ kind: 'withheld', problem: shared } as const) : find(override)
    if (found.kind === 'withheld') {
      problems.push(found.problem)
      withheld.add(override.id)
    } else applied.push({ override, rules: found.rules })
  }
  const planned = applied.filter(({ override }) => !withheld.has(override.id))
  const byRule = new Map<Held, Override[]>()
  for (const one of planned) {
    for (const rule of one.rules) byRule.set(rule, [...(byRule.get(rule) ?? []), one.override])
  }
  const merged = new Map<Held, MergedOverrides>()
  const changes: Change[] = []
  const resets: Change[] = []
  const unownedResets: Change[] = []
  const isFiled = ({ tags }: Held): boolean => tags.ids.some((id) => seen.has(id) || isElsewhere(id))
  const isOthers = (rule: Held): boolean =>
    rule.standing === 'theirs' ||
    rule.standing === 'shared' ||
    (rule.standing === 'unowned' && rule.tags.changed !== undefined && !isFiled(rule))
  for (const rule of rules.provided) {
    // While it is open what a file means, everything that carries its tag is left alone.
    if (isGivenUp(rule.body) || rule.tags.ids.some((id) => withheld.has(id))) continue
    const own = byRule.get(rule)
    if (isOthers(rule)) {
      if (!own && rule.standing === 'unowned') unownedResets.push(resetChange(rule, 'the file of its override is gone'))
    } else if (own) {
      const together = mergeOverrides(own, rule.body)
      merged.set(rule, together)
      changes.push(...overrideChange(rule, together, ownership))
    } else if (rule.tags.changed && rule.tags.ids.some((id) => seen.has(id))) {
      changes.push(resetChange(rule, 'its override is no longer for it'))
    } else if (rule.tags.changed) {
      const isAway = rule.tags.ids.some(isElsewhere)
      resets.push(resetChange(rule, `the file of its override is ${isAway ? 'not for this tenant' : 'gone'}`))
    }
  }
  const managed = rules.provided.filter((rule) => rule.tags.changed !== undefined && !isOthers(rule)).length
  problems.push(...appliedProblems(planned, merged), ...takenProblems(planned, isOthers, ownership))
  return { changes, resets, unownedResets, problems, managed }
}

function overrideChange(rule: Held, { overrides, claims }: MergedOverrides, ownership: Ownership): readonly Change[] {
  const claimed = claimedKeys(claims)
  const before = changedKeys(rule.body.tags)
  if (claimed.length === 0 && before.length === 0) return []
  const keys = overrideKeys.filter((key) => claimed.includes(key) || before.includes(key))
  const ids = overrides.filter((override) => keysOf(override).some((key) => claimed.includes(key))).map(({ id }) => id)
  const untagged = overrideBody(rule.body, claims, keys, { ids: [] })
  const stored = contentHash(overrideContent(withOverrideBody(rule.body, untagged), claimed))
  const wanted = contentHash({ overrides: overrides.map(asked) })
  const { owner } = ownership
  const own = owner === undefined ? {} : { owner }
  const body = overrideBody(rule.body, claims, keys, { ids, ...own, revision: { wanted, stored } })
  return [decide(rule, body, { ids, claimed, before, hasOldOwner: isRenamedOwner(rule.tags, ownership) })]
}

function resetChange(rule: Held, reason: string): Change {
  const before = changedKeys(rule.body.tags)
  const body = overrideBody(rule.body, {}, before, { ids: [] })
  const change = decide(rule, body, { ids: [], claimed: [], before, hasOldOwner: false })
  return { ...change, reason: change.reason ? `${reason}; ${change.reason}` : reason }
}

interface Identity {
  readonly ids: readonly string[]
  readonly claimed: readonly OverrideKey[]
  /** What the tags of the rule say was changed at the last apply. */
  readonly before: readonly OverrideKey[]
  /** Whether it carries the name that the workspace had before. */
  readonly hasOldOwner: boolean
}

function decide(rule: Held, body: JsonObject, { ids, claimed, before, hasOldOwner }: Identity): Change {
  const { fields: content, wantedHash } = compareOverride(body, rule.body)
  const actualHash = contentHash(overrideContent(rule.body, before))
  const lastTouched = lastTouchOf(rule.body)
  const base = {
    kind: 'override' as const,
    id: ids.at(-1) ?? rule.tags.ids.at(-1) ?? '',
    ...(ids.length > 1 && { overrides: ids }),
    name: rule.name,
    remoteId: rule.remoteId,
    ...(lastTouched && { lastTouched }),
    references: [],
    basis: { version: rule.version, hash: contentHash(overrideContent(rule.body, claimed)) },
    body,
    effective: effectiveRule(withOverrideBody(rule.body, body)),
  }
  const isMarked = !hasOldOwner && sameMarks(rule, ids, claimed)
  const fields = isMarked ? content : withTags(content, rule, body)
  if (fields.length === 0) return { ...base, action: 'none', fields }
  // A rule that never carried our tags was not moved by anybody: the file is new.
  const { revision } = rule.tags
  const changedIn = revision ? originOf({ fields, wantedHash, actualHash }, revision) : 'git'
  if (isMarked && !changedIn) {
    const reason = 'the tenant keeps its own form of some fields, as it did when this was applied'
    return { ...base, action: 'none', fields: [], reason }
  }
  const isLeft = before.includes('isEnabled') && !claimed.includes('isEnabled') && body.isEnabled === undefined
  const reason = 'isEnabled stays as it is, since nobody remembers what it was before'
  return { ...base, action: 'update', changedIn: changedIn ?? 'git', fields, ...(isLeft && { reason }) }
}

/** Whether the rule already carries our tags, apart from what was last applied. */
function sameMarks({ tags, body }: Held, ids: readonly string[], claimed: readonly OverrideKey[]): boolean {
  return (
    [...tags.ids].sort().join() === [...ids].sort().join() &&
    changedKeys(body.tags).join() === claimed.join() &&
    (ids.length === 0 || tags.revision !== undefined)
  )
}

function withTags(fields: Change['fields'], rule: Held, body: JsonObject): Change['fields'] {
  const before = rule.body.tags
  const tags = { path: 'tags', ...(before !== undefined && { before }), after: body.tags ?? [] }
  return [...fields.filter(({ path }) => path !== 'tags'), tags]
}

/** What an override asks for, without who asks and why. */
function asked(override: Override): JsonObject {
  return Object.fromEntries(keysOf(override).map((key) => [key, override[key] as Json]))
}
