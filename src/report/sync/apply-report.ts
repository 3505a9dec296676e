import type { Diagnostic } from '../../diagnostic/diagnostic'
import { type Block, type Bound, boundedMarkdown } from '../../medium/bounded-markdown'
import { html } from '../../medium/html-text'
import { type JsonText, jsonDocument, jsonLines } from '../../medium/json-text'
import { codeSpan, folded, joinedMarkdown, type MarkdownText, markdown } from '../../medium/markdown-text'
import type { Painter } from '../../medium/painter'
import { type TerminalText, terminal } from '../../medium/terminal-text'
import type { AppliedChange, ApplySummary, ChangeRef } from '../../sync/apply/apply-summary'
import { mistakeLines, mistakesIn } from '../diagnostics-json'
import { effectSentence } from './change/override-groups'
import { type FailedTenant, failedDocument, failedLine } from './failed-tenant'
import { peopleSentences } from './people-text'
import { plainWork } from './plain-people'

/** What became of a plan, for a person. */
export function applyText(summary: ApplySummary, paint: Painter): TerminalText {
  const { applied, failed, conflicts, skipped, withheld, notDone } = summary
  const lines = [
    ...withheld.map(
      ({ change, reason, remedy }) =>
        terminal`${paint.warning('withheld')}  ${named(change)}: ${reason}${remedy ? ` (${remedy})` : ''}`,
    ),
    ...appliedTogether(applied).map((alike) => doneText(alike, paint)),
    ...conflicts.map(({ change, reason }) => terminal`${paint.warning('conflict')}  ${named(change)}: ${reason}`),
    ...failed.map(
      ({ change, error }) =>
        terminal`${paint.error('failed')}    ${named(change)}: ${error.message}${error.help ? ` (${error.help})` : ''}`,
    ),
    ...skipped.map(({ change, reason }) => terminal`${paint.warning('skipped')}   ${named(change)}: ${reason}`),
    ...notDone.map((change) => terminal`${paint.warning('not done')}  ${named(change)}`),
  ]
  return terminal`${lines.map((line) => terminal`${line}\n`)}${applySentence(summary)}\n`
}

export function applyMarkdown(summary: ApplySummary, bound?: Bound): MarkdownText {
  const { applied, failed, conflicts, skipped, withheld, notDone } = summary
  const groups = appliedTogether(applied)
  const row = (what: string, change: ChangeRef, why: MarkdownText, mark = markdown``) => ({
    text: markdown`| ${mark}${what} | ${named(change)} |${why} |`,
    about: `${what}: ${named(change)}`,
  })
  const warning = markdown`:warning: `
  const rows = [
    ...withheld.map(({ change, reason, remedy }) =>
      row('withheld', change, markdown` ${reason}${remedy ? ` (${remedy})` : ''}`, warning),
    ),
    ...conflicts.map(({ change, reason }) => row('conflict', change, markdown` ${reason}`, warning)),
    ...failed.map(({ change, error }) => row('failed', change, markdown` ${error.message}`, markdown`:x: `)),
    ...skipped.map(({ change, reason }) => row('skipped', change, markdown` ${reason}`)),
    ...notDone.map((change) => row('not done', change, markdown``)),
    ...groups.map((alike) => {
      const [{ change, effective, ...work }] = alike
      const people = peopleSentences(work).map((sentence) => markdown` ${sentence}.`)
      const effect = effective ? markdown` ${effectSentence(effective, alike.length)}.` : markdown``
      const text = markdown`| done | ${`${named(change)}${countOf(alike)}`} |${effect}${people} |`
      return { text, about: `done: ${named(change)}` }
    }),
  ]
  const names = groups.flatMap((alike): readonly Block[] => {
    if (alike.length === 1) return []
    const list = alike.map(({ change }) => markdown`- ${codeSpan(change.remoteId ?? '')} ${change.name}`)
    const title = `${alike.length} default rules of ${alike[0].change.id}`
    return [{ text: folded(html`${title}`, joinedMarkdown(list, markdown`\n`)), about: title }]
  })
  const head = markdown`| result | change | why |\n| --- | --- | --- |`
  const blocks: readonly Block[] = [
    { text: markdown`## Applied to ${codeSpan(summary.tenant)}` },
    { text: markdown`${applySentence(summary)}` },
    ...(rows.length > 0 ? [{ text: head, rows }] : []),
    ...names,
  ]
  return boundedMarkdown(blocks, bound)
}

type Together = readonly [AppliedChange, ...AppliedChange[]]

