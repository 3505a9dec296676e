// One piece of more than 300 lines: a recursive-descent parser reads best beside its grammar.
//
//   or      := and ( OR and )*                       OR is weaker than AND and juxtaposition
//   and     := unary ( AND? unary )*
//   unary   := ( NOT | - | ! | + )? primary          + changes nothing
//   primary := ( or ) | name : value | value | CIDR( name , block , … )
//   value   := word | "phrase" | ( or ) | > bound | [ bound TO bound ]
import type { Code } from '../diagnostic/codes'
import type { Problem } from '../diagnostic/diagnostic'
import type { TextRange } from '../diagnostic/span'
import { fieldNamed } from './field-named'
import { isCidrBlock } from './matching/cidr-block'
import { readNumber } from './number-literal'
import type { Bound, CidrBlock, ComparisonOperator, Field, Query, RangeEnd, Value } from './query'
import { isBlank, isCurlyQuote, plainText, QueryScanner, type Word } from './scan-query'
import { looksLikeAttribute } from './trap-names'
import { wordsOf } from './words'

export interface ParsedQuery {
  /** Absent when a problem is an error. */
  readonly query: Query | undefined
  readonly problems: readonly Problem[]
}

/** How deep groups may nest. Real queries nest three deep. */
const maxNesting = 200

/**
 * Reads a log search query. All mistakes are gathered in one pass; warnings tell of traps: texts that Datadog takes,
 * but in another sense than their author is likely to mean. The empty query is the query for everything.
 */
export function parseQuery(text: string): ParsedQuery {
  return new QueryParser(text).parse()
}

/** What a rule of the grammar found: a query, nothing at all, or something so broken that it was skipped. */
type Found = Query | 'nothing' | 'broken'

interface Context {
  /** The field that values without a name belong to. */
  readonly field: Field
  readonly nesting: number
}

class QueryParser {
  private readonly scanner: QueryScanner
  private readonly problems: Problem[] = []
  /** Queries that stood in parentheses of their own. */
  private readonly groups = new WeakSet<Query>()

  constructor(private readonly text: string) {
    this.scanner = new QueryScanner(text)
  }

  parse(): ParsedQuery {
    const context: Context = { field: { kind: 'default', start: 0, end: 0 }, nesting: 0 }
    let found = this.parseOr(context)
    while (!this.scanner.atEnd) {
      const start = this.scanner.at++
      this.error('Q003', { start, end: start + 1 }, `"${this.text.charAt(start)}" closes nothing`, escapeHelp)
      const rest = this.parseOr(context)
      if (rest !== 'nothing') found = rest
    }
    if (found === 'nothing') found = { kind: 'everything', start: 0, end: this.text.length }
    const failed = found === 'broken' || this.problems.some(({ severity }) => severity === 'error')
    const problems = this.problems.sort((a, b) => a.start - b.start)
    return { query: failed || typeof found === 'string' ? undefined : found, problems }
  }

  private parseOr(context: Context): Found {
    const operands: Query[] = []
    let mixed: TextRange | undefined
    let broken = false
    let left = this.parseAnd(context)
    const take = (found: Found): void => {
      if (found === 'broken') broken = true
      else if (found !== 'nothing') {
        if (found.kind === 'and' && !this.isGroup(found)) mixed ??= found
        operands.push(found)
      }
    }
    take(left)
    for (let first = true; ; first = false) {
      const here = this.operatorHere()
      if (here?.operator !== 'OR') break
      const place = { start: this.scanner.at, end: here.end }
      if (first && left === 'nothing') this.missingOperand(place, 'before')
      this.scanner.at = here.end
      left = this.parseAnd(context)
      if (left === 'nothing') this.missingOperand(place, 'after')
      take(left)
    }
    if (broken) return 'broken'
    const [only] = operands
    if (only === undefined) return 'nothing'
    if (operands.length === 1) return only
    if (mixed !== undefined) {
      const help = 'put parentheses around the part that belongs together'
      this.warn('Q105', mixed, 'AND binds tighter than OR here, which Datadog does not document', help)
    }
    return { kind: 'or', queries: operands, ...rangeOver(operands) }
  }

