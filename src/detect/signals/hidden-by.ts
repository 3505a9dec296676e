import type { LogEvent } from '../../event/log-event'
import type { CompiledRule } from '../compiled-rule'
import type { ClosedSignal } from './closed-signal'
import { onSignal } from './on-signal'
import type { SuppressionLook } from './signal-state'

/**
 * The suppressions that have hidden a signal at every moment since it opened. `events` are its own, in the order in
 * which they came to it.
 */
export function hiddenBy(rule: CompiledRule, { looks }: ClosedSignal, events: readonly LogEvent[]): readonly string[] {
  const [first, ...later] = looks
  let hidden = first === undefined ? [] : hiddenAt(rule, first, events)
  for (const look of later) if (hidden.length > 0) hidden = hiddenAt(rule, look, events)
  return hidden
}

function hiddenAt(rule: CompiledRule, look: SuppressionLook, events: readonly LogEvent[]): readonly string[] {
  if (look.active.length === 0) return []
  const { event, possible } = onSignal({ ...look.state, rule }, events.slice(0, look.events), look.atMs)
  return look.active.flatMap((index) => {
    const one = rule.suppressions[index]
    // Where it is not known whether an attribute is on the signal, the signal is shown.
    return one?.hides(event) && one.hides(possible) ? [one.suppression.id] : []
  })
}
