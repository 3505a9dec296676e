import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { writeText } from '../write-text'

/** The workspace's folder for what is of this machine alone: never in git, whatever the team's own ignore files say. */
export function ownFolder(root: string): string {
  const folder = join(root, '.ddac')
  const ignore = join(folder, '.gitignore')
  if (!existsSync(ignore)) writeText(ignore, '*\n')
  return folder
}
