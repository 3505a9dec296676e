import { basename, dirname, relative } from 'node:path'
import { repositoryOf } from '../../workspace/own-files'
import type { Workspace } from '../../workspace/workspace'

/** The workspace's own name, else its way from the top of the repository: two of one repository are never taken for one. */
export function nameOfWorkspace({ root, config }: Workspace): string {
  const top = repositoryOf(root) ?? dirname(root)
  const way = relative(top, root).split('\\').join('/')
  return config.ownership.owner ?? (way === '' ? basename(root) : way)
}