/** What was applied, with default rules on which overrides did the same told as one. */
function appliedTogether(applied: readonly AppliedChange[]): readonly Together[] {
  const groups = new Map<string, [AppliedChange, ...AppliedChange[]]>()
  for (const [index, one] of applied.entries()) {
    const { change, effective, rewritten, note, leaves, takesBack } = one
    const isPlain = change.kind === 'override' && effective && rewritten.length === 0 && !note && !leaves && !takesBack
    const key = isPlain ? `${change.action} ${change.id} ${effectSentence(effective, 1)}` : `${index}`
    const group = groups.get(key)
    if (group) group.push(one)
    else groups.set(key, [one])
  }
  return [...groups.values()]
}

function doneText(alike: Together, paint: Painter): TerminalText {
  const [{ change, remoteId, rewritten, note, effective, ...work }] = alike
  const isMany = alike.length > 1
  const people = peopleSentences(work).map((sentence) => terminal`\n          ${sentence}`)
  const stored =
    rewritten.length > 0 ? `, the tenant stored ${rewritten.map(({ path }) => path).join(', ')} its own way` : ''
  const where = remoteId && !isMany ? terminal` ${paint.faint(remoteId)}` : ''
  const effect = effective ? terminal`: ${effectSentence(effective, alike.length)}` : ''
  const names = isMany ? alike.map((one) => terminal`\n            ${one.remoteId ?? ''}  ${one.change.name}`) : []
  const told = `${stored}${note ? `, ${note}` : ''}`
  return terminal`${paint.good('done')}      ${named(change)}${countOf(alike)}${where}${told}${effect}${people}${names}`
}

const countOf = (alike: Together): string => (alike.length > 1 ? ` on ${alike.length} default rules` : '')

/** What became of a plan as data, or `{"tenants": […]}` for several; a tenant that could not be asked has an `error`. */
export function applyJson(
  outcomes: readonly (ApplySummary | FailedTenant)[],
  mistakes: readonly Diagnostic[] = [],
): JsonText {
  const documents = outcomes.map((each) =>
    'applied' in each ? { ...each, applied: each.applied.map(plainApplied) } : failedDocument(each),
  )
  const [only, ...others] = documents
  return jsonDocument({ ...(only && others.length === 0 ? only : { tenants: documents }), ...mistakesIn(mistakes) })
}

/**
 * For each tenant one line for each change by what became of it, then its summary; one line for a tenant that could not
 * be asked.
 */
export function applyNdjson(
  outcomes: readonly (ApplySummary | FailedTenant)[],
  mistakes: readonly Diagnostic[] = [],
): JsonText {
  return jsonLines([
    ...mistakeLines(mistakes),
    ...outcomes.flatMap((each) => ('applied' in each ? applyLines(each) : [failedLine(each, 'kind')])),
  ])
}

function plainApplied({ leaves, takesBack, ...rest }: AppliedChange) {
  return { ...rest, ...plainWork({ ...(leaves && { leaves }), ...(takesBack && { takesBack }) }) }
}

function applyLines(summary: ApplySummary): readonly object[] {
  const { tenant, interrupted, applied, failed, conflicts, skipped, withheld, noted, notDone } = summary
  return [
    ...applied.map((one) => ({ kind: 'applied', ...plainApplied(one) })),
    ...failed.map((one) => ({ kind: 'failed', ...one })),
    ...conflicts.map((one) => ({ kind: 'conflict', ...one })),
    ...skipped.map((one) => ({ kind: 'skipped', ...one })),
    ...withheld.map((one) => ({ kind: 'withheld', ...one })),
    ...notDone.map((change) => ({ kind: 'notDone', change })),
    {
      kind: 'summary',
      tenant,
      interrupted,
      applied: applied.length,
      failed: failed.length,
      conflicts: conflicts.length,
      skipped: skipped.length,
      withheld: withheld.length,
      noted: noted.length,
      notDone: notDone.length,
    },
  ]
}

function applySentence(summary: ApplySummary): string {
  const { tenant, applied, failed, conflicts, skipped, withheld, noted, notDone, interrupted } = summary
  const parts = [
    `${applied.length} applied`,
    ...(withheld.length > 0 ? [`${withheld.length} withheld`] : []),
    ...(conflicts.length > 0 ? [`${conflicts.length} in conflict`] : []),
    ...(failed.length > 0 ? [`${failed.length} failed`] : []),
    ...(skipped.length > 0 ? [`${skipped.length} skipped`] : []),
    ...(notDone.length > 0 ? [`${notDone.length} not done`] : []),
    ...(noted.length > 0 ? [`${noted.length} noted as git has them by now`] : []),
  ]
  const end = interrupted ? ' Interrupted: run apply again to finish.' : ''
  return `${tenant}: ${parts.join(', ')}.${end}`
}

const named = ({ action, kind, id }: ChangeRef): string =>
  action === 'withheld' ? `${kind} ${id}` : `${action} ${kind} ${id}`
