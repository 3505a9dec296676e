import { readFileSync } from 'node:fs'
import { diskError } from './disk-error'

/**
 * The text of a file, without a byte order mark. Throws a WorldError, which names the file as `shown`, where it cannot be
 * read.
 */
export function readText(path: string, shown = path): string {
  try {
    const text = readFileSync(path, 'utf8')
    return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  } catch (error) {
    throw diskError(error, 'read', shown)
  }
}
