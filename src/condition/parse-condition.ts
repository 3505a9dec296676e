// One piece of more than 300 lines: a recursive-descent parser reads best beside its grammar and its mistakes.
//
//   condition  := side ( THEN side )?            a side is a comparison or stands in parentheses
//   or         := and ( || and )*
//   and        := unit ( && unit )*
//   unit       := ( or ) | comparison
//   comparison := operand ( > | >= | < | <= ) operand
//   operand    := number | ( number * )? name | name * number
import type { Code } from '../diagnostic/codes'
import type { Problem } from '../diagnostic/diagnostic'
import { ProblemList } from '../diagnostic/problem-list'
import { quoted } from '../diagnostic/shown'
import type { TextRange } from '../diagnostic/span'
import type { Comparison, Condition, Operand, PlainCondition } from './condition'
import { scanCondition, type Token } from './scan-condition'

export interface ParsedCondition {
  /** Absent when a problem is an error. */
  readonly condition: Condition | undefined
  readonly problems: readonly Problem[]
}

/** How deep parentheses may nest. */
const maxNesting = 200

/**
 * Reads a case or step condition. With `decimals`, numbers may have a fraction, as the scores of anomaly detection do.
 * An empty condition is an error here; whether a case may do without one is the rule's business.
 */
export function parseCondition(text: string, options: { readonly decimals?: boolean } = {}): ParsedCondition {
  return new ConditionParser(text, options.decimals ?? false).parse()
}

type Found = Condition | undefined

class ConditionParser {
  private readonly tokens: readonly Token[]
  private readonly problems = new ProblemList()
  private readonly grouped = new WeakSet<Condition>()
  private at = 0
  private stopped = false

  constructor(
    private readonly text: string,
    private readonly decimals: boolean,
  ) {
    this.tokens = scanCondition(text)
  }

  parse(): ParsedCondition {
    if (this.peek().kind === 'end') {
      const help = 'compare a query with a number: a > 0'
      this.error('C001', { start: 0, end: this.text.length }, 'the condition is empty', help)
    }
    if (this.isProse()) {
      const range = { start: this.peek().start, end: this.tokens.at(-2)?.end ?? this.text.length }
      const help = 'compare a query with a number: a > 0'
      this.error('C004', range, `${quoted(this.textAt(range))} compares nothing`, help)
      return { condition: undefined, problems: this.problems.inOrder() }
    }
    let condition = this.peek().kind === 'end' ? undefined : this.parseSequence(0)
    while (this.peek().kind !== 'end' && !this.stopped) {
      this.rejectRest(0)
      condition = undefined
    }
    return { condition: this.problems.hasErrors ? undefined : condition, problems: this.problems.inOrder() }
  }

  /** Words and numbers beside each other, such as `more than 5`. */
  private isProse(): boolean {
    const words = this.tokens.slice(0, -1)
    const isWord = ({ kind, text }: Token): boolean =>
      kind === 'number' || (kind === 'name' && !/^(?:and|or|not|then)$/i.test(text))
    return words.length > 1 && words.every(isWord)
  }

  private parseSequence(nesting: number): Found {
    const left = this.parseOr(nesting)
    if (this.peek().kind !== 'then') return left
    const then = this.take()
    const right = this.parseOr(nesting)
    if (this.peek().kind === 'then') {
      this.error('C009', this.peek(), 'a second THEN', 'a condition has at most one; a longer chain is a sequence rule')
      while (this.peek().kind === 'then') {
        this.take()
        this.parseOr(nesting)
      }
      return undefined
    }
    if (left === undefined || right === undefined) return undefined
    if (!this.isSide(left, then) || !this.isSide(right, then)) return undefined
    return { kind: 'then', left, right, start: left.start, end: right.end }
  }

  /** A side of THEN is a comparison, or stands in parentheses, and holds no THEN itself. */
  private isSide(side: Condition, then: Token): side is PlainCondition {
    if (side.kind === 'then') {
      this.error('C009', side, 'a second THEN', 'a condition has at most one; a longer chain is a sequence rule')
      return false
    }
    if (side.kind === 'comparison' || this.grouped.has(side)) return true
    const sign = side.kind === 'and' ? '&&' : '||'
    const help = `put the part with ${sign} in parentheses`
    this.error('C009', then, `THEN and ${sign} are mixed without parentheses`, help)
    return false
  }

