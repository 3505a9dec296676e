import type { Diagnostic } from '../diagnostic/diagnostic'
import { drawDiagnostic } from '../diagnostic/frame'
import { dateText, isoTime } from '../diagnostic/times'
import { type Block, type Bound, boundedMarkdown } from '../medium/bounded-markdown'
import { type JsonText, jsonDocument, jsonLines } from '../medium/json-text'
import { codeSpan, type MarkdownText, markdown } from '../medium/markdown-text'
import type { Painter } from '../medium/painter'
import { lined, type TerminalText, terminal, terminalLines } from '../medium/terminal-text'
import type { Suppression } from '../suppression/suppression'
import { type SuppressionState, suppressionState } from '../suppression/suppression-state'
import { mistakeLines, mistakesIn } from './diagnostics-json'
import { mistakesTable } from './diagnostics-markdown'
import type { JunitCase } from './junit'
import {
  type LatelyOutcome,
  latelyDocument,
  latelySentence,
  latelyWords,
  lookedAtDocument,
} from './suppressions/lately'

/** A suppression with what it does now, and how many rules of the workspace are in its scope. */
export interface ListedSuppression {
  readonly suppression: Suppression
  readonly file: string
  readonly state: SuppressionState
  readonly rules: number
  /** What is to be said of one that has ended or ends soon, where its file says when. */
  readonly ending?: Diagnostic
}

/** What a suppression does at `nowMs`. */
export function listSuppression(
  suppression: Suppression,
  { nowMs, ending, ...where }: { file: string; rules: number; nowMs: number; ending: Diagnostic | undefined },
): ListedSuppression {
  return { suppression, ...where, state: suppressionState(suppression, nowMs), ...(ending && { ending }) }
}

function endsSoon({ state, ending }: ListedSuppression): boolean {
  return ending !== undefined && state !== 'expired'
}

/** What is told besides of a list. */
interface Besides {
  /** What signals tell of them. */
  readonly outcome?: LatelyOutcome
  /** Of how many suppressions these are those that are due. */
  readonly of?: number
}

/** One suppression a block: what it does, until when, for whom, why; and what signals tell of it, where that is told. */
export function suppressionsText(
  listed: readonly ListedSuppression[],
  paint: Painter,
  { outcome, of }: Besides = {},
): TerminalText {
  const blocks = listed.map((one) => {
    const { suppression, file, state, rules } = one
    const { id, name, owner, reason } = suppression
    const soon = endsSoon(one) ? paint.warning(' soon') : ''
    const lately = outcome && latelyWords(suppression, outcome)
    const lines = [
      terminal`${stateText(state, paint)}  ${paint.bold(id)}  ${paint.faint(file)}`,
      terminal`  ${name}`,
      terminal`  ${datesText(suppression)}${soon}, for ${rulesText(rules)}${owner ? `, owned by ${owner}` : ''}`,
      ...(reason ? terminalLines(reason.trim()).map((line) => terminal`  ${line}`) : []),
      ...(lately === undefined ? [] : [terminal`  ${lately}`]),
    ]
    return terminal`${lined(lines)}\n\n`
  })
  const looked = outcome && listed.length > 0 ? terminal`${latelySentence(outcome)}\n` : ''
  return terminal`${blocks}${suppressionsSentence(listed, of)}\n${looked}`
}

/** One sentence with the count of each state; where those that are due are listed, `of` all there are. */
export function suppressionsSentence(listed: readonly ListedSuppression[], of = listed.length): string {
  const states = ['active', 'scheduled', 'expired', 'disabled'] as const
  const counts = states.flatMap((state) => {
    const count = listed.filter((one) => one.state === state).length
    return count > 0 ? [`${count} ${state}`] : []
  })
  const soon = listed.filter(endsSoon).length
  if (counts.length === 0) return of === 0 ? 'no suppressions' : `none of ${of} has ended or ends soon`
  return [...counts, ...(soon > 0 ? [`${soon} ending soon`] : [])].join(', ')
}

/** The same as one document. */
export function suppressionsJson(
  listed: readonly ListedSuppression[],
  mistakes: readonly Diagnostic[],
  outcome: LatelyOutcome,
): JsonText {
  return jsonDocument({
    suppressions: listed.map((one) => withLately(one, outcome)),
    tenantSignals: lookedAtDocument(outcome),
    ...mistakesIn(mistakes),
  })
}

function withLately(one: ListedSuppression, outcome: LatelyOutcome) {
  const lately = latelyDocument(one.suppression, outcome)
  return { ...suppressionDocument(one), ...(lately && { lately }) }
}

