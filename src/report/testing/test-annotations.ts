import type { Diagnostic } from '../../diagnostic/diagnostic'
import { makePainter } from '../../medium/painter'
import type { TestRun } from '../../workspace/checking/test-workspace'
import { testFailureText } from './test-failure-text'

/** An annotation is read beside a file; what is longer stands in the step's log. */
const mostOfExplanation = 3_000

/** What tests tell where they stand in their files: each its name, and once for each test what happened instead. */
export function testAnnotations({ files }: TestRun): readonly Diagnostic[] {
  return files.flatMap(({ results }) =>
    results.flatMap(({ result: { name, outcome }, diagnostics }) => {
      const account = outcome.kind === 'failed' ? explained(String(testFailureText(outcome, makePainter(false)))) : []
      return diagnostics.map((diagnostic, index): Diagnostic => {
        const help = [diagnostic.help ?? [], index === 0 ? account : []].flat().join('\n\n')
        return { ...diagnostic, message: `${name}: ${diagnostic.message}`, ...(help !== '' && { help }) }
      })
    }),
  )
}

function explained(text: string): readonly string[] {
  const lines = text.trimEnd().split('\n')
  const kept: string[] = []
  let left = mostOfExplanation
  for (const line of lines) {
    left -= line.length + 1
    if (left < 0) return [[...kept, '… ddac test tells all of it'].join('\n')]
    kept.push(line)
  }
  return text.trim() === '' ? [] : [kept.join('\n')]
}
