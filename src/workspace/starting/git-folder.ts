import { readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

/**
 * The branch into which a repository merges: the one that its origin names, or that it began with where it has a usual name.
 * `main` where nobody knows. Read from git's files, so that it takes no git.
 */
export function mainBranch(repository: string): string {
  const git = commonFolder(join(repository, '.git'))
  const [, ofOrigin] =
    /^ref: refs\/remotes\/origin\/(\S+)\s*$/.exec(textAt(join(git, 'refs/remotes/origin/HEAD'))) ?? []
  const [, here] = /^ref: refs\/heads\/(main|master|trunk)\s*$/.exec(textAt(join(git, 'HEAD'))) ?? []
  return ofOrigin ?? here ?? 'main'
}

/** In a second working tree `.git` is a file that names its folder, and that one names what all trees share. */
export function commonFolder(git: string): string {
  if (statSync(git, { throwIfNoEntry: false })?.isFile() !== true) return git
  const named = /^gitdir: (.+)$/m.exec(textAt(git))?.[1]
  if (named === undefined) return git
  const own = resolve(git, '..', named.trim())
  const common = textAt(join(own, 'commondir')).trim()
  return common === '' ? own : resolve(own, common)
}

/** Empty where there is no such file. */
export function textAt(path: string): string {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true ? readFileSync(path, 'utf8') : ''
}
