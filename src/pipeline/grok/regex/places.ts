import { unreachable } from '../../../diagnostic/unreachable'
import { type CharSet, holds } from './char-set'
import type { Assertion } from './regex-tree'

/** How many code units of the text at `pos` the set takes: none, one, or two for a pair of surrogates. */
export function widthAt(text: string, pos: number, set: CharSet | undefined): number {
  if (pos >= text.length || !set) return 0
  const unit = text.charCodeAt(pos)
  if (unit < 256) return set.low[unit] ?? 0
  const point = unit >= 0xd800 && unit < 0xdc00 ? (text.codePointAt(pos) ?? unit) : unit
  return holds(set, point) ? (point > 0xffff ? 2 : 1) : 0
}

/** The same of what stands before `pos`. */
export function widthBefore(text: string, pos: number, set: CharSet | undefined): number {
  if (pos === 0 || !set) return 0
  const pair = pos > 1 ? (text.codePointAt(pos - 2) ?? 0) : 0
  const point = pair > 0xffff ? pair : text.charCodeAt(pos - 1)
  return holds(set, point) ? (point > 0xffff ? 2 : 1) : 0
}

/** Whether an assertion holds at a place of a text. */
export function isTrue(what: Assertion, text: string, pos: number): boolean {
  switch (what) {
    case 'start':
      return pos === 0
    case 'end':
      return pos === text.length
    case 'end-or-last-line-end':
      return pos === text.length || (isLineEnd(text, pos) && pos + widthOfLineEnd(text, pos) === text.length)
    case 'line-start':
      return pos === 0 || (pos < text.length && isLineEnd(text, pos - 1) && !isInsideLineEnd(text, pos))
    case 'line-end':
      return pos === text.length || (isLineEnd(text, pos) && !isInsideLineEnd(text, pos))
    case 'word-edge':
      return isWordAt(text, pos) !== isWordAt(text, pos - 1)
    case 'no-word-edge':
      return isWordAt(text, pos) === isWordAt(text, pos - 1)
    default:
      return unreachable(what)
  }
}

function isLineEnd(text: string, pos: number): boolean {
  const unit = text.charCodeAt(pos)
  return unit === 10 || unit === 13 || unit === 0x85 || unit === 0x2028 || unit === 0x2029
}

function widthOfLineEnd(text: string, pos: number): number {
  return text.startsWith('\r\n', pos) ? 2 : 1
}

function isInsideLineEnd(text: string, pos: number): boolean {
  return pos > 0 && text.startsWith('\r\n', pos - 1)
}

const word = /[\p{L}\p{Nd}_]/u

/** As Java's `\b` has always had it: letters and digits of any script. */
function isWordAt(text: string, pos: number): boolean {
  const unit = text.charCodeAt(pos)
  if (Number.isNaN(unit)) return false
  if (unit >= 128) return word.test(text.charAt(pos))
  return (unit >= 48 && unit <= 57) || (unit >= 65 && unit <= 90) || unit === 95 || (unit >= 97 && unit <= 122)
}