  private parseAnd(context: Context): Found {
    const operands: Query[] = []
    let broken = false
    for (;;) {
      const here = this.operatorHere()
      // A stray closing bracket is told by the caller, who knows what is open.
      if (this.scanner.atEnd || ')]}'.includes(this.scanner.next) || here?.operator === 'OR') break
      if (here?.operator === 'AND') {
        const place = { start: this.scanner.at, end: here.end }
        if (operands.length === 0 && !broken) this.missingOperand(place, 'before')
        this.scanner.at = here.end
        if (!this.operandFollows()) this.missingOperand(place, 'after')
        while (this.operatorHere()?.operator === 'AND') this.scanner.at = this.operatorHere()?.end ?? this.text.length
        continue
      }
      const found = this.parseUnary(context)
      if (typeof found === 'string') broken = true
      else operands.push(found)
    }
    if (broken) return 'broken'
    const [only] = operands
    if (only === undefined) return 'nothing'
    this.warnOfLowerCaseOperators(operands)
    return operands.length === 1 ? only : { kind: 'and', queries: operands, ...rangeOver(operands) }
  }

  private parseUnary(context: Context): Found {
    const { scanner } = this
    const start = scanner.at
    let negation: TextRange | undefined
    for (;;) {
      const here = this.operatorHere()
      const isNot = here?.operator === 'NOT' || scanner.next === '-' || scanner.next === '!'
      if (!isNot && scanner.next !== '+') break
      const place = { start: scanner.at, end: here?.operator === 'NOT' ? here.end : scanner.at + 1 }
      if (isNot && negation !== undefined) {
        this.error('Q009', place, 'a second negation in a row', 'negate once, or put the negated part in parentheses')
      }
      if (isNot) negation ??= place
      scanner.at = place.end
    }
    if (!this.operandFollows()) {
      const place = negation ?? { start, end: Math.max(scanner.at, start + 1) }
      this.error('Q004', place, `nothing follows "${this.textAt(place)}"`, 'name what it applies to, or remove it')
      return 'broken'
    }
    const found = this.parsePrimary(context)
    if (typeof found === 'string' || negation === undefined) return found
    return { kind: 'not', query: found, start: negation.start, end: found.end }
  }

  private parsePrimary(context: Context): Found {
    const { scanner } = this
    const { next } = scanner
    if (next === '(') return this.parseGroup(context, scanner.at)
    if (next === '"') {
      const phrase = scanner.scanPhrase()
      if (scanner.next === ':' && !phrase.unclosed) return this.parseField(phrase, context)
      return this.phraseClause(context.field, phrase)
    }
    if (next === '[' || next === '{') return this.parseRange(context.field)
    if (next === '>' || next === '<') return this.parseComparison(context.field)
    if (!scanner.canBeginWord()) return this.unexpected()
    const word = scanner.scanWord()
    if (scanner.next === ':') return this.parseField(word, context)
    if (scanner.next === '(' && this.textAt(word) === 'CIDR') return this.parseCidr(word.start)
    return this.wordClause(context.field, word)
  }

  private parseGroup(context: Context, start: number): Found {
    const open = this.scanner.at
    if (context.nesting >= maxNesting) {
      const help = 'flatten it: a AND b AND c needs no parentheses'
      this.error('Q013', { start: open, end: open + 1 }, `groups nest more than ${maxNesting} deep`, help)
      this.scanner.at = this.text.length
      return 'broken'
    }
    this.scanner.at++
    let found = this.parseOr({ ...context, nesting: context.nesting + 1 })
    while (this.scanner.next === ']' || this.scanner.next === '}') {
      const at = this.scanner.at++
      this.error('Q003', { start: at, end: at + 1 }, `"${this.text.charAt(at)}" closes nothing`, escapeHelp)
      this.parseOr({ ...context, nesting: context.nesting + 1 })
      found = 'broken'
    }
    if (this.scanner.next !== ')') {
      this.error('Q002', { start: open, end: open + 1 }, 'this group is not closed', 'add the missing ")"')
      return 'broken'
    }
    this.scanner.at++
    if (found === 'nothing') {
      this.error(
        'Q006',
        { start: open, end: this.scanner.at },
        'this group is empty',
        'put a clause in it or remove it',
      )
      return 'broken'
    }
    if (typeof found === 'string') return found
    // Around one clause the parentheses mean nothing, and the clause keeps its own place.
    if (!isCompound(found)) return found
    const group = { ...found, start, end: this.scanner.at }
    this.groups.add(group)
    return group
  }

