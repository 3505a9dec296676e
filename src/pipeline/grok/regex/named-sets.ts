import { anyChar, type CharSet, charsOf, complement, range, setWhere, union } from './char-set'

/** `\d`, `\s`, `\w`, `\h`, `\v` and their opposites, by letter, as Java has them without `(?U)`: ASCII but for `\h` and `\v`. */
export function setOfEscape(letter: string): CharSet | undefined {
  const set = escapes[letter.toLowerCase()]
  if (!set) return undefined
  return letter === letter.toLowerCase() ? set : complement(set)
}

const digits = range(0x30, 0x39)
const lower = range(0x61, 0x7a)
const upper = range(0x41, 0x5a)
const letters = union(lower, upper)
/** The ends of lines, as `\v` and `.` know them. */
export const lineEnds = charsOf('\n\r\u0085\u2028\u2029')

const escapes: Readonly<Record<string, CharSet>> = {
  d: digits,
  s: charsOf(' \t\n\u000b\f\r'),
  w: union(union(letters, digits), charsOf('_')),
  h: union(charsOf(' \t\u00a0\u1680\u180e\u202f\u205f\u3000'), range(0x2000, 0x200a)),
  v: union(lineEnds, charsOf('\u000b\f')),
}

const posix: Readonly<Record<string, CharSet>> = {
  Lower: lower,
  Upper: upper,
  ASCII: range(0, 127),
  Alpha: letters,
  Digit: digits,
  Alnum: union(letters, digits),
  Punct: charsOf('!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'),
  Graph: range(0x21, 0x7e),
  Print: range(0x20, 0x7e),
  Blank: charsOf(' \t'),
  Cntrl: union(range(0, 0x1f), range(0x7f, 0x7f)),
  XDigit: union(digits, union(range(0x41, 0x46), range(0x61, 0x66))),
  Space: charsOf(' \t\n\u000b\f\r'),
}

/** Java's own names for what Unicode calls otherwise. */
const javaNames: Readonly<Record<string, string>> = {
  javaLowerCase: 'Lowercase',
  javaUpperCase: 'Uppercase',
  javaAlphabetic: 'Alphabetic',
  javaLetter: 'L',
  javaDigit: 'Nd',
  javaLetterOrDigit: 'LD',
  javaWhitespace: 'White_Space',
  javaSpaceChar: 'Z',
  L1: 'L1',
  all: 'Any',
  IsDigit: 'Nd',
  IsLetter: 'Alphabetic',
  IsPunctuation: 'P',
  IsControl: 'Cc',
  IsAssigned: 'Assigned',
  LC: 'LC',
  LD: 'LD',
}

/** The set of `\p{name}`: POSIX, a general category, a script (`IsLatin`, `script=Latin`) or a binary property. */
export function setOfProperty(name: string): CharSet | undefined {
  const known = posix[name]
  if (known) return known
  const unicode = javaNames[name] ?? name
  if (unicode === 'L1') return range(0, 255)
  if (unicode === 'Any') return anyChar
  if (unicode === 'LD') return union(unicodeSet('L') ?? anyChar, unicodeSet('Nd') ?? anyChar)
  const keyed = /^(?:(script|sc)|(general_category|gc))=(\w+)$/i.exec(unicode)
  if (keyed) return unicodeSet(keyed[1] ? `Script=${titled(keyed[3] ?? '')}` : (keyed[3] ?? ''))
  const bare = unicode.startsWith('Is') ? unicode.slice(2) : unicode
  return unicodeSet(bare) ?? unicodeSet(titled(bare)) ?? unicodeSet(`Script=${titled(bare)}`)
}

/** `LATIN` and `latin` as Unicode writes it: `Latin`; `white_space`: `White_Space`. */
function titled(name: string): string {
  return name.replace(/[A-Za-z]+/g, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())
}

function unicodeSet(property: string): CharSet | undefined {
  if (!/^[A-Za-z_=]+$/.test(property)) return undefined
  try {
    const test = new RegExp(`^\\p{${property}}$`, 'u')
    return setWhere((point) => test.test(String.fromCodePoint(point)))
  } catch {
    return undefined
  }
}
