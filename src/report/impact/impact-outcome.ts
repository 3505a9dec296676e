import type { Diagnostic } from '../../diagnostic/diagnostic'
import type { Cause } from '../../impact/changed-rules'
import type { Side } from '../../impact/detections'
import type { ExampleExplanations } from '../../impact/explain-examples'
import type { Excess } from '../../impact/fail-on'
import type { Impact, RuleImpact } from '../../impact/measure-impact'
import type { ChangeKind, SignalChange } from '../../impact/pair-signals'
import type { SuppressionImpact } from '../../impact/suppression-changes'
import { type Counts, Tally } from '../../impact/tally'
import { wideningWords } from '../../suppression/widened'

/** What `impact` found, and on what. */
export interface ImpactOutcome {
  readonly base: { readonly ref: string; readonly commit: string; readonly movedFrom?: string }
  readonly impact: Impact
  /** Undefined where nothing of the logs was looked at a second time. */
  readonly explanations: ExampleExplanations | undefined
  readonly excesses: readonly Excess[]
  /** In files of the working tree. */
  readonly mistakes: readonly Diagnostic[]
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

export type Row = readonly [name: string, counts: Counts]

/** The rows of a table of principals: so many of them, and one for all others. */
export function principalRows({ principals, otherPrincipals }: Impact, most: number): readonly Row[] {
  const rows = [...principals].map(([name = '(nobody named)', counts]): Row => [name, counts])
  const left = rows.slice(most)
  const number = left.length + (otherPrincipals?.principals ?? 0)
  if (left.length === 0 && otherPrincipals === undefined) return rows
  const sum = new Tally()
  for (const [, counts] of left) sum.addAll(counts)
  if (otherPrincipals) sum.addAll(otherPrincipals.counts)
  const more = otherPrincipals?.isAtLeast ? `and more than ${number} others` : `and ${number} more`
  return [...rows.slice(0, most), [more, sum.counts]]
}

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

const suppressionKinds: Readonly<Record<SuppressionImpact['kind'], string>> = {
  wider: 'wider',
  unproved: 'perhaps wider',
  new: 'new',
}

/** What is to be known of a suppression that is new or may hide more: what it is, in which way, and what it does on these logs. */
export function suppressionTexts(one: SuppressionImpact, { logs: read }: ImpactOutcome) {
  const { kind, ways, isMeant, hidden, more, logs } = one
  const taken = logs && `takes ${counted(logs.after, 'log')} here${kind === 'new' ? '' : `, ${logs.before} before`}`
  const anew = kind === 'new' || hidden === 0 ? '' : more === 0 ? ', none of them newly' : `, ${more} of them newly`
  const found = one.after.suppressionQuery !== undefined && `hides ${counted(hidden, 'signal')} here${anew}`
  const seen = read === 0 ? ['no log was read'] : [found, taken].flatMap((text) => text || [])
  return {
    kind: suppressionKinds[kind],
    sentence: [
      ...(ways.length > 0 ? [ways.map(({ key }) => wideningWords[key]).join(', ')] : []),
      ...(kind === 'unproved' ? ['not proved to hide no more'] : []),
      ...seen,
      ...(kind !== 'new' && isMeant ? ['its file consents'] : []),
    ].join('; '),
  }
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
