import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { diskError } from './disk-error'

/**
 * Writes a file by a temporary one and a rename: whoever reads sees the old text or the new, never half of it. Throws a
 * WorldError, which names the file as `shown`. With a `mode` nobody else may read what only some may.
 */
export function writeText(path: string, text: string, shown = path, mode?: number): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileAtomic.sync(path, text, { ...(mode !== undefined && { mode }) })
  } catch (error) {
    throw diskError(error, 'write', shown)
  }
}
