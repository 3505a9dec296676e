import type { Diagnostic } from '../../diagnostic/diagnostic'
import { type CaseCount, countCases, rulesBelow } from '../../testing/count-cases'
import { hasErrors, type Workspace } from '../workspace'
import { evaluationMistakes } from './evaluation-mistakes'
import type { LocalDetections } from './local-detections'
import { testFiles } from './ready-tests'
import { type FileResults, runTestFiles } from './run-test-files'
import { type Selection, selectDiagnostics, withTested } from './select-files'

/** The declared tests of a workspace, run. */
export interface TestRun {
  readonly files: readonly FileResults[]
  /** Rules that have fewer firing or silent cases than was demanded. */
  readonly below: readonly RuleBelow[]
  readonly minimum?: CaseCount
  /** Selected rules of which no test file of the workspace speaks, by id. */
  readonly untested: readonly string[]
}

/** A rule with too few passed tests, and how many it has. */
export interface RuleBelow extends CaseCount {
  readonly rule: string
}

export interface TestedWorkspace extends TestRun {
  /** Mistakes in the files of what is tested, and in what test files say they test. */
  readonly diagnostics: readonly Diagnostic[]
  /** Whether every test passed, no rule is below the minimum, and no file has a mistake. */
  readonly isGood: boolean
}

interface Demands {
  readonly isSelected: Selection
  readonly minimum?: CaseCount
  readonly cwd: string
  /** Which tests are run, by their names; all where it is not given. */
  readonly isNamed?: ((test: string) => boolean) | undefined
}

/** Runs the selected tests, and tells of what keeps rules from being evaluated as they are meant. */
export async function testWorkspace(
  workspace: Workspace,
  detections: LocalDetections,
  { isSelected, minimum, cwd, isNamed }: Demands,
): Promise<TestedWorkspace> {
  const mistakes = selectDiagnostics(evaluationMistakes(workspace), withTested(isSelected, workspace, { cwd }))
  const { files, findings } = await runTestFiles(workspace, isSelected, detections, { cwd, isNamed })
  const results = files.flatMap((file) => file.results.map(({ result }) => result))
  const selected = workspace.rules.filter(({ rule, path }) => rule && isSelected(path))
  const ids = new Set(selected.flatMap(({ rule }) => rule?.id ?? []))
  const below = minimum ? rulesBelow(minimum, ids, countCases(results)) : []
  const tested = testedRules(workspace, detections)
  const diagnostics = [...mistakes, ...findings]
  const isBad = results.some(({ outcome }) => outcome.kind !== 'passed')
  return {
    files,
    below,
    ...(minimum && { minimum }),
    untested: [...ids].filter((id) => !tested.has(id)),
    diagnostics,
    isGood: !isBad && below.length === 0 && !hasErrors(diagnostics),
  }
}

/** The rules that some test file is about, whether it is selected or not. A suppression's tests say nothing of its rules. */
function testedRules(workspace: Workspace, detections: LocalDetections): ReadonlySet<string | undefined> {
  const { subjectOf } = testFiles(workspace, detections)
  const subjects = workspace.tests.flatMap((file) => (file.tests?.tests.length ? (subjectOf(file) ?? []) : []))
  return new Set(subjects.flatMap(({ rules, suppression }) => (suppression ? [] : rules.map(({ id }) => id))))
}
