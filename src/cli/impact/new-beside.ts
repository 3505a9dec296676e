import { terminal } from '../../medium/terminal-text'
import type { PolicyBase } from '../../testing/test-policy'
import type { WorkspaceAt } from '../../workspace/revision/workspace-at'
import type { Workspace } from '../../workspace/workspace'
import type { CliContext } from '../context'
import type { GlobalOptions } from '../global-options'
import { shownFrom, tenantNames } from '../open-workspace'

/** What of a workspace is new beside a commit, and the workspace that the commit has. */
export interface NewBeside extends PolicyBase {
  readonly at: WorkspaceAt
}

/**
 * What `--base REF` asks: reads what the commit has already, and tells what of it is not as it seems. Throws a WorldError where
 * there is no git, no repository or no such commit. What it takes is loaded only then.
 */
export async function newBeside(
  ref: string,
  workspace: Workspace,
  context: CliContext,
  globals: GlobalOptions,
): Promise<NewBeside> {
  const { workspaceAt } = await import('../../workspace/revision/workspace-at')
  const { policyBase } = await import('../../workspace/revision/policy-base')
  const { tellBase } = await import('./tell-base')
  const at = await workspaceAt(workspace.root, ref, shownFrom(workspace.root, context, globals))
  tellBase(at, ref, workspace, context, globals)
  const [tenant] = globals.tenants.length > 0 ? tenantNames(workspace, context, globals) : []
  return { ...policyBase(workspace, at.workspace, ref, tenant), at }
}

/** Tells where `--base` binds nothing, because nothing is asked of tests. */
export function tellNoPolicy(
  { config }: Workspace,
  base: PolicyBase,
  { stderr }: CliContext,
  { quiet }: GlobalOptions,
): void {
  if (quiet || config.policy.tests || base.policy) return
  stderr.write(terminal`ddac.yaml has no policy.tests, so --base asks nothing of new rules: ddac help tests\n`)
}
