// One piece of more than 250 lines: a recursive-descent parser reads best beside its grammar.
//
//   or      := and ( OR and )*                       OR is weaker than AND and juxtaposition
//   and     := unary ( AND? unary )*
//   unary   := ( NOT | - | ! )? primary
//   primary := ( or ) | name : value | value | CIDR( name , block , … )
//   value   := word | "phrase" | ( or ) | > bound | [ bound TO bound ]
import type { Problem } from '../diagnostic/diagnostic'
import { quoted } from '../diagnostic/shown'
import type { TextRange } from '../diagnostic/span'
import { parseComparison, parseRange } from './parse-bounds'
import { parseCidr } from './parse-cidr'
import type { Clause, Field, Query, Value } from './query'
import { escapeHelp, QueryReader } from './query-reader'
import { plainText, type QueryScanner, type Word } from './scan-query'
import { branchTraps, clauseTraps, fieldTraps, neighbourTraps, signTraps, wholeTraps } from './traps'

/** A query as a tree, and what is wrong or doubtful in its text. */
export interface ParsedQuery {
  /** Absent when a problem is an error: this program cannot read the text. */
  readonly query: Query | undefined
  readonly problems: readonly Problem[]
}

/** How deep groups may nest. Real queries nest three deep. */
const maxNesting = 200

/**
 * Reads a log search query. Mistakes are gathered in one pass, the first twenty of them; warnings tell of traps: texts
 * that Datadog takes, but in another sense than their author is likely to mean. The empty query is the query for
 * everything.
 */
export function parseQuery(text: string): ParsedQuery {
  return new QueryParser(text).parse()
}

/** What a rule of the grammar found: a query, nothing at all, or something so broken that it was skipped. */
type Found = Query | 'nothing' | 'broken'

interface Context {
  /** The field that values without a name belong to. */
  readonly field: Field
  /** Whether that field stands before a group, so that a value stands apart from it. */
  readonly inGroup: boolean
  readonly nesting: number
}

class QueryParser {
  private readonly reader: QueryReader
  private readonly scanner: QueryScanner
  /** Queries that stood in parentheses of their own. */
  private readonly groups = new WeakSet<Query>()

  constructor(private readonly text: string) {
    this.reader = new QueryReader(text)
    this.scanner = this.reader.scanner
  }

  parse(): ParsedQuery {
    const { reader, scanner } = this
    const context: Context = { field: { kind: 'default', start: 0, end: 0 }, inGroup: false, nesting: 0 }
    let found = this.parseOr(context)
    while (!scanner.atEnd) {
      this.closesNothing()
      const rest = this.parseOr(context)
      if (rest !== 'nothing') found = rest
    }
    if (found === 'nothing') found = { kind: 'everything', start: 0, end: this.text.length }
    if (typeof found === 'string' || reader.problems.hasErrors) {
      return { query: undefined, problems: reader.problems.inOrder() }
    }
    this.tellAll(wholeTraps(found))
    this.tellAll(signTraps(this.text))
    return { query: found, problems: reader.problems.inOrder() }
  }

  private parseOr(context: Context): Found {
    const operands: Query[] = []
    let mixed: TextRange | undefined
    let broken = false
    let left = this.parseAnd(context)
    const take = (found: Found): void => {
      if (found === 'broken') broken = true
      else if (found !== 'nothing') {
        if (found.kind === 'and' && !this.groups.has(found)) mixed ??= found
        operands.push(found)
      }
    }
    take(left)
    for (let first = true; ; first = false) {
      const here = this.reader.operatorHere()
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
      this.reader.warn('Q105', mixed, 'AND binds tighter than OR here, which Datadog does not document', help)
    }
    this.tellAll(branchTraps(operands))
    return { kind: 'or', queries: operands, ...rangeOver(operands) }
  }

  private parseAnd(context: Context): Found {
    const { reader, scanner } = this
    const operands: Query[] = []
    let broken = false
    for (;;) {
      const here = reader.operatorHere()
      // A stray closing bracket is told by the caller, who knows what is open.
      if (scanner.atEnd || ')]}'.includes(scanner.next) || here?.operator === 'OR') break
      if (here?.operator === 'AND') {
        const place = { start: scanner.at, end: here.end }
        if (operands.length === 0 && !broken) this.missingOperand(place, 'before')
        scanner.at = here.end
        if (!this.operandFollows()) this.missingOperand(place, 'after')
        for (let next = reader.operatorHere(); next?.operator === 'AND'; next = reader.operatorHere()) {
          scanner.at = next.end
        }
        continue
      }
      const found = this.parseUnary(context)
      if (typeof found === 'string') broken = true
      else operands.push(found)
    }
    if (broken) return 'broken'
    const [only] = operands
    if (only === undefined) return 'nothing'
    this.tellAll(neighbourTraps(operands, this.text))
    return operands.length === 1 ? only : { kind: 'and', queries: operands, ...rangeOver(operands) }
  }

