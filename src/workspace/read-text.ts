import { isUtf8 } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { WorldError } from '../diagnostic/world-error'
import { diskError } from './disk-error'
import { refuseNoFile } from './own-files'

/**
 * The text of a file, without a byte order mark. Throws a WorldError, which names the file as `shown`, where it cannot be
 * read, or is no text in UTF-8.
 */
export function readText(path: string, shown = path): string {
  try {
    refuseNoFile(path, shown)
    const bytes = readFileSync(path)
    if (!isUtf8(bytes)) throw notUtf8(bytes, shown)
    const text = bytes.toString('utf8')
    return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  } catch (error) {
    throw error instanceof WorldError ? error : diskError(error, 'read', shown)
  }
}

/** What other bytes would become, nobody wrote: a name would reach the tenant with holes in it. */
function notUtf8(bytes: Buffer, shown: string): WorldError {
  const [first, second] = bytes
  const is16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  return is16
    ? new WorldError(
        'read-failed',
        `${shown} is in UTF-16`,
        'Save it in UTF-8, as Windows programs offer beside Unicode.',
      )
    : new WorldError(
        'read-failed',
        `${shown} is no text in UTF-8`,
        'Save it in UTF-8; a packed file is unpacked first.',
      )
}
