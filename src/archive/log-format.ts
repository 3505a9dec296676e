import { isKnownHeader } from '../event/envelopes/csv-row'

/** How a file holds its logs: one after another, as a table, or each as a line of text. */
type LogFormat =
  | { readonly kind: 'records' }
  | { readonly kind: 'csv'; readonly delimiter: string }
  | { readonly kind: 'lines' }

/** No header or line of a log is longer; what has none that ends by here is no table. */
const longestLine = 256 * 1024

/** Whether the beginning of a file is enough to tell its format. */
export function isTelling(beginning: Buffer): boolean {
  const from = firstSign(beginning)
  return isBracket(beginning[from]) || beginning.length >= longestLine || beginning.includes(lineFeed, from)
}

/**
 * The format of a file, by its first line, and by its name where that leaves it open. What else it may be is text of a
 * source that somebody named.
 */
export function formatOf(beginning: Buffer, name: string, isText: boolean): LogFormat {
  const sign = beginning[firstSign(beginning)]
  // As most files begin, of which no text need be made.
  if (sign === openObject || (!isText && isBracket(sign))) return { kind: 'records' }
  const line = firstLine(beginning)
  // Also the text of a record is JSON.
  if (isText ? /^(?:\{|"\{|\[\s*(?:[[{"]|$))/.test(line) : /^(?:[[{]|"\{)/.test(line)) return { kind: 'records' }
  // Zeek's logs and those of web servers begin with remarks: what stands there names no columns.
  if (/^#\s?[A-Za-z_]+(?::|\s)/.test(line)) return { kind: isText ? 'lines' : 'records' }
  const delimiter = delimiterIn(line)
  const header = line.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))
  if (/\.(?:csv|tsv)(?:\.gz)?$/i.test(name) || isKnownHeader(header)) return { kind: 'csv', delimiter }
  return { kind: isText ? 'lines' : 'records' }
}

const [openObject, openList, lineFeed] = [0x7b, 0x5b, 0x0a]

function isBracket(sign: number | undefined): boolean {
  return sign === openObject || sign === openList
}

/** Where the first byte stands that is no blank; behind all where none does. */
function firstSign(beginning: Buffer): number {
  const most = Math.min(beginning.length, longestLine)
  for (let at = 0; at < most; at += 1) {
    const byte = beginning[at] as number
    if (byte !== 0x20 && (byte < 0x09 || byte > 0x0d)) return at
  }
  return most
}

/** The first line that is none of blanks alone; of what follows no text is made, unless it begins with other blanks than ASCII's. */
function firstLine(beginning: Buffer): string {
  const lineIn = (bytes: Buffer): string =>
    bytes
      .toString('utf8')
      .trimStart()
      .split(/\r?\n|\r/, 1)[0] ?? ''
  const from = firstSign(beginning)
  const end = beginning.indexOf(lineFeed, from)
  const most = beginning.subarray(from, longestLine)
  return lineIn(end === -1 ? most : most.subarray(0, end - from)) || lineIn(most)
}

/** The sign that stands most often between the names of columns. */
function delimiterIn(header: string): string {
  const bare = header.replace(/"[^"]*"/g, '')
  const count = (sign: string): number => bare.split(sign).length
  return [',', ';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best))
}