  private parseUnary(context: Context): Found {
    const { reader, scanner } = this
    const start = scanner.at
    let negation: TextRange | undefined
    for (;;) {
      const here = reader.operatorHere()
      const isNot = here?.operator === 'NOT'
      if (!isNot && scanner.next !== '-' && scanner.next !== '!') break
      const place = { start: scanner.at, end: isNot ? here.end : scanner.at + 1 }
      scanner.at = place.end
      if (negation !== undefined) {
        reader.error('Q009', place, 'a second negation in a row', 'negate once, or put the negated part in parentheses')
      }
      negation ??= place
    }
    if (!this.operandFollows()) {
      const place = negation ?? { start, end: Math.max(scanner.at, start + 1) }
      const message = `nothing follows ${quoted(reader.textAt(place))}`
      reader.error('Q004', place, message, 'name what it applies to, or remove it')
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
      return this.phraseClause(context, phrase)
    }
    if (next === '[' || next === '{' || next === '>' || next === '<') return this.boundsClause(context)
    if (!scanner.canBeginWord()) return this.reader.unexpected()
    const word = scanner.scanWord('name')
    if (scanner.next === ':') return this.parseField(word, context)
    if (scanner.next === '(' && this.reader.textAt(word) === 'CIDR') return parseCidr(this.reader, word.start)
    return this.wordClause(context, word)
  }

  private parseGroup(context: Context, start: number): Found {
    const { reader, scanner } = this
    const open = scanner.at
    if (context.nesting >= maxNesting) {
      const help = 'flatten it: a AND b AND c needs no parentheses'
      reader.error('Q013', { start: open, end: open + 1 }, `groups nest more than ${maxNesting} deep`, help)
      scanner.at = this.text.length
      return 'broken'
    }
    scanner.at++
    const inside = { ...context, nesting: context.nesting + 1 }
    let found = this.parseOr(inside)
    while (scanner.next === ']' || scanner.next === '}') {
      this.closesNothing()
      this.parseOr(inside)
      found = 'broken'
    }
    if (scanner.next !== ')') {
      reader.error('Q002', { start: open, end: open + 1 }, 'this group is not closed', 'add the missing ")"')
      return 'broken'
    }
    scanner.at++
    if (found === 'nothing') {
      const place = { start: open, end: scanner.at }
      reader.error('Q006', place, 'this group is empty', 'put a clause in it or remove it')
      return 'broken'
    }
    if (typeof found === 'string') return found
    // Around one clause the parentheses mean nothing, and the clause keeps its own place.
    if (!isCompound(found)) return found
    const group = { ...found, start, end: scanner.at }
    this.groups.add(group)
    return group
  }

  private parseField(name: Word, context: Context): Found {
    const { reader, scanner } = this
    scanner.at++
    const field = this.fieldOf(name, context)
    const afterColon = scanner.at
    reader.skipBlanks()
    const apart = scanner.at > afterColon
    // Right after the colon OR is a value (a state, say); after a blank it is the operator.
    if (scanner.atEnd || scanner.next === ')' || (apart && scanner.operatorHere() !== undefined)) {
      const help = 'write the value right after the colon; "*" asks for any value'
      const message = `${quoted(`${reader.textAt(name)}:`)} has no value`
      reader.error('Q005', { start: name.start, end: afterColon }, message, help)
      return 'broken'
    }
    const inner = { field: field ?? context.field, inGroup: false, nesting: context.nesting }
    if (scanner.next === '(') {
      const found = this.parseGroup({ ...inner, inGroup: true }, name.start)
      return field === undefined ? 'broken' : found
    }
    const value = this.parseValue(inner, apart)
    if (typeof value === 'string' || field === undefined) return 'broken'
    return value
  }

  private fieldOf(name: Word, context: Context): Field | undefined {
    this.reader.checkWord(name)
    const range = { start: name.start, end: name.end }
    if (this.reader.textAt(name) === '*') return { kind: 'everywhere', ...range }
    const text = plainText(name)
    if (text === undefined) {
      const [at = name.start] = name.wildcards
      const help = 'name each field in a clause'
      this.reader.error('Q011', { start: at, end: at + 1 }, 'a field name takes no wildcard', help)
      return undefined
    }
    const field = this.reader.checkedField(text, range)
    if (field === undefined) return undefined
    this.tellAll(fieldTraps(field))
    if (context.inGroup) {
      const message = 'inside the group of another field this names a field of its own'
      this.reader.warn('Q123', range, message, 'write \\: for a colon inside a value, or quote the whole value')
    }
    return field
  }

