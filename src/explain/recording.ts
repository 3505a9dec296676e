import type { CompiledRules } from '../detect/compile-rules'
import type { CompiledRule, GroupTrigger, Machine } from '../detect/compiled-rule'
import type { Moment } from '../detect/methods/method-miss'
import type { LogClock } from '../detect/running/rule-run'
import { runRules } from '../detect/running/run-rules'
import type { SelectedEvent } from '../detect/select-event'
import type { Signal } from '../detect/signals/signal'
import type { LogEvent } from '../event/log-event'
import type { CompiledSuppression } from '../suppression/compile-suppression'

/** A signal as it opens: what is surely on it, and what may be. */
export interface Opened {
  readonly event: LogEvent
  possible: LogEvent
}

/** All that happened while one rule ran among the rules of a run. */
export interface Recording {
  readonly signals: readonly Signal[]
  readonly triggers: readonly GroupTrigger[]
  /** Each moment that the rule's machine was shown, in order of time. */
  readonly moments: readonly Moment[]
  /** Each signal of the rule as a suppression sees it when it opens, in the order of the rule's signals. */
  readonly opened: readonly Opened[]
}

/** Runs the rules with one of them recorded. */
export function recordRun(
  compiled: CompiledRules,
  rule: CompiledRule,
  selected: readonly SelectedEvent[],
  clock: LogClock,
): Recording {
  const triggers: GroupTrigger[] = []
  const moments: Moment[] = []
  // Rules that look at each other's signals are started several times; the last time is the run itself.
  const start = (): Machine => {
    triggers.length = 0
    moments.length = 0
    const machine = rule.start()
    return {
      step: (group, instant) => {
        moments.push({ group, instant })
        const found = machine.step(group, instant)
        triggers.push(...found.map((trigger) => ({ group, trigger })))
        return found
      },
      pass: (toMs) => {
        const found = machine.pass?.(toMs) ?? []
        triggers.push(...found)
        return found
      },
      finish: (endMs) => {
        const found = machine.finish?.(endMs) ?? []
        triggers.push(...found)
        return found
      },
    }
  }
  const shown = rule.isNearUnread ? { ...rule, start, countsUnread: true } : { ...rule, start }
  const signals = runRules(withRule(compiled, rule, shown), selected, clock)
  return { signals, triggers, moments, opened: signalsAsTheyOpen(compiled, rule, selected, clock) }
}

/** Runs once more with nothing hidden, so that each signal is shown to one suppression once. */
function signalsAsTheyOpen(
  compiled: CompiledRules,
  rule: CompiledRule,
  selected: readonly SelectedEvent[],
  clock: LogClock,
) {
  const opened: Opened[] = []
  const [model] = rule.suppressions
  if (model === undefined) return opened
  let isAsked = false
  const onlooker: CompiledSuppression = {
    ...model,
    signalQuery: undefined,
    isActiveAt: () => true,
    // Asked of what is surely on the signal, then of what may be.
    hides: (signal) => {
      const last = opened.at(-1)
      if (last !== undefined && isAsked) {
        last.possible = signal
        isAsked = false
        return false
      }
      opened.push({ event: signal, possible: signal })
      isAsked = true
      return true
    },
  }
  const start = (): Machine => {
    opened.length = 0
    return rule.start()
  }
  runRules(withRule(compiled, rule, { ...rule, start, suppressions: [onlooker] }), selected, clock)
  return opened
}

/** The compiled rules with one of them replaced. */
export function withRule(compiled: CompiledRules, rule: CompiledRule, by: CompiledRule): CompiledRules {
  return { ...compiled, rules: compiled.rules.map((each) => (each === rule ? by : each)) }
}
