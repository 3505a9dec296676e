import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { diskError } from './disk-error'

/** Writes a file by a temporary one and a rename: whoever reads sees the old text or the new, never half of it. */
export function writeText(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileAtomic.sync(path, text)
  } catch (error) {
    throw diskError(error, 'write', path)
  }
}
