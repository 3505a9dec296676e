import type { LogEvent } from '../event/log-event'
import { type Asked, QueryPanel } from '../query/matching/query-panel'
import { asksOfSignals, type CompiledSuppression } from './compile-suppression'

/** By list, so that rules with the same suppressions share what is worked out for them. */
type Panels = WeakMap<readonly CompiledSuppression[], QueryPanel>

const [ofSignals, ofLogs]: readonly [Panels, Panels] = [new WeakMap(), new WeakMap()]

/**
 * The suppressions of a list, by position, whose queries hide a signal, whether they act or not. Where there may be more on the
 * signal, they have to hide that as well.
 */
export function hidersOf(
  suppressions: readonly CompiledSuppression[],
  signal: LogEvent,
  possible?: () => LogEvent,
): readonly number[] {
  if (suppressions.length === 0) return []
  const panel = panelOf(ofSignals, suppressions, ({ signalQuery, hides }) => ({ query: signalQuery, matches: hides }))
  return panel.matching(signal, possible)
}

/**
 * The same of some suppressions, where the hiders of a list that most of them are of are known by position: no query is asked
 * twice.
 */
export function hidersAmong(
  asked: readonly CompiledSuppression[],
  all: readonly CompiledSuppression[],
  hiders: () => readonly number[],
  signal: LogEvent,
  possible: () => LogEvent,
): readonly number[] {
  const { places, others, placesOfOthers } = laidBeside(asked, all)
  const known = places.size === 0 ? [] : hiders().flatMap((at) => places.get(at) ?? [])
  if (others.length === 0) return known
  return [...known, ...hidersOf(others, signal, possible).flatMap((at) => placesOfOthers[at] ?? [])]
}

interface Laid {
  /** By the position in the list: that among those asked. */
  readonly places: ReadonlyMap<number, number>
  /** Those that are not in the list, with their positions. */
  readonly others: readonly CompiledSuppression[]
  readonly placesOfOthers: readonly number[]
}

const laid = new WeakMap<readonly CompiledSuppression[], WeakMap<readonly CompiledSuppression[], Laid>>()

function laidBeside(asked: readonly CompiledSuppression[], all: readonly CompiledSuppression[]): Laid {
  const ofAsked = laid.get(asked) ?? new WeakMap<readonly CompiledSuppression[], Laid>()
  laid.set(asked, ofAsked)
  const before = ofAsked.get(all)
  if (before) return before
  const placeIn = new Map(all.map((one, at) => [one, at]))
  const places = new Map<number, number>()
  const others: CompiledSuppression[] = []
  const placesOfOthers: number[] = []
  for (const [place, one] of asked.entries()) {
    const at = placeIn.get(one)
    if (at !== undefined) places.set(at, place)
    else if (asksOfSignals(one)) {
      others.push(one)
      placesOfOthers.push(place)
    }
  }
  const fresh = { places, others, placesOfOthers }
  ofAsked.set(all, fresh)
  return fresh
}

/** The suppressions of a list, by position, whose exclusion takes a log, whether they act or not. */
export function excludersOf(suppressions: readonly CompiledSuppression[], log: LogEvent): readonly number[] {
  if (suppressions.length === 0) return []
  const panel = panelOf(ofLogs, suppressions, ({ logQuery, excludes }) => ({ query: logQuery, matches: excludes }))
  return panel.matching(log)
}

function panelOf(
  panels: Panels,
  suppressions: readonly CompiledSuppression[],
  asked: (one: CompiledSuppression) => Asked,
): QueryPanel {
  const before = panels.get(suppressions)
  if (before) return before
  const panel = new QueryPanel(suppressions.map(asked))
  panels.set(suppressions, panel)
  return panel
}
