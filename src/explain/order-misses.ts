import type { NearMiss } from './explanation'
import type { Lacking, Search } from './search'
import { partsOf } from './shown'
import type { Target } from './targets'

type OrderMiss = Extract<NearMiss, { kind: 'order' }>

/** For each group that lacks a target: whether another order of its steps, or of the sides of its THEN, would have done. */
export function orderMisses(search: Search, target: Target, lacking: Lacking): readonly OrderMiss[] {
  const found = new Map<string, OrderMiss>()
  for (const { first, second, rule } of target.swaps) {
    for (const { group, trigger } of search.bench.triggersOf(rule)) {
      if (!lacking.has(group.key)) continue
      const parts = partsOf(trigger)
      const early = parts.find(({ step }) => step === second)
      const late = parts.find(({ step }) => step === first)
      if (early === undefined || late === undefined) continue
      const aheadMs = late.atMs - early.atMs
      const known = found.get(group.key)
      if (known !== undefined && known.aheadMs <= aheadMs) continue
      const { stage } = target
      const values = search.groups.valuesOf(group)
      found.set(group.key, { kind: 'order', stage, group: values, atMs: trigger.atMs, first, second, aheadMs, parts })
    }
  }
  return [...found.values()].sort((a, b) => a.aheadMs - b.aheadMs)
}
