import type { CompiledRule } from '../detect/compiled-rule'
import { eventRef } from '../detect/methods/method-miss'
import type { SelectedEvent } from '../detect/select-event'
import type { Signal } from '../detect/signals/signal'
import { eachEventOnce } from '../event/each-once'
import { searchIn } from '../rule/read-once'
import type { CompiledSuppression } from '../suppression/compile-suppression'
import { type SuppressionState, suppressionState } from '../suppression/suppression-state'
import type { SuppressedSignal, SuppressionExplanation } from './explanation'
import { compileMisses } from './misses/clause-misses'
import type { Opened } from './recording'
import { firstOf } from './shown'

/** Of each suppression so many signals and logs are told. */
const mostShown = 20

/**
 * What each suppression with the rule in its scope does to its signals and logs. `opened` are the signals as
 * suppressions see them when they open, in the order of `signals`.
 */
export function explainSuppressions(
  { suppressions }: CompiledRule,
  run: {
    readonly signals: readonly Signal[]
    readonly opened: readonly Opened[]
    readonly selected: readonly SelectedEvent[]
  },
): readonly SuppressionExplanation[] {
  return suppressions.map((compiled) => {
    const { id, name } = compiled.suppression
    const excluded = run.selected.filter(({ excludedFrom }) =>
      excludedFrom.some(({ suppressions: by }) => by.includes(id)),
    )
    const spared = eachEventOnce(run.selected.map(({ event }) => event)).flatMap((event) => {
      const state = suppressionState(compiled.suppression, event.timeMs)
      return state !== 'active' && compiled.excludes(event) ? [{ ...eventRef(event), state }] : []
    })
    const signals = run.signals.flatMap((signal, index): readonly SuppressedSignal[] => {
      const opened = run.opened[index]
      return opened === undefined || index >= mostShown ? [] : onSignal(compiled, signal, index, opened)
    })
    const { length } = eachEventOnce(excluded.map(({ event }) => event))
    return { id, name, excluded: length, signals, notInForce: firstOf(spared, mostShown) }
  })
}

function onSignal(
  compiled: CompiledSuppression,
  { suppressedBy }: Signal,
  signal: number,
  { event: opened, possible }: Opened,
): readonly SuppressedSignal[] {
  const { suppression } = compiled
  if (suppressedBy.includes(suppression.id)) return [{ signal, kind: 'hidden' }]
  const state: SuppressionState = suppressionState(suppression, opened.timeMs)
  const [sure, maybe] = [compiled.hides(opened), compiled.hides(possible)]
  if (sure && maybe) {
    return state === 'active' ? [] : [{ signal, kind: 'notInForce', state, atMs: opened.timeMs }]
  }
  const { query } = searchIn(suppression, 'suppressionQuery')
  if (!query || suppression.suppressionQuery === undefined || state !== 'active') return []
  const because = compileMisses(query)(sure ? possible : opened)
  return [{ signal, kind: sure || maybe ? 'unsure' : 'missed', because }]
}
