import { type Diagnostic, placeFinding } from '../diagnostic/diagnostic'

import { makePlan, type PlanOptions, type WantedState } from '../sync/make-plan'
import type { PlanProblem } from '../sync/plan'
import type { Remote } from '../sync/remote'

import { type PlanReview, reviewPlan } from '../sync/review-plan'
import { readTenant, type TenantState } from '../sync/tenant-state'
import type { TenantConfig } from '../workspace/config'
import { rulesForTenant, suppressionsForTenant } from '../workspace/tenant-view'
import { rulesOf, suppressionsOf, type Workspace } from '../workspace/workspace'

/** Options that `plan` and `apply` share, as commander gives them. */
export interface SyncOptions {
  readonly prune?: boolean
  readonly adopt?: boolean
  readonly target?: readonly string[]
  readonly maxDeletes?: number
  /** Off with `--no-remote-validate`. */
  readonly remoteValidate: boolean
}

/** A plan for one tenant with what the tenant says of it, and its problems drawn in the files. */
export interface TenantPlan {
  readonly review: PlanReview
  readonly problems: readonly Diagnostic[]
  /** What the tenant held when the plan was made. */
  readonly actual: TenantState
}

/** Lays the workspace beside a tenant. Reads from the tenant, writes nothing. */
export async function planTenant(
  workspace: Workspace,
  config: TenantConfig,
  remote: Remote,
  options: PlanOptions,
  { validate }: { readonly validate: boolean },
): Promise<TenantPlan> {
  const actual = await readTenant(remote)
  const plan = makePlan(wantedState(workspace, config), actual, options)
  const review = await reviewPlan(plan, remote, { validate })
  return { review, problems: problemsInFiles(plan.problems, workspace), actual }
}

/** What git wants one tenant to hold. */
export function wantedState(workspace: Workspace, config: TenantConfig): WantedState {
  return {
    rules: rulesForTenant(rulesOf(workspace), config),
    suppressions: suppressionsForTenant(suppressionsOf(workspace), config),
  }
}

/** The problems of a plan, each in the file that it is about. */
export function problemsInFiles(problems: readonly PlanProblem[], workspace: Workspace): readonly Diagnostic[] {
  return problems.map((problem) => placed(problem, workspace))
}

/** What makePlan needs of a command's options and the workspace's policy. */
export function planOptions(workspace: Workspace, { prune, adopt, target, maxDeletes }: SyncOptions): PlanOptions {
  const allowed = maxDeletes ?? workspace.config.policy.maxDeletes
  return {
    ...(prune !== undefined && { prune }),
    ...(adopt !== undefined && { adopt }),
    ...(target !== undefined && { targets: target }),
    ...(allowed !== undefined && { maxDeletes: allowed }),
  }
}

/** A problem of a plan in the file that it is about; without a place where no file has that id. */
function placed({ kind, id, ...finding }: PlanProblem, { rules, suppressions }: Workspace): Diagnostic {
  const document =
    kind === 'suppression'
      ? suppressions.find(({ suppression }) => suppression?.id === id)?.document
      : rules.find(({ rule }) => rule?.id === id)?.document
  if (document) return placeFinding(finding, document.locate)
  const { path: _path, range: _range, on: _on, ...told } = finding
  return told
}
