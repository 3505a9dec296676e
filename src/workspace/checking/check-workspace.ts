import { type Diagnostic, placeFinding } from '../../diagnostic/diagnostic'
import { lintWorkspace } from '../../lint/lint-workspace'
import type { LookedAt } from '../../testing/resolve-logs'
import { readSamples } from '../samples/read-samples'
import { asWritten, fillVariables, usualTenant } from '../tenant-view'
import type { Workspace } from '../workspace'
import { checkTests } from './check-tests'
import { sampleLogs } from './sample-logs'
import { longSuppressions } from './suppression-lengths'

/**
 * Everything that is wrong or doubtful in a workspace: what reading found, and what the checks say of what was read,
 * with the variables of the usual tenant filled in.
 */
export async function checkWorkspace(
  workspace: Workspace,
  context: { readonly cwd: string; now(): number },
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
  const found = lintWorkspace({
    rules,
    suppressions,
    samplesOf: sampleLogs(workspace, samples, seen),
    levels: workspace.config.policy.lint,
    nowMs: context.now(),
  })
  const linted = found.flatMap(({ subject: { kind, index }, finding }) => {
    const document = (kind === 'rule' ? rules[index] : suppressions[index])?.document
    return document ? [placeFinding(asWritten(finding, document.value, usual), document.locate)] : []
  })
  const long = longSuppressions(workspace, context.now())
  return [...workspace.diagnostics, ...long, ...linted, ...checkTests(workspace, samples, seen)].sort(byPlace)
}

/** Files in the order of their paths, places from the top; what has no place comes first. */
function byPlace({ span: a }: Diagnostic, { span: b }: Diagnostic): number {
  if (!a || !b) return Number(a !== undefined) - Number(b !== undefined)
  if (a.source.path !== b.source.path) return a.source.path < b.source.path ? -1 : 1
  return a.start - b.start
}
