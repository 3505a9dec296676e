import { join, relative, sep } from 'node:path'
import { unreachable } from '../diagnostic/unreachable'
import { WorldError } from '../diagnostic/world-error'
import { importJson, importNdjson, importText } from '../report/import-report'
import { makePainter } from '../report/painter'
import { type ImportResult, importFiles } from '../sync/import-files'
import type { ExistingFile } from '../sync/import-names'
import { type Selection, selectRemote } from '../sync/select-remote'
import { readTenant } from '../sync/tenant-state'
import type { Workspace } from '../workspace/workspace'
import { writeText } from '../workspace/write-text'
import { type CliContext, exitCodes } from './context'
import { formatFrom, type GlobalOptions } from './global-options'
import { openTenant } from './open-tenant'
import { openWorkspace, tenantNames } from './open-workspace'
import { isUnfit } from './unfit'
import { progressLine } from './write-diagnostics'

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
  if (isUnfit(workspace, context, globals)) return exitCodes.no
  const [name = '', ...more] = tenantNames(workspace, context, globals)
  if (more.length > 0) throw new WorldError('usage', 'import reads one tenant', 'Choose it with --tenant.')
  const tenant = await openTenant(workspace, name, context, globals)
  const progress = progressLine(context.stderr, globals.quiet)
  try {
    const actual = await readTenant(tenant.remote)
    const result = importFiles(actual, selectRemote(actual, selection), existingFiles(workspace), {
      policy: workspace.config.policy.suppressions,
      onProgress: (done, total) => progress.show(`${name}: ${done}/${total}`),
    })
    for (const { path, text } of result.files) writeText(join(workspace.root, path), text)
    progress.clear()
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

function existingFiles({ root, rules, suppressions }: Workspace): readonly ExistingFile[] {
  const path = (absolute: string): string => relative(root, absolute).split(sep).join('/')
  return [
    ...rules.flatMap((file): ExistingFile[] =>
      file.rule?.id === undefined
        ? []
        : [{ kind: 'rule', id: file.rule.id, name: file.rule.name, path: path(file.path) }],
    ),
    ...suppressions.flatMap((file): ExistingFile[] =>
      file.suppression
        ? [{ kind: 'suppression', id: file.suppression.id, name: file.suppression.name, path: path(file.path) }]
        : [],
    ),
  ]
}

function printed(result: ImportResult, format: (typeof formats)[number], colour: boolean): string {
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