  private parseField(name: Word, context: Context): Found {
    const { scanner } = this
    scanner.at++
    const field = this.fieldOf(name)
    const afterColon = scanner.at
    this.skipBlanks()
    const apart = scanner.at > afterColon
    // Right after the colon OR is a value (a state, say); after a blank it is the operator.
    if (scanner.atEnd || scanner.next === ')' || (apart && scanner.operatorHere() !== undefined)) {
      const help = 'write the value right after the colon; "*" asks for any value'
      this.error('Q005', { start: name.start, end: afterColon }, `"${this.textAt(name)}:" has no value`, help)
      return 'broken'
    }
    if (scanner.next === '(') {
      const found = this.parseGroup({ field: field ?? context.field, nesting: context.nesting }, name.start)
      return field === undefined ? 'broken' : found
    }
    const value = this.parseValue(field ?? context.field)
    if (typeof value === 'string' || field === undefined) return 'broken'
    return value
  }

  private fieldOf(name: Word): Field | undefined {
    this.checkWord(name)
    const range = { start: name.start, end: name.end }
    if (this.textAt(name) === '*') return { kind: 'everywhere', ...range }
    const text = plainText(name)
    if (text === undefined) {
      const [at = name.start] = name.wildcards
      this.error('Q011', { start: at, end: at + 1 }, 'a field name takes no wildcard', 'name each field in a clause')
      return undefined
    }
    return this.checkedField(text, range)
  }

  private checkedField(text: string, range: TextRange): Field | undefined {
    if (text === '' || text === '@' || text === '#') {
      this.error('Q014', { start: range.start, end: Math.max(range.end, range.start + 1) }, 'the field has no name')
      return undefined
    }
    const field = fieldNamed(text, range)
    if (field.kind === 'tag' && looksLikeAttribute(field.key)) {
      const help = `write @${text} for the attribute; without "@" this looks for a tag`
      this.warn('Q104', range, `"${text}" looks like an attribute but is read as a tag key`, help)
    }
    return field
  }

  private parseValue(field: Field): Found {
    const { scanner } = this
    const { next } = scanner
    if (next === '"') return this.phraseClause(field, scanner.scanPhrase())
    if (next === '[' || next === '{') return this.parseRange(field)
    if (next === '>' || next === '<') return this.parseComparison(field)
    const start = scanner.at
    const isNegative = next === '-' && /[0-9.]/.test(this.text.charAt(start + 1))
    if (!isNegative && !scanner.canBeginWord()) return this.unexpected()
    const word = scanner.scanWord()
    if (isNegative) {
      const text = this.textAt(word)
      const help = `write \\${text}, or quote it`
      this.warn('Q108', word, 'Datadog does not document a bare negative number as a value', help)
    }
    return this.wordClause(field, word)
  }

  private wordClause(field: Field, word: Word): Found {
    this.checkWord(word)
    if (!this.endsCleanly()) return 'broken'
    if (word.endsInBackslash) return 'broken'
    const { start, end, parts } = word
    if (field.kind !== 'default') this.warnOfForeignMarks(this.textAt(word), start)
    const [first] = parts
    if (parts.length === 1 && first?.kind === 'run') return this.clause(field, { kind: 'any', start, end })
    const text = plainText(word)
    if (text === undefined) return this.clause(field, { kind: 'wildcard', pattern: parts, start, end })
    return this.clause(field, { kind: 'term', text, start, end })
  }

