import { existsSync, renameSync } from 'node:fs'
import { WorldError } from '../../diagnostic/world-error'
import { jsonDocument } from '../../medium/json-text'
import { terminal } from '../../medium/terminal-text'
import { isSlug, slugFrom } from '../../rule/slug'
import { nearestName } from '../../shape/nearest-name'
import { diskError } from '../../workspace/disk-error'
import { shownPath } from '../../workspace/find-workspace'
import type { NamedKind } from '../../workspace/renaming/references-to'
import { type RenamedFile, renameId, withId } from '../../workspace/renaming/rename-id'
import type { Workspace } from '../../workspace/workspace'
import { editText } from '../../workspace/write-text'
import { persistently } from '../../workspace/writing/persistently'
import { type CliContext, exitCodes } from '../context'
import { formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'
import { openWorkspace } from '../open-workspace'
import { refuseUnread } from '../refuse-unread'

/** `ddac rename`: another id for a rule, suppression or override, in its file and in all that name it. */
export async function rename(
  context: CliContext,
  globals: GlobalOptions,
  from: string,
  to: string,
  { kind }: { readonly kind?: NamedKind },
): Promise<number> {
  const format = formatFrom(globals, 'rename')
  const workspace = openWorkspace(context, globals)
  refuseUnread(workspace, `files that may name ${from} cannot be read`)
  const subject = subjectOf(workspace, from, kind)
  refuseId(workspace, subject.kind, from, to)
  const files = renameId(workspace, subject, from, to)
  const shown = (path: string): string => shownPath(path, context.cwd)
  for (const { to: target } of files) {
    if (target === undefined || !existsSync(target)) continue
    throw new WorldError(
      'usage',
      `there is a file ${shown(target)} already`,
      'Nothing was changed. Move it away first.',
    )
  }
  // What names it first: should this be cut off, running it again does the rest.
  for (const file of [...files].sort(
    (left, right) => Number(left.path === subject.path) - Number(right.path === subject.path),
  )) {
    write(file, shown)
  }
  const told = files.map(({ path, to: target, references }) => ({
    file: shown(path),
    ...(target !== undefined && { movedTo: shown(target) }),
    references: references.map(({ path: at }) => at.join('.')),
  }))
  if (format === 'json') context.stdout.write(jsonDocument({ kind: subject.kind, from, to, files: told }))
  else {
    for (const { file, movedTo } of told) {
      context.stdout.write(
        movedTo === undefined ? terminal`changed  ${file}\n` : terminal`moved    ${file} to ${movedTo}\n`,
      )
    }
  }
  if (!globals.quiet) context.stderr.write(terminal`${hint(subject.kind, subject.document.value, from)}\n`)
  return exitCodes.yes
}

function hint(kind: NamedKind, value: unknown, from: string): string {
  const { formerly } = (value ?? {}) as { readonly formerly?: unknown }
  const next = `Next: ddac plan. Each tenant keeps the ${kind} and its history under the new id.`
  if (kind === 'override' || typeof formerly !== 'string' || formerly === from) return next
  return `${next} It was ${formerly} before: a tenant that has not seen ${from} yet would not find it; apply there first.`
}

function subjectOf(workspace: Workspace, id: string, kind: NamedKind | undefined) {
  const found = withId(workspace, id).filter((one) => kind === undefined || one.kind === kind)
  const [first, second] = found
  if (first && !second) return first
  if (first && second && found.every((one) => one.kind === first.kind)) {
    throw new WorldError('usage', `several files have the id ${id}`, 'Give each an id of its own by hand first.')
  }
  if (first) {
    const kinds = found.map((one) => one.kind).join(' and a ')
    throw new WorldError('usage', `a ${kinds} have the id ${id}`, `Say which one is meant: --kind ${first.kind}.`)
  }
  const known = [...workspace.rules, ...workspace.suppressions, ...workspace.overrides].flatMap(({ document }) => {
    const { id: other } = (document.value ?? {}) as { readonly id?: unknown }
    return typeof other === 'string' ? [other] : []
  })
  const near = nearestName(id, known)
  const what = kind ?? 'rule, suppression or override'
  throw new WorldError('not-found', `there is no ${what} ${id}`, near ? `Did you mean ${near}?` : 'Name it by its id.')
}

function refuseId(workspace: Workspace, kind: NamedKind, from: string, to: string): void {
  if (!isSlug(to)) {
    const near = slugFrom(to)
    const help = near ? `Write ${near}.` : 'An id is made of a-z, 0-9 and dashes.'
    throw new WorldError('usage', `"${to}" cannot be an id`, help)
  }
  if (from === to) throw new WorldError('usage', `${to} is its id already`, 'Name another one.')
  // A rule and an override travel as the same tag.
  const isSame = (other: NamedKind): boolean => other === kind || (other !== 'suppression' && kind !== 'suppression')
  const taken = withId(workspace, to).find((one) => isSame(one.kind))
  if (!taken) return
  throw new WorldError('usage', `the id ${to} is taken by ${taken.document.source.path}`, 'Choose another one.')
}

function write({ path, before, text, to }: RenamedFile, shown: (path: string) => string): void {
  // Moved first: where names that differ by case alone are one file, it is not written and then removed.
  try {
    if (to !== undefined) persistently(() => renameSync(path, to))
  } catch (error) {
    throw diskError(error, 'write', shown(path))
  }
  editText(to ?? path, before, text, shown(to ?? path))
}
