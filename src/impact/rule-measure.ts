import type { NotEvaluated, Sided, Signal } from '../detect/signals/signal'
import { dayText } from '../diagnostic/times'
import type { CaseStatus } from '../rule/case-status'
import type { ChangedRule } from './changed-rules'
import type { Side } from './detections'
import { nameOf } from './pair-rules'
import { changeKinds, isSeen } from './pair-signals'
import { principalOf } from './principal'
import { compareChanges, type RaisedChange, RuleComparison } from './rule-comparison'
import { Tallies, Tally } from './tally'
import type { RaisedSignal } from './waiting-signals'

/** What is counted of all rules that are evaluated on both sides. */
interface SharedTallies {
  readonly totals: Tally
  readonly severities: Tallies<CaseStatus>
  /** By UTC day on which they were first seen. */
  readonly days: Tallies<string>
}

/** Counts what a change does to the signals of one rule, while these come. */
export class RuleMeasure {
  readonly own = new Tally()
  /** Why it is not evaluated on a side. */
  readonly reasons: Readonly<Partial<Record<Side, string>>>
  private readonly isCompared: boolean
  private readonly comparison: RuleComparison
  private readonly principals = new Tallies<string | undefined>()
  /** Whom seen signals name, in their order; of changes, the first that names somebody. */
  private readonly seen = { before: new Set<string | undefined>(), after: new Set<string | undefined>() }
  private readonly inChanges = new Map<string | undefined, RaisedChange>()

  constructor(
    readonly rule: ChangedRule,
    notEvaluated: readonly (NotEvaluated & Sided)[],
    private readonly all: SharedTallies,
  ) {
    this.reasons = { ...reasonOn('before', rule, notEvaluated), ...reasonOn('after', rule, notEvaluated) }
    this.isCompared = this.reasons.before === undefined && this.reasons.after === undefined
    this.comparison = new RuleComparison((change) => this.change(change))
  }

  take(side: Side, signal: Signal, at: Pick<RaisedSignal, 'run' | 'position'>): void {
    if (!this.isCompared) {
      if (isSeen(signal)) this.own.add(side)
      return
    }
    const principal = principalOf(signal)
    if (isSeen(signal)) {
      for (const tally of this.tallies({ ...signal, principal })) tally.add(side)
      this.seen[side].add(principal)
    }
    this.comparison.take(side, signal, { ...at, principal })
  }

  /** All signals have come: answers the first change of each kind. */
  end(): readonly RaisedChange[] {
    const firsts = this.comparison.end()
    return changeKinds.flatMap((kind) => firsts.get(kind) ?? [])
  }

  /** Adds whom the signals are about: those before in their order, those after, then those whom only changes name. */
  addPrincipals(all: Tallies<string | undefined>): void {
    const inChanges = [...this.inChanges].sort(([, one], [, two]) => compareChanges(one, two)).map(([name]) => name)
    const names = new Set([...this.seen.before, ...this.seen.after, ...inChanges])
    for (const name of names) all.of(name).addAll(this.principals.of(name).counts)
  }

  private change(change: RaisedChange): void {
    const signal = change.after ?? change.before
    if (signal === undefined) return
    for (const tally of this.tallies(signal)) tally.add(change.kind)
    const first = this.inChanges.get(signal.principal)
    if (first === undefined || compareChanges(change, first) < 0) this.inChanges.set(signal.principal, change)
  }

  private tallies(signal: Pick<RaisedSignal, 'severity' | 'firstSeenMs' | 'principal'>): readonly Tally[] {
    const { totals, severities, days } = this.all
    return [
      this.own,
      totals,
      severities.of(signal.severity),
      days.of(dayText(signal.firstSeenMs)),
      this.principals.of(signal.principal),
    ]
  }
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
