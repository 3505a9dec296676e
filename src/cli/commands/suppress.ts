import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { placeFinding } from '../../diagnostic/diagnostic'
import { WorldError } from '../../diagnostic/world-error'
import { jsonDocument } from '../../medium/json-text'
import type { SafeText } from '../../medium/safe-text'
import { terminal } from '../../medium/terminal-text'
import { isSlug, slugFrom } from '../../rule/slug'
import { nearestName } from '../../shape/nearest-name'
import { contentOf, isAsImported } from '../../suppression/imported'
import { reprintSuppression } from '../../suppression/print-suppression'
import { readSuppression } from '../../suppression/read-suppression'
import { shownPath } from '../../workspace/find-workspace'
import { withSchemaLine } from '../../workspace/starting/schema-line'
import type { SuppressionFile, Workspace } from '../../workspace/workspace'
import { writeText } from '../../workspace/write-text'
import { printYaml } from '../../yaml/print-yaml'
import { readYaml } from '../../yaml/yaml-document'
import { type CliContext, exitCodes } from '../context'
import { formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'
import { openWorkspace } from '../open-workspace'
import { isUnfit } from '../unfit'
import { tellDiagnostics } from '../write-diagnostics'

export interface NewSuppression {
  readonly name: string
  readonly rule?: readonly string[]
  readonly ruleQuery?: string
  readonly hide?: string
  readonly exclude?: string
  readonly start?: string
  readonly expires?: string
  readonly review?: string
  readonly owner?: string
  readonly reason?: string
}

/** `ddac suppress add ID`: writes a new suppression file. What is missing or mistaken is drawn, and nothing is written. */
export async function suppressAdd(
  context: CliContext,
  globals: GlobalOptions,
  id: string,
  options: NewSuppression,
): Promise<number> {
  const format = formatFrom(globals, 'suppress add')
  const workspace = openWorkspace(context, globals)
  if (await isUnfit(workspace, context, globals)) return exitCodes.no
  if (!isSlug(id)) {
    const near = slugFrom(id)
    throw new WorldError('usage', `"${id}" cannot be an id`, near ? `Write ${near}.` : 'Use a-z, 0-9 and dashes.')
  }
  const path = join(workspace.root, 'suppressions', `${id}.suppression.yaml`)
  const shown = shownPath(path, context.cwd)
  if (existsSync(path) || workspace.suppressions.some(({ suppression }) => suppression?.id === id)) {
    throw new WorldError('usage', `there is a suppression ${id} already`, 'Choose another id, or edit its file.')
  }
  for (const rule of options.rule ?? []) if (!rule.includes(':')) knownRule(workspace, rule)
  const text = printYaml(fileOf(id, options))
  const document = readYaml({ path: shown, text })
  const { suppression, findings } = readSuppression(document, workspace.config.policy.suppressions)
  tellDiagnostics(
    findings.map((finding) => placeFinding(finding, document.locate)),
    context,
    globals,
  )
  if (!suppression) {
    context.stderr.write(terminal`Nothing was written.\n`)
    return exitCodes.no
  }
  writeText(path, withSchemaLine(text, path, workspace.root))
  context.stdout.write(writtenFile(shown, format))
  return exitCodes.yes
}

/** `ddac suppress expire ID`: ends a suppression now. Its file stays, with comments and layout, for the record. */
export async function suppressExpire(context: CliContext, globals: GlobalOptions, id: string): Promise<number> {
  const format = formatFrom(globals, 'suppress expire')
  const workspace = openWorkspace(context, globals)
  const { suppression, document, path } = foundFile(workspace, id)
  const nowMs = Math.floor(context.now() / 1000) * 1000
  if (suppression.expiresMs !== undefined && suppression.expiresMs <= nowMs) {
    context.stderr.write(terminal`${id} has ended already.\n`)
    if (format === 'json') context.stdout.write(jsonDocument({ files: [] }))
    return exitCodes.yes
  }
  if (suppression.startMs !== undefined && suppression.startMs >= nowMs) {
    const help = `Delete ${document.source.path}, or set enabled: false.`
    throw new WorldError('usage', `${id} has not started yet, so it cannot end`, help)
  }
  const ended = { ...suppression, expiresMs: nowMs }
  // To end what was imported is no reason to demand more of it.
  const imported = isAsImported(suppression) && suppression.imported
  const noted = imported && { imported: { ...imported, digest: contentOf(ended) } }
  writeText(path, reprintSuppression(document, { ...ended, ...noted }))
  context.stdout.write(writtenFile(document.source.path, format))
  return exitCodes.yes
}

function writtenFile(path: string, format: 'text' | 'json'): SafeText {
  return format === 'json' ? jsonDocument({ files: [path] }) : terminal`${path}\n`
}

function knownRule({ rules }: Workspace, id: string): void {
  const ids = rules.flatMap(({ rule }) => rule?.id ?? [])
  if (ids.includes(id)) return
  const near = nearestName(id, ids)
  throw new WorldError('not-found', `the workspace has no rule "${id}"`, near ? `Did you mean ${near}?` : undefined)
}

function fileOf(id: string, options: NewSuppression): Readonly<Record<string, unknown>> {
  const { name, rule, ruleQuery, hide, exclude, start, expires, review, owner, reason } = options
  const entries = {
    id,
    name,
    rules: rule,
    ruleQuery,
    suppressionQuery: hide,
    dataExclusionQuery: exclude,
    start,
    expires,
    review,
    owner,
    reason,
  }
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined))
}

function foundFile(
  { suppressions }: Workspace,
  id: string,
): SuppressionFile & { readonly suppression: NonNullable<SuppressionFile['suppression']> } {
  for (const file of suppressions) if (file.suppression?.id === id) return { ...file, suppression: file.suppression }
  const near = nearestName(
    id,
    suppressions.flatMap(({ suppression }) => suppression?.id ?? []),
  )
  throw new WorldError('not-found', `there is no suppression "${id}"`, near ? `Did you mean ${near}?` : undefined)
}
