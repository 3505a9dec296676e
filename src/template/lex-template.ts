import type { Problem } from '../diagnostic/diagnostic'
import type { ProblemList } from '../diagnostic/problem-list'
import { quoted } from '../diagnostic/shown'
import type { TextRange } from '../diagnostic/span'

/** A stretch of a template. Positions count in the whole template. */
export type TemplateToken = TextRange &
  (
    | { readonly kind: 'text'; readonly text: string }
    /** `{{…}}`, or `{{{…}}}` if `triple`; `inner` starts at `innerStart`. */
    | {
        readonly kind: 'tag'
        readonly triple: boolean
        readonly inner: string
        readonly innerStart: number
        /** What vanishes with the tag: of a block tag that fills a line alone, the line; else the tag. */
        readonly gone: TextRange
      }
    /** `{{{{inner}}}}body{{{{/…}}}}`: the body stays as it is. */
    | { readonly kind: 'raw'; readonly inner: string; readonly innerStart: number; readonly body: string }
    | { readonly kind: 'comment' }
  )

/**
 * Cuts a template into text and tags, in linear time. Braces that never close stay text. A line that holds nothing
 * but one block tag, raw mark or comment vanishes with its line end: documented for raw blocks by their example
 * (docs, Security > Notifications > Variables), `assumed` for the others.
 */
export function lexTemplate(text: string, problems: ProblemList): readonly TemplateToken[] {
  const tokens: TemplateToken[] = []
  const addText = (start: number, end: number) => {
    if (end > start) tokens.push({ kind: 'text', text: text.slice(start, end), start, end })
  }
  const lastClose = text.lastIndexOf('}}')
  let textStart = 0
  let position = 0
  for (;;) {
    const open = text.indexOf('{{', position)
    if (open === -1) break
    if (open > lastClose) {
      problems.tell(unclosed(open))
      break
    }
    const token = readTag(text, open, problems)
    if (typeof token === 'number') {
      position = token
      continue
    }
    const [from, to] = standsAlone(token) ? wholeLine(text, textStart, token) : [token.start, token.end]
    addText(textStart, from)
    tokens.push(token.kind === 'tag' ? { ...token, gone: { start: from, end: to } } : token)
    textStart = to
    position = to
  }
  addText(textStart, text.length)
  return tokens
}

/** Reads the tag that opens at `open`, or answers where to look on, if it is none. */
function readTag(text: string, open: number, problems: ProblemList): TemplateToken | number {
  if (text.startsWith('{{{{', open)) return readRaw(text, open, problems)
  if (text.startsWith('{{!', open)) return readComment(text, open, problems)
  const triple = text.startsWith('{{{', open)
  const innerStart = open + (triple ? 3 : 2)
  const close = text.indexOf('}}', innerStart)
  if (close === -1) {
    problems.tell(unclosed(open))
    return text.length
  }
  const inner = text.slice(innerStart, close)
  let nextOpen = inner.lastIndexOf('{{')
  if (nextOpen !== -1) {
    problems.tell(unclosed(open))
    while (inner.charAt(nextOpen - 1) === '{') nextOpen -= 1
    return innerStart + nextOpen
  }
  const width = triple && text.startsWith('}}}', close) ? 3 : 2
  const range = { start: open, end: close + width }
  return { kind: 'tag', triple, inner, innerStart, gone: range, ...range }
}

function readRaw(text: string, open: number, problems: ProblemList): TemplateToken | number {
  const innerStart = open + 4
  const innerEnd = text.indexOf('}}}}', innerStart)
  const inner = innerEnd === -1 ? '' : text.slice(innerStart, innerEnd)
  const name = /^\s*([\w.-]*)/.exec(inner)?.[1] ?? ''
  const bodyStart = innerEnd + 4
  const closing = `{{{{/${name}}}}}`
  const bodyEnd = innerEnd === -1 ? -1 : text.indexOf(closing, bodyStart)
  if (bodyEnd === -1) {
    const message = `the raw block ${quoted(`{{{{${name}}}}}`)} is not closed`
    problems.tell({
      code: 'M001',
      severity: 'error',
      message,
      help: `close it with ${closing.slice(0, 60)}`,
      start: open,
      end: open + 4,
    })
    return text.length
  }
  const end = bodyEnd + closing.length
  return { kind: 'raw', inner, innerStart, body: trimMarkLines(text.slice(bodyStart, bodyEnd)), start: open, end }
}

function readComment(text: string, open: number, problems: ProblemList): TemplateToken | number {
  const close = text.startsWith('{{!--', open) ? '--}}' : '}}'
  const at = text.indexOf(close, open + 3)
  if (at === -1) {
    problems.tell(unclosed(open))
    return text.length
  }
  return { kind: 'comment', start: open, end: at + close.length }
}

function unclosed(open: number): Problem {
  const help = 'close it with }}; braces that are meant literally stand in {{{{raw}}}}…{{{{/raw}}}}'
  return { code: 'M003', severity: 'warning', message: 'these braces are not closed', help, start: open, end: open + 2 }
}

function standsAlone(token: TemplateToken): boolean {
  if (token.kind === 'raw' || token.kind === 'comment') return true
  return token.kind === 'tag' && /^\s*(?:[#^/]|else\s*$)/.test(token.inner)
}

/** The range of the line that `token` fills alone; just the token if it does not. */
function wholeLine(text: string, textStart: number, token: TextRange): [number, number] {
  let from = token.start
  while (from > textStart && isBlank(text.charAt(from - 1))) from -= 1
  const startsLine = from === 0 || text.charAt(from - 1) === '\n'
  let to = token.end
  while (isBlank(text.charAt(to))) to += 1
  if (text.startsWith('\r\n', to)) to += 1
  const endsLine = to === text.length || text.charAt(to) === '\n'
  return startsLine && endsLine ? [from, Math.min(to + 1, text.length)] : [token.start, token.end]
}

/** The body of a raw block without the rest of the line of its opening mark and the start of that of its closing one. */
function trimMarkLines(body: string): string {
  let from = 0
  while (isBlank(body.charAt(from))) from += 1
  if (body.startsWith('\r\n', from)) from += 1
  from = body.charAt(from) === '\n' ? from + 1 : 0
  let to = body.length
  while (to > from && isBlank(body.charAt(to - 1))) to -= 1
  return body.slice(from, to === from || body.charAt(to - 1) === '\n' ? to : body.length)
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\t'
}
