import type { Signal } from '../../detect/signals/signal'
import { lapseText, momentText } from '../../diagnostic/times'
import { unreachable } from '../../diagnostic/unreachable'
import type {
  DropReason,
  Explanation,
  Held,
  QueryExplanation,
  Shown,
  StageExplanation,
  SuppressedSignal,
  SuppressionExplanation,
} from '../../explain/explanation'
import type { Painter } from '../../medium/painter'
import { indented, lined, type TerminalText, terminal } from '../../medium/terminal-text'
import type { SuppressionState } from '../../suppression/suppression-state'
import { severityText } from '../signals-text'
import { clauseMissText } from './clause-text'
import { groupText, nearMissText } from './near-miss-text'

/** Of each list so many logs are written out. */
const mostLines = 5

/** An explanation for people: what the queries matched, which steps or cases held, what fired, and what nearly did. */
export function explainText(explanation: Explanation, paint: Painter): TerminalText {
  const { nearMisses, suppressions, cuts } = explanation
  const sections = [
    section(
      'Queries',
      explanation.queries.map((query) => queryText(query, paint)),
      paint,
    ),
    section(
      stagesTitle(explanation),
      explanation.stages.map((stage) => stageText(stage)),
      paint,
    ),
    section(
      'Signals',
      explanation.signals.map((signal, index) => signalText(signal, index, paint)),
      paint,
    ),
    section('Near misses', aligned(nearMisses.map(nearMissText)), paint),
    section(
      'Suppressions',
      suppressions.flatMap((one) => suppressionText(one)),
      paint,
    ),
    section(
      'Left out',
      cuts.map((cut) => terminal`${cut}`),
      paint,
    ),
  ]
  return lined([headText(explanation, paint), ...sections.flatMap((text) => text ?? [])])
}

function headText(
  { rule, name, method, isEnabled, logs, signals, notEvaluated }: Explanation,
  paint: Painter,
): TerminalText {
  const shown = signals.filter(({ suppressedBy }) => suppressedBy.length === 0).length
  const hidden = signals.length - shown
  const outcome =
    notEvaluated === undefined
      ? [shown === 0 ? 'no signal' : counted(shown, 'signal'), ...(hidden > 0 ? [`${hidden} hidden`] : [])]
      : []
  const facts = [method, `${counted(logs, 'log')} read`, ...outcome, ...(isEnabled ? [] : ['disabled in the tenant'])]
  const reason =
    notEvaluated === undefined ? '' : terminal`${paint.warning('not evaluated, because')} ${notEvaluated}\n`
  return terminal`${paint.bold(rule)}${rule === name ? '' : `  ${name}`}\n${facts.join(', ')}\n${reason}`
}

function stagesTitle({ stages }: Explanation): string {
  return stages[0]?.kind === 'step' ? 'Steps' : 'Cases'
}

function section(title: string, blocks: readonly TerminalText[], paint: Painter): TerminalText | undefined {
  if (blocks.length === 0) return undefined
  return terminal`${paint.bold(title)}\n${blocks.map((block) => terminal`${indented(block)}\n`)}`
}

function queryText({ name, role, text, matched, dropped, near }: QueryExplanation, paint: Painter): TerminalText {
  const what = role === 'query' ? '' : `${role === 'root' ? 'root query' : 'grades'} `
  const lines = [terminal`${what}${name}  ${paint.faint(text.trim().replace(/\s+/g, ' '))}`]
  if (matched.total === 0) lines.push(terminal`  matched nothing that counts`)
  for (const { id, atMs, groups } of matched.first.slice(0, mostLines)) {
    lines.push(
      terminal`  matched  ${momentText(atMs)}  ${id}${groups.map((group) => `  ${groupText(group)}`).join('')}`,
    )
  }
  lines.push(...more(matched, 'matched'))
  for (const { id, atMs, why } of dropped.first.slice(0, mostLines)) {
    lines.push(terminal`  lost     ${momentText(atMs)}  ${id}  ${lossText(why)}`)
  }
  lines.push(...more(dropped, 'lost'))
  for (const { id, atMs, because } of near) {
    lines.push(
      terminal`  missed   ${momentText(atMs)}  ${id}`,
      ...because.map((miss) => terminal`             ${clauseMissText(miss)}`),
    )
  }
  return lined(lines)
}

function lossText(why: DropReason): string {
  switch (why.kind) {
    case 'excluded':
      return `excluded by ${why.suppressions.join(', ')}`
    case 'filtered':
      return `the rule's filter: ${why.action} ${why.query}`
    case 'ungrouped':
      return `it has no ${why.fields.join(', ')} to group by`
    case 'valueless':
      return `it has no ${why.fields.join(', ')} to count with`
    default:
      return unreachable(why)
  }
}

