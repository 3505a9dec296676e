import { isWordEnd, isWordStart } from '../words'

/** A stretch between two stars: plain texts, and `null` for each `?`. */
export type Piece = readonly (string | null)[]

/** Where the first occurrence of a piece from `from` on ends, at the edges of words where asked; -1 without one. */
export type PieceSearch = (text: string, from: number, atWordStart?: boolean, atWordEnd?: boolean) => number

/** The search for a piece. A text alone is left to the engine. */
export function compilePieceSearch(piece: Piece): PieceSearch {
  const [first = null] = piece
  return piece.length === 1 && first !== null ? searchText(first) : searchBits(piece, first)
}

function searchText(sought: string): PieceSearch {
  return (text, from, atWordStart = false, atWordEnd = false) => {
    for (let at = text.indexOf(sought, from); at !== -1; at = text.indexOf(sought, at + 1)) {
      const end = at + sought.length
      if (!(atWordStart && !isWordStart(text, at)) && !(atWordEnd && !isWordEnd(text, end))) return end
    }
    return -1
  }
}

/**
 * One bit for each character of the piece tells whether the text read last can be the piece up to there, and 32 of
 * them move at once (Shift-And). So the text is read once, from left to right, and nothing in it makes the search go
 * back: a character costs one step, and one more for each further 32 characters of the piece.
 */
function searchBits(piece: Piece, first: string | null): PieceSearch {
  const { any, places, count } = bitsOf(piece)
  const last = any.length - 1
  const lastBit = 1 << ((count - 1) % 32)
  return (text, from, atWordStart = false, atWordEnd = false) => {
    let at = first === null ? from : text.indexOf(first, from)
    if (at === -1) return -1
    const met = new Int32Array(any.length)
    while (at < text.length) {
      const character = text.codePointAt(at) as number
      const own = places.get(character)
      let carry = atWordStart && !isWordStart(text, at) ? 0 : 1
      for (let word = 0, next = 0; word <= last; word++) {
        const before = met[word] as number
        let bits = any[word] as number
        if (own?.[next]?.word === word) bits |= own[next++]?.bits as number
        met[word] = ((before << 1) | carry) & bits
        carry = before >>> 31
      }
      at += character > 0xffff ? 2 : 1
      if (((met[last] as number) & lastBit) !== 0 && !(atWordEnd && !isWordEnd(text, at))) return at
    }
    return -1
  }
}

/** The bits of a 32nd of the piece where one character stands. */
interface Place {
  readonly word: number
  bits: number
}

/** Where in the piece any character may stand, and where each one stands by itself: only the words that have it. */
function bitsOf(piece: Piece): { any: Int32Array; places: ReadonlyMap<number, readonly Place[]>; count: number } {
  const characters = piece.flatMap((part) => (part === null ? [null] : [...part]))
  const any = new Int32Array(Math.ceil(characters.length / 32))
  const places = new Map<number, Place[]>()
  characters.forEach((character, index) => {
    const word = index >>> 5
    const bit = 1 << (index & 31)
    if (character === null) {
      any[word] = (any[word] as number) | bit
      return
    }
    const point = character.codePointAt(0) as number
    const own = places.get(point) ?? []
    const place = own.at(-1)
    if (place?.word === word) place.bits |= bit
    else own.push({ word, bits: bit })
    places.set(point, own)
  })
  return { any, places, count: characters.length }
}
