import type { Target } from '../../detect/methods/target'
import type { NearMiss } from '../explanation'
import type { Lacking, Search } from '../search'
import { partsOf } from '../shown'

type OrderMiss = Extract<NearMiss, { kind: 'order' }>

/** For each group that lacks a target: whether another order of its steps, or of the sides of its THEN, would have done. */
export function orderMisses(search: Search, target: Target, lacking: Lacking): readonly OrderMiss[] {
  const found = new Map<string, OrderMiss>()
  for (const { first, second, rule } of target.swaps) {
    for (const { group, trigger } of search.bench.triggersOf(rule)) {
      if (!lacking.has(group.key)) continue
      const parts = partsOf(trigger)
      // The sides of a THEN bear the names of their queries; swapped, the later side comes first.
      const early = parts.find(({ step }) => step === second) ?? parts[0]
      const late = parts.find(({ step }) => step === first) ?? parts.at(-1)
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
