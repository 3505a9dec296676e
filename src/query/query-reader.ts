import type { Code } from '../diagnostic/codes'
import type { Problem } from '../diagnostic/diagnostic'
import { ProblemList } from '../diagnostic/problem-list'
import type { TextRange } from '../diagnostic/span'
import { fieldNamed } from './field-named'
import type { Field } from './query'
import { isBlank, isCurlyQuote, QueryScanner, type Word } from './scan-query'

/** What the parts of the parser share: the cursor, the problems, and what stands at the cursor. */
export class QueryReader {
  readonly scanner: QueryScanner
  readonly problems = new ProblemList()

  constructor(readonly text: string) {
    this.scanner = new QueryScanner(text)
  }

  operatorHere(): ReturnType<QueryScanner['operatorHere']> {
    this.skipBlanks()
    return this.scanner.operatorHere()
  }

  skipBlanks(): void {
    for (const at of this.scanner.skipBlanks()) {
      const help = 'use straight quotes (") for a phrase'
      this.warn('Q106', { start: at, end: at + 1 }, 'a curly quote does not quote; the words count one by one', help)
    }
  }

  textAt(range: TextRange): string {
    return this.text.slice(range.start, range.end)
  }

  /** Tells what is wrong with a word in itself. */
  checkWord(word: Word): void {
    // \AND is how a word that looks like an operator is written.
    const isEscapedKeyword = /^\\(AND|OR|NOT|CIDR)$/.test(this.textAt(word))
    for (const at of isEscapedKeyword ? [] : word.needlessEscapes) {
      const escaped = this.text.charAt(at + 1)
      const help = `write \\\\${escaped} for a backslash before "${escaped}", or "${escaped}" alone`
      this.warn('Q103', { start: at, end: at + 2 }, `a backslash before "${escaped}" is dropped`, help)
    }
    if (word.endsInBackslash && !word.unclosed) {
      const end = this.text.length
      this.error('Q008', { start: end - 1, end }, 'a backslash with nothing after it', 'write \\\\ for a backslash')
    }
  }

  /** The field of a name, unless the name is empty. */
  checkedField(text: string, range: TextRange): Field | undefined {
    if (text === '' || text === '@' || text === '#') {
      this.error('Q014', { start: range.start, end: Math.max(range.end, range.start + 1) }, 'the field has no name')
      return undefined
    }
    return fieldNamed(text, range)
  }

  /** Whether the word just read ends where words end; if not, tells what stands in the way and skips it. */
  endsCleanly(): boolean {
    const { next } = this.scanner
    if (next === '' || isBlank(next) || isCurlyQuote(next) || '()]}'.includes(next)) return true
    this.unexpected()
    return false
  }

  unexpected(): 'broken' {
    const { scanner } = this
    const { next, at: start } = scanner
    const place = { start, end: start + 1 }
    const before = this.text.charAt(start - 1)
    if (next === ':' && (start === 0 || isBlank(before))) {
      this.error('Q016', place, 'a colon with no field name before it', 'no blank may stand before the colon')
    } else if (next === ':') {
      const help = 'quote the whole value, or write \\: for a colon inside it'
      this.error('Q007', place, 'a second colon, so the value is not clear', help)
    } else if (next === '"' && before === '@') {
      this.error('Q007', place, 'a quote begins inside a field name', 'write @\\"a-b\\":1 for a key in quotes')
    } else if (next === '"') {
      const help = 'inside quotes there is no wildcard; without them escape blanks: *some\\ text*'
      this.error('Q007', place, 'a quote begins inside a word', help)
    } else if (next === '>' || next === '<') {
      const help = `write a colon before it to compare, as in @size:${next}5; else ${escapeHelp}`
      this.error('Q007', place, `"${next}" cannot stand here`, help)
    } else {
      this.error('Q007', place, `"${next}" cannot stand here`, escapeHelp)
    }
    scanner.at++
    scanner.skipBroken()
    return 'broken'
  }

  error(code: Code, range: TextRange, message: string, help?: string): void {
    this.tell('error', code, range, message, help)
    // Where so much is wrong, what follows would be guesswork.
    if (this.problems.isOver) this.scanner.at = this.text.length
  }

  warn(code: Code, range: TextRange, message: string, help?: string): void {
    this.tell('warning', code, range, message, help)
  }

  private tell(severity: Problem['severity'], code: Code, range: TextRange, message: string, help?: string): void {
    const { start, end } = range
    this.problems.tell({ code, severity, message, ...(help && { help }), start, end })
  }
}

export const escapeHelp = 'write a backslash before it, or quote the whole value'