  /** Commas and single quotes are part of the value, which is seldom meant. */
  private warnOfForeignMarks(raw: string, start: number): void {
    if (raw.startsWith("'")) {
      const help = "use double quotes, or write \\' for the character"
      this.warn('Q113', { start, end: start + 1 }, 'a single quote does not quote', help)
    }
    if (raw.length > 1 && raw.endsWith(',') && !raw.endsWith('\\,')) {
      const end = start + raw.length
      const help = 'write (a OR b) for one of several values, or \\, for the character'
      this.warn('Q112', { start: end - 1, end }, 'the comma is part of the value and separates nothing', help)
    }
  }

  private phraseClause(field: Field, phrase: Word): Found {
    const { start, end } = phrase
    this.checkWord(phrase)
    if (phrase.unclosed) {
      this.error(
        'Q001',
        { start, end: start + 1 },
        'this quote is not closed',
        'add the missing quote, or escape it: \\"',
      )
      return 'broken'
    }
    if (this.scanner.next === ':') {
      this.unexpected()
      return 'broken'
    }
    const [star] = phrase.wildcards
    if (star !== undefined) {
      const help = 'take the quotes away and escape blanks ("\\ ") for a wildcard, or write \\* for a star'
      this.warn('Q102', { start: star, end: star + 1 }, 'inside quotes a star is a plain character', help)
    }
    return this.clause(field, { kind: 'phrase', text: plainText(phrase) ?? '', start, end })
  }

  private clause(field: Field, value: Value): Query {
    // A value of a group stands apart from its field; its own place is the useful one.
    const isApart = field.kind === 'default' || this.text.slice(field.end, value.start).includes('(')
    const range = { start: isApart ? value.start : field.start, end: value.end }
    if (field.kind === 'default' && (value.kind === 'comparison' || value.kind === 'range')) {
      this.warn('Q114', value, 'without a field this compares the text of the message', 'name the field: @size:>5')
    }
    if (value.kind === 'any' && (field.kind === 'default' || field.kind === 'everywhere')) {
      return { kind: 'everything', ...range }
    }
    if (
      isRunningText(field) &&
      (value.kind === 'term' || value.kind === 'phrase') &&
      wordsOf(value.text).length === 0
    ) {
      const help = 'a message is searched by its words; message:*!* with a wildcard reaches other characters'
      this.warn('Q109', value, 'there is no word here to search for, so nothing matches', help)
    }
    const isPresence = field.kind === 'tag' && (field.key === '_exists_' || field.key === '_missing_')
    if (isPresence && (value.kind === 'term' || value.kind === 'phrase')) {
      const named = this.checkedField(value.text, { start: value.start, end: value.end })
      const exists: Query = {
        kind: 'clause',
        field: named ?? field,
        value: { kind: 'exists', start: field.start, end: field.end },
        ...range,
      }
      return field.key === '_missing_' ? { kind: 'not', query: exists, ...range } : exists
    }
    return { kind: 'clause', field, value, ...range }
  }

  private parseComparison(field: Field): Found {
    const { scanner } = this
    const start = scanner.at
    scanner.at += this.text.charAt(start + 1) === '=' ? 2 : 1
    const operator = this.text.slice(start, scanner.at) as ComparisonOperator
    this.skipBlanks()
    const bound = scanner.next === '"' ? scanner.scanPhrase() : scanner.scanRun('()[]{}":!~^><=')
    if (bound.unclosed) return this.phraseClause(field, bound)
    this.checkWord(bound)
    const text = plainText(bound) ?? ''
    if (bound.end === bound.start) {
      this.error(
        'Q015',
        { start, end: start + operator.length },
        `"${operator}" has no value`,
        'write a number after it',
      )
      scanner.skipBroken()
      return 'broken'
    }
    if (this.text.charAt(bound.start) !== '"' && bound.wildcards.length > 0) {
      const [at = bound.start] = bound.wildcards
      this.error('Q015', { start: at, end: at + 1 }, 'a comparison takes no wildcard', 'compare with a number')
      return 'broken'
    }
    if (!this.endsCleanly() || bound.endsInBackslash) return 'broken'
    const { end } = bound
    return this.clause(field, {
      kind: 'comparison',
      operator,
      bound: { text, start: bound.start, end },
      start,
      end,
    })
  }

