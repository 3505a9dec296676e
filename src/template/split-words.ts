import type { TextRange } from '../diagnostic/span'

/** A word of a tag: bare (`eval`), quoted (`"first_seen"`, without its quotes), or a bracketed `(eval "…")`. */
export interface Word extends TextRange {
  readonly kind: 'bare' | 'quoted' | 'group'
  readonly text: string
  /** Where `text` starts, past a quote or bracket. */
  readonly textStart: number
  /** False for a quote or bracket that does not end in this tag. */
  readonly closed: boolean
}

/** Cuts the inside of a tag into words; ranges count from `offset`. Either quote may be used; `\"` is a quote inside. */
export function splitWords(inner: string, offset: number): readonly Word[] {
  const words: Word[] = []
  let position = 0
  while (position < inner.length) {
    if (/\s/.test(inner.charAt(position))) {
      position += 1
      continue
    }
    const word = readWord(inner, position)
    words.push({
      ...word,
      start: word.start + offset,
      end: word.end + offset,
      textStart: word.textStart + offset,
    })
    position = word.end
  }
  return words
}

function readWord(inner: string, start: number): Word {
  const first = inner.charAt(start)
  if (first === '"' || first === "'") {
    const close = closingQuote(inner, start)
    const raw = inner.slice(start + 1, close)
    const text = raw.includes('\\') ? raw.replaceAll(`\\${first}`, first) : raw
    return { kind: 'quoted', text, textStart: start + 1, start, ...ending(inner, close) }
  }
  if (first === '(') {
    const close = closingBracket(inner, start)
    return { kind: 'group', text: inner.slice(start + 1, close), textStart: start + 1, start, ...ending(inner, close) }
  }
  let end = start + 1
  while (end < inner.length && !/[\s"'(]/.test(inner.charAt(end))) end += 1
  return { kind: 'bare', text: inner.slice(start, end), textStart: start, start, end, closed: true }
}

function ending(inner: string, close: number): { end: number; closed: boolean } {
  return { end: Math.min(close + 1, inner.length), closed: close < inner.length }
}

function closingQuote(inner: string, start: number): number {
  const quote = inner.charAt(start)
  let position = start + 1
  while (position < inner.length && inner.charAt(position) !== quote) {
    position += inner.charAt(position) === '\\' && inner.charAt(position + 1) === quote ? 2 : 1
  }
  return Math.min(position, inner.length)
}

/** The bracket that ends the group; brackets inside quotes do not count. */
function closingBracket(inner: string, start: number): number {
  let position = start + 1
  while (position < inner.length && inner.charAt(position) !== ')') {
    const isQuote = /["']/.test(inner.charAt(position))
    position = isQuote ? closingQuote(inner, position) + 1 : position + 1
  }
  return Math.min(position, inner.length)
}
