import type { LogEvent } from '../event/log-event'
import type { Draft } from '../rule/rule'
import type { DistinctQuery } from './candidate-index'
import { type CompiledRules, type CompileOptions, compileRules } from './compile-rules'
import { type CompiledRule, sideOf } from './compiled-rule'
import { heldFile } from './hits/hit'
import { type HitRows, readRows } from './hits/hit-rows'
import { HitSelection, type SelectedLogs } from './hits/hit-selection'
import { SelectionTally } from './hits/selection-tally'
import { runRules } from './run-rules'
import type { SelectedEvent } from './select-event'
import type { NotEvaluated, Sided, Signal } from './signals/signal'
import type { Unheard } from './unheard'

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

/**
 * An evaluation under way: shown each event once, in any order, or given what was selected elsewhere, it keeps what some
 * rule can use.
 */
export class OpenEvaluation {
  private readonly held: LogEvent[] = []
  private readonly selection: HitSelection
  private readonly tally: SelectionTally
  private readonly rows: HitRows[] = []
  private readonly signals: LogEvent[] = []

  /** `untilMs`: the clock of the logs goes on to this time, for rules that wait for silence. */
  constructor(
    private readonly compiled: CompiledRules,
    private readonly untilMs?: number,
  ) {
    this.selection = new HitSelection(compiled)
    this.tally = new SelectionTally(compiled)
  }

  show(event: LogEvent, candidates?: readonly DistinctQuery[]): void {
    const place = { file: heldFile, offset: this.held.length, part: 0 }
    if (this.selection.show(event, place, candidates)) this.held.push(event)
  }

  /** Takes what was selected of other logs. */
  add({ rows, tally, signals }: SelectedLogs): void {
    if (rows.times.length > 0) this.rows.push(rows)
    this.tally.add(tally)
    this.signals.push(...signals)
  }

  /** Runs the rules over what was kept. `logs` is how many logs there were, also those that nobody needed to see. */
  finish(logs: number): Evaluation {
    this.add(this.selection.take())
    const { compiled, tally, untilMs } = this
    const missed = tally.lookups.missed()
    const refused = new Set(missed.notEvaluated.map(keyOf))
    const all = runRules(compiled, this.selected(), { lastLogMs: tally.lastLogMs, untilMs })
    const signals = refused.size === 0 ? all : all.filter((signal) => !refused.has(keyOf(signal)))
    const suppressed = signals.filter(({ suppressedBy }) => suppressedBy.length > 0).length
    return {
      signals,
      notEvaluated: [...compiled.notEvaluated, ...this.undecided(), ...missed.notEvaluated],
      unheard: [
        ...tally.lost.unheard().filter((one) => one.kind !== 'lost' || !refused.has(keyOf(one))),
        ...missed.unheard,
        ...tally.sources.unheard(compiled),
      ],
      stats: {
        logs,
        matched: tally.matched,
        excluded: tally.excluded,
        signals: signals.length - suppressed,
        suppressed,
        atEnd: signals.filter(({ atEnd }) => atEnd).length,
      },
    }
  }

  private selected(): readonly SelectedEvent[] {
    const { rules } = this.compiled
    const kept = this.rows.flatMap((rows) =>
      [...readRows(rows)].flatMap(({ place, wanted }) => {
        const event = this.held[place.offset]
        if (event === undefined) return []
        const hits = wanted.map(({ rule, hits: found }) => {
          const queries = rules[rule]?.selectors.flatMap(({ index }, at) =>
            found.some(({ query }) => query === index) ? [1 << at] : [],
          )
          return { rule, queries: (queries ?? []).reduce((all, bit) => all | bit, 0) }
        })
        return { event, hits, excludedFrom: [] }
      }),
    )
    return [...kept, ...this.signals.map((event) => ({ event, hits: [], excludedFrom: [] }))]
  }

  /** The rules that wait for silence and have nothing from which to wait. */
  private undecided(): readonly (NotEvaluated & Sided)[] {
    return this.compiled.rules.flatMap((rule, index) =>
      waitsForLogs(rule) && !this.tally.lost.has(index)
        ? [{ rule: rule.name, ...sideOf(rule), reason: noFirstLog }]
        : [],
    )
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
