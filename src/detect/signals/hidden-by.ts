import type { LogEvent } from '../../event/log-event'
import type { QueryPanel } from '../../query/matching/query-panel'
import { hidersAmong, hidersOf } from '../../suppression/asked-together'
import type { CompiledSuppression } from '../../suppression/compile-suppression'
import type { CompiledRule } from '../compiled-rule'
import type { ClosedSignal } from './closed-signal'
import { type OnSignal, onSignal } from './on-signal'

/** What can be asked about a signal; what it takes is worked out when it is asked, once. */
export interface AskedAbout {
  /** The suppressions of its rule that have hidden it at every moment since it opened. */
  hiddenBy(): readonly string[]
  /** Those of some suppressions, by position, that would hide it beside those of its rule, if they acted all along. */
  wouldHide(suppressions: readonly CompiledSuppression[]): readonly number[]
  /** Whether a suppression that need not act would hide it by itself, at every moment since it opened. */
  isHiddenBy(suppression: Pick<CompiledSuppression, 'isActiveAt' | 'hides'>): boolean
  /** Those of many queries, by position, that it matches as suppressions last saw it. */
  matching(queries: QueryPanel): readonly number[]
}

/** `events` are those of the signal, in the order in which they came to it. */
export function askAbout(rule: CompiledRule, { looks }: ClosedSignal, events: readonly LogEvent[]): AskedAbout {
  const { suppressions } = rule
  const signals: OnSignal[] = []
  const signalAt = (at: number): OnSignal | undefined => {
    const look = looks[at]
    if (look === undefined) return undefined
    const known = signals[at] ?? onSignal(rule, look.state, events.slice(0, look.events), look.atMs)
    signals[at] = known
    return known
  }
  const hiders: (readonly number[])[] = []
  /** Where it is not known whether an attribute is on the signal, the signal is shown. */
  const hidersAt = (at: number): readonly number[] => {
    const signal = signalAt(at)
    const known = hiders[at] ?? (signal ? hidersOf(suppressions, signal.event, () => signal.possible) : [])
    hiders[at] = known
    return known
  }
  const hiddenAt = (at: number): readonly string[] => {
    const look = looks[at]
    if (!look?.isAsked) return []
    return hidersAt(at).flatMap((place) => {
      const one = suppressions[place]
      return one?.isActiveAt(look.atMs) ? [one.suppression.id] : []
    })
  }
  const wouldHideAt = (asked: readonly CompiledSuppression[], at: number): readonly number[] => {
    const signal = signalAt(at)
    if (signal === undefined) return []
    return hidersAmong(
      asked,
      suppressions,
      () => hidersAt(at),
      signal.event,
      () => signal.possible,
    )
  }
  const last = looks.length - 1
  return {
    hiddenBy: () => {
      let hidden = hiddenAt(0)
      for (let at = 1; at <= last && hidden.length > 0; at += 1) hidden = hiddenAt(at)
      return hidden
    },
    wouldHide: (asked) => {
      let found = wouldHideAt(asked, last)
      for (let at = 0; at < last && found.length > 0; at += 1) {
        if (hiddenAt(at).length > 0) continue
        const here = new Set(wouldHideAt(asked, at))
        found = found.filter((place) => here.has(place))
      }
      return found
    },
    isHiddenBy: ({ isActiveAt, hides }) =>
      looks.every(({ atMs }, at) => {
        const signal = isActiveAt(atMs) ? signalAt(at) : undefined
        return signal !== undefined && hides(signal.event) && hides(signal.possible)
      }),
    matching: (queries) => {
      const signal = signalAt(last)
      return signal === undefined ? [] : queries.matching(signal.event, () => signal.possible)
    },
  }
}
