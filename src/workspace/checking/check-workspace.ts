import { type Diagnostic, placeFinding } from '../../diagnostic/diagnostic'
import { lintWorkspace } from '../../lint/lint-workspace'
import type { LookedAt } from '../../testing/resolve-logs'
import type { PolicyBase } from '../../testing/test-policy'
import { readSamples } from '../samples/read-samples'
import { asWritten, fillVariables, usualTenant } from '../tenant-view'
import type { Workspace } from '../workspace'
import { checkTests } from './check-tests'
import { localDetections } from './local-detections'
import { sampleLogs } from './sample-logs'
import { longSuppressions } from './suppression-lengths'
import { isAboutUnread, unreadRules } from './unread-rules'

/**
 * Everything that is wrong or doubtful in a workspace: what reading found, and what the checks say of what was read,
 * with the variables of the usual tenant filled in. With `policy` tests are run where `ddac.yaml` asks something of them, and
 * counted beside a commit (`base`) or, without one, all together.
 */
export async function checkWorkspace(
  workspace: Workspace,
  context: { readonly cwd: string; readonly policy?: true; readonly base?: PolicyBase | undefined; now(): number },
): Promise<readonly Diagnostic[]> {
  const samples = await readSamples(workspace, workspace.tests, context.cwd)
  const seen: LookedAt = new WeakMap()
  const usual = usualTenant(workspace.config)
  const rules = workspace.rules.flatMap(({ draft, document }) =>
    draft ? [{ rule: fillVariables(draft, usual), document }] : [],
  )
  const suppressions = workspace.suppressions.flatMap(({ suppression, document }) =>
    suppression ? [{ suppression: fillVariables(suppression, usual), document }] : [],
  )
  const unread = unreadRules(workspace)
  const found = lintWorkspace({
    rules,
    suppressions,
    samplesOf: sampleLogs(workspace, samples, seen),
    levels: workspace.config.policy.lint,
    nowMs: context.now(),
  })
  const linted = found.flatMap(({ subject: { kind, index }, finding }) => {
    const document = (kind === 'rule' ? rules[index] : suppressions[index])?.document
    if (!document || isAboutUnread(finding, document.value, unread)) return []
    return [placeFinding(asWritten(finding, document.value, usual), document.locate)]
  })
  const long = longSuppressions(workspace, context.now())
  const tests = [
    ...checkTests(workspace, samples, seen),
    ...(context.policy ? await policyDiagnostics(workspace, context) : []),
  ]
  return [...workspace.diagnostics, ...long, ...linted, ...tests].sort(byPlace)
}

async function policyDiagnostics(
  workspace: Workspace,
  { cwd, base }: { readonly cwd: string; readonly base?: PolicyBase | undefined },
): Promise<readonly Diagnostic[]> {
  if (!workspace.config.policy.tests && !base?.policy) return []
  const { testWorkspace } = await import('./test-workspace')
  const all = { isSelected: () => true, cwd, base }
  return (await testWorkspace(workspace, localDetections(workspace), all)).policy?.diagnostics ?? []
}

/** Files in the order of their paths, places from the top; what has no place comes first. */
function byPlace({ span: a }: Diagnostic, { span: b }: Diagnostic): number {
  if (!a || !b) return Number(a !== undefined) - Number(b !== undefined)
  if (a.source.path !== b.source.path) return a.source.path < b.source.path ? -1 : 1
  return a.start - b.start
}
