import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { WorldError } from '../../diagnostic/world-error'
import { askGit } from './ask-git'
import { filesOfCommit } from './commit-files'
import { findCommit } from './find-commit'
import { makeTemporary, writeBelow } from './temporary'

/** A commit that lies in a folder of its own. */
export interface LaidOut {
  /** The folder in it that answers to the one that was asked from. */
  readonly folder: string
  /** The last commit that both it and the one that is checked out come from. */
  readonly base: string
}

/** How many files are read at once. */
const atOnce = 200

/**
 * Lays the files of a commit beside the checkout while `work` runs: as data, with no hook, filter or submodule, and what a
 * link leads to in place of the link. Git knows the folder, so that it can be asked there what was before. Throws a WorldError
 * where there is no such commit, or none that both come from.
 */
export async function withCommitLaidOut<T>(
  from: string,
  ref: string,
  work: (laidOut: LaidOut) => Promise<T>,
): Promise<T> {
  const commit = await findCommit(from, ref)
  const base = await baseOf(from, commit.hash)
  const temporary = makeTemporary()
  const tree = join(temporary, 'tree')
  try {
    const { code, stderr } = await askGit(commit.top, [
      ...['-c', 'core.hooksPath=/dev/null', 'worktree', 'add', '--no-checkout', '--detach'],
      ...['--', tree, commit.hash],
    ])
    if (code !== 0) throw new WorldError('write-failed', `git lays no commit out: ${stderr.split('\n').at(-1) ?? ''}`)
    const files = await filesOfCommit(commit)
    for (let at = 0; at < files.paths.length; at += atOnce) {
      const some = await files.read(files.paths.slice(at, at + atOnce))
      for (const [path, content] of some) writeBelow(tree, path, content)
    }
    return await work({ folder: join(tree, commit.folder), base })
  } finally {
    rmSync(temporary, { recursive: true, force: true })
    await askGit(commit.top, ['worktree', 'prune'])
  }
}

async function baseOf(from: string, hash: string): Promise<string> {
  const { code, stdout } = await askGit(from, ['merge-base', 'HEAD', hash])
  if (code === 0) return stdout.toString('utf8').trim()
  const help = 'A clone that has the latest commits alone does not tell: git fetch --unshallow, or GIT_DEPTH: 0.'
  throw new WorldError('not-found', `git knows no commit that ${hash} and what is checked out both come from`, help)
}
