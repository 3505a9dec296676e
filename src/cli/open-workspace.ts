import { existsSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { WorldError } from '../diagnostic/world-error'
import { type LocalDetections, localDetections } from '../workspace/checking/local-detections'
import { configFileName, findWorkspace } from '../workspace/find-workspace'
import { loadWorkspace } from '../workspace/load-workspace'
import { repositoryOf } from '../workspace/own-files'
import { workspaceFor } from '../workspace/tenants/file-tenants'
import { readTrustedConfig } from '../workspace/tenants/tenants-of-base'
import type { Workspace } from '../workspace/workspace'
import type { CliContext } from './context'
import type { GlobalOptions } from './global-options'

/** The workspace that a command works on, read whole, or without its tests. */
export function openWorkspace(
  context: CliContext,
  globals: GlobalOptions,
  reading: { readonly untested?: boolean } = {},
): Workspace {
  const root = findWorkspace(context.cwd, globals.workspace)
  const { configFrom } = globals
  const base =
    configFrom === undefined
      ? undefined
      : readTrustedConfig(join(trustedFolder(root, configFrom, context), configFileName), configFrom)
  return context.busy(() => loadWorkspace(root, shownFrom(root, context, globals), base, reading))
}

/** The folder that was named, or in it the one that lies where the workspace lies in its own repository. */
function trustedFolder(root: string, named: string, { cwd }: Pick<CliContext, 'cwd'>): string {
  const folder = resolve(cwd, named)
  const below = join(folder, relative(repositoryOf(root) ?? root, root))
  const isTop = existsSync(join(folder, configFileName)) || !existsSync(join(below, configFileName))
  return isTop ? findWorkspace(cwd, named) : below
}

/**
 * From where paths are shown. People at a terminal see them from where they stand; programs, runners and comments from the
 * top of the repository, wherever the command ran.
 */
export function shownFrom(
  root: string,
  { cwd }: Pick<CliContext, 'cwd'>,
  { format = 'text' }: Pick<GlobalOptions, 'format'>,
): string {
  return format === 'text' ? cwd : (repositoryOf(root) ?? cwd)
}

/** The part of a workspace that goes to the chosen tenant, where one was asked for. */
export function chosenWorkspace(workspace: Workspace, context: CliContext, globals: GlobalOptions): Workspace {
  if (globals.tenants.length === 0) return workspace
  const [first = ''] = tenantNames(workspace, context, globals)
  return workspaceFor(workspace, first)
}

/** What offline commands evaluate: as the chosen tenant has it, where one was asked for. */
export function chosenDetections(workspace: Workspace, context: CliContext, globals: GlobalOptions): LocalDetections {
  if (globals.tenants.length === 0) return localDetections(workspace)
  const [first = ''] = tenantNames(workspace, context, globals)
  return localDetections(workspaceFor(workspace, first), workspace.config.tenants.get(first))
}

/** The names of the tenants that are meant: `--tenant` (several, or `all`), DDAC_TENANT, else the workspace's default. */
export function tenantNames(workspace: Workspace, context: CliContext, globals: GlobalOptions): readonly string[] {
  const { tenants, defaultTenant } = workspace.config
  const known = [...tenants.keys()]
  const asked = globals.tenants.length > 0 ? globals.tenants : listIn(context.env['DDAC_TENANT'])
  const [only] = known
  const fallback = defaultTenant ?? (known.length === 1 ? only : undefined)
  const chosen = asked.includes('all') ? known.filter((name) => !tenants.get(name)?.isUnreachable) : asked
  const names = chosen.length > 0 ? chosen : fallback === undefined ? [] : [fallback]
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
  refuseOneHost(names, workspace, context)
  return [...new Set(names)]
}

/**
 * DDAC_API_URL goes before the file. For several tenants that would make one of them: each would be made equal to git in
 * the organisation of another.
 */
function refuseOneHost(names: readonly string[], { config }: Workspace, { env }: CliContext): void {
  if (env['DDAC_API_URL'] === undefined) return
  const real = [...new Set(names)].filter((name) => config.tenants.get(name)?.emulator === false)
  if (real.length < 2) return
  throw new WorldError(
    'configuration',
    `DDAC_API_URL would send the tenants ${real.join(' and ')} to one host`,
    `Unset it, so that each goes to its own site, or name one tenant with --tenant.`,
  )
}

function listIn(text: string | undefined): readonly string[] {
  return (text ?? '').split(',').flatMap((name) => name.trim() || [])
}
