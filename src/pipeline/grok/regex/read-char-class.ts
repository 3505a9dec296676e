import { type CharSet, charsOf, complement, intersection, noChar, range, union, withBothCases } from './char-set'
import { readEscape } from './read-escape'
import { RegexTrouble } from './regex-trouble'

/** How letters and blanks of a class are meant, by the flags in force where it stands. */
export interface ClassFlags {
  readonly anyCase: boolean
  readonly unicodeCase: boolean
  readonly comments: boolean
}

const plain: ClassFlags = { anyCase: false, unicodeCase: false, comments: false }

/**
 * Reads the class whose `[` stands at `at`, with ranges, escapes, classes inside, `&&` and `\Q…\E`, as Java does.
 * Throws a `RegexTrouble`.
 */
export function readCharClass(text: string, at: number, flags = plain, depth = 0): { set: CharSet; end: number } {
  if (depth > 50) throw new RegexTrouble('classes stand too deep in each other', at, at + 1)
  const negated = text.charAt(at + 1) === '^'
  const reader = new ItemReader(text, at + (negated ? 2 : 1), flags, depth)
  let set = reader.items(true)
  while (text.startsWith('&&', reader.at)) {
    reader.at += 2
    if (text.charAt(reader.at) !== ']') set = intersection(set, reader.items(false))
  }
  if (text.charAt(reader.at) !== ']') throw new RegexTrouble('this class is not closed with ]', at, text.length)
  return { set: negated ? complement(set) : set, end: reader.at + 1 }
}

/** The characters that a text stands for between brackets: `/:` or `\w\s`. Without `[`, `]` or `&&` of its own. */
export function readClassItems(text: string): CharSet {
  const closed = `[${text}]`
  const { set, end } = readCharClass(closed, 0)
  if (end !== closed.length || text === '') throw new RegexTrouble('these are no characters of a class', 0, text.length)
  return set
}

class ItemReader {
  constructor(
    private readonly text: string,
    public at: number,
    private readonly flags: ClassFlags,
    private readonly depth: number,
  ) {}

  /** The items up to `]` or `&&`; a `]` that comes first is one of them. */
  items(isFirst: boolean): CharSet {
    const { text } = this
    let set = noChar
    for (let first = isFirst; this.at < text.length; first = false) {
      const char = text.charAt(this.at)
      if ((char === ']' && !first) || text.startsWith('&&', this.at)) break
      if (this.flags.comments && /\s/.test(char)) this.at += 1
      else set = union(set, this.item(char))
    }
    return set
  }

  private item(char: string): CharSet {
    const { text, flags } = this
    if (char === '[') {
      const { set, end } = readCharClass(text, this.at, flags, this.depth + 1)
      this.at = end
      return set
    }
    if (text.startsWith('\\Q', this.at)) return this.quoted()
    const start = this.at
    const first = this.single()
    if (typeof first !== 'number') return first
    const next = text.charAt(this.at + 1)
    if (
      text.charAt(this.at) !== '-' ||
      next === ']' ||
      next === '[' ||
      next === '' ||
      text.startsWith('-&&', this.at)
    ) {
      return this.inCase(range(first, first))
    }
    this.at += 1
    const last = this.single()
    if (typeof last !== 'number' || last < first) {
      throw new RegexTrouble(`${text.slice(start, this.at)} is no range of characters`, start, this.at)
    }
    return this.inCase(range(first, last))
  }

  private single(): number | CharSet {
    if (this.text.charAt(this.at) === '\\') {
      const escaped = readEscape(this.text, this.at)
      this.at = escaped.end
      return 'set' in escaped ? escaped.set : escaped.point
    }
    const point = this.text.codePointAt(this.at) ?? 0
    this.at += point > 0xffff ? 2 : 1
    return point
  }

  private quoted(): CharSet {
    const close = this.text.indexOf('\\E', this.at)
    const end = close === -1 ? this.text.length : close
    const set = this.inCase(charsOf(this.text.slice(this.at + 2, end)))
    this.at = close === -1 ? end : end + 2
    return set
  }

  private inCase(set: CharSet): CharSet {
    return this.flags.anyCase ? withBothCases(set, this.flags.unicodeCase) : set
  }
}
