import { readFileSync } from 'node:fs'
import { WorldError } from '../diagnostic/world-error'
import { diskError } from './disk-error'
import { refuseNoFile } from './own-files'

/**
 * The text of a file, without a byte order mark. Throws a WorldError, which names the file as `shown`, where it cannot be
 * read.
 */
export function readText(path: string, shown = path): string {
  try {
    refuseNoFile(path, shown)
    const text = readFileSync(path, 'utf8')
    return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  } catch (error) {
    throw error instanceof WorldError ? error : diskError(error, 'read', shown)
  }
}
