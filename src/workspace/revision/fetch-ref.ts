import { WorldError } from '../../diagnostic/world-error'
import { askGit } from './ask-git'

/** Brings what a ref of the repository that this one was cloned from points to, and nothing with it. */
export async function fetchRef(folder: string, ref: string): Promise<void> {
  const asked = [
    'fetch',
    '--quiet',
    '--no-tags',
    '--no-recurse-submodules',
    'origin',
    `+${ref}:refs/ddac/${ref.slice(5)}`,
  ]
  const { code, stderr } = await askGit(folder, asked)
  if (code === 0) return
  // What git says may name the address, and with it a token.
  const why = /couldn't find remote ref/.test(stderr) ? 'origin has no such ref' : 'git could not ask origin'
  throw new WorldError(
    'read-failed',
    `${ref} was not fetched: ${why}`,
    'Run it in a clone of the project, in a job of it.',
  )
}
