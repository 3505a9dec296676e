import { type RulesOfSide, rulesSince } from '../../impact/rules-since'
import type { PolicyBase } from '../../testing/test-policy'
import { localDetections } from '../checking/local-detections'
import { workspaceFor } from '../tenants/file-tenants'
import type { Workspace } from '../workspace'

/** What of a workspace is new beside the one that a commit has (undefined where it has none), for a tenant or for all. */
export function policyBase(
  workspace: Workspace,
  before: Workspace | undefined,
  ref: string,
  tenant: string | undefined,
): PolicyBase {
  return {
    ref,
    rules: rulesSince(sideOf(before, tenant), sideOf(workspace, tenant)),
    policy: before?.config.policy.tests,
  }
}

function sideOf(workspace: Workspace | undefined, tenant: string | undefined): RulesOfSide {
  const config = tenant === undefined ? undefined : workspace?.config.tenants.get(tenant)
  if (workspace === undefined || (tenant !== undefined && config === undefined)) return { rules: [], unread: [] }
  const here = config ? workspaceFor(workspace, config.name) : workspace
  const unread = here.rules.flatMap(({ rule, draft }) =>
    rule || draft?.id === undefined ? [] : [{ rule: draft.id, reason: 'its file has a mistake' }],
  )
  return {
    rules: localDetections(here, config).rules,
    unread,
    harmlessKeys: workspace.config.policy.harmlessKeys,
  }
}
