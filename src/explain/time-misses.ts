import type { GroupTrigger } from '../detect/compiled-rule'
import type { NearMiss } from './explanation'
import type { Lacking, Search } from './search'
import { partsOf } from './shown'
import type { Target, TargetWindow } from './targets'

type TimeMiss = Extract<NearMiss, { kind: 'time' }>

/**
 * For each group that lacks a target: whether a wider window would have reached it, and by how much. Windows grow
 * twofold over all groups together until enough groups are found; then each one's smallest width is searched for.
 */
export function timeMisses(search: Search, target: Target, lacking: Lacking, most: number): readonly TimeMiss[] {
  return target.windows.flatMap((window) => {
    const found: TimeMiss[] = []
    const seen = new Set<string>()
    for (let knownMs = 0, lateMs = 1000; found.length < most && knownMs < search.spanMs; lateMs *= 4) {
      for (const { group } of search.bench.triggersOf(window.stretched(window.windowMs + lateMs))) {
        if (!lacking.has(group.key) || seen.has(group.key)) continue
        seen.add(group.key)
        const miss = smallest(search, target, window, group.key, { knownMs, lateMs })
        if (miss !== undefined) found.push(miss)
      }
      if (seen.size >= lacking.size) break
      knownMs = lateMs
    }
    return found.sort((a, b) => a.lateMs - b.lateMs).slice(0, most)
  })
}

/** The smallest stretch by which a group fires, between one that is too small and one that is enough. */
function smallest(
  search: Search,
  target: Target,
  window: TargetWindow,
  key: string,
  between: { readonly knownMs: number; readonly lateMs: number },
): TimeMiss | undefined {
  const { bench, groups } = search
  const firingAt = (lateMs: number): GroupTrigger | undefined =>
    firstOfGroup(bench.triggersOf(window.stretched(window.windowMs + lateMs), groups.eventsOf(key)), key)
  let [low, high] = [between.knownMs, between.lateMs]
  let fired = firingAt(high)
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2)
    const firing = firingAt(middle)
    if (firing === undefined) low = middle
    else [high, fired] = [middle, firing]
  }
  if (fired === undefined) return undefined
  const { group, trigger } = fired
  const [side] = target.sides
  const nearest = window.what === 'window' && side && target.sides.length === 1 ? search.nearestTo(side) : undefined
  return {
    kind: 'time',
    stage: target.stage,
    group: groups.valuesOf(group),
    atMs: trigger.atMs,
    window: { what: window.what, of: window.of, windowMs: window.windowMs },
    lateMs: high,
    short: nearest?.get(key)?.gap.short ?? [],
    parts: partsOf(trigger),
  }
}

function firstOfGroup(triggers: readonly GroupTrigger[], key: string): GroupTrigger | undefined {
  return triggers.find(({ group }) => group.key === key)
}
