import { listed } from '../../diagnostic/shown'
import { type JsonText, jsonDocument } from '../../medium/json-text'
import { type TerminalText, terminal } from '../../medium/terminal-text'
import type { Release } from '../../sync/leave/release-things'

/** What was released of a tenant, and the files that hold it still. */
export interface ReleaseReport {
  readonly tenant: string
  readonly released: readonly Release[]
  /** As the user knows them. */
  readonly files: readonly string[]
}

/** For a person: each thing, and what to do with its file. */
export function releaseText({ tenant, released, files }: ReleaseReport): TerminalText {
  const lines = released.map(({ thing: { kind, id, remoteId }, error }) =>
    error
      ? terminal`not       ${kind} ${id}  ${remoteId}: ${error.message}\n`
      : terminal`released  ${kind} ${id}  ${remoteId}\n`,
  )
  const done = released.filter(({ error }) => !error).length
  const still = released.length - done
  const next =
    done > 0 && files.length > 0
      ? ` Take ${listed(files)} out of git: as long as they stand there, ddac wants to manage them.`
      : ''
  return terminal`${lines}${tenant}: ${done} released${still > 0 ? `, ${still} still ours` : ''}.${next}\n`
}

/** The same as data. */
export function releaseJson({ tenant, released, files }: ReleaseReport): JsonText {
  const told = released.map(({ thing: { kind, id, remoteId, name }, error }) => ({
    kind,
    id,
    remoteId,
    name,
    released: !error,
    ...(error && { error: { code: error.code, message: error.message } }),
  }))
  return jsonDocument({ tenant, things: told, files })
}
