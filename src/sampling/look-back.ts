import { asObject } from '../json/json-object'
import { methodOf } from '../rule/methods/method-of'
import type { Draft } from '../rule/rule'
import { usualKeepAlive, usualMaxSignalDuration } from '../rule/usual-options'

/**
 * How long before a signal logs may lie that decide it: windows, the steps of a sequence with their transitions, what is
 * learned. With `open` also the signal that may be open already.
 */
export function lookBackMs(rule: Draft, what: 'windows' | 'open'): number {
  const { options } = rule
  const { looksBack, option } = methodOf(rule)
  const own = option && asObject(options[option.key])
  const decides = Math.max(options.evaluationWindow ?? 0, looksBack?.(own ?? {}) ?? 0)
  const open = Math.max(options.keepAlive ?? usualKeepAlive, options.maxSignalDuration ?? usualMaxSignalDuration)
  return (decides + (what === 'open' ? open : 0)) * 1000
}
