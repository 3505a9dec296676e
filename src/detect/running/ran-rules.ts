import type { LogEvent } from '../../event/log-event'
import type { CompiledRules } from '../compile-rules'
import { type CompiledRule, sideOf } from '../compiled-rule'
import type { ExcludedBy } from '../hits/excluded-logs'
import type { SelectionTally } from '../hits/selection-tally'
import { SortedRuns, type Spill } from '../hits/sorted-runs'
import { type ClosedSignal, compareSignals } from '../signals/closed-signal'
import type { NotEvaluated, Sided, Signal } from '../signals/signal'
import { signalBlocks } from '../signals/signal-blocks'
import type { Untold } from '../signals/tell-signal'
import type { Unheard } from '../unheard'
import type { EventsOf, RulesRun } from './run-rules'

export interface Evaluation {
  readonly signals: readonly (Signal & Sided)[]
  readonly notEvaluated: readonly (NotEvaluated & Sided)[]
  /** Why rules may be silent though nothing is wrong with them. */
  readonly unheard: readonly Unheard[]
  /** What exclusions of suppressions took away. */
  readonly exclusions: readonly ExcludedBy[]
  /** The rules that came to other logs under a variation than as things are; all others come out alike. */
  readonly variants: readonly Required<Pick<CompiledRule, 'name' | 'side'>>[]
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

/** So many signals are gathered before they are kept as texts. */
const signalsOfBlock = 512

/** Rules that have run over the logs of an evaluation: their signals have closed and wait to be told. */
export class RanRules {
  private readonly kept: SortedRuns<ClosedSignal, Uint8Array>
  private fresh: ClosedSignal[] = []
  private ofReaders: readonly ClosedSignal[] = []
  private ofLogs = 0
  private readonly missed: ReturnType<SelectionTally['lookups']['missed']>
  private readonly refused: ReadonlySet<string>
  private counts = { shown: 0, suppressed: 0, atEnd: 0 }

  constructor(
    private readonly compiled: CompiledRules,
    private readonly run: RulesRun,
    private readonly tally: SelectionTally,
    private readonly given: readonly LogEvent[],
    private readonly options: { readonly spill?: Spill | undefined; readonly mostBytes?: number | undefined },
  ) {
    this.kept = new SortedRuns(signalBlocks, options.spill, options.mostBytes)
    this.missed = tally.lookups.missed()
    this.refused = new Set(this.missed.notEvaluated.map(keyOf))
  }

  /** Takes a signal of a rule over logs; answers whether it will be told. */
  close(signal: ClosedSignal): boolean {
    const rule = this.compiled.rules[signal.rule]
    if (rule === undefined || this.refused.has(ownKey(rule))) return false
    this.ofLogs += 1
    this.fresh.push(signal)
    // What is held with its events is kept as it is.
    if (this.options.spill === undefined || this.fresh.length < signalsOfBlock) return true
    this.kept.add(signalBlocks.blockOf(this.fresh.sort(compareSignals)))
    this.fresh = []
    return true
  }

  /** The events of what rules over signals look at: what is on signals has to be known before those run. */
  lookedAt(): readonly Pick<ClosedSignal, 'events'>[] {
    return this.run.eventsLookedAt()
  }

  /** Runs the rules that look at signals, and answers theirs. */
  overSignals(eventsOf: EventsOf): readonly ClosedSignal[] {
    this.ofReaders = this.run.overSignals(this.given, eventsOf).filter(({ rule }) => {
      const own = this.compiled.rules[rule]
      return own !== undefined && !this.refused.has(ownKey(own))
    })
    return this.ofReaders
  }

  /** How many signals there are. */
  get signalsInAll(): number {
    return this.ofLogs + this.ofReaders.length
  }

  /** How many signals each rule has, hidden ones among them; their events need not be known. */
  countsByRule(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>()
    for (const { rule } of this.closed()) {
      const name = this.compiled.rules[rule]?.name ?? ''
      counts.set(name, (counts.get(name) ?? 0) + 1)
    }
    return counts
  }

