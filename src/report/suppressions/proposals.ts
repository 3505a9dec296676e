import { isoTime, momentText } from '../../diagnostic/times'
import { type JsonText, jsonDocument } from '../../medium/json-text'
import type { Painter } from '../../medium/painter'
import { type TerminalText, terminal } from '../../medium/terminal-text'
import type { HiddenSignals } from '../../radius/hidden-signals'
import type { Proposal, Rejected } from '../../silencing/propose'

/** A proposal with what is known of it. */
export interface WeighedProposal extends Proposal {
  /** Of the logs that were given. */
  readonly inLogs?: HiddenSignals
  /** Of the signals that the tenant has of the last days. */
  readonly inTenant?: HiddenSignals & { readonly days: number }
}

/** What can be chosen from, and what became of it. */
export interface ProposalOutcome {
  readonly signals: readonly { readonly rule: string; readonly title: string; readonly firstSeenMs: number }[]
  readonly proposals: readonly WeighedProposal[]
  readonly rejected: readonly Rejected[]
  /** How many signals must stay visible, by what they are of. */
  readonly kept: { readonly tests: number; readonly given: number; readonly triaged: number }
  readonly written?: WrittenSuppression
}

export interface WrittenSuppression {
  readonly choice: number
  readonly id: string
  readonly files: readonly string[]
  /** Of the test that was written. */
  readonly mutations?: { readonly noticed: number; readonly of: number; readonly missed: readonly string[] }
  readonly notes: readonly string[]
}

/** What can be chosen from, the narrowest first, as a person reads it. */
export function proposalsText({ signals, proposals, rejected, kept }: ProposalOutcome, paint: Painter): TerminalText {
  const heads = signals.map(
    ({ rule, title, firstSeenMs }) =>
      terminal`${paint.bold(rule)}  ${title}  ${paint.faint(momentText(firstSeenMs))}\n`,
  )
  const blocks = proposals.map((each, index) => proposalText(each, index + 1, paint))
  const others = rejected.map(({ about, query, hides, apartBy }) => {
    const more = hides.length > 3 ? ` and ${hides.length - 3} more` : ''
    const apart =
      apartBy.length === 0
        ? 'no field of the signal tells them apart'
        : `only ${apartBy.join(' and ')} tells them apart`
    const why = `it would hide ${hides.slice(0, 3).join('; ')}${more}, and ${apart}`
    return terminal`\n${paint.faint('not proposed')}  ${about}\n  ${query}\n  ${why}\n`
  })
  const kinds = [
    [kept.tests, 'of firing tests'],
    [kept.given, 'given with --keep'],
    [kept.triaged, 'that triage called true'],
  ] as const
  const stays = kinds.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : []))
  const visible =
    proposals.length === 0 || stays.length === 0 ? '' : terminal`\nAll leave visible: ${stays.join(', ')}.\n`
  return terminal`${heads}${blocks}${others}${visible}`
}

function proposalText(proposal: WeighedProposal, number: number, paint: Painter): TerminalText {
  const { about, query, rules, separatedBy, warnings, inLogs, inTenant } = proposal
  const lines: readonly TerminalText[] = [
    terminal`  ${query}\n`,
    terminal`  for ${rules.join(', ')}\n`,
    separatedBy.length === 0
      ? terminal``
      : terminal`  ${separatedBy.join(' and ')} ${separatedBy.length > 1 ? 'keep' : 'keeps'} it from signals that must stay visible\n`,
    inLogs === undefined ? terminal`` : hiddenText(inLogs, 'in these logs'),
    inTenant === undefined ? terminal`` : hiddenText(inTenant, `that the tenant has of the last ${inTenant.days} days`),
    ...warnings.map((warning) => terminal`  ${paint.warning('!')} ${warning}\n`),
  ]
  return terminal`\n${paint.bold(String(number))}  ${about}\n${lines}`
}

function hiddenText({ of, hidden, beside }: HiddenSignals, where: string): TerminalText {
  const others = beside.map(({ rule, severity, count, groups }) => {
    const named = groups.length === 0 ? '' : `: ${groups.join('; ')}${count > groups.length ? '; …' : ''}`
    return terminal`    ${String(count)} more of ${rule}, ${severity}${named}\n`
  })
  const nothing = of === 0 ? ': there is none, which proves nothing' : ''
  return terminal`  hides ${String(hidden)} of the ${String(of)} signals ${where}${nothing}\n${others}`
}

/** What was written, a line each. */
export function writtenText({ files, mutations, notes }: WrittenSuppression, paint: Painter): TerminalText {
  const lines = files.map((file) => terminal`${file}\n`)
  const noticed =
    mutations === undefined
      ? ''
      : terminal`its test notices ${String(mutations.noticed)} of ${String(mutations.of)} changes of the suppression\n`
  const missed = mutations?.missed.map((each) => terminal`  ${paint.warning('not noticed')}  ${each}\n`) ?? []
  return terminal`${lines}${noticed}${missed}${notes.map((note) => terminal`${note}\n`)}`
}

/** The same as data. */
export function proposalsJson({ signals, proposals, rejected, kept, written }: ProposalOutcome): JsonText {
  return jsonDocument({
    signals: signals.map(({ firstSeenMs, ...rest }) => ({ ...rest, firstSeen: isoTime(firstSeenMs) })),
    proposals: proposals.map(({ alternatives: _, query, ...rest }, index) => ({
      choice: index + 1,
      ...rest,
      suppressionQuery: query,
    })),
    rejected,
    kept,
    ...(written && { written }),
  })
}
