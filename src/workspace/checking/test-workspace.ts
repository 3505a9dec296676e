import type { Diagnostic } from '../../diagnostic/diagnostic'
import { type CaseCount, countCases, rulesBelow } from '../../testing/count-cases'
import type { PolicyBase } from '../../testing/test-policy'
import { hasErrors, type Workspace } from '../workspace'
import { evaluationMistakes } from './evaluation-mistakes'
import type { LocalDetections } from './local-detections'
import { type PolicyOutcome, policyOutcome } from './policy-outcome'
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
  /** The errors in files that keep what is tested from being right, told beside the tests. */
  readonly mistakes: readonly Diagnostic[]
  /** What `policy.tests` of ddac.yaml says; undefined where it asks for nothing. */
  readonly policy?: PolicyOutcome
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
  /** What a commit had already: the minimum and `policy.tests` bind what is new beside it. */
  readonly base?: PolicyBase | undefined
  /** The workspace is the part for one tenant. */
  readonly isForTenant?: boolean
  readonly cwd: string
  /** Which tests are run, by their names; all where it is not given. */
  readonly isNamed?: ((test: string) => boolean) | undefined
  /** A clock in milliseconds, by which each test is measured; without one none is. */
  readonly now?: () => number
}

/** Runs the selected tests, and tells of what keeps rules from being evaluated as they are meant. */
export async function testWorkspace(
  workspace: Workspace,
  detections: LocalDetections,
  { isSelected, minimum, base, isForTenant, cwd, isNamed, now }: Demands,
): Promise<TestedWorkspace> {
  const mistakes = selectDiagnostics(evaluationMistakes(workspace), withTested(isSelected, workspace, { cwd }))
  const { files, findings } = await runTestFiles(workspace, isSelected, detections, {
    cwd,
    isNamed,
    ...(now && { now }),
  })
  const results = files.flatMap((file) => file.results.map(({ result }) => result))
  const selected = workspace.rules.filter(({ rule, path }) => rule && isSelected(path))
  const ids = new Set(selected.flatMap(({ rule }) => rule?.id ?? []))
  const counts = countCases(results)
  const demanded = base ? [...ids].filter((id) => base.rules.has(id)) : ids
  const below = minimum ? rulesBelow(minimum, demanded, counts) : []
  const tested = testedRules(workspace, detections)
  const isAll = selected.length === workspace.rules.length && workspace.tests.every(({ path }) => isSelected(path))
  const measured = isAll ? ids : withAllTests(ids, workspace, detections, new Set(files.map(({ file }) => file)))
  const reach = isAll ? (isForTenant ? 'at least' : 'whole') : 'some rules'
  const policy = isNamed ? undefined : policyOutcome(workspace, detections, { rules: measured, counts, base, reach })
  const diagnostics = [...mistakes, ...findings, ...(policy?.diagnostics ?? [])]
  const isBad = results.some(({ outcome }) => outcome.kind !== 'passed')
  return {
    files,
    below,
    ...(minimum && { minimum }),
    untested: [...ids].filter((id) => !tested.has(id)),
    ...(policy && { policy }),
    mistakes: [...mistakes, ...findings].filter(({ severity }) => severity === 'error'),
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

/** Those of some rules whose tests were all run: the tests of a rule may stand in files that were not selected. */
function withAllTests(
  ids: ReadonlySet<string>,
  workspace: Workspace,
  detections: LocalDetections,
  run: ReadonlySet<string>,
): ReadonlySet<string> {
  const { subjectOf } = testFiles(workspace, detections)
  const left = workspace.tests.filter(({ document }) => !run.has(document.source.path))
  const missed = new Set(left.flatMap((file) => subjectOf(file)?.rules.map(({ id }) => id) ?? []))
  return new Set([...ids].filter((id) => !missed.has(id)))
}
