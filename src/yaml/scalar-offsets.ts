import type { TextRange } from '../diagnostic/span'

/** The written form of one scalar: its text in the file from the first sign to the last, and how it is quoted. */
export interface WrittenScalar {
  readonly style: 'plain' | 'single' | 'double' | 'literal' | 'folded'
  readonly text: string
  /** Where `text` begins in the file. */
  readonly offset: number
  /** Block scalars: the indentation of the collection around it, from which an indentation indicator counts. */
  readonly parentIndent: number
}

/** For each UTF-16 unit of a scalar's value: the stretch of the file that it was written with. */
export interface ScalarOffsets {
  readonly decoded: string
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  /** Where the content begins: behind the quote, or on the first line of a block. */
  readonly contentStart: number
}

/**
 * Follows the writing of a scalar sign by sign, so that an offset of the value can be found in the file again: through
 * folded lines, escapes, doubled quotes, indentation and CRLF.
 */
export function scalarOffsets(scalar: WrittenScalar): ScalarOffsets {
  const trace = new Trace(scalar.text, scalar.offset)
  switch (scalar.style) {
    case 'plain':
      traceFolded(trace, 0, scalar.text.length, false)
      break
    case 'single':
      traceFolded(trace, 1, scalar.text.length - 1, true)
      break
    case 'double':
      traceDoubleQuoted(trace, 1, scalar.text.length - 1)
      break
    case 'literal':
    case 'folded':
      traceBlock(trace, scalar)
      break
  }
  return trace.finish()
}

/** The stretch of the file for a range of the value. An empty range at the end stands behind the last visible sign. */
export function rangeInFile(offsets: ScalarOffsets, range: TextRange): TextRange {
  const { decoded, starts, ends, contentStart } = offsets
  const start = clamp(range.start, 0, decoded.length)
  const end = clamp(range.end, start, decoded.length)
  if (start < end) return { start: starts[start] ?? contentStart, end: ends[end - 1] ?? contentStart }
  let visible = start
  if (start === decoded.length) while (visible > 0 && decoded[visible - 1] === '\n') visible -= 1
  const at = (visible > 0 ? ends[visible - 1] : starts[0]) ?? contentStart
  const here = visible === start && start < decoded.length ? (starts[start] ?? at) : at
  return { start: here, end: here }
}

/** Collects the value together with the place of each of its units. Positions given to it count from the scalar. */
class Trace {
  private readonly pieces: string[] = []
  private readonly starts: number[] = []
  private readonly ends: number[] = []
  contentStart = 0

  constructor(
    readonly text: string,
    private readonly offset: number,
  ) {}

  emit(value: string, start: number, end: number): void {
    this.pieces.push(value)
    for (let unit = 0; unit < value.length; unit += 1) {
      this.starts.push(this.offset + start)
      this.ends.push(this.offset + end)
    }
  }

  /** Text that stands in the file as it is in the value. */
  copy(start: number, end: number): void {
    if (start >= end) return
    this.pieces.push(this.text.slice(start, end))
    for (let at = start; at < end; at += 1) {
      this.starts.push(this.offset + at)
      this.ends.push(this.offset + at + 1)
    }
  }

  lineBreak(line: Line): void {
    this.emit('\n', line.end, line.next)
  }

  finish(): ScalarOffsets {
    return {
      decoded: this.pieces.join(''),
      starts: this.starts,
      ends: this.ends,
      contentStart: this.offset + this.contentStart,
    }
  }
}

/** A line of the text: its content ends before the line break, the next line starts behind it. */
interface Line {
  readonly start: number
  readonly end: number
  readonly next: number
}

function linesOf(text: string, from: number, to: number): Line[] {
  const lines: Line[] = []
  for (let start = from; ; ) {
    const feed = text.indexOf('\n', start)
    if (feed === -1 || feed >= to) {
      lines.push({ start, end: to, next: to })
      return lines
    }
    const end = feed > start && text[feed - 1] === '\r' ? feed - 1 : feed
    lines.push({ start, end, next: feed + 1 })
    start = feed + 1
  }
}

