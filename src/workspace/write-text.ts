import { closeSync, mkdirSync, openSync, readSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { diskError } from './disk-error'
import { replaceFile } from './replace-file'
import { persistently } from './writing/persistently'

/**
 * Writes a file by a temporary one and a rename: whoever reads sees the old text or the new, never half of it. Throws a
 * WorldError, which names the file as `shown`. With a `mode` nobody else may read what only some may. A byte order mark with
 * which the file began stays.
 */
export function writeText(path: string, text: string, shown = path, mode?: number): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
    const whole = beginsWithMark(path) ? `\ufeff${text}` : text
    persistently(() => replaceFile(path, whole, mode))
  } catch (error) {
    throw diskError(error, 'write', shown)
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
