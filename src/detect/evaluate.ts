import type { LogEvent } from '../event/log-event'
import type { Draft } from '../rule/rule'
import { type CompileOptions, compileRules } from './compile-rules'
import { runRules } from './run-rules'
import { type SelectedEvent, selectEvent } from './select-event'
import type { NotEvaluated, Signal } from './signals/signal'

export interface Evaluation {
  readonly signals: readonly Signal[]
  readonly notEvaluated: readonly NotEvaluated[]
  readonly stats: EvaluationStats
}

/** The figures of one evaluation. */
export interface EvaluationStats {
  readonly logs: number
  /** Logs that at least one query of one rule matched and no exclusion took from it. */
  readonly matched: number
  /** Logs that an exclusion took from at least one rule. */
  readonly excluded: number
  /** Signals that Datadog would show. */
  readonly signals: number
  /** Signals that a suppression hides. */
  readonly suppressed: number
}

/** Evaluates whole rules over events at hand, from compiling to signals. */
export function evaluateEvents(
  rules: readonly Draft[],
  events: Iterable<LogEvent>,
  options: CompileOptions = {},
): Evaluation {
  const compiled = compileRules(rules, options)
  const selected: SelectedEvent[] = []
  let logs = 0
  for (const event of events) {
    logs += 1
    const one = selectEvent(compiled, event)
    if (one !== undefined) selected.push(one)
  }
  const signals = runRules(compiled, selected)
  const suppressed = signals.filter(({ suppressedBy }) => suppressedBy.length > 0).length
  return {
    signals,
    notEvaluated: compiled.notEvaluated,
    stats: {
      logs,
      matched: selected.filter(({ hits }) => hits.length > 0).length,
      excluded: selected.filter(({ excludedFrom }) => excludedFrom.length > 0).length,
      signals: signals.length - suppressed,
      suppressed,
    },
  }
}