/** Plain and single-quoted: one line break is a space, more are one fewer; white space around breaks is dropped. */
function traceFolded(trace: Trace, from: number, to: number, quoted: boolean): void {
  trace.contentStart = from
  const lines = linesOf(trace.text, from, Math.max(from, to))
  let breaks: Line[] = []
  lines.forEach((line, index) => {
    const first = index === 0
    const last = index === lines.length - 1
    const start = first ? line.start : skipBlanks(trace.text, line.start, line.end)
    const end = last ? line.end : skipBlanksBack(trace.text, start, line.end)
    if (start < end || first || last) {
      traceBreaks(trace, breaks)
      breaks = []
      if (quoted) copyDoublingQuotes(trace, start, end)
      else trace.copy(start, end)
    }
    breaks.push(line)
  })
}

function traceBreaks(trace: Trace, breaks: readonly Line[]): void {
  const [only, ...more] = breaks
  if (only && more.length === 0) trace.emit(' ', only.end, only.next)
  for (const line of more) trace.lineBreak(line)
}

function copyDoublingQuotes(trace: Trace, start: number, end: number): void {
  let from = start
  for (let quote = trace.text.indexOf("''", from); quote !== -1 && quote + 1 < end; ) {
    trace.copy(from, quote)
    trace.emit("'", quote, quote + 2)
    from = quote + 2
    quote = trace.text.indexOf("''", from)
  }
  trace.copy(from, end)
}

const namedEscapes: ReadonlyMap<string, string> = new Map([
  ['0', '\0'],
  ['a', '\x07'],
  ['b', '\b'],
  ['t', '\t'],
  ['\t', '\t'],
  ['n', '\n'],
  ['v', '\v'],
  ['f', '\f'],
  ['r', '\r'],
  ['e', '\x1b'],
  [' ', ' '],
  ['"', '"'],
  ['/', '/'],
  ['\\', '\\'],
  ['N', '\u0085'],
  ['_', '\u00a0'],
  ['L', '\u2028'],
  ['P', '\u2029'],
])
const codeLengths: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
])

function traceDoubleQuoted(trace: Trace, from: number, to: number): void {
  trace.contentStart = from
  const { text } = trace
  for (let at = from; at < to; ) {
    const sign = text[at]
    if (sign === '\\') {
      at = traceEscape(trace, at)
    } else if (breakLength(text, at) > 0) {
      at = traceQuotedBreaks(trace, at, to)
    } else if (sign === ' ' || sign === '\t') {
      const end = skipBlanks(text, at, to)
      if (breakLength(text, end) === 0) trace.copy(at, end)
      at = end
    } else {
      trace.copy(at, at + 1)
      at += 1
    }
  }
}

function traceEscape(trace: Trace, at: number): number {
  const { text } = trace
  const name = text[at + 1] ?? ''
  const joined = breakLength(text, at + 1)
  if (joined > 0) return skipBlanks(text, at + 1 + joined, text.length)
  const named = namedEscapes.get(name)
  if (named !== undefined) {
    trace.emit(named, at, at + 2)
    return at + 2
  }
  const length = codeLengths.get(name)
  if (length === undefined) {
    trace.copy(at, at + 2)
    return at + 2
  }
  const code = Number.parseInt(text.slice(at + 2, at + 2 + length), 16)
  if (code >= 0 && code <= 0x10ffff) trace.emit(String.fromCodePoint(code), at, at + 2 + length)
  return at + 2 + length
}

function traceQuotedBreaks(trace: Trace, from: number, to: number): number {
  const breaks: Line[] = []
  let at = from
  while (at < to) {
    const length = breakLength(trace.text, at)
    if (length > 0) {
      breaks.push({ start: at, end: at, next: at + length })
      at += length
    } else if (trace.text[at] === ' ' || trace.text[at] === '\t') {
      at += 1
    } else break
  }
  traceBreaks(trace, breaks)
  return at
}

