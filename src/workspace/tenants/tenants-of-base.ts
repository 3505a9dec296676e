import { WorldError } from '../../diagnostic/world-error'
import { readYaml } from '../../yaml/yaml-document'
import type { TenantConfig, WorkspaceConfig } from '../config'
import { configFileName } from '../find-workspace'
import { readConfig } from '../read-config'
import { readText } from '../read-text'

/**
 * What a workspace that somebody proposes says, but for where keys go: which tenants can be reached, at which site and
 * organisation, with which variables, which of them is the usual one, and how far files may lie away is as `base` says.
 * A tenant that `base` does not have is known and cannot be reached.
 */
export function withTenantsOf(base: WorkspaceConfig, proposed: WorkspaceConfig): WorkspaceConfig {
  const tenants = new Map<string, TenantConfig>()
  for (const [name, theirs] of proposed.tenants) {
    const ours = base.tenants.get(name)
    const { variables, overlays } = theirs
    tenants.set(name, ours ? { ...ours, variables, overlays } : { ...theirs, isUnreachable: true })
  }
  const { defaultTenant: _, ...rest } = proposed
  const { defaultTenant, files } = base
  const isThere = defaultTenant !== undefined && tenants.has(defaultTenant)
  return { ...rest, tenants, files, ...(isThere && { defaultTenant }) }
}

/** The `ddac.yaml` that is trusted, at a path. Throws a `configuration` WorldError for one with a mistake. */
export function readTrustedConfig(path: string, shown: string): WorkspaceConfig {
  const document = readYaml({ path: shown, text: readText(path, shown) })
  const { config, findings } = readConfig(document)
  const [mistake] = [...document.diagnostics, ...findings].filter(({ severity }) => severity === 'error')
  if (!mistake) return config
  const help = `Mend ${configFileName} there first: ddac validate draws every mistake.`
  throw new WorldError(
    'configuration',
    `${shown}, from which tenants are taken, has a mistake: ${mistake.message}`,
    help,
  )
}
