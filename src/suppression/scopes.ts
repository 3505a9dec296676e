import type { Draft } from '../rule/rule'
import { type CompiledSuppression, compileSuppression } from './compile-suppression'
import { ruleAsEvent } from './rule-as-event'
import type { Suppression } from './suppression'
import { TagPlaces } from './tag-places'

/**
 * Answers which suppressions have a rule in their scope, in the order in which they were given. They are laid out by the
 * tags that they ask for, once for a list: a rule is not held against each of them. Rules that have the same get one list.
 */
export const suppressionsOn = oncePer(
  (suppressions: readonly Suppression[]): ((rule: Draft) => readonly CompiledSuppression[]) => {
    const all = suppressions.map(compileSuppression)
    const places = new TagPlaces()
    for (const [place, { tagsAsked }] of all.entries()) places.put(place, tagsAsked)
    const lists = new Map<string, readonly CompiledSuppression[]>()
    return oncePer((rule) => {
      if (all.length === 0) return []
      const own = places.of(ruleAsEvent(rule).tags).filter((place) => all[place]?.appliesTo(rule))
      const key = own.join()
      const list = lists.get(key) ?? own.flatMap((place) => all[place] ?? [])
      lists.set(key, list)
      return list
    })
  },
)

/** Answers which rules are in the scope of a suppression, in the order in which they were given. As `suppressionsOn`. */
export const rulesUnder = oncePer((rules: readonly Draft[]): ((suppression: Suppression) => readonly Draft[]) => {
  const places = new TagPlaces()
  for (const [place, rule] of rules.entries()) places.put(place, new Set(ruleAsEvent(rule).tags))
  return oncePer((suppression) => {
    const { tagsAsked, appliesTo } = compileSuppression(suppression)
    if (tagsAsked === undefined) return rules.filter(appliesTo)
    return places.of(tagsAsked).flatMap((place) => {
      const rule = rules[place]
      return rule && appliesTo(rule) ? [rule] : []
    })
  })
})

/** The same work, done once for each object for as long as that lives. */
function oncePer<Key extends object, Found extends object>(work: (key: Key) => Found): (key: Key) => Found {
  const known = new WeakMap<Key, Found>()
  return (key) => {
    const found = known.get(key) ?? work(key)
    known.set(key, found)
    return found
  }
}
