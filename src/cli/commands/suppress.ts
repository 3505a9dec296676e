import { WorldError } from '../../diagnostic/world-error'
import { jsonDocument } from '../../medium/json-text'
import type { SafeText } from '../../medium/safe-text'
import { terminal } from '../../medium/terminal-text'
import { nearestName } from '../../shape/nearest-name'
import { contentOf, isAsImported } from '../../suppression/imported'
import { reprintSuppression } from '../../suppression/print-suppression'
import { dateOf } from '../../suppression/suppression-shape'
import type { Workspace } from '../../workspace/workspace'
import { editText, writeText } from '../../workspace/write-text'
import { type CliContext, exitCodes } from '../context'
import { formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'
import { openWorkspace } from '../open-workspace'
import { passed } from '../silencing/chosen'
import { newFile } from '../silencing/new-file'
import { suppressionNamed } from '../silencing/suppression-named'
import { isUnfit } from '../unfit'
import type { FromSignalOptions } from './suppress-from-signal'

export interface NewSuppression extends FromSignalOptions {
  readonly rule?: readonly string[]
  readonly ruleQuery?: string
  readonly hide?: string
  readonly exclude?: string
  readonly start?: string
  readonly expires?: string
  readonly review?: string
}

/** What belongs to a suppression by its queries, and what to one from a signal. */
const byQueries = ['rule', 'ruleQuery', 'hide', 'exclude', 'start', 'expires', 'review'] as const
const bySignal = ['logs', 'keep', 'choice', 'until', 'raw'] as const

/** Throws a `usage` WorldError where it is not clear which of the two is meant. */
function refuseMixed(id: string | undefined, options: NewSuppression): void {
  const isFromSignal = options.fromSignal !== undefined || options.fromSignals !== undefined
  const wrong = (isFromSignal ? byQueries : bySignal).find((key) => options[key] !== undefined)
  if (wrong !== undefined) {
    const option = `--${wrong.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
    const other = isFromSignal ? 'a suppression by its queries' : 'a suppression from a signal'
    throw new WorldError('usage', `${option} is for ${other}`, wayOut(wrong, isFromSignal))
  }
  if (isFromSignal) return
  if (id === undefined) throw new WorldError('usage', 'the suppression has no id', 'Name it, or pass --from-signal.')
  if (options.name === undefined)
    throw new WorldError('usage', 'the suppression has no name', "Add --name 'what people read'.")
}

/** The end has a name in each of the two. */
function wayOut(wrong: string, isFromSignal: boolean): string {
  if (isFromSignal) return wrong === 'expires' ? 'Its end is said by --until.' : 'Leave it out.'
  return wrong === 'until' ? 'Its end is said by --expires; or pass --from-signal.' : 'Pass --from-signal.'
}

/** `ddac suppress add ID`: writes a new suppression file. What is missing or mistaken is drawn, and nothing is written. */
export async function suppressAdd(
  context: CliContext,
  globals: GlobalOptions,
  id: string | undefined,
  options: NewSuppression,
): Promise<number> {
  refuseMixed(id, options)
  if (options.fromSignal !== undefined || options.fromSignals !== undefined || id === undefined) {
    const { suppressFromSignal } = await import('./suppress-from-signal')
    return suppressFromSignal(context, globals, id, options)
  }
  const format = formatFrom(globals, 'suppress add')
  const workspace = openWorkspace(context, globals)
  if (await isUnfit(workspace, context, globals, 'Nothing was written')) return exitCodes.no
  for (const rule of options.rule ?? []) if (!rule.includes(':')) knownRule(workspace, rule)
  refusePassed(options.expires, context.now())
  const file = newFile(fileOf(id, options), workspace, context, globals)
  if (!file) {
    context.stderr.write(terminal`Nothing was written.\n`)
    return exitCodes.no
  }
  writeText(file.path, file.text)
  context.stdout.write(writtenFile(file.shown, format))
  return exitCodes.yes
}

/** Throws a `usage` WorldError for an end by which a new suppression would never act; what is no date is drawn. */
function refusePassed(expires: string | undefined, nowMs: number): void {
  const endMs = expires === undefined ? undefined : dateOf(expires)
  if (endMs !== undefined && endMs <= nowMs) throw passed(expires ?? '')
}

/** `ddac suppress expire ID`: ends a suppression now. Its file stays, with comments and layout, for the record. */
export async function suppressExpire(context: CliContext, globals: GlobalOptions, id: string): Promise<number> {
  const format = formatFrom(globals, 'suppress expire')
  const workspace = openWorkspace(context, globals)
  const { suppression, document, path } = suppressionNamed(id, workspace)
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
  const { text, path: shown } = document.source
  editText(path, text, reprintSuppression(document, { ...ended, ...noted }), shown)
  context.stdout.write(writtenFile(shown, format))
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

function fileOf(id: string, options: NewSuppression) {
  const { name, rule, ruleQuery, hide, exclude, start, expires, review, owner, reason } = options
  return {
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
}