  private parseOr(nesting: number): Found {
    return this.parseJoined('or', () => this.parseAnd(nesting))
  }

  private parseAnd(nesting: number): Found {
    return this.parseJoined('and', () => this.parseUnit(nesting))
  }

  private parseJoined(kind: 'and' | 'or', parseOperand: () => Found): Found {
    const operands: Found[] = [parseOperand()]
    for (;;) {
      if (this.peek().kind === kind) this.take()
      else if (!this.takeForeign(kind)) break
      operands.push(parseOperand())
    }
    const [only] = operands
    if (operands.length === 1) return only
    const conditions: PlainCondition[] = []
    for (const operand of operands) {
      if (operand !== undefined && this.isJoinable(operand)) conditions.push(operand)
    }
    if (conditions.length < operands.length) return undefined
    const mixed = conditions.find((operand) => kind === 'or' && operand.kind === 'and' && !this.grouped.has(operand))
    if (mixed !== undefined) {
      const help = 'put the part with && in parentheses'
      this.tell('warning', 'C101', mixed, '&& binds tighter than || here, easily misread', help)
    }
    return { kind, conditions, start: conditions[0]?.start ?? 0, end: conditions.at(-1)?.end ?? 0 }
  }

  private isJoinable(operand: Condition): operand is PlainCondition {
    if (operand.kind !== 'then') return true
    this.error(
      'C009',
      operand,
      'THEN stands inside && or ||',
      'THEN joins two whole sides: (a > 1 && b > 1) THEN c > 0',
    )
    return false
  }

  /** `and`, `OR`, a single `&`: told, and read as what they are meant to be, so that the rest can be checked. */
  private takeForeign(kind: 'and' | 'or'): boolean {
    const { text } = this.peek()
    const meant = kind === 'and' ? ['AND', '&', ','] : ['OR', '|']
    if (!meant.includes(text.toUpperCase())) return false
    const sign = kind === 'and' ? '&&' : '||'
    const token = this.take()
    this.error('C003', token, `${quoted(text)} does not join conditions`, `write ${sign}`)
    return true
  }

  private parseUnit(nesting: number): Found {
    const follows = this.tokens[this.at + 1]?.kind
    const isName = follows === 'comparison' || follows === 'times'
    if (this.peek().text === '!' || (this.peek().text.toUpperCase() === 'NOT' && !isName)) {
      this.error(
        'C003',
        this.peek(),
        'conditions have no negation',
        'turn the comparison round: a <= 5 for "not a > 5"',
      )
      this.take()
    }
    if (this.peek().kind !== 'open') return this.parseComparison()
    const open = this.take()
    if (nesting >= maxNesting) {
      this.error('C012', open, `parentheses nest more than ${maxNesting} deep`, 'a && b && c needs none')
      this.stop()
      return undefined
    }
    const inner = this.parseSequence(nesting + 1)
    if (this.stopped) return undefined
    if (this.peek().kind !== 'close') {
      if (this.peek().kind === 'end') this.error('C005', open, 'this parenthesis is not closed', 'add the missing ")"')
      else this.rejectUntilClose(nesting + 1)
      return undefined
    }
    const { end } = this.take()
    if (inner === undefined || inner.kind === 'comparison') return inner
    const group = { ...inner, start: open.start, end }
    this.grouped.add(group)
    return group
  }

  private parseComparison(): Comparison | undefined {
    const left = this.parseOperand()
    const operator = this.parseOperator(left)
    if (operator === undefined || this.isOperatorDoubled()) return undefined
    const right = this.parseOperand()
    if (left === undefined || right === undefined) return undefined
    const range = { start: left.start, end: right.end }
    if (left.kind === 'number' && right.kind === 'number') {
      this.error('C010', range, 'this comparison names no query', 'compare a query with a number: a > 0')
      return undefined
    }
    if (left.kind === 'number') {
      const help = 'Datadog documents both orders, and its rule editor refuses this one; put the query first'
      this.tell('warning', 'C102', left, 'the number stands before the query', help)
    }
    return { kind: 'comparison', left, operator, right, ...range }
  }

