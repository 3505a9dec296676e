import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { diskError } from '../disk-error'

/** Makes a folder in the system's own for what is temporary. Whoever asked takes it away. */
export function makeTemporary(): string {
  try {
    return realpathSync(mkdtempSync(join(tmpdir(), 'ddac-')))
  } catch (error) {
    throw diskError(error, 'write', tmpdir())
  }
}

/** Writes a file of a commit below such a folder. */
export function writeBelow(folder: string, path: string, content: Buffer): void {
  const file = join(folder, path)
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
  } catch (error) {
    throw diskError(error, 'write', file)
  }
}