  private parseValue(context: Context, apart: boolean): Found {
    const { reader, scanner } = this
    const { next } = scanner
    if (next === '"') return this.phraseClause(context, scanner.scanPhrase())
    if (next === '[' || next === '{' || next === '>' || next === '<') return this.boundsClause(context)
    const isNegative = next === '-' && /[0-9.]/.test(this.text.charAt(scanner.at + 1))
    const isColon = next === ':' && !apart
    if (!isNegative && !isColon && !scanner.canBeginWord()) return reader.unexpected()
    const word = scanner.scanWord('value')
    if (isNegative) {
      const help = `write \\${reader.textAt(word).slice(0, 60)}, or quote it`
      reader.warn('Q108', word, 'Datadog does not document a bare negative number as a value', help)
    }
    if (word.colon !== undefined) {
      const message = 'a second colon, read as part of the value'
      const help = 'write \\: for a colon inside a value, or quote the whole value'
      reader.warn('Q115', { start: word.colon, end: word.colon + 1 }, message, help)
    }
    return this.wordClause(context, word)
  }

  private boundsClause(context: Context): Found {
    const parse = this.scanner.next === '[' || this.scanner.next === '{' ? parseRange : parseComparison
    const value = parse(this.reader, context.field)
    return value === 'broken' ? value : this.clause(context, value)
  }

  private wordClause(context: Context, word: Word): Found {
    this.reader.checkWord(word)
    if (!this.reader.endsCleanly()) return 'broken'
    if (word.endsInBackslash) return 'broken'
    const { start, end, parts } = word
    const [first] = parts
    if (parts.length === 1 && first?.kind === 'run') return this.clause(context, { kind: 'any', start, end })
    const text = plainText(word)
    if (text === undefined) return this.clause(context, { kind: 'wildcard', pattern: parts, start, end })
    return this.clause(context, { kind: 'term', text, start, end })
  }

  private phraseClause(context: Context, phrase: Word): Found {
    const { reader } = this
    const { start, end } = phrase
    reader.checkWord(phrase)
    if (phrase.unclosed) {
      const help = 'add the missing quote, or escape it: \\"'
      reader.error('Q001', { start, end: start + 1 }, 'this quote is not closed', help)
      return 'broken'
    }
    if (this.scanner.next === ':') return reader.unexpected()
    const [star] = phrase.wildcards
    if (star !== undefined) {
      const help = 'take the quotes away and escape blanks ("\\ ") for a wildcard, or write \\* for a star'
      reader.warn('Q102', { start: star, end: star + 1 }, 'inside quotes a star is a plain character', help)
    }
    return this.clause(context, { kind: 'phrase', text: plainText(phrase) ?? '', start, end })
  }

  private clause({ field, inGroup }: Context, value: Value): Query {
    // A value of a group stands apart from its field; its own place is the useful one.
    const isApart = inGroup || field.kind === 'default'
    const range = { start: isApart ? value.start : field.start, end: value.end }
    if (value.kind === 'any' && (field.kind === 'default' || field.kind === 'everywhere')) {
      return { kind: 'everything', ...range }
    }
    const isPresence = field.kind === 'tag' && (field.key === '_exists_' || field.key === '_missing_')
    if (isPresence && (value.kind === 'term' || value.kind === 'phrase')) {
      const named = this.reader.checkedField(value.text, { start: value.start, end: value.end }) ?? field
      this.tellAll(fieldTraps(named))
      const asked: Value = { kind: 'exists', start: field.start, end: field.end }
      const exists: Query = { kind: 'clause', field: named, value: asked, ...range }
      return field.key === '_missing_' ? { kind: 'not', query: exists, ...range } : exists
    }
    const clause: Clause = { kind: 'clause', field, value, ...range }
    this.tellAll(clauseTraps(clause, this.text))
    return clause
  }

  /** Tells of a closing bracket that nothing opened, and moves behind it. */
  private closesNothing(): void {
    const start = this.scanner.at++
    const message = `"${this.text.charAt(start)}" closes nothing`
    this.reader.error('Q003', { start, end: start + 1 }, message, escapeHelp)
  }

  private missingOperand(place: TextRange, side: 'before' | 'after'): void {
    const message = `nothing stands ${side} "${this.reader.textAt(place)}"`
    this.reader.error('Q004', place, message, 'complete it, remove it, or quote it to search for the word')
  }

  private operandFollows(): boolean {
    const here = this.reader.operatorHere()
    if (here !== undefined && here.operator !== 'NOT') return false
    return !this.scanner.atEnd && this.scanner.next !== ')'
  }

  private tellAll(problems: readonly Problem[]): void {
    for (const problem of problems) this.reader.problems.tell(problem)
  }
}

function isCompound(query: Query): boolean {
  return query.kind === 'and' || query.kind === 'or' || query.kind === 'not'
}

function rangeOver(queries: readonly Query[]): TextRange {
  return { start: queries[0]?.start ?? 0, end: queries.at(-1)?.end ?? 0 }
}
