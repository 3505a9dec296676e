import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'

/** A temporary file older than this belongs to nobody, wherever its process ran. */
const longestWriteMs = 3_600_000

/** Of this process: what it writes at this moment, and the folders that it has tidied. */
const underway = new Set<string>()
const tidied = new Set<string>()
let count = 0

/**
 * Puts a text where a file was or will be: by a temporary file beside it, which is written whole and given to the disk
 * before it takes the name. Whoever reads sees the old text or the new, never half. What runs that were killed left
 * beside it is taken away. Owner and mode stay, unless a `mode` is given; `allow` is asked last, and may throw. Throws what the
 * disk says.
 */
export function replaceFile(path: string, text: string, mode?: number, allow?: () => void): void {
  const target = realPath(path)
  const folder = dirname(target)
  tidy(folder)
  const before = statSync(target, { throwIfNoEntry: false })
  count += 1
  const temporary = join(folder, `.${basename(target)}.ddac-${machine()}-${process.pid}-${count}`)
  underway.add(temporary)
  try {
    writeWhole(temporary, Buffer.from(text), mode ?? (before && before.mode & 0o7777))
    if (before) keepOwner(temporary, before)
    allow?.()
    renameSync(temporary, target)
  } catch (error) {
    removeIfPossible(temporary)
    throw error
  } finally {
    underway.delete(temporary)
  }
}

/** A disk that is nearly full takes less than it is given, and says so by a number alone. */
function writeWhole(path: string, bytes: Buffer, mode: number | undefined): void {
  const descriptor = openSync(path, 'wx', mode ?? 0o666)
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at, bytes.length - at)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  // The mask of the process has narrowed it.
  if (mode !== undefined) chmodSync(path, mode)
}

/** Only root may give a file to somebody else; whoever else may replace a file makes it their own. */
function keepOwner(path: string, { uid, gid }: Stats): void {
  const ours = statSync(path)
  if (ours.uid === uid && ours.gid === gid) return
  try {
    chownSync(path, uid, gid)
  } catch {
    // It stays with who wrote it.
  }
}

/** Where a link leads, so that the link stays one. */
function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return resolve(path)
  }
}

/** Takes away what killed runs left in a folder: once, since a large import writes thousands of files into one. */
function tidy(folder: string): void {
  if (tidied.has(folder)) return
  tidied.add(folder)
  let names: readonly string[]
  try {
    names = readdirSync(folder)
  } catch {
    return
  }
  for (const name of names) {
    const [, host, holder] = /^\..+\.ddac-([0-9a-f]{8})-(\d+)-\d+$/.exec(name) ?? []
    const path = join(folder, name)
    if (host === undefined || underway.has(path)) continue
    const isOurs = host === machine()
    if ((isOurs && !isRunningElsewhere(Number(holder))) || isOld(path)) removeIfPossible(path)
  }
}

function isRunningElsewhere(pid: number): boolean {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

function isOld(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats !== undefined && Date.now() - stats.mtimeMs > longestWriteMs
}

/** Processes of other machines, and of containers, may write to the same disk. */
function machine(): string {
  let mixed = 2_166_136_261
  for (const character of hostname()) mixed = Math.imul(mixed ^ (character.codePointAt(0) ?? 0), 16_777_619) >>> 0
  return mixed.toString(16).padStart(8, '0')
}

function removeIfPossible(path: string): void {
  try {
    rmSync(path, { force: true })
    // What the disk does not let go now, the next run takes away.
  } catch {
    tidied.delete(dirname(path))
  }
}
