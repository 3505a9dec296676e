import { clausesOf, waitsFor } from '../../condition/clauses-of'
import { compileCondition } from '../../condition/compile-condition'
import type { Comparison, PlainCondition } from '../../condition/condition'
import { namesIn } from '../../condition/names-in'
import { eventRef } from '../../detect/methods/method-miss'
import type { Target } from '../../detect/methods/target'
import type { Aftermath } from '../aftermath'
import type { NearMiss } from '../explanation'
import type { Lacking } from '../search'

/** Whether a target waits for few or no logs, so that no log comes near to it. */
export function isWaiting({ sides }: Target): boolean {
  return sides.some(({ condition }) => waitsFor(condition))
}

/**
 * What kept a target from coming true that waits: for silence, the longest pause of each group; for logs without an
 * answer, the first one that was answered in time.
 */
export function waitingMisses(after: Aftermath, target: Target, lacking: Lacking): readonly NearMiss[] {
  const { rule, compiled, moments, groups, endMs } = after
  const [side] = target.sides
  if (side === undefined || rule.schedulingOptions) return []
  const { windowMs, condition } = side
  const clauses = clausesOf(condition) ?? []
  return [...lacking].flatMap(([key, group]): readonly NearMiss[] => {
    const about = { stage: target.stage, group: groups.valuesOf(group), windowMs }
    const arrivals = moments
      .filter((moment) => moment.group.key === key)
      .flatMap(({ instant }) => instant.arrivals)
      .map(({ event, queries }) => ({
        event,
        has: (names: ReadonlySet<string>) => hasAny(compiled.queryNames, queries, names),
      }))
    for (const { present, absent } of clauses) {
      const [few, some] = [namesOf(absent), namesOf(present)]
      const lacked = arrivals.filter(({ has }) => has(few)).map(({ event }) => event)
      if (some.size > 0) {
        for (const { event } of arrivals.filter(({ has }) => has(some))) {
          const by = lacked.find(({ timeMs }) => timeMs >= event.timeMs && timeMs <= event.timeMs + windowMs)
          if (by) return [{ kind: 'answered', ...about, atMs: event.timeMs, event: eventRef(event), by: eventRef(by) }]
        }
      } else if (absent.every(asksForNone)) {
        const longest = longestPause(lacked, endMs)
        if (longest && longest.pauseMs <= windowMs) return [{ kind: 'pause', ...about, ...longest }]
      }
    }
    return []
  })
}

function hasAny(all: readonly string[], queries: number, names: ReadonlySet<string>): boolean {
  return all.some((name, query) => queries & (1 << query) && names.has(name))
}

function namesOf(comparisons: readonly PlainCondition[]): ReadonlySet<string> {
  return new Set(comparisons.flatMap(namesIn).map(({ name }) => name))
}

function asksForNone(comparison: Comparison): boolean {
  const holds = compileCondition(comparison)
  return holds(() => 0) && !holds(() => 1)
}

function longestPause(events: readonly { readonly timeMs: number }[], endMs: number) {
  let longest: { readonly atMs: number; readonly pauseMs: number } | undefined
  for (const [index, { timeMs }] of events.entries()) {
    const pauseMs = (events[index + 1]?.timeMs ?? endMs) - timeMs
    if (longest === undefined || pauseMs > longest.pauseMs) longest = { atMs: timeMs, pauseMs }
  }
  return longest
}
