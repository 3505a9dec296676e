import { isDeepStrictEqual } from 'node:util'
import type { JsonObject } from '../json/json'
import { isJsonObject } from '../json/json-object'
import type { CaseStatus } from '../rule/case-status'
import { namedValue, partsOf, type RulePart, refusalOf } from './default-rule'
import { keysOf, type Override } from './override'
import type { OverrideKey } from './override-shape'

/**
 * What overrides ask of one default rule. By case and by query in the order of the rule, where undefined leaves
 * Datadog's own value; an absent key is not spoken for.
 */
export interface Claims {
  readonly isEnabled?: boolean
  readonly severity?: readonly (CaseStatus | undefined)[]
  readonly notifications?: readonly (readonly string[] | undefined)[]
  readonly queryExtension?: readonly (string | undefined)[]
  readonly tags?: readonly string[]
  readonly name?: string
  readonly message?: string
  readonly decreaseCriticalityBasedOnEnv?: boolean
}

/** Two overrides of one rank that want different things of one rule. The later one won. */
interface OverrideConflict {
  readonly winner: Override
  readonly loser: Override
  readonly key: OverrideKey
}

export interface MergedOverrides {
  /** In the order in which they were merged. */
  readonly overrides: readonly Override[]
  readonly claims: Claims
  readonly conflicts: readonly OverrideConflict[]
  /** What Datadog does not let one change on such a rule. It is left out of the claims. */
  readonly refused: readonly { readonly override: Override; readonly key: OverrideKey; readonly why: string }[]
}

/**
 * Merges overrides for one default rule: those by search first, then those for the one rule, each in the order of their
 * ids. A later one wins case by case and query by query; tags add up. One for a single rule may well say something else
 * than one by search; between two of one rank that is a conflict.
 */
export function mergeOverrides(overrides: readonly Override[], rule: JsonObject): MergedOverrides {
  const ordered = [...overrides].sort(byRankAndId)
  const taken = new Map<string, { readonly leaf: Leaf; readonly override: Override }>()
  const conflicts: OverrideConflict[] = []
  const refused: { override: Override; key: OverrideKey; why: string }[] = []
  const keys = new Set<OverrideKey>()
  const tags: string[] = []
  for (const override of ordered) {
    for (const key of keysOf(override)) {
      const why = refusalOf(rule, key)
      if (why !== undefined) {
        refused.push({ override, key, why })
        continue
      }
      keys.add(key)
      if (key === 'tags') tags.push(...(override.tags ?? []))
      for (const leaf of leavesOf(override, key, rule)) {
        const before = taken.get(leaf.at)
        if (
          before &&
          rankOf(before.override) === rankOf(override) &&
          !isDeepStrictEqual(before.leaf.value, leaf.value)
        ) {
          const loser = before.override
          if (!conflicts.some((one) => one.winner === override && one.loser === loser && one.key === key)) {
            conflicts.push({ winner: override, loser, key })
          }
        }
        taken.set(leaf.at, { leaf, override })
      }
    }
  }
  const at = (place: string): unknown => taken.get(place)?.leaf.value
  return { overrides: ordered, claims: claimsOf(keys, at, [...new Set(tags)], rule), conflicts, refused }
}

/** The smallest thing that one override can say against another. */
interface Leaf {
  readonly at: string
  readonly value: unknown
}

function leavesOf(override: Override, key: OverrideKey, rule: JsonObject): readonly Leaf[] {
  // Tags add up and never stand against each other.
  if (key === 'tags') return []
  const parts = partsOf(rule, key)
  return parts ? eachPart(key, override[key], parts) : [{ at: key, value: override[key] }]
}

function eachPart(key: OverrideKey, value: unknown, parts: readonly RulePart[]): readonly Leaf[] {
  return parts.flatMap((part, index) => {
    const found = isJsonObject(value) ? namedValue(value, part)?.[1] : value
    return found === undefined ? [] : [{ at: `${key}[${index}]`, value: found }]
  })
}

function claimsOf(
  keys: ReadonlySet<OverrideKey>,
  at: (place: string) => unknown,
  tags: readonly string[],
  rule: JsonObject,
): Claims {
  const claims = [...keys].map((key) => {
    if (key === 'tags') return [key, tags]
    return [key, partsOf(rule, key)?.map((_, index) => at(`${key}[${index}]`)) ?? at(key)]
  })
  return Object.fromEntries(claims) as Claims
}

function byRankAndId(left: Override, right: Override): number {
  return rankOf(left) - rankOf(right) || (left.id < right.id ? -1 : left.id > right.id ? 1 : 0)
}

function rankOf({ rule }: Override): number {
  return rule === undefined ? 0 : 1
}
