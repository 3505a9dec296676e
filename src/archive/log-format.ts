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
  if (isBracket(firstSign(beginning))) return true
  const text = beginning.subarray(0, longestLine).toString('latin1').trimStart()
  return text.includes('\n') || beginning.length >= longestLine
}

/**
 * The format of a file, by its first line, and by its name where that leaves it open. What else it may be is text of a
 * source that somebody named.
 */
export function formatOf(beginning: Buffer, name: string, isText: boolean): LogFormat {
  const sign = firstSign(beginning)
  // As most files begin, of which no text need be made.
  if (sign === openObject || (!isText && isBracket(sign))) return { kind: 'records' }
  const [line = ''] = beginning
    .subarray(0, longestLine)
    .toString('utf8')
    .trimStart()
    .split(/\r?\n|\r/, 1)
  // Also the text of a record is JSON.
  if (isText ? /^(?:\{|"\{|\[\s*(?:[[{"]|$))/.test(line) : /^(?:[[{]|"\{)/.test(line)) return { kind: 'records' }
  // Zeek's logs and those of web servers begin with remarks: what stands there names no columns.
  if (/^#\s?[A-Za-z_]+(?::|\s)/.test(line)) return { kind: isText ? 'lines' : 'records' }
  const delimiter = delimiterIn(line)
  const header = line.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))
  if (/\.(?:csv|tsv)(?:\.gz)?$/i.test(name) || isKnownHeader(header)) return { kind: 'csv', delimiter }
  return { kind: isText ? 'lines' : 'records' }
}

const [openObject, openList] = [0x7b, 0x5b]

function isBracket(sign: number | undefined): boolean {
  return sign === openObject || sign === openList
}

/** The first byte that is no blank. */
function firstSign(beginning: Buffer): number | undefined {
  const most = Math.min(beginning.length, longestLine)
  for (let at = 0; at < most; at += 1) {
    const byte = beginning[at] as number
    if (byte !== 0x20 && (byte < 0x09 || byte > 0x0d)) return byte
  }
  return undefined
}

/** The sign that stands most often between the names of columns. */
function delimiterIn(header: string): string {
  const bare = header.replace(/"[^"]*"/g, '')
  const count = (sign: string): number => bare.split(sign).length
  return [',', ';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best))
}
