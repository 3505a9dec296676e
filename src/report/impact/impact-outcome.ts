import type { Cause } from '../../impact/changed-rules'
import type { Side } from '../../impact/detections'
import type { ExampleExplanations } from '../../impact/explain-examples'
import type { Excess } from '../../impact/fail-on'
import type { Impact, RuleImpact } from '../../impact/measure-impact'
import type { ChangeKind, SignalChange } from '../../impact/pair-signals'
import type { Counts } from '../../impact/tally'

/** What `impact` found, and on what. */
export interface ImpactOutcome {
  readonly base: { readonly ref: string; readonly commit: string; readonly movedFrom?: string }
  readonly impact: Impact
  /** Undefined where nothing of the logs was looked at a second time. */
  readonly explanations: ExampleExplanations | undefined
  readonly excesses: readonly Excess[]
  readonly logs: number
  readonly errors: number
}

/** The columns of a table of counts. */
export const columns: readonly (readonly [keyof Counts, string])[] = [
  ['before', 'before'],
  ['after', 'now'],
  ['new', 'new'],
  ['gone', 'gone'],
  ['changed', 'changed'],
  ['suppressed', 'suppressed'],
  ['unsuppressed', 'no longer suppressed'],
]

/** What a kind of change is called. */
export const kindTexts: Readonly<Record<ChangeKind, string>> = {
  new: 'new',
  gone: 'gone',
  changed: 'changed',
  suppressed: 'suppressed now',
  unsuppressed: 'no longer suppressed',
}

const causeTexts: Readonly<Record<Cause, string>> = {
  added: 'added',
  removed: 'removed',
  enabled: 'enabled',
  disabled: 'disabled',
  rule: 'the rule changed',
  suppressions: 'its suppressions changed',
  tables: 'a reference table changed',
  logs: 'raw logs are read otherwise',
  signals: 'rules whose signals it counts changed',
  unread: 'not compared',
}

/** Why a rule may raise something else. */
export function causesText({ rule }: RuleImpact): string {
  return rule.causes.map((cause) => causeTexts[cause]).join(', ')
}

/** Why a rule is not compared, a sentence for each side. */
export function notEvaluatedTexts({ notEvaluated }: RuleImpact): readonly string[] {
  return [
    ...(notEvaluated.before === undefined ? [] : [`not evaluable before: ${notEvaluated.before}`]),
    ...(notEvaluated.after === undefined ? [] : [`not evaluable now: ${notEvaluated.after}`]),
  ]
}

/** What was compared with what, and what came of it. */
export function impactSentence({ base, impact, logs }: ImpactOutcome): string {
  const { rules, unchanged, totals } = impact
  const from = base.ref === base.commit ? base.ref.slice(0, 10) : `${base.ref} (${base.commit.slice(0, 10)})`
  const all = rules.length + unchanged
  if (rules.length === 0) {
    return `Nothing that decides signals changed since ${from}: ${counted(all, 'rule')} alike, no log read.`
  }
  const signals = `${counted(totals.before, 'signal')} before, ${totals.after} now`
  return `${rules.length} of ${counted(all, 'rule')} may raise other signals than at ${from}: ${signals}, on ${counted(logs, 'log')}.`
}

/** A bound that is passed. */
export function excessText({ failOn, count, day }: Excess): string {
  const { what, moreThan, per } = failOn
  const asked = `${what}${moreThan > 0 || per === 'day' ? ` > ${moreThan}${per === 'day' ? '/day' : ''}` : ''}`
  return `--fail-on ${asked}: ${count}${day === undefined ? '' : ` on ${day}`}`
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

/** The side whose explanation tells why: where a signal is missing, the one that does not raise it. */
export function sideToExplain({ kind }: SignalChange): Side {
  return kind === 'new' ? 'before' : 'after'
}
