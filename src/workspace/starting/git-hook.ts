import { join } from 'node:path'
import { commonFolder, textAt } from './git-folder'

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
