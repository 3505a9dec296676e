import { severityRank } from '../detect/signals/severity'
import type { NotEvaluated, Sided, Signal } from '../detect/signals/signal'
import { dayText } from '../diagnostic/times'
import type { CaseStatus } from '../rule/case-status'
import type { ChangedRule, Changes } from './changed-rules'
import type { Side } from './detections'
import { nameOf } from './pair-rules'
import { type ChangeKind, changeKinds, isSeen, type SignalChange, signalChanges } from './pair-signals'
import { principalOf } from './principal'

/** How many signals a person sees before and after, and how many of them are seen otherwise. */
export interface Counts extends Readonly<Record<ChangeKind, number>> {
  readonly before: number
  readonly after: number
}

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

/** Counts what is other, by rule, severity, day and principal. `signals` are those of both sides. */
export function measureImpact(
  { changed, unchanged }: Changes,
  signals: Iterable<Signal & Sided>,
  notEvaluated: readonly (NotEvaluated & Sided)[],
): Impact {
  const raised = byRule(signals)
  const [totals, severities] = [new Tally(), new Tallies<CaseStatus>()]
  const [days, principals] = [new Tallies<string>(), new Tallies<string | undefined>()]
  const rules = changed.map((rule): RuleImpact => {
    const of = (side: Side): readonly Signal[] => raised[side].get(rule[side] ? nameOf(rule[side]) : '') ?? []
    const reasons = { ...reasonOn('before', rule, notEvaluated), ...reasonOn('after', rule, notEvaluated) }
    const own = new Tally()
    const isCompared = reasons.before === undefined && reasons.after === undefined
    const tellers = (signal: Signal): readonly Tally[] => [
      own,
      ...(isCompared
        ? [
            totals,
            severities.of(signal.severity),
            days.of(dayText(signal.firstSeenMs)),
            principals.of(principalOf(signal)),
          ]
        : []),
    ]
    for (const side of ['before', 'after'] as const) {
      for (const signal of of(side).filter(isSeen)) for (const tally of tellers(signal)) tally.add(side)
    }
    const changes = isCompared ? signalChanges(of('before'), of('after')) : []
    const examples = new Map<ChangeKind, SignalChange>()
    for (const change of changes) {
      const signal = change.after ?? change.before
      if (signal) for (const tally of tellers(signal)) tally.add(change.kind)
      if (!examples.has(change.kind)) examples.set(change.kind, change)
    }
    return {
      rule,
      counts: own.counts,
      notEvaluated: reasons,
      examples: changeKinds.flatMap((kind) => examples.get(kind) ?? []),
    }
  })
  return {
    rules,
    unchanged,
    totals: totals.counts,
    severities: severities.sorted(([one], [two]) => severityRank(two) - severityRank(one)),
    days: days.sorted(([one], [two]) => (one < two ? -1 : 1)),
    principals: principals.sorted(([, one], [, two]) => changesIn(two) - changesIn(one) || two.after - one.after),
  }
}

/** How many signals are seen otherwise. */
export function changesIn(counts: Counts): number {
  return changeKinds.reduce((sum, kind) => sum + counts[kind], 0)
}

function byRule(signals: Iterable<Signal & Sided>): Readonly<Record<Side, ReadonlyMap<string, readonly Signal[]>>> {
  const found = { before: new Map<string, Signal[]>(), after: new Map<string, Signal[]>() }
  for (const signal of signals) {
    const ofSide = found[signal.side === 'before' ? 'before' : 'after']
    const own = ofSide.get(signal.rule)
    if (own) own.push(signal)
    else ofSide.set(signal.rule, [signal])
  }
  return found
}

function reasonOn(
  side: Side,
  rule: ChangedRule,
  notEvaluated: readonly (NotEvaluated & Sided)[],
): Partial<Record<Side, string>> {
  const evaluated = rule[side]
  const reason =
    rule.unread[side] ??
    (evaluated && notEvaluated.find((one) => one.side === side && one.rule === nameOf(evaluated))?.reason)
  return reason === undefined ? {} : { [side]: reason }
}

class Tally {
  readonly counts: Record<keyof Counts, number> = {
    before: 0,
    after: 0,
    new: 0,
    gone: 0,
    changed: 0,
    suppressed: 0,
    unsuppressed: 0,
  }

  add(what: keyof Counts): void {
    this.counts[what] += 1
  }
}

class Tallies<Key> {
  private readonly tallies = new Map<Key, Tally>()

  of(key: Key): Tally {
    const tally = this.tallies.get(key) ?? new Tally()
    this.tallies.set(key, tally)
    return tally
  }

  sorted(order: (one: readonly [Key, Counts], two: readonly [Key, Counts]) => number): ReadonlyMap<Key, Counts> {
    const entries = [...this.tallies].map(([key, { counts }]) => [key, counts] as const)
    return new Map(entries.sort(order))
  }
}
