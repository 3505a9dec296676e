import { columnsOf, wrapToColumns } from '../diagnostic/text-width'
import type { Painter } from '../medium/painter'
import { lined, type TerminalText, terminal } from '../medium/terminal-text'

/** Where nobody says how wide a line may be. */
const usualColumns = 100

/**
 * A page of our own documentation for a terminal: headings stand out, examples are set in, and a table that is wider
 * than the terminal becomes a list.
 */
export function pageText(markdown: string, paint: Painter, columns = usualColumns): TerminalText {
  const lines = markdown.trimEnd().split('\n')
  const shown: TerminalText[] = []
  let isExample = false
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? ''
    if (line.startsWith('```')) isExample = !isExample
    else if (isExample) shown.push(line === '' ? terminal`` : terminal`    ${line}`)
    else if (line.startsWith('#')) shown.push(paint.bold(line.replace(/^#+ /, '')))
    else if (line.startsWith('|')) {
      const end = lines.findIndex((each, at) => at > index && !each.startsWith('|'))
      const rows = lines.slice(index, end === -1 ? lines.length : end).map(cellsOf)
      shown.push(...tableLines(rows, paint, columns))
      index += rows.length - 1
    } else shown.push(terminal`${plain(line)}`)
  }
  return terminal`${lined(shown)}\n`
}

/** Links are named, words of code stand as they are. */
function plain(text: string): string {
  return text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/\*\*([^*]+)\*\*/g, '$1')
}

function cellsOf(row: string): readonly string[] {
  const cells = row.replace(/\\\|/g, '\u0000').split('|').slice(1, -1)
  return cells.map((cell) => plain(cell.replaceAll('\u0000', '|').trim()).replaceAll('`', ''))
}

function tableLines(rows: readonly (readonly string[])[], paint: Painter, columns: number): readonly TerminalText[] {
  const [head = [], , ...body] = rows
  const widths = head.map((_, column) => Math.max(...[head, ...body].map((row) => columnsOf(row[column] ?? ''))))
  const total = widths.reduce((sum, width) => sum + width + 2, 2)
  if (total > columns) return body.flatMap((row) => listLines(row, head, paint, columns))
  const drawn = [head, ...body].map((row) => row.map((cell, column) => padded(cell, widths[column] ?? 0)).join('  '))
  return drawn.map((text, index) => {
    const line = `  ${text.trimEnd()}`
    return index === 0 ? paint.bold(line) : terminal`${line}`
  })
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columnsOf(text)))
}

/** A row of a table that is too wide: its first cell, and below it what the others say. */
function listLines(
  [first = '', ...rest]: readonly string[],
  [, ...heads]: readonly string[],
  paint: Painter,
  columns: number,
): readonly TerminalText[] {
  const told = rest.flatMap((cell, index) => {
    if (cell === '') return []
    return wrapToColumns(index === 0 ? cell : `${heads[index]}: ${cell}`, Math.max(20, columns - 6))
  })
  return [terminal`  ${paint.bold(first)}`, ...told.map((line) => terminal`      ${line}`)]
}
