import type { ExcludedBy } from '../detect/hits/excluded-logs'
import { severityRank } from '../detect/signals/severity'
import type { NotEvaluated, Sided, Signal } from '../detect/signals/signal'
import type { CaseStatus } from '../rule/case-status'
import type { ChangedRule, Changes } from './changed-rules'
import type { Side } from './detections'
import { nameOf } from './pair-rules'
import type { SignalChange } from './pair-signals'
import { principalOf } from './principal'
import { type CountedPrincipal, type OtherPrincipals, PrincipalCounts, type SignalPlace } from './principal-counts'
import type { RaisedChange } from './rule-comparison'
import { RuleMeasure } from './rule-measure'
import { HiddenAnew, type SignalOfSide, type SuppressionChange, type SuppressionImpact } from './suppression-changes'
import { type Counts, Tallies, Tally } from './tally'
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
  /** Those with the most that is other, a thousand of them at most; undefined for signals that name nobody. */
  readonly principals: ReadonlyMap<string | undefined, Counts>
  /** All whom these leave out, together. */
  readonly otherPrincipals: OtherPrincipals | undefined
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

/** So many principals are told by name. */
const mostPrincipals = 1000

/** Counts what is other, by rule, severity, day and principal, and what suppressions newly hide. */
export function measureImpact(
  { changed, unchanged }: Changes,
  runs: readonly RaisedSignals[],
  { notEvaluated, suppressions = [], exclusions = [] }: BesideSignals,
): Impact {
  const hiddenAnew = new HiddenAnew(suppressions)
  const all = {
    totals: new Tally(),
    severities: new Tallies<CaseStatus>(),
    days: new Tallies<string>(),
    principals: new PrincipalCounts(),
  }
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
  const principals = all.principals.first(mostPrincipals)
  const { whole, names } = toldAgain(firsts.flat(), principals.first, runs)
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
    principals: new Map(principals.first.map((one) => [names.get(one), one.counts])),
    otherPrincipals: principals.others,
  }
}

/** The signals of changes as they were told, and whom some signals name, for they were not held. */
function toldAgain(
  changes: readonly RaisedChange[],
  principals: readonly CountedPrincipal[],
  runs: readonly RaisedSignals[],
) {
  const found = new Map<string, Signal>()
  const wanted = changes.flatMap(({ before, after }) => [before, after].flatMap((signal) => signal ?? []))
  const isWanted = new Set(wanted.map(placeKey))
  const named = new Map<string, string | undefined>()
  for (const [run, signals] of runs.entries()) {
    const places = [...wanted, ...principals.map(({ at }) => at)].filter((place) => place.run === run)
    const inOrder = [...new Set(places.map(({ position }) => position))].sort((a, b) => a - b)
    let next = 0
    for (const signal of signals.at(new Set(inOrder))) {
      const key = placeKey({ run, position: inOrder[next] ?? 0 })
      if (isWanted.has(key)) found.set(key, signal)
      named.set(key, principalOf(signal))
      next += 1
    }
  }
  return {
    whole: (signal: RaisedSignal): Signal => {
      const told = found.get(placeKey(signal))
      if (told === undefined) throw new Error(`signal ${signal.position} of run ${signal.run} was not told again`)
      return told
    },
    names: new Map(principals.map((one) => [one, named.get(placeKey(one.at))])),
  }
}

function placeKey({ run, position }: SignalPlace): string {
  return `${run} ${position}`
}
