import type { LogEvent } from '../event/log-event'
import type { Draft } from '../rule/rule'
import { type CompiledRules, type CompileOptions, compileRules } from './compile-rules'
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

/** An evaluation under way: shown each event once, in any order, it keeps those that some rule wants. */
export class OpenEvaluation {
  private readonly selected: SelectedEvent[] = []

  constructor(private readonly compiled: CompiledRules) {}

  show(event: LogEvent): void {
    const one = selectEvent(this.compiled, event)
    if (one !== undefined) this.selected.push(one)
  }

  /** Runs the rules over what was kept. `logs` is how many logs there were, also those that nobody needed to see. */
  finish(logs: number): Evaluation {
    const signals = runRules(this.compiled, this.selected)
    const suppressed = signals.filter(({ suppressedBy }) => suppressedBy.length > 0).length
    return {
      signals,
      notEvaluated: this.compiled.notEvaluated,
      stats: {
        logs,
        matched: this.selected.filter(({ hits }) => hits.length > 0).length,
        excluded: this.selected.filter(({ excludedFrom }) => excludedFrom.length > 0).length,
        signals: signals.length - suppressed,
        suppressed,
      },
    }
  }
}

/** Evaluates whole rules over events at hand, from compiling to signals. */
export function evaluateEvents(
  rules: readonly Draft[],
  events: Iterable<LogEvent>,
  options: CompileOptions = {},
): Evaluation {
  const open = new OpenEvaluation(compileRules(rules, options))
  let logs = 0
  for (const event of events) {
    logs += 1
    open.show(event)
  }
  return open.finish(logs)
}
