import { type Calibration, totalsOf } from '../calibration/calibration'
import { isoText, secondText } from '../diagnostic/times'
import { type Block, type Bound, boundedMarkdown, listed } from '../medium/bounded-markdown'
import { type JsonText, jsonDocument } from '../medium/json-text'
import { joinedMarkdown, type MarkdownText, markdown } from '../medium/markdown-text'
import type { Painter } from '../medium/painter'
import { type TerminalText, terminal } from '../medium/terminal-text'

const heads = ['method', 'rules', 'agree', 'differ', "tenant's alone", 'ours alone'] as const

/** For a person: a table by method, and what decided the rest. */
export function calibrationText(calibration: Calibration, paint: Painter): TerminalText {
  const rows = rowsOf(calibration)
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => (row[column] ?? '').length)))
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
  const table = [terminal`${paint.bold(line(heads))}\n`, ...rows.map((row) => terminal`${line(row)}\n`)]
  const reasons = reasonsOf(calibration).map(([what, count]) => terminal`  ${String(count).padStart(4)}  ${what}\n`)
  const why = reasons.length > 0 ? terminal`\n${paint.bold('What decided the others')}\n${reasons}` : ''
  const left = leftOutOf(calibration).map((text) => terminal`  ${text}\n`)
  const others = left.length > 0 ? terminal`\n${paint.bold('Not compared')}\n${left}` : ''
  return terminal`${sentenceOf(calibration)}\n\n${table}${why}${others}`
}

/** The same for a wall or a pull request. */
export function calibrationMarkdown(calibration: Calibration, bound?: Bound): MarkdownText {
  const row = (cells: readonly string[]): MarkdownText =>
    markdown`| ${joinedMarkdown(
      cells.map((cell) => markdown`${cell}`),
      markdown` | `,
    )} |`
  const rows = rowsOf(calibration).map((cells) => ({ text: row(cells), about: `the row of ${cells[0]}` }))
  const blocks: readonly Block[] = [
    { text: markdown`${sentenceOf(calibration)}` },
    { text: markdown`${row(heads)}\n| --- | ---: | ---: | ---: | ---: | ---: |`, rows },
    ...listed(
      'What decided the others:',
      'what decided the others',
      reasonsOf(calibration).map(([what, count]) => markdown`${what}: ${count}`),
    ),
    ...listed(
      'Not compared:',
      'what was not compared',
      leftOutOf(calibration).map((text) => markdown`${text}`),
    ),
  ]
  return boundedMarkdown(blocks, bound)
}

/** The same as data. */
export function calibrationJson(calibration: Calibration): JsonText {
  const { fromMs, toMs, ...rest } = calibration
  return jsonDocument({ from: isoText(fromMs), to: isoText(toMs), ...rest, summary: totalsOf(calibration) })
}

function rowsOf({ methods }: Calibration): readonly (readonly string[])[] {
  return methods.map(({ method, rules, agree, differ, theirsAlone, oursAlone }) =>
    [method, rules, agree, differ, theirsAlone, oursAlone].map(String),
  )
}

function reasonsOf({ decided, notToBeHad, notExplained }: Calibration): readonly (readonly [string, number])[] {
  return [
    ...decided.map(({ behaviour, signals }) => [`assumed: ${behaviour}`, signals] as const),
    ...(notToBeHad > 0 ? [['logs of it were not to be had', notToBeHad] as const] : []),
    ...(notExplained > 0 ? [['nothing that is known of', notExplained] as const] : []),
  ]
}

function leftOutOf({
  leftOut: { different, notEvaluated, signalsOfOthers, signalsOfOtherTimes },
}: Calibration): readonly string[] {
  return [
    ...(different > 0 ? [`${counted(different, 'rule')} that git and the tenant do not have alike`] : []),
    ...(notEvaluated > 0 ? [`${counted(notEvaluated, 'rule')} that cannot be evaluated`] : []),
    ...(signalsOfOthers > 0 ? [`${counted(signalsOfOthers, 'signal')} of rules that git does not have`] : []),
    ...(signalsOfOtherTimes > 0
      ? [
          `${counted(signalsOfOtherTimes, 'signal')} from before git and the tenant had the rule and its suppressions alike, or of the last minutes`,
        ]
      : []),
  ]
}

function sentenceOf(calibration: Calibration): string {
  const { signals, agree } = totalsOf(calibration)
  const stretch = `${secondText(calibration.fromMs)} to ${secondText(calibration.toMs)}`
  if (signals === 0) return `No signal could be compared from ${stretch}.`
  const share = Math.floor((agree / signals) * 1000) / 10
  return `${agree} of ${counted(signals, 'signal')} agree (${share} %), on ${counted(calibration.logs, 'log')} from ${stretch}.`
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
