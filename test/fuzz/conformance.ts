import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

const folder = join(__dirname, '..', 'conformance')

/** What the conformance cases have under these keys, as texts: of the files whose names begin so. */
export function conformance(beginning: string, ...keys: readonly string[]): () => readonly string[] {
  return () => {
    const found = new Set<string>()
    for (const name of readdirSync(folder).filter((each) => each.startsWith(beginning))) {
      collect(parse(readFileSync(join(folder, name), 'utf8')), keys, found)
    }
    return [...found]
  }
}

function collect(value: unknown, keys: readonly string[], found: Set<string>): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    if (keys.includes(key) && inner !== null) found.add(typeof inner === 'string' ? inner : JSON.stringify(inner))
    else collect(inner, keys, found)
  }
}
