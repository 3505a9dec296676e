import type { LogEvent } from '../event/log-event'
import type { Draft } from '../rule/rule'
import { type CompiledRules, type CompileOptions, compileRules } from './compile-rules'
import { type CompiledRule, sideOf } from './compiled-rule'
import { LookupsMissed } from './lookups-asked'
import { runRules } from './run-rules'
import { type SelectedEvent, selectEvent } from './select-event'
import type { NotEvaluated, Sided, Signal } from './signals/signal'
import { lostMatches, SourcesSeen, type Unheard } from './unheard'

export interface Evaluation {
  readonly signals: readonly (Signal & Sided)[]
  readonly notEvaluated: readonly (NotEvaluated & Sided)[]
  /** Why rules may be silent though nothing is wrong with them. */
  readonly unheard: readonly Unheard[]
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
  /** Those of both that only the end of the logs made: a silence that no later log of the group ended. */
  readonly atEnd: number
}

/** An evaluation under way: shown each event once, in any order, it keeps those that some rule wants. */
export class OpenEvaluation {
  private readonly selected: SelectedEvent[] = []
  private readonly sources = new SourcesSeen()
  private readonly lookups: LookupsMissed
  private lastLogMs: number | undefined

  /** `untilMs`: the clock of the logs goes on to this time, for rules that wait for silence. */
  constructor(
    private readonly compiled: CompiledRules,
    private readonly untilMs?: number,
  ) {
    this.lookups = new LookupsMissed(compiled)
  }

  show(event: LogEvent): void {
    this.lastLogMs = Math.max(event.timeMs, this.lastLogMs ?? event.timeMs)
    if (!event.isSignal) {
      this.sources.show(event)
      this.lookups.show(event)
    }
    const one = selectEvent(this.compiled, event)
    if (one !== undefined) this.selected.push(one)
  }

  /** Runs the rules over what was kept. `logs` is how many logs there were, also those that nobody needed to see. */
  finish(logs: number): Evaluation {
    const { lastLogMs, untilMs } = this
    const missed = this.lookups.missed()
    const refused = new Set(missed.notEvaluated.map(keyOf))
    const all = runRules(this.compiled, this.selected, { lastLogMs, untilMs })
    const signals = refused.size === 0 ? all : all.filter((signal) => !refused.has(keyOf(signal)))
    const suppressed = signals.filter(({ suppressedBy }) => suppressedBy.length > 0).length
    return {
      signals,
      notEvaluated: [...this.compiled.notEvaluated, ...this.undecided(), ...missed.notEvaluated],
      unheard: [
        ...lostMatches(this.compiled, this.selected).filter((one) => one.kind !== 'lost' || !refused.has(keyOf(one))),
        ...missed.unheard,
        ...this.sources.unheard(this.compiled),
      ],
      stats: {
        logs,
        matched: this.selected.filter(({ hits }) => hits.length > 0).length,
        excluded: this.selected.filter(({ excludedFrom }) => excludedFrom.length > 0).length,
        signals: signals.length - suppressed,
        suppressed,
        atEnd: signals.filter(({ atEnd }) => atEnd).length,
      },
    }
  }

  /** The rules that wait for silence and have nothing from which to wait. */
  private undecided(): readonly (NotEvaluated & Sided)[] {
    const waiting = this.compiled.rules.flatMap((rule, index) =>
      waitsForLogs(rule) ? [{ told: { rule: rule.name, ...sideOf(rule) }, index }] : [],
    )
    if (waiting.length === 0) return []
    const seen = new Set(this.selected.flatMap(({ hits }) => hits.map(({ rule }) => rule)))
    return waiting.flatMap(({ told, index }) => (seen.has(index) ? [] : [{ ...told, reason: noFirstLog }]))
  }
}

/** Names a rule among those of all sides. */
function keyOf({ rule, side }: { readonly rule: string } & Sided): string {
  return JSON.stringify([rule, side])
}

/** Whether a rule waits for silence, so that logs that are none of its own say nothing of it: `noFirstLog`. */
export function waitsForLogs({ waits, sources }: CompiledRule): boolean {
  return waits === 'silence' && sources.length === 0
}

export const noFirstLog =
  'it asks for few or no logs, and none that it looks at was read: a silence begins with the first log of a group'

/** Evaluates whole rules over events at hand, from compiling to signals. */
export function evaluateEvents(
  rules: readonly Draft[],
  events: Iterable<LogEvent>,
  options: CompileOptions & { readonly untilMs?: number | undefined } = {},
): Evaluation {
  return evaluateCompiled(compileRules(rules, options), events, options.untilMs)
}

/** Evaluates rules that were compiled before; they may be used again, for other events. */
export function evaluateCompiled(compiled: CompiledRules, events: Iterable<LogEvent>, untilMs?: number): Evaluation {
  const open = new OpenEvaluation(compiled, untilMs)
  let logs = 0
  for (const event of events) {
    logs += 1
    open.show(event)
  }
  return open.finish(logs)
}