/** One suppression a line, then mistakes, then the count. */
export function suppressionsNdjson(
  listed: readonly ListedSuppression[],
  mistakes: readonly Diagnostic[],
  outcome: LatelyOutcome,
): JsonText {
  const lines = listed.map((one) => ({ kind: 'suppression', ...withLately(one, outcome) }))
  const endingSoon = listed.filter(endsSoon).length
  const tenantSignals = lookedAtDocument(outcome)
  return jsonLines([
    ...lines,
    ...mistakeLines(mistakes),
    { kind: 'summary', suppressions: listed.length, endingSoon, tenantSignals },
  ])
}

/** A suppression as data, with what it does now. */
export function suppressionDocument(one: ListedSuppression) {
  const { suppression, file, state, rules } = one
  const { startMs, expiresMs, neverExpires, reviewMs, imported, renewed, ...rest } = suppression
  return {
    ...rest,
    ...(startMs !== undefined && { start: isoTime(startMs) }),
    ...(expiresMs !== undefined ? { expires: isoTime(expiresMs) } : neverExpires && { expires: 'never' }),
    ...(reviewMs !== undefined && { review: isoTime(reviewMs) }),
    ...(imported && { imported: { at: isoTime(imported.at), digest: imported.digest } }),
    ...(renewed && {
      renewed: renewed.map(({ at, until, reason }) => ({ at: isoTime(at), until: isoTime(until), reason })),
    }),
    file,
    state,
    expiresSoon: endsSoon(one),
    rulesInScope: rules,
  }
}

/** A table for a comment or a job's summary, with as many rows as fit. */
export function suppressionsMarkdown(
  title: string,
  listed: readonly ListedSuppression[],
  mistakes: readonly Diagnostic[],
  outcome: LatelyOutcome,
  bound: Bound | undefined,
): MarkdownText {
  return boundedMarkdown([...suppressionBlocks(title, listed, { outcome }), ...mistakesTable(mistakes)], bound)
}

export function suppressionBlocks(
  title: string,
  listed: readonly ListedSuppression[],
  { outcome, of }: Besides = {},
): readonly Block[] {
  const isAsked = outcome?.kind === 'asked'
  const rows = listed.map((one) => {
    const { suppression, file, state, rules } = one
    const { id, name, owner, reason } = suppression
    const now = `${state}${endsSoon(one) ? ', ends soon' : ''}`
    const what = markdown`${codeSpan(id)} ${name}<br>${codeSpan(file)}`
    const cells = markdown`${datesText(suppression)} | ${rulesText(rules)} | ${owner ?? ''} | ${reason ?? ''}`
    const lately = isAsked ? markdown` ${latelyWords(suppression, outcome) ?? ''} |` : ''
    return { text: markdown`| ${now} | ${what} | ${cells} |${lately}`, about: id }
  })
  const head = isAsked
    ? markdown`| now | suppression | when | for | owner | reason | lately |\n| --- | --- | --- | --- | --- | --- | --- |`
    : markdown`| now | suppression | when | for | owner | reason |\n| --- | --- | --- | --- | --- | --- |`
  return [
    { text: markdown`## ${title}` },
    { text: markdown`${suppressionsSentence(listed, of)}` },
    ...(rows.length > 0 ? [{ text: head, rows }] : []),
    ...(outcome && rows.length > 0 ? [{ text: markdown`${latelySentence(outcome)}` }] : []),
  ]
}

/** One case for each suppression, which fails where it has ended or ends soon. */
export function suppressionsJunit(listed: readonly ListedSuppression[]): readonly JunitCase[] {
  return listed.map(({ suppression, file, ending }) => {
    const one = { suite: file, name: `${suppression.id} goes on` }
    return ending ? { ...one, failure: String(drawDiagnostic(ending)), type: ending.code } : one
  })
}

function rulesText(rules: number): string {
  return `${rules} ${rules === 1 ? 'rule' : 'rules'}`
}

function stateText(state: SuppressionState, paint: Painter): TerminalText {
  const colour = { active: paint.good, scheduled: paint.info, expired: paint.error, disabled: paint.faint }[state]
  return colour(state.padEnd(9))
}

/** From when until when a suppression acts, in words. */
export function datesText({ startMs, expiresMs, reviewMs }: Suppression): string {
  const from = startMs === undefined ? '' : `from ${dateText(startMs)} `
  return expiresMs === undefined
    ? `${from}without end${reviewMs === undefined ? '' : `, review by ${dateText(reviewMs)}`}`
    : `${from}until ${dateText(expiresMs)}`
}
