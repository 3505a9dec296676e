import { countBySeverity } from '../../report/diagnostics-json'
import { findingsMarkdown, type ReviewStep } from '../../report/review/review-markdown'
import { testSentence } from '../../report/testing/test-report'
import type { PolicyBase } from '../../testing/test-policy'
import { checkWorkspace } from '../../workspace/checking/check-workspace'
import { testWorkspace } from '../../workspace/checking/test-workspace'
import { hasErrors, type Workspace } from '../../workspace/workspace'
import type { CliContext } from '../context'
import type { GlobalOptions } from '../global-options'
import { chosenDetections, chosenWorkspace, shownFrom } from '../open-workspace'

/** What `ddac validate` finds; what `policy.tests` comes to is the test's to say, so that tests are run once. */
export async function validateStep(
  workspace: Workspace,
  context: CliContext,
  globals: GlobalOptions,
): Promise<ReviewStep> {
  const from = { cwd: shownFrom(workspace.root, context, globals), now: context.now }
  const found = await context.busy(() => checkWorkspace(workspace, from))
  const { errors, warnings } = countBySeverity(found)
  const count = (n: number, what: string): readonly string[] => (n === 0 ? [] : [`${n} ${what}${n === 1 ? '' : 's'}`])
  const told = found.filter(({ severity }) => severity === 'error')
  return {
    name: 'validate',
    answer: hasErrors(found) ? 'no' : 'yes',
    sentence: [...count(errors, 'error'), ...count(warnings, 'warning')].join(', ') || 'no mistakes',
    details: findingsMarkdown('Mistakes', told),
    mistakes: told,
  }
}

/** What `ddac test` says. What came instead of an expected value may be one of a log: the name of the test is told, no more. */
export async function testStep(
  whole: Workspace,
  base: PolicyBase | undefined,
  context: CliContext,
  globals: GlobalOptions,
): Promise<ReviewStep> {
  const workspace = chosenWorkspace(whole, context, globals)
  const detections = chosenDetections(whole, context, globals)
  const cwd = shownFrom(workspace.root, context, globals)
  const asked = { isSelected: () => true, cwd, base, isForTenant: globals.tenants.length > 0 }
  const run = await context.busy(() => testWorkspace(workspace, detections, asked))
  const failed = run.files.flatMap(({ results }) =>
    results.flatMap(({ result, diagnostics }) => {
      const [first] = diagnostics
      return first ? [{ ...first, message: `${result.name} (${result.outcome.kind})` }] : []
    }),
  )
  const isEmpty = run.files.every(({ results }) => results.length === 0)
  return {
    name: 'test',
    answer: run.isGood ? 'yes' : 'no',
    sentence: isEmpty ? 'there are no tests' : testSentence(run),
    details: [
      ...findingsMarkdown('Tests that did not pass', failed),
      ...findingsMarkdown('What policy.tests asks for', run.policy?.diagnostics ?? []),
    ],
  }
}
