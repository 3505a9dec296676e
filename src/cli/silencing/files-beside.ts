import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { systemCode } from '../../diagnostic/thrown'
import { terminal } from '../../medium/terminal-text'
import type { MadeTest } from '../../silencing/suppression-test'
import { diskError } from '../../workspace/disk-error'
import { shownPath } from '../../workspace/find-workspace'
import type { CliContext } from '../context'

/** A file that stands beside a new suppression. */
export interface FileBeside {
  readonly path: string
  readonly text: string
}

/** The test of the suppression at `path`, and the samples that it reads. */
export function filesBeside(path: string, id: string, { text, samples }: MadeTest): readonly FileBeside[] {
  const read = samples.map((sample) => ({ path: join(dirname(path), sample.file), text: sample.text }))
  return [{ path: testBeside(path, id), text }, ...read]
}

export const testBeside = (path: string, id: string): string => join(dirname(path), `${id}.test.yaml`)

/** Whether one of them would take the place of a file that says something else, which is told then. */
export function toldOther(files: readonly FileBeside[], context: CliContext): boolean {
  const other = files.find(isAnother)
  if (!other) return false
  const shown = shownPath(other.path, context.cwd)
  context.stderr.write(
    terminal`Nothing was written: ${shown} is there already and says something else.\nChoose another id, or remove the file.\n`,
  )
  return true
}

function isAnother({ path, text }: FileBeside): boolean {
  try {
    return readFileSync(path, 'utf8') !== text
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false
    throw diskError(error, 'read', path)
  }
}
