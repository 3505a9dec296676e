import type { PatternPart } from '../query'
import { compilePieceSearch, type Piece, type PieceSearch } from './piece-search'

/**
 * Where a pattern may begin and end in a text. Each star is met by the earliest place of what follows it, so no text
 * makes the search go back.
 */
interface Pattern {
  readonly pieces: readonly Piece[]
  /** For each piece, how its first occurrence is found. */
  readonly searches: readonly PieceSearch[]
  /** A star stands at the beginning, or at the end. */
  readonly startsOpen: boolean
  readonly endsOpen: boolean
}

/** A test whether a whole text has the form of the pattern. */
export function compileWildcard(parts: readonly PatternPart[]): (text: string) => boolean {
  const { pieces, searches, startsOpen, endsOpen } = readPattern(parts)
  const last = pieces.length - 1
  return (text) => {
    let at = 0
    let end = text.length
    for (let i = 0; i <= last; i++) {
      const piece = pieces[i] as Piece
      if (i === 0 && !startsOpen) {
        at = endOf(piece, text, 0)
        if (at === -1) return false
        if (i === last && !endsOpen) return at === end
      } else if (i === last && !endsOpen) {
        end = startOf(piece, text, end)
        return end >= at
      } else {
        at = (searches[i] as PieceSearch)(text, at)
        if (at === -1) return false
      }
    }
    return startsOpen || endsOpen || pieces.length > 0 ? true : text === ''
  }
}

/**
 * A test whether the pattern stands anywhere in a text, beginning where a word begins and ending where one ends, save
 * where a star opens it.
 */
export function compileWordWildcard(parts: readonly PatternPart[]): (text: string) => boolean {
  const { searches, startsOpen, endsOpen } = readPattern(parts)
  const last = searches.length - 1
  return (text) => {
    let at = 0
    for (let i = 0; i <= last; i++) {
      at = (searches[i] as PieceSearch)(text, at, i === 0 && !startsOpen, i === last && !endsOpen)
      if (at === -1) return false
    }
    return true
  }
}

function readPattern(parts: readonly PatternPart[]): Pattern {
  const pieces: (string | null)[][] = []
  let piece: (string | null)[] = []
  for (const part of parts) {
    if (part.kind === 'text') piece.push(part.text)
    else if (part.kind === 'one') piece.push(null)
    else {
      if (piece.length > 0) pieces.push(piece)
      piece = []
    }
  }
  if (piece.length > 0) pieces.push(piece)
  const searches = pieces.map(compilePieceSearch)
  return { pieces, searches, startsOpen: parts[0]?.kind === 'run', endsOpen: parts.at(-1)?.kind === 'run' }
}

/** Where a piece that begins at `at` ends, or -1. */
function endOf(piece: Piece, text: string, at: number): number {
  let end = at
  for (const part of piece) {
    if (part === null) {
      if (end >= text.length) return -1
      end += isHigh(text.charCodeAt(end)) && isLow(text.charCodeAt(end + 1)) ? 2 : 1
    } else {
      if (!text.startsWith(part, end)) return -1
      end += part.length
    }
  }
  return end
}

/** Where a piece that ends at `end` begins, or -1. */
function startOf(piece: Piece, text: string, end: number): number {
  let start = end
  for (let i = piece.length - 1; i >= 0; i--) {
    const part = piece[i] as string | null
    if (part === null) {
      if (start <= 0) return -1
      start -= isLow(text.charCodeAt(start - 1)) && isHigh(text.charCodeAt(start - 2)) ? 2 : 1
    } else {
      if (start < part.length || !text.startsWith(part, start - part.length)) return -1
      start -= part.length
    }
  }
  return start
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}
