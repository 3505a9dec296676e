import type { Problem } from '../diagnostic/diagnostic'
import type { ChainLink, Expression } from './expression'
import { expressionFunctions } from './expression-functions'

/** Brackets, signs and powers deeper than this are refused, so that no expression can exhaust the stack. */
const deepest = 100

/**
 * Reads the text between the quotes of `{{eval "…"}}`. `+ -` bind loosest, then `* / %`, then the sign, then `^`,
 * which groups to the right. The expression is given only if there is no problem; ranges count from `offset`.
 */
export function parseExpression(
  text: string,
  offset = 0,
): { readonly expression: Expression | undefined; readonly problems: readonly Problem[] } {
  try {
    return { expression: new ExpressionReader(text).whole(), problems: [] }
  } catch (error) {
    if (!(error instanceof NotAnExpression)) throw error
    const { message, start, end } = error
    const problem = { code: 'M006', severity: 'error', message, start: start + offset, end: end + offset } as const
    return { expression: undefined, problems: [{ ...problem, help: 'eval knows + - * / % ^, brackets and functions' }] }
  }
}

class NotAnExpression extends Error {
  constructor(
    message: string,
    readonly start: number,
    readonly end: number,
  ) {
    super(message)
  }
}

interface Token {
  readonly kind: 'number' | 'text' | 'name' | 'sign' | 'end'
  readonly text: string
  readonly start: number
  readonly end: number
}

class ExpressionReader {
  private position = 0
  private depth = 0
  private token: Token

  constructor(private readonly text: string) {
    this.token = this.read()
  }

  whole(): Expression {
    const expression = this.sum()
    if (this.token.kind !== 'end') throw this.unexpected('an operator')
    return expression
  }

  private sum(): Expression {
    return this.chain(['+', '-'], () => this.chain(['*', '/', '%'], () => this.signed()))
  }

  private chain(operators: readonly string[], operand: () => Expression): Expression {
    const first = operand()
    const rest: ChainLink[] = []
    while (this.token.kind === 'sign' && operators.includes(this.token.text)) {
      const operator = this.take().text as ChainLink['operator']
      rest.push({ operator, operand: operand() })
    }
    return rest.length === 0 ? first : { kind: 'chain', first, rest }
  }

  private signed(): Expression {
    if (this.isSign('-')) {
      this.take()
      return this.deeper(() => ({ kind: 'negative', of: this.signed() }))
    }
    if (this.isSign('+')) {
      this.take()
      return this.deeper(() => this.signed())
    }
    const base = this.single()
    if (!this.isSign('^')) return base
    this.take()
    return this.deeper(() => ({ kind: 'power', base, exponent: this.signed() }))
  }

  private single(): Expression {
    const token = this.token
    switch (token.kind) {
      case 'number':
        this.take()
        return { kind: 'number', value: Number(token.text) }
      case 'text':
        this.take()
        return { kind: 'text', value: token.text }
      case 'name':
        this.take()
        return this.isSign('(') ? this.call(token) : { kind: 'name', name: token.text }
      default:
        if (!this.isSign('(')) throw this.unexpected('a number, a name or a bracket')
        return this.bracketed()
    }
  }

  private bracketed(): Expression {
    this.take()
    const inner = this.deeper(() => this.sum())
    this.expectSign(')')
    return inner
  }

  private call(name: Token): Expression {
    const known = expressionFunctions.get(name.text)
    if (!known) throw new NotAnExpression(`eval has no function "${name.text}"`, name.start, name.end)
    this.take()
    const args: Expression[] = []
    if (!this.isSign(')')) {
      args.push(this.deeper(() => this.sum()))
      while (this.isSign(',')) {
        this.take()
        args.push(this.deeper(() => this.sum()))
      }
    }
    const end = this.expectSign(')').end
    if (args.length < known.least || args.length > known.most) {
      const wanted = known.least === known.most ? `${known.least}` : `${known.least} to ${known.most}`
      throw new NotAnExpression(`${name.text} takes ${wanted} values, not ${args.length}`, name.start, end)
    }
    return { kind: 'call', name: name.text, args }
  }

  private deeper<Result>(read: () => Result): Result {
    this.depth += 1
    if (this.depth > deepest) throw new NotAnExpression('this is nested too deep', this.token.start, this.token.end)
    const result = read()
    this.depth -= 1
    return result
  }

  private isSign(sign: string): boolean {
    return this.token.kind === 'sign' && this.token.text === sign
  }

  private expectSign(sign: string): Token {
    if (!this.isSign(sign)) throw this.unexpected(`"${sign}"`)
    return this.take()
  }

  private unexpected(wanted: string): NotAnExpression {
    const { kind, text, start, end } = this.token
    const found = kind === 'end' ? 'the expression ends' : `there is "${text}"`
    return new NotAnExpression(`${found} where ${wanted} is wanted`, start, kind === 'end' ? start : end)
  }

  private take(): Token {
    const taken = this.token
    this.token = this.read()
    return taken
  }

  private read(): Token {
    const { text } = this
    while (this.position < text.length && /\s/.test(text.charAt(this.position))) this.position += 1
    const start = this.position
    const first = text.charAt(start)
    if (first === '') return { kind: 'end', text: '', start, end: start }
    if (first === '"' || first === "'") return this.quoted(first, start)
    if (/[0-9.]/.test(first)) return this.run('number', /[0-9.]/, start)
    if (/[\p{L}_@$[]/u.test(first)) return this.run('name', /[\p{L}\p{N}_@.$[\]]/u, start)
    this.position += 1
    if ('+-*/%^(),'.includes(first)) return { kind: 'sign', text: first, start, end: start + 1 }
    throw new NotAnExpression(`eval does not know "${first}"`, start, start + 1)
  }

  private run(kind: 'number' | 'name', member: RegExp, start: number): Token {
    let end = start
    while (end < this.text.length && member.test(this.text.charAt(end))) end += 1
    this.position = end
    const text = this.text.slice(start, end)
    if (kind === 'number' && !/^(?:\d+\.?\d*|\.\d+)$/.test(text)) {
      throw new NotAnExpression(`"${text}" is not a number`, start, end)
    }
    return { kind, text, start, end }
  }

  private quoted(quote: string, start: number): Token {
    const close = this.text.indexOf(quote, start + 1)
    if (close === -1) throw new NotAnExpression('the text is not closed', start, this.text.length)
    this.position = close + 1
    return { kind: 'text', text: this.text.slice(start + 1, close), start, end: close + 1 }
  }
}
