import { realpathSync } from 'node:fs'
import { relative, sep } from 'node:path'
import { WorldError } from '../../diagnostic/world-error'
import { askGit } from './ask-git'

/** A commit in the repository that a folder lies in. */
export interface Commit {
  /** Its whole hash. */
  readonly hash: string
  /** The top of the repository, absolute. */
  readonly top: string
  /** The folder, relative to the top, with `/`; empty for the top itself. */
  readonly folder: string
}

/** The commit that a branch, tag or hash names. Throws a WorldError where there is none, with what can be done about it. */
export async function findCommit(folder: string, ref: string): Promise<Commit> {
  const place = await askGit(folder, ['rev-parse', '--show-toplevel'])
  if (place.code !== 0) throw noRepository(place.stderr)
  const top = place.stdout.toString('utf8').replace(/\r?\n$/, '')
  const hash = await hashOf(folder, ref)
  if (hash === undefined) throw await noCommit(folder, ref)
  const way = relative(realpathSync(top), realpathSync(folder))
  return { hash, top, folder: way.split(sep).join('/') }
}

async function hashOf(folder: string, ref: string): Promise<string | undefined> {
  // What begins with a dash would be an option of git.
  if (ref === '' || ref.startsWith('-')) return undefined
  const { code, stdout } = await askGit(folder, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`])
  const hash = stdout.toString('utf8').trim()
  return code === 0 && /^[0-9a-f]{40,64}$/.test(hash) ? hash : undefined
}

function noRepository(said: string): WorldError {
  if (said.includes('dubious ownership')) {
    const help = 'Tell git that you trust it: git config --global --add safe.directory FOLDER.'
    return new WorldError('no-permission', 'git does not read this repository, which is of another user', help)
  }
  const isNone = /not a git repository/i.test(said)
  const why = isNone ? '' : `: ${said.split('\n')[0] ?? ''}`
  return new WorldError(
    'not-found',
    `the workspace lies in no git repository${why}`,
    'Git knows what its files were before: run this where the repository was cloned.',
  )
}

async function noCommit(folder: string, ref: string): Promise<WorldError> {
  const message = `git knows no commit "${ref}"`
  const { stdout } = await askGit(folder, ['rev-parse', '--is-shallow-repository'])
  if (stdout.toString('utf8').trim() === 'true') {
    const help =
      'This clone is shallow, and has the latest commits alone: git fetch --unshallow, or fetch-depth: 0 of actions/checkout.'
    return new WorldError('not-found', message, help)
  }
  const remote = await hashOf(folder, `origin/${ref}`)
  const help = remote
    ? `Did you mean origin/${ref}?`
    : 'Name a branch, a tag or a commit; git fetch brings those of others.'
  return new WorldError('not-found', message, help)
}
