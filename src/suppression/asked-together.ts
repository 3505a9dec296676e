import type { LogEvent } from '../event/log-event'
import { type Asked, QueryPanel } from '../query/matching/query-panel'
import type { CompiledSuppression } from './compile-suppression'

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
