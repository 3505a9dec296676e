import {
  closeSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { messageOf, systemCode } from '../../diagnostic/thrown'
import { WorldError } from '../../diagnostic/world-error'

const patienceMs = 10_000
const staleAfterMs = 30_000
const emptyAfterMs = 500

/**
 * Runs `work` while this process alone holds the lock file. A lock whose process has died, or that is older than any
 * honest use, is taken over. Throws a `write-failed` WorldError when the lock stays taken.
 */
export function withFileLock<T>(lockFile: string, work: () => T): T {
  const deadline = Date.now() + patienceMs
  while (!tryToLock(lockFile)) {
    if (isAbandoned(lockFile)) takeAway(lockFile)
    else if (Date.now() > deadline) {
      throw new WorldError(
        'write-failed',
        `another process holds ${lockFile}`,
        'End the other emulator or command; if none is running, delete that file.',
      )
    } else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3)
  }
  held.add(lockFile)
  try {
    return work()
  } finally {
    held.delete(lockFile)
    remove(lockFile)
  }
}

/** The locks that this process holds at this moment. */
const held = new Set<string>()

/** A lock that the disk does not let go is one that nobody holds: its work was done, and whoever comes next takes it over. */
function remove(lockFile: string): void {
  try {
    rmSync(lockFile, { force: true })
  } catch {
    // See `isHolderGone`.
  }
}

function tryToLock(lockFile: string): boolean {
  try {
    const descriptor = openSync(lockFile, 'wx')
    try {
      writeSync(descriptor, String(process.pid))
    } catch (error) {
      remove(lockFile)
      throw error
    } finally {
      closeSync(descriptor)
    }
    return true
  } catch (error) {
    const code = systemCode(error)
    if (code === 'EEXIST') return false
    if (code === 'ENOENT' && makeFolder(lockFile)) return false
    throw new WorldError(
      code === 'ENOSPC' ? 'disk-full' : code === 'EACCES' || code === 'EROFS' ? 'no-permission' : 'write-failed',
      `could not lock the emulator's state: ${messageOf(error)}`,
      'The emulator needs a folder that it may write to.',
      { cause: error },
    )
  }
}

/** Makes the folder of the lock anew; somebody may have deleted it meanwhile. Answers whether it is there. */
function makeFolder(lockFile: string): boolean {
  try {
    mkdirSync(dirname(lockFile), { recursive: true })
    return true
  } catch {
    return false
  }
}

function isAbandoned(lockFile: string): boolean {
  const stats = statSync(lockFile, { throwIfNoEntry: false })
  if (!stats) return false
  const ageMs = Date.now() - stats.mtimeMs
  // An empty lock is being written at this moment, or its writer was killed at that moment.
  if (stats.size === 0) return ageMs > emptyAfterMs
  return ageMs > staleAfterMs || isHolderGone(lockFile)
}

/** Whether the process that made it has died, or is this one, which holds it no more. */
function isHolderGone(lockFile: string): boolean {
  const holder = holderOf(lockFile)
  if (holder === undefined) return false
  if (holder === process.pid) return !held.has(lockFile.replace(new RegExp(`\\.${holder}$`), ''))
  try {
    process.kill(holder, 0)
    return false
  } catch (error) {
    return systemCode(error) === 'ESRCH'
  }
}

function holderOf(lockFile: string): number | undefined {
  try {
    const holder = Number.parseInt(readFileSync(lockFile, 'utf8'), 10)
    return holder > 0 ? holder : undefined
  } catch {
    return undefined
  }
}

/** Renames the lock away first, so that of two processes only one removes it; a live lock caught by that is put back. */
function takeAway(lockFile: string): void {
  const aside = `${lockFile}.${process.pid}`
  try {
    renameSync(lockFile, aside)
    if (!isAbandoned(aside)) linkSync(aside, lockFile)
  } catch {
    // Somebody else was faster.
  } finally {
    remove(aside)
  }
}
