import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const src = join(__dirname, '../../src')

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? filesBelow(path) : [path]
  })
}

export interface Source {
  /** Below `src`. */
  readonly path: string
  readonly text: string
}

export const sources: readonly Source[] = filesBelow(src)
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path: relative(src, path), text: readFileSync(path, 'utf8') }))

/** Code without comments; texts stay. */
export function withoutComments(text: string): string {
  return text.replace(/'(?:\\.|[^'\\\n])*'|\/\*[\s\S]*?\*\/|(?<!:)\/\/[^\n]*/g, (found) =>
    found[0] === "'" ? found : '',
  )
}
