import type { Diagnostic, Severity } from '../diagnostic/diagnostic'
import { positionAt } from '../diagnostic/span'
import { type Trouble, troubleText } from '../diagnostic/trouble'
import { type Block, type Bound, boundedMarkdown } from '../medium/bounded-markdown'
import { codeSpan, type MarkdownText, markdown } from '../medium/markdown-text'

const order: readonly Severity[] = ['error', 'warning', 'info']

const severityMark = {
  error: markdown`:x:`,
  warning: markdown`:warning:`,
  info: markdown`:information_source:`,
} as const

/** What was found for a comment or a job's summary: a table, errors first, with as many rows as fit. */
export function diagnosticsMarkdown(
  title: string,
  sentence: string,
  diagnostics: readonly Diagnostic[],
  bound: Bound | undefined,
  troubles?: readonly Trouble[],
): MarkdownText {
  const blocks: readonly Block[] = [
    { text: markdown`## ${title}` },
    { text: markdown`${sentence}` },
    ...diagnosticsTable(diagnostics, troubles),
  ]
  return boundedMarkdown(blocks, bound)
}

/** The table alone; none where nothing was found. Trouble stands above what is found in files. */
export function diagnosticsTable(
  diagnostics: readonly Diagnostic[],
  troubles: readonly Trouble[] = [],
): readonly Block[] {
  if (diagnostics.length + troubles.length === 0) return []
  const troubleRows = troubles.map((trouble) => {
    const text = markdown`| ${severityMark.error} | ${codeSpan(trouble.code)} |  | ${troubleText(trouble)} |`
    return { text, about: trouble.code }
  })
  const sorted = order.flatMap((severity) => diagnostics.filter((one) => one.severity === severity))
  const rows = sorted.map(({ code, severity, message, help, span }) => {
    const place = span ? placeText(span) : ''
    const where = place === '' ? markdown`` : codeSpan(place)
    const what = help === undefined ? markdown`${message}` : markdown`${message} (${help})`
    const text = markdown`| ${severityMark[severity]} | ${codeSpan(code)} | ${where} | ${what} |`
    return { text, about: place === '' ? code : `${code} ${place}` }
  })
  return [{ text: markdown`| | code | where | what |\n| --- | --- | --- | --- |`, rows: [...troubleRows, ...rows] }]
}

/** Below a result that is a part of one: the mistakes in files that are left out of it. */
export function mistakesTable(diagnostics: readonly Diagnostic[]): readonly Block[] {
  const table = diagnosticsTable(diagnostics.filter(({ severity }) => severity === 'error'))
  return table.length === 0 ? [] : [{ text: markdown`Not all is told here, because of mistakes:` }, ...table]
}

/** A file and a line, as people write it. */
export function placeText({ source, start }: NonNullable<Diagnostic['span']>): string {
  return source.text === '' ? source.path : `${source.path}:${positionAt(source, start).line}`
}