/** Literal and folded blocks, with their indentation and chomping indicators. */
function traceBlock(trace: Trace, scalar: WrittenScalar): void {
  const { text } = trace
  const headerEnd = text.indexOf('\n')
  if (headerEnd === -1) return
  const header = text.slice(1, headerEnd).split('#')[0] ?? ''
  const chomp = header.includes('+') ? 'keep' : header.includes('-') ? 'strip' : 'clip'
  const indicator = Number.parseInt(header.replace(/[^1-9]/g, ''), 10) || 0
  const lines = linesOf(text, headerEnd + 1, text.length)
  const indents = lines.map((line) => skipSpaces(text, line.start, line.end) - line.start)
  const isBlank = (index: number): boolean => {
    const line = lines[index]
    return !line || line.start + (indents[index] ?? 0) >= line.end
  }
  let contentEnd = lines.length
  while (contentEnd > 0 && isBlank(contentEnd - 1)) contentEnd -= 1
  const firstContent = lines.findIndex((_, index) => !isBlank(index))
  const indent = indicator > 0 ? scalar.parentIndent + indicator : (indents[firstContent] ?? 0)
  if (firstContent === -1) {
    traceOnlyBreaks(trace, lines, chomp)
    return
  }
  // Lines of nothing but spaces that reach past the indentation belong to the content.
  for (let index = lines.length - 1; index >= contentEnd; index -= 1) {
    if ((indents[index] ?? 0) > indent) contentEnd = index + 1
  }
  trace.contentStart = (lines[firstContent]?.start ?? 0) + indent

  const content = lines.slice(0, contentEnd)
  if (scalar.style === 'literal') traceLiteral(trace, content, indent)
  else traceFoldedBlock(trace, content, indent)

  const lastContent = lines[contentEnd - 1]
  if (chomp === 'strip' || !lastContent) return
  if (lastContent.next > lastContent.end) trace.lineBreak(lastContent)
  else trace.emit('\n', lastContent.end, lastContent.end)
  if (chomp === 'keep') {
    for (let index = contentEnd; index < lines.length; index += 1) {
      const line = lines[index]
      if (line && line.next > line.end) trace.lineBreak(line)
    }
  }
}

function traceOnlyBreaks(trace: Trace, lines: readonly Line[], chomp: 'keep' | 'strip' | 'clip'): void {
  trace.contentStart = lines[0]?.start ?? 0
  if (chomp !== 'keep') return
  for (const line of lines) if (line.next > line.end) trace.lineBreak(line)
}

function traceLiteral(trace: Trace, lines: readonly Line[], indent: number): void {
  lines.forEach((line, index) => {
    const before = lines[index - 1]
    if (before) trace.lineBreak(before)
    trace.copy(Math.min(line.start + indent, line.end), line.end)
  })
}

/** Breaks between two lines at the block's own indentation fold; those around a more indented line stay. */
function traceFoldedBlock(trace: Trace, lines: readonly Line[], indent: number): void {
  let breaks: Line[] = []
  let started = false
  let previousKept = false
  for (const line of lines) {
    const start = Math.min(line.start + indent, line.end)
    const empty = start >= line.end
    if (!empty) {
      const kept = trace.text[start] === ' ' || trace.text[start] === '\t'
      if (!started || kept || previousKept) for (const each of breaks) trace.lineBreak(each)
      else traceBreaks(trace, breaks)
      breaks = []
      started = true
      previousKept = kept
      trace.copy(start, line.end)
    }
    breaks.push(line)
  }
}

function breakLength(text: string, at: number): number {
  if (text[at] === '\n') return 1
  return text[at] === '\r' && text[at + 1] === '\n' ? 2 : 0
}

function skipBlanks(text: string, from: number, to: number): number {
  let at = from
  while (at < to && (text[at] === ' ' || text[at] === '\t')) at += 1
  return at
}

function skipSpaces(text: string, from: number, to: number): number {
  let at = from
  while (at < to && text[at] === ' ') at += 1
  return at
}

function skipBlanksBack(text: string, from: number, to: number): number {
  let at = to
  while (at > from && (text[at - 1] === ' ' || text[at - 1] === '\t')) at -= 1
  return at
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high))
}
