import type { Target, TargetWindow } from '../../detect/methods/target'
import type { NearMiss } from '../explanation'
import type { Lacking, Search } from '../search'
import { partsOf } from '../shown'

type TimeMiss = Extract<NearMiss, { kind: 'time' }>

/** The groups, by key, that fire with a window stretched by no more than `highMs`, and not yet with `lowMs`. */
interface Bracket {
  readonly keys: ReadonlySet<string>
  readonly lowMs: number
  readonly highMs: number
}

/** For each group that lacks a target: whether a wider window would have reached it, and by how much. Nearest first. */
export function timeMisses(search: Search, target: Target, lacking: Lacking, most: number): readonly TimeMiss[] {
  return target.windows.flatMap((window) => {
    const found: TimeMiss[] = []
    for (const bracket of growing(search, window, lacking)) {
      const narrow = nearestIn(search, window, bracket, most - found.length)
      found.push(...narrow.flatMap((each) => missesOf(search, target, window, each)))
      if (found.length >= most) break
    }
    return found.sort((a, b) => a.lateMs - b.lateMs).slice(0, most)
  })
}

/** Stretches a window fourfold at a time, up to the span of all events, as long as any group has not fired. */
function* growing(search: Search, window: TargetWindow, lacking: Lacking): Iterable<Bracket> {
  let waiting = new Set(lacking.keys())
  for (let lowMs = 0, highMs = 1000; waiting.size > 0 && lowMs < search.spanMs; lowMs = highMs, highMs *= 4) {
    const keys = firing(search, window, highMs, waiting)
    if (keys.size > 0) yield { keys, lowMs, highMs }
    waiting = new Set([...waiting].filter((key) => !keys.has(key)))
  }
}

/** Cuts a bracket with too many groups in halves and keeps the nearer ones, so that few groups are searched alone. */
function nearestIn(search: Search, window: TargetWindow, bracket: Bracket, most: number): readonly Bracket[] {
  const { keys, lowMs, highMs } = bracket
  if (keys.size <= most || highMs - lowMs <= 1) return [{ ...bracket, keys: new Set([...keys].slice(0, most)) }]
  const middleMs = lowMs + Math.floor((highMs - lowMs) / 2)
  const near = firing(search, window, middleMs, keys)
  const nearer = near.size === 0 ? [] : nearestIn(search, window, { keys: near, lowMs, highMs: middleMs }, most)
  if (near.size >= most) return nearer
  const far = new Set([...keys].filter((key) => !near.has(key)))
  return [...nearer, ...nearestIn(search, window, { keys: far, lowMs: middleMs, highMs }, most - near.size)]
}

function firing(search: Search, window: TargetWindow, lateMs: number, among: ReadonlySet<string>): ReadonlySet<string> {
  const fired = search.bench.triggersOf(window.stretched(window.windowMs + lateMs)).map(({ group }) => group.key)
  return new Set(fired.filter((key) => among.has(key)))
}

/** The smallest stretch by which each group of a bracket fires, searched among its own events. */
function missesOf(search: Search, target: Target, window: TargetWindow, bracket: Bracket): readonly TimeMiss[] {
  const { bench, groups } = search
  const [side] = target.sides
  const nearest = window.what === 'window' && side && target.sides.length === 1 ? search.nearestTo(side) : undefined
  return [...bracket.keys].flatMap((key): readonly TimeMiss[] => {
    const firingAt = (lateMs: number) =>
      bench
        .triggersOf(window.stretched(window.windowMs + lateMs), groups.eventsOf(key))
        .find(({ group }) => group.key === key)
    let { lowMs, highMs } = bracket
    while (highMs - lowMs > 1) {
      const middleMs = lowMs + Math.floor((highMs - lowMs) / 2)
      if (firingAt(middleMs) === undefined) lowMs = middleMs
      else highMs = middleMs
    }
    const fired = firingAt(highMs)
    if (fired === undefined) return []
    return [
      {
        kind: 'time',
        stage: target.stage,
        group: groups.valuesOf(fired.group),
        atMs: fired.trigger.atMs,
        window: { what: window.what, of: window.of, windowMs: window.windowMs },
        lateMs: highMs,
        short: nearest?.get(key)?.gap.short ?? [],
        parts: partsOf(fired.trigger),
      },
    ]
  })
}