  private parseRange(field: Field): Found {
    const { scanner } = this
    const start = scanner.at
    const opening = scanner.next
    scanner.at++
    const lower = this.parseBound()
    this.skipBlanks()
    const to = scanner.scanRun(']}')
    const upper = this.textAt(to) === 'TO' ? this.parseBound() : undefined
    this.skipBlanks()
    const closing = scanner.next
    if (lower === undefined || upper === undefined || (closing !== ']' && closing !== '}')) {
      const place = upper === undefined && to.end > to.start ? to : { start, end: start + 1 }
      const message = closing === '' ? 'this range is not closed' : 'this is not a range'
      this.error(
        'Q010',
        place,
        message,
        'a range reads [1 TO 5], {1 TO 5} without its ends, or [1 TO *]; TO in capitals',
      )
      while (!scanner.atEnd && scanner.next !== ']' && scanner.next !== '}' && scanner.next !== ')') scanner.at++
      if (scanner.next === ']' || scanner.next === '}') scanner.at++
      return 'broken'
    }
    scanner.at++
    const range = { start, end: scanner.at }
    if ((opening === '[') !== (closing === ']')) {
      this.warn('Q107', range, 'Datadog does not document a range with one end included and the other not')
    }
    const [low, high] = [lower, upper].map((bound) => (bound === 'open' ? undefined : readNumber(bound.text)))
    if (low !== undefined && high !== undefined && low > high) {
      this.warn('Q110', range, 'no value lies in this range: its ends are the wrong way round')
    }
    if (!this.endsCleanly()) return 'broken'
    const endOf = (bound: Bound | 'open', included: boolean): RangeEnd => ({
      included,
      bound: bound === 'open' ? undefined : bound,
    })
    return this.clause(field, {
      kind: 'range',
      lower: endOf(lower, opening === '['),
      upper: endOf(upper, closing === ']'),
      ...range,
    })
  }

  private parseBound(): Bound | 'open' | undefined {
    const { scanner } = this
    this.skipBlanks()
    const isQuoted = scanner.next === '"'
    const word = isQuoted ? scanner.scanPhrase() : scanner.scanRun(']}')
    this.checkWord(word)
    if (word.start === word.end || word.unclosed) return undefined
    if (!isQuoted && this.textAt(word) === '*') return 'open'
    return { text: plainText(word) ?? '', start: word.start, end: word.end }
  }

  private parseCidr(start: number): Found {
    const { scanner } = this
    const open = scanner.at++
    const args: Word[] = []
    for (;;) {
      this.skipBlanks()
      const arg = scanner.next === '"' ? scanner.scanPhrase() : scanner.scanRun(',()"')
      this.checkWord(arg)
      args.push(arg)
      this.skipBlanks()
      if (scanner.next !== ',') break
      scanner.at++
    }
    const help = 'it reads CIDR(@network.client.ip, 10.0.0.0/8, 2001:db8::/32)'
    if (scanner.next !== ')') {
      this.error('Q012', { start, end: open + 1 }, 'this CIDR( is not closed', help)
      scanner.skipBroken()
      return 'broken'
    }
    const end = ++scanner.at
    const [name, ...blocks] = args
    if (name === undefined || name.start === name.end || blocks.length === 0) {
      this.error('Q012', { start, end }, 'CIDR needs a field and at least one block', help)
      return 'broken'
    }
    const field = this.checkedField(plainText(name) ?? '', { start: name.start, end: name.end })
    const checked = blocks.map((block) => this.cidrBlock(block))
    if (field === undefined || !checked.every((block) => block !== undefined)) return 'broken'
    return { kind: 'cidr', field, blocks: checked, start, end }
  }

  private cidrBlock(word: Word): CidrBlock | undefined {
    const text = plainText(word) ?? ''
    const range = { start: word.start, end: Math.max(word.end, word.start + 1) }
    const answer = isCidrBlock(text)
    if (answer === 'no') {
      const help = 'write the first address and the number of fixed bits: 10.0.0.0/8 or 2001:db8::/32'
      this.error('Q012', range, `"${text}" is not an address block`, help)
      return undefined
    }
    if (answer === 'address') {
      const help = `write ${text}/${text.includes(':') ? 128 : 32} for this one address`
      this.warn('Q111', range, 'Datadog documents blocks here, not single addresses', help)
    }
    return { text, start: word.start, end: word.end }
  }

