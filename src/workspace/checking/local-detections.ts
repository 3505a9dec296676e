import type { Draft } from '../../rule/rule'
import type { Suppression } from '../../suppression/suppression'
import type { TenantConfig } from '../config'
import { rulesForTenant, suppressionsForTenant, usualTenant } from '../tenant-view'
import { rulesOf, suppressionsOf, type Workspace } from '../workspace'

/** The rules and suppressions that are evaluated offline. */
export interface LocalDetections {
  readonly rules: readonly Draft[]
  readonly suppressions: readonly Suppression[]
}

/**
 * What is evaluated offline: the files, with the variables of a tenant filled in. Overlays are laid on only for a tenant
 * that was asked for, so that by default tests speak of what stands in the files.
 */
export function localDetections(workspace: Workspace, asked?: TenantConfig): LocalDetections {
  const rules = rulesOf(workspace)
  const suppressions = suppressionsOf(workspace)
  const usual = usualTenant(workspace.config)
  const view = asked ?? (usual && { ...usual, overlays: [] })
  if (!view) return { rules, suppressions }
  return { rules: rulesForTenant(rules, view), suppressions: suppressionsForTenant(suppressions, view) }
}