function more({ total, first }: Shown<unknown>, what: string): readonly TerminalText[] {
  const rest = total - Math.min(first.length, mostLines)
  return rest > 0 ? [terminal`  and ${rest} more ${what}`] : []
}

function stageText({ kind, name, condition, windowMs, waitMs, held, reached }: StageExplanation): TerminalText {
  const shownName = name === condition ? '' : `${name}  `
  const window = windowMs === 0 ? 'at one event' : `within ${lapseText(windowMs)}`
  const wait = waitMs === undefined ? '' : `, at most ${lapseText(waitMs)} after the step before`
  const head = terminal`${kind === 'side' ? 'side ' : ''}${shownName}${condition}  ${window}${wait}`
  const lines = [head, ...heldLines(held, 'true')]
  if (waitMs !== undefined && reached) lines.push(...(held.total > 0 ? heldLines(reached, 'in its place') : []))
  return lined(lines)
}

function heldLines({ first, total }: Shown<Held>, word: string): readonly TerminalText[] {
  if (total === 0) return [terminal`  never ${word}`]
  const lines = first.slice(0, mostLines).map(({ group, firstMs, lastMs, moments }) => {
    const until = firstMs === lastMs ? '' : ` to ${momentText(lastMs)}, ${counted(moments, 'time')}`
    const whose = groupText(group)
    return terminal`  ${word}  ${momentText(firstMs)}${until}${whose === '' ? '' : `  ${whose}`}`
  })
  const rest = total - lines.length
  return rest > 0 ? [...lines, terminal`  and for ${counted(rest, 'more group')}`] : lines
}

function signalText(signal: Signal, index: number, paint: Painter): TerminalText {
  const { severity, title, firstSeenMs, lastSeenMs, group, steps, suppressedBy } = signal
  const lines = [
    terminal`${index + 1}  ${severityText(severity, paint)}  ${title}`,
    terminal`   ${`${momentText(firstSeenMs)} to ${momentText(lastSeenMs)}  ${groupText(group)}`.trimEnd()}`,
    ...steps.map(({ step, atMs, events }) => terminal`   ${step}  ${momentText(atMs)}  ${ids(events)}`),
    ...(suppressedBy.length > 0 ? [paint.warning(`   hidden by ${suppressedBy.join(', ')}`)] : []),
  ]
  return lined(lines)
}

function ids(events: readonly string[]): string {
  const rest = events.length - mostLines
  return `${events.slice(0, mostLines).join(' ')}${rest > 0 ? ` and ${rest} more` : ''}`
}

/** Each near miss under its word, sentences and columns in line. */
function aligned(misses: readonly ReturnType<typeof nearMissText>[]): readonly TerminalText[] {
  const width = Math.max(0, ...misses.map(({ word }) => word.length))
  return misses.map(({ word, sentence, lines }) => {
    const widths = columns(lines)
    const rows = lines.map((row) =>
      row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    return lined([
      terminal`${word.padEnd(width)}  ${sentence}`,
      ...rows.map((row) => terminal`${' '.repeat(width)}    ${row}`),
    ])
  })
}

function columns(rows: readonly (readonly string[])[]): readonly number[] {
  const count = Math.max(0, ...rows.map(({ length }) => length))
  return Array.from({ length: count }, (_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)))
}

function suppressionText({ id, excluded, signals, notInForce }: SuppressionExplanation): readonly TerminalText[] {
  const lines = [
    ...(excluded > 0 ? [`  excluded ${counted(excluded, 'log')}`] : []),
    ...signals.map((one) => `  ${onSignalText(one)}`),
    ...notInForce.first
      .slice(0, mostLines)
      .map((log) => `  would exclude ${log.id}, but ${stateText(log.state)} at ${momentText(log.atMs)}`),
  ].map((line) => terminal`${line}`)
  const all = [...lines, ...more(notInForce, 'that it would exclude')]
  return all.length === 0 ? [] : [lined([terminal`${id}`, ...all])]
}

function onSignalText(one: SuppressedSignal): string {
  const which = `signal ${one.signal + 1}`
  switch (one.kind) {
    case 'hidden':
      return `hides ${which}`
    case 'notInForce':
      return `would hide ${which}, but ${stateText(one.state)} at ${momentText(one.atMs)}`
    case 'unsure':
      return `may not hide ${which}, so it is shown: it is not known to be on signals: ${one.because.map(({ clause }) => clause).join('; ')}`
    case 'missed':
      return `does not hide ${which}: ${one.because.map(clauseMissText).join('; ')}`
    default:
      return unreachable(one)
  }
}

function stateText(state: SuppressionState): string {
  switch (state) {
    case 'active':
      return 'was in force'
    case 'scheduled':
      return 'was not yet in force'
    case 'expired':
      return 'had expired'
    case 'disabled':
      return 'was switched off'
    default:
      return unreachable(state)
  }
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