  /** Whether the word just read ends where words end; if not, tells what stands in the way and skips it. */
  private endsCleanly(): boolean {
    const { next } = this.scanner
    if (next === '' || isBlank(next) || isCurlyQuote(next) || '()]}'.includes(next)) return true
    this.unexpected()
    return false
  }

  private unexpected(): 'broken' {
    const { scanner } = this
    const { next, at: start } = scanner
    const place = { start, end: start + 1 }
    if (next === ':') {
      const before = this.text.charAt(start - 1)
      if (start === 0 || isBlank(before)) {
        this.error('Q016', place, 'a colon with no field name before it', 'no blank may stand before the colon')
      } else {
        const help = 'quote the whole value, or write \\: for a colon inside it'
        this.error('Q007', place, 'a second colon, so the value is not clear', help)
      }
    } else if (next === '~' || next === '^') {
      this.error('Q007', place, `"${next}" has a meaning in other search languages, none in Datadog's`, escapeHelp)
    } else {
      this.error('Q007', place, `"${next}" cannot stand here`, escapeHelp)
    }
    scanner.at++
    scanner.skipBroken()
    return 'broken'
  }

  private checkWord(word: Word): void {
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

  private warnOfLowerCaseOperators(operands: readonly Query[]): void {
    operands.forEach((operand, index) => {
      if (operand.kind !== 'clause' || operand.value.kind !== 'term') return
      const raw = this.textAt(operand)
      const word = raw.toUpperCase()
      if (raw === word || index === operands.length - 1) return
      const next = operands[index + 1]
      // In plain words "not" is most often just a word.
      const isNot = word === 'NOT' && !(next?.kind === 'clause' && next.field.kind === 'default')
      if (!isNot && (index === 0 || (word !== 'AND' && word !== 'OR'))) return
      const help = `write ${word} for the operator, or quote the word`
      this.warn('Q101', operand, `"${raw}" is searched for as a word: operators are in capitals`, help)
    })
  }

  private missingOperand(place: TextRange, side: 'before' | 'after'): void {
    const message = `nothing stands ${side} "${this.textAt(place)}"`
    this.error('Q004', place, message, 'complete it, remove it, or quote it to search for the word')
  }

  private operandFollows(): boolean {
    const here = this.operatorHere()
    if (here !== undefined && here.operator !== 'NOT') return false
    return !this.scanner.atEnd && this.scanner.next !== ')'
  }

  private operatorHere(): ReturnType<QueryScanner['operatorHere']> {
    this.skipBlanks()
    return this.scanner.operatorHere()
  }

  private skipBlanks(): void {
    for (const at of this.scanner.skipBlanks()) {
      const help = 'use straight quotes (") for a phrase'
      this.warn('Q106', { start: at, end: at + 1 }, 'a curly quote does not quote; the words count one by one', help)
    }
  }

  private isGroup(query: Query): boolean {
    return this.groups.has(query)
  }

  private textAt(range: TextRange): string {
    return this.text.slice(range.start, range.end)
  }

  private error(code: Code, range: TextRange, message: string, help?: string): void {
    this.tell('error', code, range, message, help)
  }

  private warn(code: Code, range: TextRange, message: string, help?: string): void {
    this.tell('warning', code, range, message, help)
  }

  private tell(severity: Problem['severity'], code: Code, range: TextRange, message: string, help?: string): void {
    this.problems.push({ code, severity, message, ...(help && { help }), start: range.start, end: range.end })
  }
}

const escapeHelp = 'write a backslash before it, or quote the whole value'

function isRunningText(field: Field): boolean {
  return (
    field.kind === 'default' || field.kind === 'everywhere' || (field.kind === 'reserved' && field.name === 'message')
  )
}

function isCompound(query: Query): boolean {
  return query.kind === 'and' || query.kind === 'or' || query.kind === 'not'
}

function rangeOver(queries: readonly Query[]): TextRange {
  return { start: queries[0]?.start ?? 0, end: queries.at(-1)?.end ?? 0 }
}
