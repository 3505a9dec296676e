import type { Draft } from '../rule/rule'
import { type CompiledSuppression, compileSuppression } from './compile-suppression'
import { ruleAsEvent } from './rule-as-event'
import type { Suppression } from './suppression'
import { TagPlaces } from './tag-places'

/**
 * Answers which suppressions have a rule in their scope, in the order in which they were given. They are laid out by the
 * tags that they ask for, once for a list: a rule is not held against each of them. Rules that have the same get one list.
 */
export function suppressionsOn(suppressions: readonly Suppression[]): (rule: Draft) => readonly CompiledSuppression[] {
  const before = knownSuppressions.get(suppressions)
  if (before) return before
  const all = suppressions.map(compileSuppression)
  const places = new TagPlaces()
  for (const [place, { tagsAsked }] of all.entries()) places.put(place, tagsAsked)
  const lists = new Map<string, readonly CompiledSuppression[]>()
  const ofRules = new WeakMap<Draft, readonly CompiledSuppression[]>()
  const on = (rule: Draft): readonly CompiledSuppression[] => {
    const own = ofRules.get(rule) ?? listOf(rule)
    ofRules.set(rule, own)
    return own
  }
  const listOf = (rule: Draft): readonly CompiledSuppression[] => {
    if (all.length === 0) return []
    const own = places.of(ruleAsEvent(rule).tags).filter((place) => all[place]?.appliesTo(rule))
    const key = own.join()
    const list = lists.get(key) ?? own.flatMap((place) => all[place] ?? [])
    lists.set(key, list)
    return list
  }
  knownSuppressions.set(suppressions, on)
  return on
}

/** Answers which rules are in the scope of a suppression, in the order in which they were given. As `suppressionsOn`. */
export function rulesUnder(rules: readonly Draft[]): (suppression: Suppression) => readonly Draft[] {
  const before = knownRules.get(rules)
  if (before) return before
  const places = new TagPlaces()
  for (const [place, rule] of rules.entries()) places.put(place, new Set(ruleAsEvent(rule).tags))
  const found = new WeakMap<Suppression, readonly Draft[]>()
  const under = (suppression: Suppression): readonly Draft[] => {
    const own = found.get(suppression) ?? lookFor(suppression)
    found.set(suppression, own)
    return own
  }
  const lookFor = (suppression: Suppression): readonly Draft[] => {
    const { tagsAsked, appliesTo } = compileSuppression(suppression)
    if (tagsAsked === undefined) return rules.filter(appliesTo)
    return places.of(tagsAsked).flatMap((place) => {
      const rule = rules[place]
      return rule && appliesTo(rule) ? [rule] : []
    })
  }
  knownRules.set(rules, under)
  return under
}

const knownSuppressions = new WeakMap<readonly Suppression[], (rule: Draft) => readonly CompiledSuppression[]>()
const knownRules = new WeakMap<readonly Draft[], (suppression: Suppression) => readonly Draft[]>()
