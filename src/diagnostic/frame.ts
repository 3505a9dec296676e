import { makePainter, type Painter } from '../medium/painter'
import { lined, type TerminalText, terminal } from '../medium/terminal-text'
import type { Diagnostic, Severity } from './diagnostic'
import { positionAt, type Source, type Span } from './span'
import { columnsOf, cutToColumns, expandTabs, wrapToColumns } from './text-width'

const plain = makePainter(false)

/** How many columns of a source line are shown at most; a longer line is cut around the place that matters. */
const lineColumns = 100
/** In a narrower terminal than this nothing can be drawn that helps. */
const leastColumns = 30
/** How far around a place a line is looked at, so that a line of megabytes costs nothing. */
const nearSigns = 300
/** How many lines of a span are shown; of a longer one, the first and the last. */
const spanLines = 4

/**
 * Draws a diagnostic in the user's file: the message, the place, the lines with the place underlined, and the help
 * beside the underline. Several lines, without a line break at the end. Where `columns` says how wide the terminal is, no
 * line is wider, but for the path of the file; what does not fit goes on below.
 */
export function drawDiagnostic(
  diagnostic: Diagnostic,
  options: { readonly colour?: Painter | undefined; readonly columns?: number | undefined } = {},
): TerminalText {
  const paint = options.colour ?? plain
  const { code, severity, message, help, span } = diagnostic
  const room = options.columns === undefined ? undefined : Math.max(leastColumns, options.columns)
  const label = `${severity}[${code}]`
  const [first = '', ...more] = wrapToColumns(`${label}: ${oneLine(message)}`, room)
  const rest = more.map((line) => terminal`  ${paint.bold(line)}`)
  const head = [terminal`${paint[severity](label)}${paint.bold(first.slice(label.length))}`, ...rest]
  if (!span) return lined([...head, ...(help ? helpBelow(oneLine(help), room) : [])])
  return lined([...head, ...drawSpan(span, severity, help && oneLine(help), paint, room)])
}

function helpBelow(help: string, room: number | undefined): readonly TerminalText[] {
  return wrapToColumns(help, room && room - 4).map((line, index) => terminal`  ${index === 0 ? '=' : ' '} ${line}`)
}

/** Text of the user in a message must not break the frame. */
function oneLine(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .join(' ')
    .trim()
}

/** One line of the source with the stretch of it to underline, in UTF-16 offsets of the line. */
interface MarkedLine {
  readonly number: number
  readonly text: string
  readonly from: number
  readonly to: number
}

function drawSpan(
  span: Span,
  severity: Severity,
  help: string | undefined,
  paint: Painter,
  room: number | undefined,
): TerminalText[] {
  const { line, column } = positionAt(span.source, span.start)
  const marked = markedLines(span)
  const gutter = String(marked.at(-1)?.number ?? line).length
  const margin = ' '.repeat(gutter)
  const shown = marked.length > spanLines ? [...marked.slice(0, 2), undefined, ...marked.slice(-1)] : marked
  const place = terminal`${margin}${paint.faint('┌')} ${span.source.path}:${line}:${column}`
  const drawn = shown.flatMap((each, index) => {
    if (!each) return [terminal`${margin}${paint.faint('┆')}`]
    const last = index === shown.length - 1
    const inside = room === undefined ? lineColumns : Math.min(lineColumns, room - gutter - 2)
    const { text, pad, width } = frameLine(each, inside)
    const told = last && help ? help : ''
    const fits = room === undefined || pad + width + 1 + columnsOf(told) <= room - gutter - 2
    const label = told !== '' && fits ? ` ${told}` : ''
    const under = terminal`${' '.repeat(pad)}${paint[severity]('^'.repeat(width) + label)}`
    const below = told === '' || fits ? [] : helpUnder(told, pad, room - gutter - 2)
    const number = String(each.number).padStart(gutter)
    const drawnLine = terminal`${paint.faint(`${number}│`)}${text === '' ? '' : ` ${text}`}`
    const lines = [under, ...below.map((line) => terminal`${paint[severity](line)}`)]
    return [drawnLine, ...lines.map((line) => terminal`${margin}${paint.faint('│')} ${line}`)]
  })
  return [place, ...drawn]
}

/** Help that does not fit beside the underline: below it, from the same column on where that leaves room enough. */
function helpUnder(help: string, pad: number, room: number): readonly string[] {
  const from = pad > room / 2 ? 0 : pad
  return wrapToColumns(help, room - from).map((line) => ' '.repeat(from) + line)
}

/** What stands where `keys:` of ddac.yaml has names of variables, if it is no such name; and a key of Datadog anywhere in it. */
const keysOfTenants =
  /(?<=\b(?:api|app|bearer)\s*:\s*["']?)(?![A-Za-z_]\w{0,60}(?![\w-]))[^\s"',{}#]+|\b(?:[\da-fA-F]{32}|[\da-fA-F]{40})\b|\bdd(?:pat|app|api)_\w+/g

/** A key that somebody wrote into ddac.yaml is drawn as wide as it is, and not as it is. */
function withoutKeys(line: string, path: string): string {
  return /(?:^|\/)ddac\.yaml$/.test(path) ? line.replace(keysOfTenants, (key) => '*'.repeat(key.length)) : line
}

function markedLines(span: Span): MarkedLine[] {
  const { source, start } = span
  const end = Math.max(span.end, start)
  const lines: MarkedLine[] = []
  let { line: number } = positionAt(source, start)
  for (let lineStart = startOfLine(source, start); ; number += 1) {
    const feed = source.text.indexOf('\n', lineStart)
    const next = feed === -1 ? source.text.length + 1 : feed + 1
    const text = withoutKeys(source.text.slice(lineStart, next - 1).replace(/\r$/, ''), source.path)
    const visible = text.length - text.trimStart().length
    const from = start > lineStart ? start - lineStart : Math.min(visible, Math.max(0, end - lineStart))
    const to = Math.min(text.length, end - lineStart)
    const nothing = from >= to && lines.length > 0
    if (!nothing) lines.push({ number, text, from: Math.min(from, text.length), to: Math.max(from, to) })
    if (next >= end || feed === -1) return lines
    lineStart = next
  }
}

function startOfLine(source: Source, offset: number): number {
  return source.text.lastIndexOf('\n', Math.min(offset, source.text.length) - 1) + 1
}

/** The line as shown, cut if it is long, and the columns of its underline. */
function frameLine(line: MarkedLine, most: number): { text: string; pad: number; width: number } {
  const before = expandTabs(line.text.slice(Math.max(0, line.from - nearSigns), line.from))
  const inside = expandTabs(line.text.slice(line.from, Math.min(line.to, line.from + nearSigns)), columnsOf(before))
  const after = expandTabs(line.text.slice(line.to, line.to + nearSigns), columnsOf(before) + columnsOf(inside))
  const pad = columnsOf(before)
  const width = Math.max(1, columnsOf(inside))
  if (pad + columnsOf(inside) + columnsOf(after) <= most) {
    return { text: (before + inside + after).trimEnd(), pad, width }
  }
  // A third of the room shows what stands before the place, the rest the place and what follows.
  const lead = cutToColumns(before, Math.floor(most / 3), 'start')
  const rest = cutToColumns(inside + after, most - columnsOf(lead), 'end')
  const room = columnsOf(rest)
  return { text: (lead + rest).trimEnd(), pad: columnsOf(lead), width: Math.max(1, Math.min(width, room)) }
}
