import { dirname, resolve } from 'node:path'
import { type Diagnostic, placeFinding } from '../diagnostic/diagnostic'
import type { FileResults, TestedResult } from '../report/test-report'
import type { TestGround } from '../testing/find-subject'
import { runTests } from '../testing/run-tests'
import type { TestResult } from '../testing/test-result'
import { shownPath } from '../workspace/find-workspace'
import { stemOf } from '../workspace/list-files'
import { readRecords } from '../workspace/read-records'
import type { TestsFile, Workspace } from '../workspace/workspace'
import type { YamlDocument } from '../yaml/yaml-document'
import type { CliContext } from './context'
import type { GlobalOptions } from './global-options'
import { localGround } from './local-ground'
import type { Selection } from './select-files'

/** Runs the selected test files: those that are meant themselves, and those of a rule or suppression that is. */
export function runTestFiles(
  workspace: Workspace,
  isSelected: Selection,
  context: CliContext,
  globals: GlobalOptions,
): { readonly files: readonly FileResults[]; readonly findings: readonly Diagnostic[] } {
  const found: Diagnostic[] = []
  const ground = localGround(workspace, context, globals)
  const files = workspace.tests.flatMap((file): FileResults[] => {
    const { document, path, tests } = file
    if (!tests || !(isSelected(path) || siblings(workspace, file).some((sibling) => isSelected(sibling.path))))
      return []
    const { results, findings } = runTests(tests, withSibling(ground, workspace, file), {
      tables: workspace.tables,
      readRecords: (name) => {
        const sample = resolve(dirname(path), name)
        return readRecords(sample, shownPath(sample, context.cwd))
      },
    })
    found.push(...findings.map((finding) => placeFinding(finding, document.locate)))
    return [{ file: document.source.path, results: results.map((result) => tested(result, document)) }]
  })
  return { files, findings: found }
}

/** The rule or suppression in the file of the same name beside a test file. */
function siblings({ rules, suppressions }: Workspace, { path }: TestsFile) {
  return [...rules, ...suppressions].filter((each) => stemOf(each.path) === stemOf(path))
}

function withSibling(ground: TestGround, workspace: Workspace, file: TestsFile): TestGround {
  const [sibling] = siblings(workspace, file)
  if (!sibling) return ground
  const id = 'rule' in sibling ? sibling.rule?.id : sibling.suppression?.id
  const rule = 'rule' in sibling ? ground.rules.find((each) => each.id === id) : undefined
  const suppression = 'rule' in sibling ? undefined : ground.suppressions.find((each) => each.id === id)
  if (rule) return { ...ground, sibling: { rule } }
  return suppression ? { ...ground, sibling: { suppression } } : ground
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
      const finding = { code: 'T102', severity: 'warning', message, path: result.path } as const
      return { result, diagnostics: [placeFinding(finding, document.locate)] }
    }
    default:
      return { result, diagnostics: [] }
  }
}
