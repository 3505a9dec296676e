import { readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** What git runs before each commit, at the top of the repository. */
export function preCommitHook(workspace: string): string {
  const where = ['', '.', 'rules'].includes(workspace) ? '' : ` --workspace '${workspace.replaceAll("'", "'\\''")}'`
  return `#!/bin/sh
# Detections are checked before they are committed (ddac init --pre-commit). git commit --no-verify passes it by.
npx --no ddac validate --quiet${where} && npx --no ddac test --quiet${where}
`
}

/**
 * The folder in which git looks for hooks of this repository, also of a second working tree of it. Undefined where its
 * configuration names another one, which is then the place for the hook.
 */
export function hooksFolder(repository: string): string | undefined {
  const git = commonFolder(join(repository, '.git'))
  if (/^\s*hookspath\s*=/im.test(textAt(join(git, 'config')))) return undefined
  return join(git, 'hooks')
}

/** In a second working tree `.git` is a file that names its folder, and that one names what all trees share. */
function commonFolder(git: string): string {
  if (statSync(git, { throwIfNoEntry: false })?.isFile() !== true) return git
  const named = /^gitdir: (.+)$/m.exec(textAt(git))?.[1]
  if (named === undefined) return git
  const own = resolve(git, '..', named.trim())
  const common = textAt(join(own, 'commondir')).trim()
  return common === '' ? own : resolve(own, common)
}

function textAt(path: string): string {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true ? readFileSync(path, 'utf8') : ''
}
