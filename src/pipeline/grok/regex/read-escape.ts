import type { CharSet } from './char-set'
import { complement } from './char-set'
import { setOfEscape, setOfProperty } from './named-sets'
import { RegexTrouble } from './regex-trouble'

/** What stands behind a backslash, inside or outside of brackets: one character, or a set of them. */
export type Escape = { readonly end: number } & ({ readonly point: number } | { readonly set: CharSet })

/** Reads the escape whose backslash stands at `at`. Throws a `RegexTrouble` for what Java does not know or we do not. */
export function readEscape(text: string, at: number): Escape {
  const letter = text.charAt(at + 1)
  if (letter === '') throw new RegexTrouble('a backslash at the end escapes nothing', at, at + 1)
  const set = setOfEscape(letter)
  if (set) return { set, end: at + 2 }
  const control = controls[letter]
  if (control !== undefined) return { point: control, end: at + 2 }
  if (letter === 'p' || letter === 'P') return readProperty(text, at)
  const coded = /^\\(?:x([\dA-Fa-f]{2})|x\{([\dA-Fa-f]{1,6})\}|u([\dA-Fa-f]{4})|0([0-3]?[0-7]{1,2}))/.exec(
    text.slice(at, at + 12),
  )
  if (coded) return { point: readCode(coded, at), end: at + coded[0].length }
  if (letter === 'c' && at + 2 < text.length) return { point: text.charCodeAt(at + 2) ^ 64, end: at + 3 }
  if (/[A-Za-z0-9]/.test(letter)) throw new RegexTrouble(`\\${letter} is no escape that is known here`, at, at + 2)
  const point = text.codePointAt(at + 1) ?? 0
  return { point, end: at + 1 + (point > 0xffff ? 2 : 1) }
}

const controls: Readonly<Record<string, number>> = { t: 9, n: 10, r: 13, f: 12, a: 7, e: 27 }

function readCode(coded: RegExpExecArray, at: number): number {
  const [all, two, braced, four, octal] = coded
  const point = octal === undefined ? Number.parseInt(two ?? braced ?? four ?? '', 16) : Number.parseInt(octal, 8)
  if (point > 0x10ffff) throw new RegexTrouble('there is no such character', at, at + all.length)
  return point
}

function readProperty(text: string, at: number): Escape {
  const named = /^\\[pP](?:\{(\^?)([\w=]+)\}|(\w))/.exec(text.slice(at, at + 60))
  if (!named) throw new RegexTrouble('the name of a property is missing, as in \\p{L}', at, at + 2)
  const end = at + named[0].length
  const set = setOfProperty(named[2] ?? named[3] ?? '')
  if (!set) throw new RegexTrouble(`the property ${named[0]} is not known here`, at, end)
  const negated = (text.charAt(at + 1) === 'P') !== (named[1] === '^')
  return { set: negated ? complement(set) : set, end }
}