  /** `>>` and `> =` are told as one operator that nobody knows. */
  private isOperatorDoubled(): boolean {
    const first = this.lastToken()
    const isMore = (): boolean => this.peek().kind === 'comparison' || this.peek().text === '='
    if (!isMore()) return false
    let last: TextRange = first
    while (isMore()) last = this.take()
    const range = { start: first.start, end: last.end }
    this.error('C003', range, `conditions do not know ${quoted(this.textAt(range))}`, 'they know > >= < <=')
    this.parseOperand()
    return true
  }

  private parseOperator(left: Operand | undefined): Comparison['operator'] | undefined {
    const token = this.peek()
    if (token.kind === 'comparison') return this.take().text as Comparison['operator']
    if (left === undefined) {
      // Told already; a comparison that follows is skipped with it.
      return undefined
    }
    const foreign = foreignOperators.get(token.text)
    if (foreign !== undefined) {
      this.error('C003', token, `conditions do not know ${quoted(token.text)}`, foreign)
      this.take()
      this.parseOperand()
    } else {
      const help = 'say how much is too much: a > 0'
      this.error('C004', left, `${quoted(this.textAt(left))} is compared with nothing`, help)
    }
    return undefined
  }

  private parseOperand(): Operand | undefined {
    const first = this.parseFactor()
    if (this.peek().kind !== 'times') {
      if (first !== undefined && foreignArithmetic.has(this.peek().text)) {
        const help = 'a condition multiplies a query by a whole number, nothing else'
        this.error('C003', this.peek(), `conditions do not know ${quoted(this.peek().text)}`, help)
        this.skipComparison()
        return undefined
      }
      return first
    }
    this.take()
    const second = this.parseFactor()
    if (first === undefined || second === undefined) return undefined
    const range = { start: first.start, end: second.end }
    const [number, query] = first.kind === 'number' ? [first, second] : [second, first]
    const help = 'it reads 2 * b: one whole number and one query'
    if (number.kind !== 'number' || query.kind !== 'query' || this.peek().kind === 'times') {
      this.error('C011', range, 'only a query times a whole number can be multiplied', help)
      while (this.peek().kind === 'times') {
        this.take()
        this.parseFactor()
      }
      return undefined
    }
    if (!Number.isInteger(number.value)) {
      this.error('C011', number, 'a query is multiplied by whole numbers only', help)
      return undefined
    }
    return { ...query, factor: number.value, ...range }
  }

  /** A number or a name. */
  private parseFactor(): Operand | undefined {
    const token = this.peek()
    if (token.kind === 'number') return this.readNumber(this.take())
    if (token.kind === 'name') return this.readName(this.take())
    if (token.kind === 'unknown' && (token.text === '-' || token.text === '+')) {
      let last = this.take()
      while (this.peek().text === '-' || this.peek().text === '+') last = this.take()
      const isNumber = this.peek().kind === 'number'
      const range = { start: token.start, end: isNumber ? this.peek().end : last.end }
      this.error('C007', range, `${quoted(token.text)} cannot stand before a number or a name`, 'numbers start at 0')
      this.parseFactor()
      return undefined
    }
    if (token.kind === 'unknown' && !foreignOperators.has(token.text) && !joins.has(token.text)) {
      this.error('C002', token, `conditions do not know ${quoted(token.text)}`, 'they know > >= < <= && || THEN * ( )')
      this.skipComparison()
      return undefined
    }
    const missing = token.kind === 'end' ? 'the condition ends' : `${quoted(token.text)} stands`
    const range = token.kind === 'end' ? this.lastToken() : token
    this.error('C006', range, `${missing} where a query or a number should`, 'compare a query with a number: a > 0')
    return undefined
  }

  /** Moves over what is left of a comparison that cannot be read, so that one mistake is told once. */
  private skipComparison(): void {
    while (!['and', 'or', 'then', 'close', 'end'].includes(this.peek().kind)) this.take()
  }

