import type { Rule } from '../../rule/rule'
import type { Suppression } from '../../suppression/suppression'
import { rulesForTenant, suppressionsForTenant, usualTenant } from '../../workspace/tenant-view'
import { rulesOf, suppressionsOf, type Workspace } from '../../workspace/workspace'
import type { CliContext } from '../context'
import type { GlobalOptions } from '../global-options'
import { tenantNames } from '../open-workspace'

/** The rules and suppressions that offline commands evaluate. */
export interface LocalGround {
  readonly rules: readonly Rule[]
  readonly suppressions: readonly Suppression[]
}

/**
 * What is evaluated offline: the files, with the variables of the chosen tenant filled in. Overlays are laid on only for
 * a tenant that was asked for, so that by default tests speak of what stands in the files.
 */
export function localGround(workspace: Workspace, context: CliContext, globals: GlobalOptions): LocalGround {
  const rules = rulesOf(workspace)
  const suppressions = suppressionsOf(workspace)
  const isAsked = globals.tenants.length > 0
  const [first = ''] = isAsked ? tenantNames(workspace, context, globals) : []
  const tenant = isAsked ? workspace.config.tenants.get(first) : usualTenant(workspace.config)
  if (!tenant) return { rules, suppressions }
  const view = isAsked ? tenant : { ...tenant, overlays: [] }
  return { rules: rulesForTenant(rules, view), suppressions: suppressionsForTenant(suppressions, view) }
}
