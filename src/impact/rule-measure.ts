import type { NotEvaluated, Sided, Signal } from '../detect/signals/signal'
import { dayText } from '../diagnostic/times'
import type { CaseStatus } from '../rule/case-status'
import type { ChangedRule } from './changed-rules'
import type { Side } from './detections'
import { nameOf } from './pair-rules'
import { changeKinds, isSeen } from './pair-signals'
import { principalOf } from './principal'
import type { PrincipalCounts } from './principal-counts'
import { type RaisedChange, RuleComparison } from './rule-comparison'
import { type Counts, type Tallies, Tally } from './tally'
import type { RaisedSignal } from './waiting-signals'

/** What is counted of all rules that are evaluated on both sides. */
interface SharedTallies {
  readonly totals: Tally
  readonly severities: Tallies<CaseStatus>
  /** By UTC day on which they were first seen. */
  readonly days: Tallies<string>
  readonly principals: PrincipalCounts
}

/** Counts what a change does to the signals of one rule, while these come. */
export class RuleMeasure {
  readonly own = new Tally()
  /** Why it is not evaluated on a side. */
  readonly reasons: Readonly<Partial<Record<Side, string>>>
  private readonly isCompared: boolean
  private readonly comparison: RuleComparison

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
    const principal = this.all.principals.numberOf(principalOf(signal), at)
    if (isSeen(signal)) this.count(side, { ...signal, principal })
    this.comparison.take(side, signal, { ...at, principal })
  }

  /** All signals have come: answers the first change of each kind. */
  end(): readonly RaisedChange[] {
    const firsts = this.comparison.end()
    return changeKinds.flatMap((kind) => firsts.get(kind) ?? [])
  }

  private change({ kind, before, after }: RaisedChange): void {
    const signal = after ?? before
    if (signal !== undefined) this.count(kind, signal)
  }

  private count(what: keyof Counts, signal: Pick<RaisedSignal, 'severity' | 'firstSeenMs' | 'principal'>): void {
    const { totals, severities, days, principals } = this.all
    this.own.add(what)
    totals.add(what)
    severities.of(signal.severity).add(what)
    days.of(dayText(signal.firstSeenMs)).add(what)
    principals.add(signal.principal, what)
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
