import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Holds a text to the bytes of a file. `npm run golden` (UPDATE_GOLDEN=1) writes the file instead, so that a change of
 * wording is one command and a difference to review.
 */
export function expectGolden(path: string, text: string): void {
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  if (!existsSync(path)) throw new Error(`${path} is not there yet; npm run golden writes it`)
  expect(text).toBe(readFileSync(path, 'utf8'))
}

/** The tenant's random ids by the order in which they are first met: `aaa-aaa-001`, … */
export function withoutRandomIds(text: string): string {
  const known = new Map<string, string>()
  return text.replace(/\b[a-z0-9]{3}-[a-z0-9]{3}-[a-z0-9]{3}\b/g, (id) => {
    const name = known.get(id) ?? `aaa-aaa-${String(known.size + 1).padStart(3, '0')}`
    known.set(id, name)
    return name
  })
}
