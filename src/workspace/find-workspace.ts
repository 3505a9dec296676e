import { statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { systemCode } from '../diagnostic/thrown'
import { WorldError } from '../diagnostic/world-error'
import { diskError } from './disk-error'

export const configFileName = 'ddac.yaml'
/** Beside it, committed: what Datadog shipped of the default rules that are overridden. */
export const lockFileName = 'ddac.lock.yaml'

/**
 * The folder of the workspace: the one that was named, else the nearest one upwards with a `ddac.yaml`, else `rules/`
 * below `cwd`. Throws a WorldError where there is none, or where the disk does not tell.
 */
export function findWorkspace(cwd: string, named?: string): string {
  if (named !== undefined) {
    const folder = resolve(cwd, named)
    if (isFile(join(folder, configFileName), cwd)) return folder
    const help = `Put a ${configFileName} there, or name the folder that has one.`
    throw new WorldError('not-found', `there is no ${configFileName} in ${named}`, help)
  }
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    if (isFile(join(folder, configFileName), cwd)) return folder
    if (folder === dirname(folder)) break
  }
  if (isFile(join(cwd, 'rules', configFileName), cwd)) return resolve(cwd, 'rules')
  throw new WorldError(
    'not-found',
    `there is no workspace: no ${configFileName} here, above, or in rules/`,
    `Start one with "ddac init", or name its folder with --workspace.`,
  )
}

/** A path as the user knows it: relative to where the command runs, with forward slashes. */
export function shownPath(path: string, cwd: string): string {
  const shown = relative(cwd, path).split('\\').join('/')
  return shown === '' ? '.' : shown
}

function isFile(path: string, cwd: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true
  } catch (error) {
    // Below a file there is nothing.
    if (systemCode(error) === 'ENOTDIR') return false
    throw diskError(error, 'read', shownPath(path, cwd))
  }
}
