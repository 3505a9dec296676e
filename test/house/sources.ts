import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? filesBelow(path) : [path]
  })
}

export interface Source {
  /** Below `src`, or below `test`. */
  readonly path: string
  readonly text: string
}

function sourcesBelow(folder: string): readonly Source[] {
  return filesBelow(folder)
    .filter((path) => /\.c?ts$|\.cjs$/.test(path))
    .map((path) => ({ path: relative(folder, path), text: readFileSync(path, 'utf8') }))
}

export const sources = sourcesBelow(join(__dirname, '../../src'))
export const tests = sourcesBelow(join(__dirname, '..'))

/** Code without comments; texts stay. */
export function withoutComments(text: string): string {
  return text.replace(/'(?:\\.|[^'\\\n])*'|\/\*[\s\S]*?\*\/|(?<!:)\/\/[^\n]*/g, (found) =>
    found[0] === "'" ? found : '',
  )
}
