import { type Diagnostic, placeFinding } from '../../diagnostic/diagnostic'
import { runTests } from '../../testing/run-tests'
import type { TestResult } from '../../testing/test-result'
import type { YamlDocument } from '../../yaml/yaml-document'
import { readSamples } from '../samples/read-samples'
import type { Workspace } from '../workspace'
import type { LocalDetections } from './local-detections'
import { testFiles } from './ready-tests'

/** The results of one test file, with the diagnostics that its failures became. */
export interface FileResults {
  /** As the user knows it. */
  readonly file: string
  readonly results: readonly TestedResult[]
}

export interface TestedResult {
  readonly result: TestResult
  /** Each difference at the line that expected otherwise; empty for a passed test. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Runs the selected test files: those that are meant themselves, and those of a rule or suppression that is. */
export async function runTestFiles(
  workspace: Workspace,
  isSelected: (path: string) => boolean,
  detections: LocalDetections,
  context: { readonly cwd: string; readonly isNamed?: ((test: string) => boolean) | undefined },
): Promise<{ readonly files: readonly FileResults[]; readonly findings: readonly Diagnostic[] }> {
  const found: Diagnostic[] = []
  const files: FileResults[] = []
  const { siblingsOf, readyTests } = testFiles(workspace, detections)
  for (const file of workspace.tests) {
    const { document, path } = file
    if (!(isSelected(path) || siblingsOf(file).some((sibling) => isSelected(sibling.path)))) continue
    const tests = readyTests(file, await readSamples(workspace, [file], context.cwd))
    if (!tests) continue
    const { isNamed } = context
    const meant = isNamed ? { ...tests.file, tests: tests.file.tests.filter(({ name }) => isNamed(name)) } : tests.file
    if (isNamed && meant.tests.length === 0) continue
    const { results, findings } = runTests(meant, tests.detections, tests.options)
    for (const finding of findings) found.push(placeFinding(finding, document.locate))
    files.push({ file: document.source.path, results: results.map((result) => tested(result, document)) })
  }
  return { files, findings: found }
}

function tested(result: TestResult, document: YamlDocument): TestedResult {
  const { outcome } = result
  switch (outcome.kind) {
    case 'failed':
      return {
        result,
        diagnostics: outcome.differences.map(({ what, expected, got, path }) =>
          placeFinding(
            { code: 'T101', severity: 'error', message: `${what}: expected ${expected}, got ${got}`, path },
            document.locate,
          ),
        ),
      }
    case 'broken':
      return { result, diagnostics: outcome.findings.map((finding) => placeFinding(finding, document.locate)) }
    case 'notEvaluated': {
      const message = `not evaluated, because ${outcome.reason}`
      const help = 'expect: notEvaluated says that this is known'
      const finding = { code: 'T102', severity: 'error', message, help, path: result.path } as const
      return { result, diagnostics: [placeFinding(finding, document.locate)] }
    }
    default:
      return { result, diagnostics: [] }
  }
}
