import type { Diagnostic } from '../../diagnostic/diagnostic'
import { type Block, type Bound, boundedMarkdown } from '../../medium/bounded-markdown'
import { type JsonText, jsonDocument, jsonLines } from '../../medium/json-text'
import { codeSpan, joinedMarkdown, type MarkdownText, markdown } from '../../medium/markdown-text'
import type { Painter } from '../../medium/painter'
import { indented, type TerminalText, terminal } from '../../medium/terminal-text'
import type { PipelineTestResult, PipelineTestRun } from '../../workspace/pipelines/test-pipelines'
import { reportedDiagnostic } from '../diagnostics-json'
import { diagnosticsJunit } from '../diagnostics-junit'
import { diagnosticsTable } from '../diagnostics-markdown'
import type { JunitCase } from '../junit'

/** A line for each file, under it the tests that did not pass, then the count. */
export function pipelineTestText(
  { results }: PipelineTestRun,
  paint: Painter,
  draw: (diagnostic: Diagnostic) => TerminalText,
): TerminalText {
  const files = [...new Set(results.map(({ file }) => file))].map((file) => {
    const own = results.filter((result) => result.file === file)
    const failed = own.filter(({ differences }) => differences.length > 0)
    const count = failed.length === 0 ? `${own.length} passed` : `${own.length - failed.length} of ${own.length} passed`
    const mark = failed.length === 0 ? paint.good('✓') : paint.error('✗')
    const details = failed.map(({ number, sample, diagnostics }) => {
      const told = diagnostics.map((each) => terminal`${indented(draw(each))}\n`)
      return terminal`\n  ${paint.error('failed')}  test ${number}  ${paint.faint(sample)}\n${told}\n`
    })
    return terminal`${mark} ${file}  ${paint.faint(`${own[0]?.pipeline}: ${count}`)}\n${details}`
  })
  return terminal`${files}${pipelineTestSentence(results)}\n`
}

/** One sentence with the count of each outcome. */
export function pipelineTestSentence(results: readonly PipelineTestResult[]): string {
  const failed = results.filter(({ differences }) => differences.length > 0).length
  return `${results.length - failed} passed, ${failed} failed`
}

/** The run as one document. */
export function pipelineTestJson({ results, diagnostics }: PipelineTestRun): JsonText {
  const mistakes = diagnostics.map(reportedDiagnostic)
  return jsonDocument({
    tests: results.map(reported),
    ...(mistakes.length > 0 && { mistakes }),
    summary: summaryOf(results),
  })
}

/** One test a line, then the count. */
export function pipelineTestNdjson({ results, diagnostics }: PipelineTestRun): JsonText {
  return jsonLines([
    ...results.map((result) => ({ kind: 'test', ...reported(result) })),
    ...diagnostics.map((one) => ({ kind: 'diagnostic', ...reportedDiagnostic(one) })),
    { kind: 'summary', ...summaryOf(results) },
  ])
}

/** What did not pass, for a comment or a job's summary: each test with what differs, without what logs hold. */
export function pipelineTestMarkdown(
  { results, diagnostics }: PipelineTestRun,
  bound: Bound | undefined,
): MarkdownText {
  const rows = results
    .filter(({ differences }) => differences.length > 0)
    .map(({ file, pipeline, number, differences }) => {
      const paths = differences.map(({ path }) => codeSpan(path.join('.')))
      const test = markdown`${pipeline} ${number} | ${codeSpan(file)}`
      return {
        text: markdown`| :x: | ${test} | ${joinedMarkdown(paths, markdown`, `)} |`,
        about: `${pipeline} ${number}`,
      }
    })
  const head = markdown`| | test | where | other than expected |\n| --- | --- | --- | --- |`
  const blocks: readonly Block[] = [
    { text: markdown`## Tests of pipelines` },
    { text: markdown`${pipelineTestSentence(results)}.` },
    ...(rows.length > 0 ? [{ text: head, rows }] : []),
    ...diagnosticsTable(diagnostics),
  ]
  return boundedMarkdown(blocks, bound)
}

/** The run as test cases for JUnit readers. */
export function pipelineTestJunit(
  { results, diagnostics: mistakes }: PipelineTestRun,
  draw: (diagnostic: Diagnostic) => TerminalText,
): JunitCase[] {
  const cases = results.map(({ file, pipeline, number, diagnostics }) => ({
    suite: file,
    name: `${pipeline} ${number}`,
    ...(diagnostics[0] && { failure: diagnostics.map(draw).join('\n\n'), type: diagnostics[0].code }),
  }))
  return [...cases, ...diagnosticsJunit(mistakes, [])]
}

function reported({ file, pipeline, number, sample, differences }: PipelineTestResult) {
  return {
    file,
    pipeline,
    number,
    sample,
    outcome: differences.length === 0 ? 'passed' : 'failed',
    differences: differences.map(({ path, expected, got }) => ({
      path: path.join('.'),
      expected: expected ?? null,
      got: got ?? null,
    })),
  }
}

function summaryOf(results: readonly PipelineTestResult[]): { readonly passed: number; readonly failed: number } {
  const failed = results.filter(({ differences }) => differences.length > 0).length
  return { passed: results.length - failed, failed }
}
