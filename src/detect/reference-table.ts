import type { Diagnostic } from '../diagnostic/diagnostic'
import type { Source } from '../diagnostic/span'

/** The rows of a reference table, each by the names of its columns; what could be read, also where something is wrong. */
export interface ReadTable {
  readonly rows: readonly Readonly<Record<string, string>>[]
  readonly findings: readonly Diagnostic[]
}

/** A field with its place in the text, quotes included. */
interface Cell {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** Of one file so many findings are kept: the rest is most often the same mistake again. */
const mostFindings = 100
/** Datadog takes no more rows (documented). */
const mostRows = 1_000_000

/**
 * Reads a reference table from CSV (RFC 4180): the first record names the columns, any line end ends a record, quotes
 * may hold commas, line ends and doubled quotes. A record with too few or too many fields is told and left out.
 */
export function readTable(source: Source): ReadTable {
  const findings: Diagnostic[] = []
  const report = (message: string, { start, end }: Omit<Cell, 'text'>, help?: string): void => {
    const span = { source, start, end: Math.min(Math.max(end, start + 1), source.text.length) }
    if (findings.length < mostFindings) {
      findings.push({ code: 'R215', severity: 'error', message, ...(help && { help }), span })
    }
  }
  const records = recordsIn(source.text, report)
  const { value: header } = records.next()
  if (!header) {
    report('the table is empty', { start: 0, end: 0 }, 'its first line names the columns')
    return { rows: [], findings }
  }
  const columns = columnsOf(header, report)
  const rows: Record<string, string>[] = []
  for (const cells of records) {
    const [first] = cells
    const whole = { start: first?.start ?? 0, end: cells.at(-1)?.end ?? 0 }
    if (cells.length !== header.length) {
      report(
        `this row has ${counted(cells.length)}, and the header ${header.length}`,
        whole,
        'quote a field with commas',
      )
    } else if (rows.length === mostRows) {
      report(`the table has more than ${mostRows} rows, which Datadog does not take`, whole)
      break
    } else {
      rows.push(Object.fromEntries(columns.map((column, index) => [column, cells[index]?.text ?? ''])))
    }
  }
  return { rows, findings }
}

type Report = (message: string, place: Omit<Cell, 'text'>, help?: string) => void

function columnsOf(header: readonly Cell[], report: Report): readonly string[] {
  const names = new Set<string>()
  for (const cell of header) {
    if (cell.text === '') report('this column has no name', cell)
    else if (names.has(cell.text)) report(`two columns are called "${cell.text}"`, cell)
    names.add(cell.text)
  }
  return header.map(({ text }) => text)
}

/** Cuts the text into records; lines with nothing on them are passed over. */
function* recordsIn(text: string, report: Report): Generator<readonly Cell[]> {
  let at = text.startsWith('\ufeff') ? 1 : 0
  while (at < text.length) {
    const cells: Cell[] = []
    for (;;) {
      const cell = text.charAt(at) === '"' ? quotedCell(text, at, report) : plainCell(text, at, report)
      cells.push(cell)
      at = cell.end
      if (text.charAt(at) !== ',') break
      at += 1
    }
    at += text.startsWith('\r\n', at) ? 2 : 1
    if (cells.length > 1 || cells[0]?.start !== cells[0]?.end) yield cells
  }
}

const endsCell = /[,\r\n]|$/g

function plainCell(text: string, start: number, report: Report): Cell {
  endsCell.lastIndex = start
  const end = endsCell.exec(text)?.index ?? text.length
  const cell = { text: text.slice(start, end), start, end }
  const quote = cell.text.indexOf('"')
  if (quote !== -1) {
    const place = { start: start + quote, end: start + quote + 1 }
    report('a quote inside a field that does not begin with one', place, 'quote the whole field and double the quote')
  }
  return cell
}

function quotedCell(text: string, start: number, report: Report): Cell {
  const parts: string[] = []
  let from = start + 1
  for (;;) {
    const quote = text.indexOf('"', from)
    if (quote === -1) {
      report('this quote is not closed', { start, end: start + 1 })
      return { text: parts.join('') + text.slice(from), start, end: text.length }
    }
    parts.push(text.slice(from, quote))
    from = quote + 2
    if (text.charAt(quote + 1) === '"') {
      parts.push('"')
      continue
    }
    const rest = plainCell(text, quote + 1, () => {})
    if (rest.text !== '')
      report('this stands behind the closing quote of a field', rest, 'double a quote inside quotes')
    return { text: parts.join(''), start, end: rest.end }
  }
}

function counted(fields: number): string {
  return fields === 1 ? 'one field' : `${fields} fields`
}
