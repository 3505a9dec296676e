import { join } from 'node:path'
import { unreachable } from '../../diagnostic/unreachable'
import { WorldError } from '../../diagnostic/world-error'
import { makePainter } from '../../medium/painter'
import type { SafeText } from '../../medium/safe-text'
import { terminal } from '../../medium/terminal-text'
import { importJson, importNdjson, importText } from '../../report/sync/import-report'
import { exportedThings, isNameless } from '../../sync/import/exported-things'
import { type ImportedFile, importFiles } from '../../sync/import/import-files'
import { type Selection, selectRemote } from '../../sync/import/select-remote'
import { terraformContent } from '../../sync/import/terraform-content'
import { importableOf, type PartedImport, partFrom } from '../../sync/import/terraform-parting'
import { namesFrom, type TerraformResource } from '../../sync/import/terraform-state'
import type { TenantState } from '../../sync/tenant-state'
import { readAllowed } from '../../sync/tenant-state'
import { checkWorkspace } from '../../workspace/checking/check-workspace'
import { withSchemaLine } from '../../workspace/starting/schema-line'
import { isForTenant, tenantsOfFile } from '../../workspace/tenants/file-tenants'
import { hasErrors, type Workspace } from '../../workspace/workspace'
import { writeText } from '../../workspace/write-text'
import { adoptImported } from '../adopting/adopt-imported'
import { byWhatTheyHide } from '../adopting/by-what-they-hide'
import { existingFiles, idIn } from '../adopting/existing-files'
import { type ImportSource, partOfState, readImportSource } from '../adopting/import-source'
import { type CliContext, exitCodes } from '../context'
import { type FormatOf, formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'
import { openWorkspace, tenantNames } from '../open-workspace'
import { openTenant } from '../tenants/open-tenant'
import { tellUnread } from '../tenants/tell-unread'
import { progressLine, tellDiagnostics } from '../write-diagnostics'

interface ImportCommandOptions {
  /** A file or folder to read instead of the tenant. */
  readonly from?: string
  /** Take the content of a state of Terraform from it, and ask no tenant. */
  readonly offline?: boolean
  readonly all?: boolean
  readonly query?: string
  /** Give it our tags at once. */
  readonly adopt?: boolean
  readonly yes?: boolean
}

/**
 * `ddac import`: brings what lives only in the tenant into git, a file each; with `--from`, what Terraform manages there,
 * or what somebody exported. 1 if something asked for is not imported.
 */
export async function importRemote(
  context: CliContext,
  globals: GlobalOptions,
  ids: readonly string[],
  options: ImportCommandOptions,
): Promise<number> {
  const format = formatFrom(globals, 'import')
  if (options.adopt && !options.yes && !context.confirm) {
    const help = 'Pass --yes to adopt without being asked; without --adopt the next apply does it.'
    throw new WorldError('usage', 'nobody is there to confirm', help)
  }
  const { from: shown = '' } = options
  const source = options.from === undefined ? undefined : readImportSource(context.cwd, shown)
  const workspace = openWorkspace(context, globals)
  if (hidesFiles(workspace, context, globals)) return exitCodes.no
  refuseOffline(source, options)
  if (options.adopt && (source?.kind === 'export' || options.offline) && globals.tenants.length === 0) {
    const help = 'Name the tenant that it was exported from with --tenant.'
    throw new WorldError('usage', 'what stands in a file belongs to no tenant, so nothing can be adopted', help)
  }
  const imported =
    source?.kind === 'export' || options.offline
      ? importOffline(workspace, source, ids, { shown, options, context, globals })
      : await importFromTenant(workspace, fromTenant(source, ids, options), context, globals)
  for (const { path, text } of imported.files) {
    const file = join(workspace.root, path)
    writeText(file, withSchemaLine(text, file, workspace.root))
  }
  const files = await withMistakes(imported.files, openWorkspace(context, globals), context)
  const yes = options.yes === true
  // What an import that was cut off left to adopt has its file already.
  const waiting = imported.skipped.flatMap(({ kind, waitsAs: id }) => (id === undefined ? [] : [{ kind, id }]))
  const meant = [...files, ...waiting]
  const adoption =
    options.adopt && meant.length > 0
      ? await adoptImported(meant, imported.tenant, { yes, context, globals })
      : undefined
  context.stdout.write(printed({ ...imported, files, ...(adoption && { adoption }) }, format, globals.colour))
  const isLeft = options.adopt && meant.length > 0 && (!adoption || adoption.left.length > 0)
  return isLeft || imported.troubles.length + imported.notFound.length > 0 ? exitCodes.no : exitCodes.yes
}

/** The content comes from the tenant, also of what a state of Terraform names: the tenant knows what it is by now. */
async function importFromTenant(
  workspace: Workspace,
  { selection, part, all = [] }: FromTenant,
  context: CliContext,
  globals: GlobalOptions,
): Promise<PartedImport> {
  const [name = '', ...more] = tenantNames(workspace, context, globals)
  if (more.length > 0) throw new WorldError('usage', 'import reads one tenant', 'Choose it with --tenant.')
  const tenant = await openTenant(workspace, name, context, globals)
  const progress = progressLine(context.stderr, globals.quiet)
  try {
    const actual = await readAllowed(tenant.remote)
    tellUnread(actual, context, globals)
    const { ownership, folders } = workspace.config
    const result = importFiles(actual, selectRemote(actual, selection, ownership), existingFiles(workspace, name), {
      ownership,
      isHere: (path) => isForTenant(tenantsOfFile(undefined, path, folders), name),
      policy: workspace.config.policy.suppressions,
      nowMs: context.now(),
      ...(part && { names: namesFrom(importableOf(part)) }),
      onProgress: (done, total) => progress.show(`${name}: ${done}/${total}`),
    })
    const whole = part ? { ...result, terraform: partFrom(part, all, result) } : result
    return await byWhatTheyHide(whole, actual, tenant, context)
  } finally {
    progress.clear()
    await tenant.close()
  }
}

interface Offline {
  /** The file, as the user named it. */
  readonly shown: string
  readonly options: ImportCommandOptions
  readonly context: CliContext
  readonly globals: GlobalOptions
}

/** Things of a file belong to no tenant, unless the user names the one that they come from. */
function importOffline(
  workspace: Workspace,
  source: ImportSource | undefined,
  ids: readonly string[],
  { shown, options, context, globals }: Offline,
): PartedImport {
  const [tenant, ...more] = globals.tenants.length > 0 ? tenantNames(workspace, context, globals) : []
  if (more.length > 0)
    throw new WorldError('usage', 'what stands in a file comes from one tenant', 'Choose it with --tenant.')
  const { part, all = [] } = source?.kind === 'terraform' ? fromTenant(source, ids, options) : {}
  const things = part
    ? terraformContent(tenant ?? shown, importableOf(part))
    : exportedFrom(source, tenant ?? shown, shown, context)
  const selection = part ? { by: 'all' as const } : selectionOf(ids, options, { by: 'all' })
  const { ownership, folders } = workspace.config
  const result = importFiles(things, selectRemote(things, selection, ownership), existingFiles(workspace, tenant), {
    ownership,
    isHere: (path) => tenant === undefined || isForTenant(tenantsOfFile(undefined, path, folders), tenant),
    policy: workspace.config.policy.suppressions,
    nowMs: context.now(),
    isAdopted: (remoteId) => tenant !== undefined && !isNameless(remoteId),
    ...(part && { names: namesFrom(importableOf(part)) }),
  })
  return part && tenant !== undefined ? { ...result, terraform: partFrom(part, all, result) } : result
}

function exportedFrom(
  source: ImportSource | undefined,
  tenant: string,
  shown: string,
  { stderr }: Pick<CliContext, 'stderr'>,
): TenantState {
  const things = exportedThings(tenant, source?.kind === 'export' ? source.values : [])
  if (things.neither === 0) return things
  const kept = things.rules.length + things.suppressions.length
  const said = `${shown} holds ${things.neither} of ${things.neither + kept} things that are neither rules nor suppressions`
  if (kept === 0) throw new WorldError('usage', said, 'Name rules as Datadog exports them, or a state of Terraform.')
  stderr.write(terminal`warning: ${said}\n`)
  return things
}

function refuseOffline(source: ImportSource | undefined, { offline }: ImportCommandOptions): void {
  if (!offline || source) return
  throw new WorldError('usage', '--offline needs a file to read', 'Name it with --from.')
}

interface FromTenant {
  readonly selection: Selection
  /** What was chosen of a state of Terraform, and the whole of it. */
  readonly part?: readonly TerraformResource[]
  readonly all?: readonly TerraformResource[]
}

function fromTenant(
  source: ImportSource | undefined,
  ids: readonly string[],
  options: ImportCommandOptions,
): FromTenant {
  if (source?.kind !== 'terraform') return { selection: selectionOf(ids, options) }
  if (options.query !== undefined) {
    throw new WorldError(
      'usage',
      'a state of Terraform has no --query',
      'Name modules or resources by their addresses.',
    )
  }
  const part = partOfState(source.resources, options.all ? [] : ids)
  const chosen = importableOf(part).flatMap(({ remoteId }) => remoteId ?? [])
  return { selection: { by: 'ids', ids: chosen }, part, all: source.resources }
}

function selectionOf(ids: readonly string[], { all, query }: ImportCommandOptions, usual?: Selection): Selection {
  const ways = [ids.length > 0, all === true, query !== undefined].filter(Boolean).length
  if (ways === 0 && usual) return usual
  if (ways !== 1) {
    const help = "Name the tenant's ids, or ask with --query for a part, or with --all for everything."
    throw new WorldError(
      'usage',
      ways === 0 ? 'nothing is chosen to import' : 'this asks in two ways what to import',
      help,
    )
  }
  if (query !== undefined) return { by: 'query', query }
  return all ? { by: 'all' } : { by: 'ids', ids }
}

/**
 * Whether it is not known which things the workspace holds already; what is wrong is then told. Mistakes inside of a
 * file that says its id hinder nothing: an import often begins with files that still need work.
 */
function hidesFiles(workspace: Workspace, context: CliContext, globals: GlobalOptions): boolean {
  const { rules, suppressions, overrides, tests, diagnostics } = workspace
  const known = [...[...rules, ...suppressions].filter(({ document }) => idIn(document)), ...overrides, ...tests]
  const paths = new Set(known.map(({ document }) => document.source.path))
  const hiding = diagnostics.filter(({ severity, span }) => severity === 'error' && !paths.has(span?.source.path ?? ''))
  if (!hasErrors(hiding)) return false
  tellDiagnostics(hiding, context, globals)
  context.stderr.write(terminal`Nothing was asked of the tenant: mend these mistakes first.\n`)
  return true
}

/** The new files with all that keeps them from being laid beside a tenant, as `ddac validate` will say it. */
async function withMistakes(
  files: readonly ImportedFile[],
  workspace: Workspace,
  context: CliContext,
): Promise<readonly ImportedFile[]> {
  const mistakes = new Map<string, string[]>()
  for (const { severity, span, message } of await context.busy(() => checkWorkspace(workspace, context))) {
    if (severity !== 'error' || !span) continue
    const { path } = span.source
    mistakes.set(path, [...(mistakes.get(path) ?? []), message])
  }
  const shown = new Map(
    [...workspace.rules, ...workspace.suppressions].map(({ path, document }) => [path, document.source.path]),
  )
  return files.map((file) => {
    const path = shown.get(join(workspace.root, file.path)) ?? ''
    return { ...file, notes: [...new Set([...file.notes, ...(mistakes.get(path) ?? [])])] }
  })
}

function printed(result: PartedImport, format: FormatOf<'import'>, colour: boolean): SafeText {
  switch (format) {
    case 'text':
      return importText(result, makePainter(colour))
    case 'json':
      return importJson(result)
    case 'ndjson':
      return importNdjson(result)
    default:
      return unreachable(format)
  }
}
