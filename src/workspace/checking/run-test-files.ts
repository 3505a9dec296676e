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
  /** How long it took, by the clock of whoever asked. */
  readonly seconds: number
}

interface Running {
  readonly cwd: string
  readonly isNamed?: ((test: string) => boolean) | undefined
  /** A clock in milliseconds; without one nothing is measured. */
  readonly now?: () => number
}

/** Runs the selected test files: those that are meant themselves, and those of a rule or suppression that is. */
export async function runTestFiles(
  workspace: Workspace,
  isSelected: (path: string) => boolean,
  detections: LocalDetections,
  { cwd, isNamed, now = () => 0 }: Running,
): Promise<{ readonly files: readonly FileResults[]; readonly findings: readonly Diagnostic[] }> {
  const found: Diagnostic[] = []
  const files: FileResults[] = []
  const { siblingsOf, readyTests } = testFiles(workspace, detections)
  for (const file of workspace.tests) {
    const { document, path } = file
    if (!(isSelected(path) || siblingsOf(file).some((sibling) => isSelected(sibling.path)))) continue
    const tests = readyTests(file, await readSamples(workspace, [file], cwd))
    if (!tests) continue
    const meant = isNamed ? { ...tests.file, tests: tests.file.tests.filter(({ name }) => isNamed(name)) } : tests.file
    if (isNamed && meant.tests.length === 0) continue
    const ended: number[] = []
    const begun = now()
    const goesOn = (): boolean => ended.push(now()) > 0
    const { results, findings } = runTests(meant, tests.detections, { ...tests.options, goesOn })
    for (const finding of findings) found.push(placeFinding(finding, document.locate))
    const tested = results.map((result, at): TestedResult => {
      const seconds = ((ended[at] ?? begun) - (ended[at - 1] ?? begun)) / 1000
      return { result, diagnostics: placed(result, document), seconds }
    })
    files.push({ file: document.source.path, results: tested })
  }
  return { files, findings: found }
}

function placed({ outcome, path: testPath }: TestResult, document: YamlDocument): readonly Diagnostic[] {
  switch (outcome.kind) {
    case 'failed':
      return outcome.differences.map(({ what, expected, got, path }) =>
        placeFinding(
          { code: 'T101', severity: 'error', message: `${what}: expected ${expected}, got ${got}`, path },
          document.locate,
        ),
      )
    case 'broken':
      return outcome.findings.map((finding) => placeFinding(finding, document.locate))
    case 'notEvaluated': {
      const message = `not evaluated, because ${outcome.reason}`
      const help = 'expect: notEvaluated says that this is known'
      const finding = { code: 'T102', severity: 'error', message, help, path: testPath } as const
      return [placeFinding(finding, document.locate)]
    }
    default:
      return []
  }
}
