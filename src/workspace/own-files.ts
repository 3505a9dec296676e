import { existsSync, realpathSync, type Stats, statSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { WorldError } from '../diagnostic/world-error'
import { diskError } from './disk-error'

/** How far files of a workspace may reach: into its own folder, or into the repository that it is part of. */
export type FileReach = 'workspace' | 'repository'

/**
 * Checks that a file which a workspace points to, by a path or a link, lies inside it by its real path: a pull request
 * must not have a key file read and its content shown. Throws a `no-permission` WorldError for one that lies outside and
 * a `bad-input` one for what is no file: a pipe would never end. What does not exist is left to whoever reads it.
 */
export function refuseForeignFile(root: string, path: string, shown: string, reach: FileReach): void {
  const boundary = reach === 'repository' ? (repositoryOf(root) ?? root) : root
  const real = realPathOf(path, shown)
  const way = real === undefined ? relative(boundary, path) : relative(realPathOf(boundary, shown) ?? boundary, real)
  // What git keeps for itself holds, where a CI runner checked it out, the token that it did so with.
  if (way.split(sep).includes('.git')) {
    throw new WorldError('no-permission', `${shown} belongs to git itself, so it is not read`, 'Name a file of yours.')
  }
  // Of a file outside nothing is told, not even whether it exists.
  if (!isInside(way)) {
    throw new WorldError(
      'no-permission',
      `${shown} lies outside of the ${reach}, so it is not read`,
      reach === 'workspace'
        ? 'Keep it below ddac.yaml, or set "files: repository" there for files elsewhere in the repository.'
        : 'Keep it in the repository.',
    )
  }
  if (real !== undefined) refuseNoFile(real, shown)
}

/** Throws a `bad-input` WorldError for what is neither a file nor a folder, such as a pipe or a device. */
export function refuseNoFile(path: string, shown: string): void {
  const stats = statsOf(path, shown)
  if (!stats || stats.isFile() || stats.isDirectory()) return
  throw new WorldError('bad-input', `${shown} cannot be read: it is no regular file`, 'Name a file.')
}

function realPathOf(path: string, shown: string): string | undefined {
  try {
    return realpathSync(path)
  } catch (error) {
    if (statsOf(path, shown) === undefined && !existsSync(path)) return undefined
    throw diskError(error, 'read', shown)
  }
}

function statsOf(path: string, shown: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch (error) {
    throw diskError(error, 'read', shown)
  }
}

/** The nearest folder upwards that git keeps. */
export function repositoryOf(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at
    if (at === dirname(at)) return undefined
  }
}

function isInside(way: string): boolean {
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !/^([A-Za-z]:|[\\/])/.test(way))
}