  private readNumber(token: Token): Operand | undefined {
    const { text, start, end } = token
    const value = Number(text)
    if (this.peek().kind === 'name' && this.peek().start === end) {
      const range = { start, end: this.take().end }
      this.error('C008', range, `${quoted(this.textAt(range))} is neither a number nor a name`, nameHelp)
      return undefined
    }
    if (text.includes('.') && !this.decimals) {
      this.error('C007', token, 'counts are whole numbers', 'decimals belong to the scores of anomaly detection')
      return undefined
    }
    if (value > Number.MAX_SAFE_INTEGER) {
      this.error('C007', token, 'this number is too large to be counted to', `at most ${Number.MAX_SAFE_INTEGER}`)
      return undefined
    }
    return { kind: 'number', value, text, start, end }
  }

  private readName(token: Token): Operand | undefined {
    const { text, start, end } = token
    if (!/^[a-z][a-z0-9_]*$/.test(text)) {
      if (text.toUpperCase() === 'THEN')
        this.error('C009', token, `${quoted(text)} is read as a name`, 'write THEN in capitals')
      else this.error('C008', token, `${quoted(text)} is not a query name`, nameHelp)
      return undefined
    }
    return { kind: 'query', name: text, nameRange: { start, end }, factor: 1, start, end }
  }

  /** Tells of the first token that nothing can take, and moves to where a condition may begin again. */
  private rejectRest(nesting: number): void {
    const token = this.take()
    if (token.kind === 'close') {
      this.error('C005', token, 'this parenthesis closes nothing', 'remove it, or open it before')
      if (this.peek().kind === 'and' || this.peek().kind === 'or') this.take()
      else return
    } else if (token.text === 'then' || token.text === 'Then') {
      this.error('C009', token, `${quoted(token.text)} is not the operator`, 'write THEN in capitals')
    } else if (token.kind === 'unknown') {
      const help = foreignOperators.get(token.text) ?? 'they know > >= < <= && || THEN * ( )'
      this.error('C003', token, `conditions do not know ${quoted(token.text)}`, help)
    } else if (token.kind === 'comparison') {
      this.error('C003', token, 'a second comparison in a row', 'join two comparisons: a > 1 && a < 5')
      this.parseFactor()
      if (this.peek().kind === 'and' || this.peek().kind === 'or') this.take()
      else return
    } else {
      this.error(
        'C006',
        token,
        `nothing joins ${quoted(token.text)} to what stands before`,
        'write &&, || or THEN between them',
      )
      this.at--
    }
    if (this.peek().kind !== 'end') this.parseSequence(nesting)
  }

  private rejectUntilClose(nesting: number): void {
    while (this.peek().kind !== 'close' && this.peek().kind !== 'end' && !this.stopped) this.rejectRest(nesting)
    if (this.peek().kind === 'close') this.take()
  }

  private stop(): void {
    this.stopped = true
    this.at = this.tokens.length - 1
  }

  private peek(): Token {
    return this.tokens[this.at] as Token
  }

  private take(): Token {
    const token = this.peek()
    if (token.kind !== 'end') this.at++
    return token
  }

  private lastToken(): TextRange {
    return this.tokens[Math.max(0, this.at - 1)] as Token
  }

  private textAt(range: TextRange): string {
    return this.text.slice(range.start, range.end)
  }

  private error(code: Code, range: TextRange, message: string, help: string): void {
    this.tell('error', code, range, message, help)
  }

  private tell(severity: Problem['severity'], code: Code, range: TextRange, message: string, help: string): void {
    this.problems.tell({ code, severity, message, help, start: range.start, end: range.end })
    // Where so much is wrong, what follows would be guesswork.
    if (this.problems.isOver) this.stop()
  }
}

const nameHelp =
  'names are lower-case letters, digits and _, a letter first; an unnamed query is a, b, c by its position'

const foreignOperators: ReadonlyMap<string, string> = new Map([
  ['==', 'a > 4 && a < 6 asks for exactly 5'],
  ['=', 'write >, >=, < or <='],
  ['!=', 'write >, >=, < or <='],
  ['<>', 'write >, >=, < or <='],
  ['=>', 'write >='],
  ['=<', 'write <='],
])
const foreignArithmetic = new Set(['+', '-', '/', '%', '**', '^'])
const joins = new Set(['&', '|', ','])
