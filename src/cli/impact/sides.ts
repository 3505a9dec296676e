import type { NotEvaluated } from '../../detect/signals/signal'
import type { Detections } from '../../impact/detections'
import type { Draft } from '../../rule/rule'
import { compileSuppression } from '../../suppression/compile-suppression'
import { localDetections } from '../../workspace/checking/local-detections'
import type { WayOfLogs } from '../../workspace/revision/way-of-logs'
import { workspaceFor } from '../../workspace/tenants/file-tenants'
import type { RuleFile, SuppressionFile, Workspace } from '../../workspace/workspace'

/** One side of a comparison: a workspace as it is, or was, for a tenant or for all. */
interface SideOfWorkspace {
  /** Undefined where there was none. */
  readonly workspace: Workspace | undefined
  readonly wayOf: WayOfLogs | undefined
}

const nothing: Detections = { rules: [], unread: [], options: {}, wayOf: () => '' }

/**
 * What a workspace raises signals by. Files that could not be read are told by the id in them, or by that which the file of
 * the same name has on the other side; so are rules that a suppression may hide which could not be read.
 */
export function detectionsOf(
  { workspace, wayOf = () => '' }: SideOfWorkspace,
  other: Workspace | undefined,
  tenant: string | undefined,
): Detections {
  const config = tenant === undefined ? undefined : workspace?.config.tenants.get(tenant)
  if (workspace === undefined || (tenant !== undefined && config === undefined)) return nothing
  const here = tenant === undefined ? workspace : workspaceFor(workspace, tenant)
  const { rules, suppressions } = localDetections(here, config)
  return {
    rules,
    unread: [...unreadRules(here.rules, other?.rules ?? []), ...hiddenPerhaps(here.suppressions, other, rules)],
    options: { suppressions, tables: workspace.tables, harmlessKeys: workspace.config.policy.harmlessKeys },
    wayOf,
  }
}

function unreadRules(files: readonly RuleFile[], others: readonly RuleFile[]): readonly NotEvaluated[] {
  return files.flatMap(({ rule, draft, document }) => {
    if (rule) return []
    const id = draft?.id ?? others.find((file) => file.document.source.path === document.source.path)?.draft?.id
    return id === undefined ? [] : [{ rule: id, reason: 'its file has a mistake' }]
  })
}

function hiddenPerhaps(
  files: readonly SuppressionFile[],
  other: Workspace | undefined,
  rules: readonly Draft[],
): readonly NotEvaluated[] {
  return files.flatMap(({ suppression, document }) => {
    const path = document.source.path
    const twin = other?.suppressions.find((file) => file.document.source.path === path)?.suppression
    if (suppression || !twin) return []
    const { appliesTo } = compileSuppression(twin)
    return rules
      .filter(appliesTo)
      .map(({ id, name }) => ({ rule: id ?? name, reason: `the suppression ${twin.id} has a mistake` }))
  })
}
