/** Things by their ids, made once for a list; of those that share an id the first counts. */
export function firstById<Thing extends { readonly id?: string }>(
  things: readonly Thing[],
): ReadonlyMap<string | undefined, Thing> {
  const before = known.get(things)
  if (before) return before as ReadonlyMap<string | undefined, Thing>
  const byId = new Map(things.map((each) => [each.id, each] as const).reverse())
  known.set(things, byId)
  return byId
}

const known = new WeakMap<readonly object[], ReadonlyMap<string | undefined, object>>()
