import { type CompareSides, compareRule, type SlugOf } from '../comparable'
import type { Held, Holdings } from '../managed'
import type { WantedItem } from './wanted-item'

/**
 * What nobody tagged but what a file says that it adopts, or what is, name and content, what a file says. Each thing of
 * the tenant is the twin of one file at most.
 */
export type Twins = ReadonlyMap<string, Held>

/**
 * The twins of rules, by slug, and `slugOf` widened by them: rules that count signals of a twin name it by its slug in
 * the file and by its id in the tenant. `ordered` has each rule after those it refers to.
 */
export function twinsOfRules(
  ordered: readonly WantedItem[],
  rules: Holdings,
  slugOf: SlugOf,
): { readonly twins: Twins; readonly slugOf: SlugOf } {
  const slugs = new Map<string, string>()
  const wider: SlugOf = (remoteId) => slugOf(remoteId) ?? slugs.get(remoteId)
  const twins = new Map<string, Held>()
  for (const [{ id }, twin] of pairs(ordered, rules, (ours, theirs) => compareRule(ours, theirs, wider))) {
    twins.set(id, twin)
    slugs.set(twin.remoteId, id)
  }
  return { twins, slugOf: wider }
}

/** The twins of suppressions, by slug. */
export function twinsOfSuppressions(items: Iterable<WantedItem>, held: Holdings, compare: CompareSides): Twins {
  const found = pairs(items, held, compare)
  return new Map([...found].map(([{ id }, twin]) => [id, twin]))
}

function* pairs(
  items: Iterable<WantedItem>,
  { ours, replaced, byName, byHand }: Holdings,
  compare: CompareSides,
): Iterable<readonly [WantedItem, Held]> {
  const all = [...items].filter(({ id }) => !ours.has(id) && !replaced.has(id))
  const named = new Set(all.flatMap(({ adopts }) => adopts ?? []))
  const byRemoteId = new Map(byHand.filter(({ remoteId }) => named.has(remoteId)).map((one) => [one.remoteId, one]))
  const taken = new Set<Held>(byRemoteId.values())
  for (const item of all) {
    const meant = item.adopts === undefined ? undefined : byRemoteId.get(item.adopts)
    if (meant) {
      byRemoteId.delete(meant.remoteId)
      yield [item, meant]
      continue
    }
    const namesakes = byName.get(item.name) ?? []
    const twin = namesakes.find((one) => !taken.has(one) && compare(item.body, one.body).fields.length === 0)
    if (!twin) continue
    taken.add(twin)
    yield [item, twin]
  }
}