  /** All signals in the order in which they opened. */
  *closed(): Generator<ClosedSignal> {
    const atHand = [...this.fresh, ...this.ofReaders].sort(compareSignals)
    let at = 0
    for (const signal of this.kept.inOrder()) {
      for (let next = atHand[at]; next !== undefined && compareSignals(next, signal) < 0; next = atHand[at]) {
        yield next
        at += 1
      }
      yield signal
    }
    yield* atHand.slice(at)
  }

  /** Tells all signals in the order in which they opened, as `tell` does: with attributes, or without. */
  *signals<Told>(eventsOf: EventsOf, tell: (untold: Untold) => Told): Generator<Told> {
    this.counts = { shown: 0, suppressed: 0, atEnd: 0 }
    for (const each of this.closed()) {
      const untold = this.run.untold(each, eventsOf)
      if (untold.suppressedBy.length > 0) this.counts.suppressed += 1
      else this.counts.shown += 1
      if (each.atEnd) this.counts.atEnd += 1
      yield tell(untold)
    }
  }

  /** Tells some of them again, by their positions among all. */
  *signalsAt<Told>(
    positions: ReadonlySet<number>,
    eventsOf: EventsOf,
    tell: (untold: Untold) => Told,
  ): Generator<Told> {
    let [position, left] = [0, positions.size]
    for (const each of this.closed()) {
      if (left === 0) return
      if (positions.has(position)) {
        left -= 1
        yield tell(this.run.untold(each, eventsOf))
      }
      position += 1
    }
  }

  /** What is told beside signals. */
  beside(): Pick<Evaluation, 'notEvaluated' | 'unheard' | 'exclusions' | 'variants'> {
    const { tally, missed, refused } = this
    const isVariant = ({ variantOf }: CompiledRule): boolean => variantOf !== undefined
    const compiled = { ...this.compiled, rules: this.compiled.rules.filter((rule) => !isVariant(rule)) }
    return {
      notEvaluated: [...compiled.notEvaluated, ...this.undecided(), ...missed.notEvaluated],
      unheard: [
        ...tally.lost.unheard().filter((one) => one.kind !== 'lost' || !refused.has(keyOf(one))),
        ...missed.unheard,
        ...tally.sources.unheard(compiled),
      ],
      exclusions: tally.exclusions.told(),
      variants: this.compiled.rules.flatMap(({ name, side, variantOf }) =>
        variantOf !== undefined && side !== undefined ? [{ name, side }] : [],
      ),
    }
  }

  /** The figures, once all signals have been told. `logs` is how many there were, also those that nobody needed to see. */
  stats(logs: number): EvaluationStats {
    const { tally, counts } = this
    const { matched, excluded } = tally
    return {
      logs,
      matched,
      excluded,
      signals: counts.shown,
      suppressed: counts.suppressed,
      atEnd: counts.atEnd,
    }
  }

  /** The rules that wait for silence and have nothing from which to wait. */
  private undecided(): readonly (NotEvaluated & Sided)[] {
    return this.compiled.rules.flatMap((rule, index) =>
      rule.variantOf === undefined && waitsForLogs(rule) && !this.tally.lost.has(index)
        ? [{ rule: rule.name, ...sideOf(rule), reason: noFirstLog }]
        : [],
    )
  }
}

/** Names a rule among those of all sides. */
function keyOf({ rule, side }: { readonly rule: string } & Sided): string {
  return JSON.stringify([rule, side])
}

/** The same of a rule; what is said of it holds of its variants. */
function ownKey(rule: CompiledRule): string {
  return keyOf({ rule: rule.name, ...sideOf(rule.variantOf === undefined ? rule : { side: rule.variantOf }) })
}

/** Whether a rule waits for silence, so that logs that are none of its own say nothing of it: `noFirstLog`. */
export function waitsForLogs({ waits, sources }: CompiledRule): boolean {
  return waits === 'silence' && sources.length === 0
}

export const noFirstLog =
  'it asks for few or no logs, and none that it looks at was read: a silence begins with the first log of a group'
