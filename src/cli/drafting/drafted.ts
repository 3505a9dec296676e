import { join } from 'node:path'
import { WorldError } from '../../diagnostic/world-error'
import type { WrittenFile } from '../../forge/host'
import { asObject, listIn } from '../../json/json-object'
import { asText, isText, textIn } from '../../json/json-text'
import { kindOf } from '../../workspace/list-files'
import { readText } from '../../workspace/read-text'

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
  const told = asObject(parsed(readText(join(folder, draftFiles.state), shown), shown)) ?? {}
  const { id, title } = told
  if (!isText(id) || !/^[\w-]+$/.test(id) || !isText(title)) throw noDraft(shown)
  const commit = asText(told.commit)
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
  if (parts.some((part) => part === '' || part.startsWith('.')) || /[\\:\0]/.test(path)) return false
  const kind = kindOf(name)
  if (kind === 'suppression' || kind === 'test') return name.startsWith(`${id}.`)
  return parts.at(-2) === 'samples' && new RegExp(`^${id}(-\\d+)?\\.ndjson$`).test(name)
}

function parsed(text: string, shown: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw noDraft(shown)
  }
}

function noDraft(shown: string): WorldError {
  return new WorldError(
    'bad-input',
    `${shown} holds no draft of a suppression`,
    'Name the --out of ddac suppress draft.',
  )
}
