import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** The folder that holds a file, or those in it that do, in the order of their names: what several jobs left. */
export function foldersWith(folder: string, file: string): readonly string[] {
  const entries = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : []
  const below = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name))
  return [folder, ...below.sort()].filter((each) => existsSync(join(each, file)))
}

/** Names with commas between them. */
export function namesIn(text: string): readonly string[] {
  return text.split(',').flatMap((name) => name.trim() || [])
}

/** What a comment takes on GitHub, with room for what stands above it. */
const mostText = 60_000

/** The texts of several runs, each once, as many as fit; one that does not is named, with the file that has it. */
export function textsThatFit(
  runs: readonly { readonly text: string; readonly tenants: readonly string[] }[],
  whole: string,
): string {
  const parts: string[] = []
  let left = mostText
  for (const { text, tenants } of runs) {
    if (parts.includes(text)) continue
    const bytes = Buffer.byteLength(text)
    const fits = bytes <= left
    if (fits) left -= bytes
    parts.push(fits ? text : `:warning: There is no room for ${tenants.join(', ')}: see ${whole} of the run.\n`)
  }
  return parts.join('\n')
}
