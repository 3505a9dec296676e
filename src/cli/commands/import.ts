import { join, relative, sep } from 'node:path'
import { unreachable } from '../../diagnostic/unreachable'
import { WorldError } from '../../diagnostic/world-error'
import { asText, textIn } from '../../json/json-text'
import { makePainter } from '../../medium/painter'
import type { SafeText } from '../../medium/safe-text'
import { terminal } from '../../medium/terminal-text'
import { importJson, importNdjson, importText } from '../../report/sync/import-report'
import { type ImportedFile, type ImportResult, importFiles } from '../../sync/import/import-files'
import type { ExistingFile } from '../../sync/import/import-names'
import { type Selection, selectRemote } from '../../sync/import/select-remote'
import { readTenant } from '../../sync/tenant-state'
import { checkWorkspace } from '../../workspace/checking/check-workspace'
import { isForTenant, tenantsOfFile } from '../../workspace/tenants/file-tenants'
import { hasErrors, type RuleFile, type SuppressionFile, type Workspace } from '../../workspace/workspace'
import { writeText } from '../../workspace/write-text'
import type { YamlDocument } from '../../yaml/yaml-document'
import { type CliContext, exitCodes } from '../context'
import { formatFrom, type GlobalOptions } from '../global-options'
import { openWorkspace, tenantNames } from '../open-workspace'
import { openTenant } from '../tenants/open-tenant'
import { progressLine, tellDiagnostics } from '../write-diagnostics'

const formats = ['text', 'json', 'ndjson'] as const

interface ImportCommandOptions {
  readonly all?: boolean
  readonly query?: string
}

/** `ddac import`: brings what lives only in the tenant into git, a file each. 1 if something asked for is not imported. */
export async function importRemote(
  context: CliContext,
  globals: GlobalOptions,
  ids: readonly string[],
  options: ImportCommandOptions,
): Promise<number> {
  const format = formatFrom(globals, formats)
  const selection = selectionOf(ids, options)
  const workspace = openWorkspace(context, globals)
  if (hidesFiles(workspace, context, globals)) return exitCodes.no
  const [name = '', ...more] = tenantNames(workspace, context, globals)
  if (more.length > 0) throw new WorldError('usage', 'import reads one tenant', 'Choose it with --tenant.')
  const tenant = await openTenant(workspace, name, context, globals)
  const progress = progressLine(context.stderr, globals.quiet)
  try {
    const actual = await readTenant(tenant.remote)
    const { ownership, folders } = workspace.config
    const imported = importFiles(actual, selectRemote(actual, selection, ownership), existingFiles(workspace, name), {
      ownership,
      isHere: (path) => isForTenant(tenantsOfFile(undefined, path, folders), name),
      policy: workspace.config.policy.suppressions,
      onProgress: (done, total) => progress.show(`${name}: ${done}/${total}`),
    })
    for (const { path, text } of imported.files) writeText(join(workspace.root, path), text)
    progress.clear()
    const files = await withMistakes(imported.files, openWorkspace(context, globals), context)
    const result = { ...imported, files }
    context.stdout.write(printed(result, format, globals.colour))
    return result.troubles.length + result.notFound.length > 0 ? exitCodes.no : exitCodes.yes
  } finally {
    await tenant.close()
  }
}

function selectionOf(ids: readonly string[], { all, query }: ImportCommandOptions): Selection {
  const ways = [ids.length > 0, all === true, query !== undefined].filter(Boolean).length
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

function existingFiles({ root, rules, suppressions }: Workspace, tenant: string): readonly ExistingFile[] {
  const ofKind = (kind: ExistingFile['kind'], file: RuleFile | SuppressionFile) => {
    const { path, document } = file
    const id = idIn(document)
    const { name } = (document.value ?? {}) as { readonly name?: unknown }
    const isHere = isForTenant(file, tenant)
    const told = { kind, isHere, name: textIn(name), path: relative(root, path).split(sep).join('/') }
    return id === undefined ? [] : [{ ...told, id }]
  }
  return [
    ...rules.flatMap((file) => ofKind('rule', file)),
    ...suppressions.flatMap((file) => ofKind('suppression', file)),
  ]
}

/** The id that a file gives to what it holds, whatever else is wrong with it. */
function idIn({ value }: YamlDocument): string | undefined {
  const { id } = (value ?? {}) as { readonly id?: unknown }
  return asText(id)
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

function printed(result: ImportResult, format: (typeof formats)[number], colour: boolean): SafeText {
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
