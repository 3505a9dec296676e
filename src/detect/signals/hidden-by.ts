import type { LogEvent } from '../../event/log-event'
import type { Predicate } from '../../query/matching/compile-query'
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
  /** Whether a suppression with this query would hide it beside the others, if it acted all along. */
  wouldHide(matches: Predicate): boolean
  /** Whether a suppression that need not act would hide it by itself, at every moment since it opened. */
  isHiddenBy(suppression: Pick<CompiledSuppression, 'isActiveAt' | 'hides'>): boolean
  /** Whether it matches as suppressions last saw it. */
  matches(query: Predicate): boolean
}

/** A signal of a rule that has suppressions, described once for all that is asked about it. */
export function askAbout(rule: CompiledRule, { looks }: ClosedSignal, events: readonly LogEvent[]): Asked {
  let known: readonly OnSignal[] | undefined
  const signals = (): readonly OnSignal[] => {
    known ??= looks.map((look) => described(rule, look, events))
    return known
  }
  const matches = (query: Predicate): boolean => {
    const last = signals().at(-1)
    return last !== undefined && isMatched(query, last)
  }
  return {
    matches,
    isHiddenBy: ({ isActiveAt, hides }) =>
      looks.every(({ atMs }) => isActiveAt(atMs)) && signals().every((signal) => isMatched(hides, signal)),
    wouldHide: (query) =>
      matches(query) &&
      looks.every((look, at) => {
        const signal = signals()[at]
        return signal !== undefined && (isMatched(query, signal) || hiddenAt(rule, look, signal).length > 0)
      }),
  }
}

function seenAt(rule: CompiledRule, look: SuppressionLook, events: readonly LogEvent[]): readonly string[] {
  return look.active.length === 0 ? [] : hiddenAt(rule, look, described(rule, look, events))
}

function hiddenAt(rule: CompiledRule, look: SuppressionLook, signal: OnSignal): readonly string[] {
  return look.active.flatMap((index) => {
    const one = rule.suppressions[index]
    return one && isMatched(one.hides, signal) ? [one.suppression.id] : []
  })
}

function described(rule: CompiledRule, look: SuppressionLook, events: readonly LogEvent[]): OnSignal {
  return onSignal({ ...look.state, rule }, events.slice(0, look.events), look.atMs)
}

/** Where it is not known whether an attribute is on the signal, the signal is shown. */
function isMatched(matches: Predicate, { event, possible }: OnSignal): boolean {
  return matches(event) && matches(possible)
}
