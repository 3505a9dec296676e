import { join } from 'node:path'
import { WorldError } from '../../diagnostic/world-error'
import type { WrittenFile } from '../../forge/host'
import { isCommit } from '../../forge/sending'
import { asObject, listIn } from '../../json/json-object'
import { asText, isText, textIn } from '../../json/json-text'
import { kindOf } from '../../workspace/list-files'
import { readText } from '../../workspace/read-text'
import { isBelowTop, readHandedOver } from './handed-over'

/** What `ddac suppress draft` leaves to whoever opens the pull request. */
export interface Drafted {
  readonly workspace: string
  readonly id: string
  readonly title: string
  /** The commit that the files were written on. */
  readonly commit?: string
  readonly files: readonly WrittenFile[]
}

export const draftFiles = { state: 'suppression.json', text: 'suppression.md' } as const

/** The draft that lies in a folder, with its text. */
export function readDraft(folder: string, shown: string): Drafted & { readonly text: string } {
  const told = readHandedOver(join(folder, draftFiles.state), shown, noDraft)
  const { id, title } = told
  if (!isText(id) || !/^[\w-]+$/.test(id) || !isText(title)) throw noDraft(shown)
  const commit = asText(told.commit)
  if (commit !== undefined && !isCommit(commit)) throw noDraft(shown)
  return {
    workspace: textIn(told.workspace),
    id,
    title,
    ...(commit !== undefined && { commit }),
    files: listIn(told.files).map((file) => fileIn(file, id, shown)),
    text: readText(join(folder, draftFiles.text), shown),
  }
}

/** A suppression, its test and its sample: never a workflow, nothing outside. */
function fileIn(value: unknown, id: string, shown: string): WrittenFile {
  const { path, text } = asObject(value) ?? {}
  if (!isText(path) || !isText(text) || !isOfDraft(path, id)) throw noDraft(shown)
  return { path, text }
}

function isOfDraft(path: string, id: string): boolean {
  const parts = path.split('/')
  const name = parts.at(-1) ?? ''
  if (!isBelowTop(path)) return false
  const kind = kindOf(name)
  if (kind === 'suppression' || kind === 'test') return name.startsWith(`${id}.`)
  return parts.at(-2) === 'samples' && new RegExp(`^${id}(-\\d+)?\\.ndjson$`).test(name)
}

function noDraft(shown: string): WorldError {
  return new WorldError(
    'bad-input',
    `${shown} holds no draft of a suppression`,
    'Name the --out of ddac suppress draft.',
  )
}
