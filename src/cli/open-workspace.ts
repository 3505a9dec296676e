import { WorldError } from '../diagnostic/world-error'
import { findWorkspace } from '../workspace/find-workspace'
import { loadWorkspace } from '../workspace/load-workspace'
import type { Workspace } from '../workspace/workspace'
import type { CliContext } from './context'
import type { GlobalOptions } from './global-options'

/** The workspace that a command works on, read whole. */
export function openWorkspace(context: CliContext, globals: GlobalOptions): Workspace {
  return loadWorkspace(findWorkspace(context.cwd, globals.workspace), context.cwd)
}

/** The names of the tenants that are meant: `--tenant` (several, or `all`), DDAC_TENANT, else the workspace's default. */
export function tenantNames(workspace: Workspace, context: CliContext, globals: GlobalOptions): readonly string[] {
  const { tenants, defaultTenant } = workspace.config
  const known = [...tenants.keys()]
  const asked = globals.tenants.length > 0 ? globals.tenants : listIn(context.env['DDAC_TENANT'])
  if (asked.includes('all')) return known
  const [only] = known
  const fallback = defaultTenant ?? (known.length === 1 ? only : undefined)
  const names = asked.length > 0 ? asked : fallback === undefined ? [] : [fallback]
  if (names.length === 0) {
    const help = `Name one with --tenant, or set defaultTenant in ddac.yaml. Tenants: ${known.join(', ') || 'none'}.`
    throw new WorldError('configuration', 'no tenant is chosen', help)
  }
  for (const name of names) {
    if (tenants.has(name)) continue
    throw new WorldError(
      'configuration',
      `ddac.yaml has no tenant "${name}"`,
      `Its tenants are ${known.join(', ') || 'none'}.`,
    )
  }
  return [...new Set(names)]
}

function listIn(text: string | undefined): readonly string[] {
  return (text ?? '').split(',').flatMap((name) => name.trim() || [])
}
