import type { LogEvent } from '../../event/log-event'
import type { QueryPanel } from '../../query/matching/query-panel'
import { hidersOf } from '../../suppression/asked-together'
import type { CompiledSuppression } from '../../suppression/compile-suppression'
import type { CompiledRule } from '../compiled-rule'
import type { ClosedSignal } from './closed-signal'
import { type OnSignal, onSignal } from './on-signal'
import type { SuppressionLook } from './signal-state'

/**
 * The suppressions that have hidden a signal at every moment since it opened. `events` are its own, in the order in
 * which they came to it.
 */
export function hiddenBy(rule: CompiledRule, { looks }: ClosedSignal, events: readonly LogEvent[]): readonly string[] {
  const [first, ...later] = looks
  let hidden = first === undefined ? [] : seenAt(rule, first, events)
  for (const look of later) if (hidden.length > 0) hidden = seenAt(rule, look, events)
  return hidden
}

/** What can be asked about a signal beside what the suppressions of its rule say. */
interface Asked {
  /** Those of many queries, by position, with which a suppression would hide it beside the others, if it acted all along. */
  wouldHide(queries: QueryPanel): readonly number[]
  /** Whether a suppression that need not act would hide it by itself, at every moment since it opened. */
  isHiddenBy(suppression: Pick<CompiledSuppression, 'isActiveAt' | 'hides'>): boolean
  /** Those of many queries, by position, that it matches as suppressions last saw it. */
  matching(queries: QueryPanel): readonly number[]
}

/** A signal of a rule that has suppressions, described once for all that is asked about it. */
export function askAbout(rule: CompiledRule, { looks }: ClosedSignal, events: readonly LogEvent[]): Asked {
  let known: readonly OnSignal[] | undefined
  const signals = (): readonly OnSignal[] => {
    known ??= looks.map((look) => described(rule, look, events))
    return known
  }
  const matching = (queries: QueryPanel): readonly number[] => {
    const last = signals().at(-1)
    return last === undefined ? [] : matchedOn(queries, last)
  }
  return {
    matching,
    isHiddenBy: ({ isActiveAt, hides }) =>
      looks.every(({ atMs }) => isActiveAt(atMs)) &&
      signals().every(({ event, possible }) => hides(event) && hides(possible)),
    wouldHide: (queries) => {
      let found = matching(queries)
      for (const [at, look] of looks.slice(0, -1).entries()) {
        const signal = signals()[at]
        if (found.length === 0 || signal === undefined || hiddenAt(rule, look, signal).length > 0) continue
        const here = new Set(matchedOn(queries, signal))
        found = found.filter((place) => here.has(place))
      }
      return found
    },
  }
}

function seenAt(rule: CompiledRule, look: SuppressionLook, events: readonly LogEvent[]): readonly string[] {
  return look.isAsked ? hiddenAt(rule, look, described(rule, look, events)) : []
}

function hiddenAt({ suppressions }: CompiledRule, look: SuppressionLook, signal: OnSignal): readonly string[] {
  if (!look.isAsked) return []
  return hidersOf(suppressions, signal.event, () => signal.possible).flatMap((at) => {
    const one = suppressions[at]
    return one?.isActiveAt(look.atMs) ? [one.suppression.id] : []
  })
}

function described(rule: CompiledRule, look: SuppressionLook, events: readonly LogEvent[]): OnSignal {
  return onSignal({ ...look.state, rule }, events.slice(0, look.events), look.atMs)
}

/** Where it is not known whether an attribute is on the signal, the signal is shown. */
function matchedOn(queries: QueryPanel, signal: OnSignal): readonly number[] {
  return queries.matching(signal.event, () => signal.possible)
}
