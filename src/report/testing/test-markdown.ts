import type { Diagnostic } from '../../diagnostic/diagnostic'
import { type Block, type Bound, boundedMarkdown } from '../../medium/bounded-markdown'
import { codeSpan, joinedMarkdown, type MarkdownText, markdown } from '../../medium/markdown-text'
import type { TestedResult } from '../../workspace/checking/run-test-files'
import type { TestRun } from '../../workspace/checking/test-workspace'
import { diagnosticsTable, placeText } from '../diagnostics-markdown'
import { outcomeWords, testSentence } from './test-report'

/**
 * A run of tests for a comment or a job's summary: what did not pass, each where it stands in its file. What came instead
 * of what was expected may be a value of a log, which is told with `showsValues` alone.
 */
export function testMarkdown(
  run: TestRun,
  { bound, showsValues }: { readonly bound: Bound | undefined; readonly showsValues: boolean },
): MarkdownText {
  const rows = run.files.flatMap(({ file, results }) =>
    results
      .filter(({ result }) => result.outcome.kind !== 'passed')
      .map((tested) => ({ text: row(file, tested, showsValues), about: `${file}: ${tested.result.name}` })),
  )
  const table = markdown`| | test | where | why |\n| --- | --- | --- | --- |`
  const blocks: readonly Block[] = [
    { text: markdown`## Tests` },
    { text: markdown`${testSentence(run)}.` },
    ...(rows.length > 0 ? [{ text: table, rows }] : []),
    ...belowBlocks(run),
    ...diagnosticsTable([...run.mistakes, ...(run.policy?.diagnostics ?? [])]),
    ...untestedBlocks(run),
  ]
  return boundedMarkdown(blocks, bound)
}

function row(file: string, { result, diagnostics }: TestedResult, showsValues: boolean): MarkdownText {
  const { name, outcome } = result
  const mark = outcome.kind === 'notEvaluated' ? markdown`:grey_question:` : markdown`:x:`
  const [first] = diagnostics
  const where = codeSpan(first?.span ? placeText(first.span) : file)
  return markdown`| ${mark} ${outcomeWords[outcome.kind]} | ${name} | ${where} | ${whyOf(result, diagnostics, showsValues)} |`
}

function whyOf(
  { outcome }: TestedResult['result'],
  diagnostics: readonly Diagnostic[],
  showsValues: boolean,
): MarkdownText {
  switch (outcome.kind) {
    case 'notEvaluated':
      return markdown`${outcome.reason}`
    case 'failed': {
      const keys = [...new Set(outcome.differences.map(({ what }) => what))]
      return showsValues ? messages(diagnostics) : markdown`${keys.join(', ')} other than expected`
    }
    default:
      return messages(diagnostics)
  }
}

function messages(diagnostics: readonly Diagnostic[]): MarkdownText {
  return joinedMarkdown(
    diagnostics.map(({ message }) => markdown`${message}`),
    markdown`<br>`,
  )
}

function belowBlocks({ below, minimum }: TestRun): readonly Block[] {
  if (!minimum || below.length === 0) return []
  const rows = below.map(({ rule, firing, silent }) => ({
    text: markdown`| ${codeSpan(rule)} | ${firing} of ${minimum.firing} | ${silent} of ${minimum.silent} |`,
    about: rule,
  }))
  return [{ text: markdown`| too few tests | firing | silent |\n| --- | ---: | ---: |`, rows }]
}

function untestedBlocks({ untested }: TestRun): readonly Block[] {
  if (untested.length === 0) return []
  const text = markdown`Without a test: ${joinedMarkdown(untested.map(codeSpan), markdown`, `)}.`
  return [{ text, about: 'the rules without a test' }]
}
