import type { TextRange } from '../diagnostic/span'
import type { PatternPart } from './query'

/** A word of the query with its escapes resolved and its wildcards kept apart from escaped stars. */
export interface Word extends TextRange {
  readonly parts: readonly PatternPart[]
  /** Where a backslash stands before a letter or digit, which needs none. */
  readonly needlessEscapes: readonly number[]
  /** Where an unescaped wildcard stands; in a phrase it is an ordinary character. */
  readonly wildcards: readonly number[]
  /** Where the first unescaped colon stands that is part of a value. */
  readonly colon: number | undefined
  /** The text ended right after a backslash. */
  readonly endsInBackslash: boolean
  /** A phrase whose closing quote is missing. */
  readonly unclosed: boolean
}

/**
 * What ends a word, besides blanks; `-` and `!` may stand inside one but not begin it. Other characters are special no
 * more: Datadog took `+ = ^ ~` off its list in 2025, after trying them (documentation#31006).
 */
const endsWord = new Set('()[]{}":><')
const cannotBegin = new Set('-!')

/** A cursor over the text of a query. It knows characters and words; what they mean is the parser's business. */
export class QueryScanner {
  at = 0

  constructor(readonly text: string) {}

  get atEnd(): boolean {
    return this.at >= this.text.length
  }

  /** The character under the cursor; empty at the end. */
  get next(): string {
    return this.text.charAt(this.at)
  }

  /** Moves over blanks, and over curly quotes, which Datadog ignores; answers where the latter stand. */
  skipBlanks(): readonly number[] {
    const curly: number[] = []
    for (; this.at < this.text.length; this.at++) {
      const character = this.next
      if (isCurlyQuote(character)) curly.push(this.at)
      else if (!isBlank(character)) break
    }
    return curly
  }

  /** The keyword or symbol under the cursor, when it stands alone: `ORDER` is a word, `OR(` is an operator. */
  operatorHere(): { readonly operator: 'AND' | 'OR' | 'NOT'; readonly end: number } | undefined {
    for (const [spelling, operator] of operators) {
      if (!this.text.startsWith(spelling, this.at)) continue
      const end = this.at + spelling.length
      if (spelling === '&&' || spelling === '||' || isBoundary(this.text.charAt(end))) return { operator, end }
    }
    return undefined
  }

  canBeginWord(): boolean {
    const character = this.next
    return !this.atEnd && !isBlank(character) && !endsWord.has(character) && !cannotBegin.has(character)
  }

  /**
   * Reads a word; the caller has made sure that one begins here, or wants a leading `-` taken in. A colon ends a name,
   * and is part of a value.
   */
  scanWord(as: 'name' | 'value' = 'name'): Word {
    const reader = new WordReader(this.at)
    while (this.at < this.text.length) {
      const character = this.next
      if (character === ':' && as === 'value') reader.colon ??= this.at
      else if (isBlank(character) || isCurlyQuote(character) || endsWord.has(character)) break
      if (character === '\\') this.readEscape(reader)
      else if (character === '*' || character === '?') reader.addWildcard(character, this.at++)
      else reader.addText(this.take())
    }
    return reader.word(this.at, false)
  }

  /** Reads a phrase; the cursor stands on its opening quote. */
  scanPhrase(): Word {
    const reader = new WordReader(this.at)
    this.at++
    while (this.at < this.text.length) {
      const character = this.next
      if (character === '"') {
        this.at++
        return reader.word(this.at, false)
      }
      if (character === '\\') this.readEscape(reader)
      else {
        if (character === '*') reader.wildcards.push(this.at)
        reader.addText(this.take())
      }
    }
    return reader.word(this.at, true)
  }

  /** Reads what stands before a blank or one of `stops`, wildcards taken as ordinary characters; possibly nothing. */
  scanRun(stops: string): Word {
    const reader = new WordReader(this.at)
    while (this.at < this.text.length) {
      const character = this.next
      if (isBlank(character) || stops.includes(character)) break
      if (character === '\\') this.readEscape(reader)
      else {
        if (character === '*') reader.wildcards.push(this.at)
        reader.addText(this.take())
      }
    }
    return reader.word(this.at, false)
  }

  /** Moves to the next blank or parenthesis, where reading can sensibly go on after a mistake. */
  skipBroken(): void {
    while (!this.atEnd && !isBlank(this.next) && this.next !== '(' && this.next !== ')') this.at++
  }

  private take(): string {
    return this.text.charAt(this.at++)
  }

  private readEscape(reader: WordReader): void {
    const backslash = this.at
    const escaped = this.text.charAt(backslash + 1)
    if (escaped === '') reader.endsInBackslash = true
    else {
      if (/[\p{L}\p{N}]/u.test(escaped)) reader.needlessEscapes.push(backslash)
      reader.addText(escaped)
    }
    this.at = Math.min(backslash + 2, this.text.length)
  }
}

class WordReader {
  readonly wildcards: number[] = []
  readonly needlessEscapes: number[] = []
  endsInBackslash = false
  colon: number | undefined
  private readonly parts: PatternPart[] = []
  private characters: string[] = []

  constructor(private readonly start: number) {}

  addText(character: string): void {
    this.characters.push(character)
  }

  addWildcard(character: '*' | '?', at: number): void {
    this.wildcards.push(at)
    this.endText()
    const kind = character === '*' ? 'run' : 'one'
    if (kind === 'one' || this.parts.at(-1)?.kind !== 'run') this.parts.push({ kind })
  }

  word(end: number, unclosed: boolean): Word {
    this.endText()
    const { start, parts, needlessEscapes, wildcards, colon, endsInBackslash } = this
    return { start, end, parts, needlessEscapes, wildcards, colon, endsInBackslash, unclosed }
  }

  private endText(): void {
    if (this.characters.length > 0) this.parts.push({ kind: 'text', text: this.characters.join('') })
    this.characters = []
  }
}

const operators = [
  ['AND', 'AND'],
  ['OR', 'OR'],
  ['NOT', 'NOT'],
  ['&&', 'AND'],
  ['||', 'OR'],
] as const

/** Space, tab, carriage return and line feed separate words; other Unicode spaces are ordinary characters. */
export function isBlank(character: string): boolean {
  return character === ' ' || character === '\t' || character === '\n' || character === '\r'
}

export function isCurlyQuote(character: string): boolean {
  return character === '\u201c' || character === '\u201d'
}

/** Whether a word-like operator may end before this character. */
function isBoundary(character: string): boolean {
  return character === '' || isBlank(character) || isCurlyQuote(character) || '()[]{}"'.includes(character)
}

/** The text of a word without wildcards, or undefined for one that has them. */
export function plainText(word: Word): string | undefined {
  if (word.parts.length === 0) return ''
  const [part] = word.parts
  return word.parts.length === 1 && part?.kind === 'text' ? part.text : undefined
}
