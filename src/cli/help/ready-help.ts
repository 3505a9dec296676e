import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Help is written at most so wide: the pages that are made with the program fit any terminal that is not narrower. */
export const helpColumns = 80

/** Where the pages of this build are. */
export const readyPages = join(__dirname, '../../help')

/**
 * The help of a command as it was made with the program, for `ddac WORDS --help` and nothing else beside: it loads neither
 * the parser nor a room. Undefined for anything else, for a narrow terminal, and where the pages are not of this build.
 */
export function readyHelp(argv: readonly string[], columns: number | undefined): string | undefined {
  const words = argv.slice(0, -1)
  const last = argv.at(-1)
  if ((last !== '--help' && last !== '-h') || !words.every((word) => /^[a-z]+$/.test(word))) return undefined
  if (columns !== undefined && columns < helpColumns) return undefined
  try {
    const page = readFileSync(join(readyPages, pageName(words)), 'utf8')
    const end = page.indexOf('\n')
    return page.slice(0, end) === buildMark() ? page.slice(end + 1) : undefined
  } catch {
    return undefined
  }
}

/** The file of the page of a command. */
export function pageName(words: readonly string[]): string {
  return `${['ddac', ...words].join('-')}.txt`
}

/** How long the files are of which the pages are made: a build of other ones has not made them. */
export function buildMark(): string {
  const files = ['../program.js', '../formats/command-formats.js', '../../../package.json']
  return files.map((file) => statSync(join(__dirname, file)).size).join(' ')
}
