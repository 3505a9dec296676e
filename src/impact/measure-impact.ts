import type { ExcludedBy } from '../detect/hits/excluded-logs'
import { severityRank } from '../detect/signals/severity'
import type { NotEvaluated, Sided, Signal } from '../detect/signals/signal'
import type { CaseStatus } from '../rule/case-status'
import type { ChangedRule, Changes } from './changed-rules'
import type { Side } from './detections'
import { nameOf } from './pair-rules'
import type { SignalChange } from './pair-signals'
import type { RaisedChange } from './rule-comparison'
import { RuleMeasure } from './rule-measure'
import { HiddenAnew, type SignalOfSide, type SuppressionChange, type SuppressionImpact } from './suppression-changes'
import { type Counts, changesIn, Tallies, Tally } from './tally'
import type { RaisedSignal } from './waiting-signals'

/** What a change does to the signals of one rule. */
export interface RuleImpact {
  readonly rule: ChangedRule
  readonly counts: Counts
  /** Why it is not evaluated on a side. What it raises on the other one is then compared with nothing. */
  readonly notEvaluated: Readonly<Partial<Record<Side, string>>>
  /** One signal of each kind that there is. */
  readonly examples: readonly SignalChange[]
}

/** What a change of rules and suppressions does to the signals that logs raise. */
export interface Impact {
  /** Those that are new or may hide more than before. */
  readonly suppressions: readonly SuppressionImpact[]
  readonly rules: readonly RuleImpact[]
  readonly unchanged: number
  /** Of the rules that are evaluated on both sides. */
  readonly totals: Counts
  /** The gravest first. */
  readonly severities: ReadonlyMap<CaseStatus, Counts>
  /** By UTC day on which they were first seen, in order of time. */
  readonly days: ReadonlyMap<string, Counts>
  /** Those with the most that is other come first; undefined for signals that name nobody. */
  readonly principals: ReadonlyMap<string | undefined, Counts>
}

/** The signals of one run over the logs, for both sides or for one. */
export interface RaisedSignals {
  /** Those of each side in the order in which they opened. Each is looked at once and not held. */
  all(): Iterable<SignalOfSide>
  /** Some again, by their positions among all, in order. */
  at(positions: ReadonlySet<number>): Iterable<Signal>
}

/** What is known of both sides besides their signals. */
interface BesideSignals {
  readonly notEvaluated: readonly (NotEvaluated & Sided)[]
  readonly suppressions?: readonly SuppressionChange[]
  readonly exclusions?: readonly ExcludedBy[]
}

/** Counts what is other, by rule, severity, day and principal, and what suppressions newly hide. */
export function measureImpact(
  { changed, unchanged }: Changes,
  runs: readonly RaisedSignals[],
  { notEvaluated, suppressions = [], exclusions = [] }: BesideSignals,
): Impact {
  const hiddenAnew = new HiddenAnew(suppressions)
  const all = { totals: new Tally(), severities: new Tallies<CaseStatus>(), days: new Tallies<string>() }
  const measures = changed.map((rule) => new RuleMeasure(rule, notEvaluated, all))
  const measuresOf = { before: new Map<string, RuleMeasure[]>(), after: new Map<string, RuleMeasure[]>() }
  for (const measure of measures) {
    for (const side of ['before', 'after'] as const) {
      const own = measure.rule[side]
      if (own) measuresOf[side].set(nameOf(own), [...(measuresOf[side].get(nameOf(own)) ?? []), measure])
    }
  }
  for (const [run, signals] of runs.entries()) {
    let position = 0
    for (const signal of signals.all()) {
      const side = signal.side === 'before' ? 'before' : 'after'
      for (const measure of measuresOf[side].get(signal.rule) ?? []) measure.take(side, signal, { run, position })
      hiddenAnew.show(signal)
      position += 1
    }
  }
  const firsts = measures.map((measure) => measure.end())
  const whole = wholeAgain(firsts.flat(), runs)
  const principals = new Tallies<string | undefined>()
  for (const measure of measures) measure.addPrincipals(principals)
  return {
    suppressions: hiddenAnew.counted(exclusions),
    rules: measures.map(({ rule, own, reasons }, index) => ({
      rule,
      counts: own.counts,
      notEvaluated: reasons,
      examples: (firsts[index] ?? []).map(({ kind, before, after, differences }) => ({
        kind,
        ...(before && { before: whole(before) }),
        ...(after && { after: whole(after) }),
        differences,
      })),
    })),
    unchanged,
    totals: all.totals.counts,
    severities: all.severities.sorted(([one], [two]) => severityRank(two) - severityRank(one)),
    days: all.days.sorted(([one], [two]) => (one < two ? -1 : 1)),
    principals: principals.sorted(([, one], [, two]) => changesIn(two) - changesIn(one) || two.after - one.after),
  }
}

/** The signals of changes as they were told, for they were not held. */
function wholeAgain(
  changes: readonly RaisedChange[],
  runs: readonly RaisedSignals[],
): (signal: RaisedSignal) => Signal {
  const wanted = changes.flatMap(({ before, after }) => [before, after].flatMap((signal) => signal ?? []))
  const found = runs.map((signals, run) => {
    const positions = wanted.flatMap((signal) => (signal.run === run ? [signal.position] : []))
    const inOrder = [...new Set(positions)].sort((a, b) => a - b)
    const told = [...signals.at(new Set(inOrder))]
    return new Map(inOrder.map((position, index) => [position, told[index]]))
  })
  return ({ run, position }) => {
    const signal = found[run]?.get(position)
    if (signal === undefined) throw new Error(`signal ${position} of run ${run} was not told again`)
    return signal
  }
}
