import type { Target } from '../../detect/methods/target'
import type { NearMiss } from '../explanation'
import type { Lacking, Search } from '../search'

type CountMiss = Extract<NearMiss, { kind: 'count' }>

/** For each group that lacks a target: the side that never held there, at the moment when it lacked least. */
export function countMisses(search: Search, target: Target, lacking: Lacking): readonly CountMiss[] {
  const found: { readonly miss: CountMiss; readonly size: number }[] = []
  for (const side of target.sides) {
    for (const [key, { group, atMs, gap, isBegun }] of search.nearestTo(side)) {
      if (!lacking.has(key) || !isBegun || gap.size === 0) continue
      const { stage } = target
      const miss: CountMiss = {
        kind: 'count',
        stage,
        group: search.groups.valuesOf(group),
        atMs,
        windowMs: side.windowMs,
        short: gap.short,
      }
      found.push({ miss, size: gap.size })
    }
  }
  return found.sort((a, b) => a.size - b.size).map(({ miss }) => miss)
}
