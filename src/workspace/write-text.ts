import { closeSync, mkdirSync, openSync, readSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { WorldError } from '../diagnostic/world-error'
import { diskError } from './disk-error'
import { readText } from './read-text'
import { replaceFile } from './replace-file'
import { persistently } from './writing/persistently'

/**
 * Writes a file by a temporary one and a rename: whoever reads sees the old text or the new, never half of it. Throws a
 * WorldError, which names the file as `shown`. With a `mode` nobody else may read what only some may. A byte order mark with
 * which the file began stays.
 */
export function writeText(path: string, text: string, shown = path, mode?: number): void {
  put(path, text, shown, mode)
}

/**
 * Writes a file anew that was read as `before`, as `writeText` does. What somebody else made of it meanwhile is not written
 * over: it stays, and a `conflict` WorldError says so.
 */
export function editText(path: string, before: string, after: string, shown = path): void {
  put(path, after, shown, undefined, () => {
    if (readText(path, shown) === before) return
    const help = 'It is as they left it; run this again.'
    throw new WorldError('conflict', `${shown} was changed by somebody else since it was read`, help)
  })
}

function put(path: string, text: string, shown: string, mode?: number, allow?: () => void): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
    const whole = beginsWithMark(path) ? `\ufeff${text}` : text
    persistently(() => replaceFile(path, whole, mode, allow))
  } catch (error) {
    throw error instanceof WorldError ? error : diskError(error, 'write', shown)
  }
}

/** Takes a file away; one that is gone already is as well. Throws a WorldError, which names the file as `shown`. */
export function removeFile(path: string, shown = path): void {
  try {
    persistently(() => rmSync(path, { force: true }))
  } catch (error) {
    throw diskError(error, 'write', shown)
  }
}

function beginsWithMark(path: string): boolean {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch {
    return false
  }
  try {
    const head = Buffer.alloc(3)
    return readSync(file, head) === 3 && head.equals(byteOrderMark)
  } catch {
    return false
  } finally {
    closeSync(file)
  }
}

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf])
