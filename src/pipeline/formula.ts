import type { Json } from '../json/json'
import { type AttributePath, attributePath } from './attribute-path'

/** A formula as a function of what its attributes are worth; NaN where one of them is. */
export type Formula = (worthOf: (path: AttributePath) => number) => number

interface FormulaProblem {
  readonly message: string
  readonly start: number
  readonly end: number
}

/** Parentheses nest no deeper. */
const deepest = 100

/**
 * Reads a formula of the arithmetic processor. Names may hold dashes, so that a minus between attributes stands between
 * blanks (docs, Processors > Arithmetic processor).
 *
 *     sum     := product ( ( + | - ) product )*
 *     product := factor ( ( * | / ) factor )*
 *     factor  := - factor | number | attribute | ( sum )
 */
export function parseFormula(text: string): { readonly formula?: Formula; readonly problem?: FormulaProblem } {
  const reader = new FormulaReader(text)
  try {
    return { formula: reader.whole() }
  } catch (error) {
    if (error instanceof FormulaError) return { problem: error.problem }
    throw error
  }
}

/** The attributes that a formula names. */
export function attributesIn(formula: Formula): readonly AttributePath[] {
  const paths: AttributePath[] = []
  formula((path) => {
    paths.push(path)
    return 1
  })
  return paths
}

/** What a value is worth in a formula: a number, or a text that is one. */
export function numberFor(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || value.trim() === '' || value.length > 64) return undefined
  const number = Number(value)
  return Number.isFinite(number) ? number : undefined
}

class FormulaError extends Error {
  constructor(readonly problem: FormulaProblem) {
    super(problem.message)
  }
}

interface Token {
  readonly text: string
  readonly start: number
  readonly isSign: boolean
}

class FormulaReader {
  private readonly tokens: readonly Token[]
  private next = 0
  private depth = 0

  constructor(private readonly text: string) {
    this.tokens = tokensOf(text)
  }

  whole(): Formula {
    const formula = this.sum()
    const rest = this.tokens[this.next]
    if (rest !== undefined) throw this.unexpected(rest)
    return formula
  }

  private sum(): Formula {
    let left = this.product()
    for (let sign = this.sign('+', '-'); sign !== undefined; sign = this.sign('+', '-')) {
      const [before, right] = [left, this.product()]
      left = sign === '+' ? (at) => before(at) + right(at) : (at) => before(at) - right(at)
    }
    return left
  }

  private product(): Formula {
    let left = this.factor()
    for (let sign = this.sign('*', '/'); sign !== undefined; sign = this.sign('*', '/')) {
      const [before, right] = [left, this.factor()]
      left = sign === '*' ? (at) => before(at) * right(at) : (at) => before(at) / right(at)
    }
    return left
  }

  private factor(): Formula {
    this.depth += 1
    const token = this.tokens[this.next]
    if (token === undefined) throw this.problem('the formula ends where a number or an attribute should stand')
    if (this.depth > deepest) throw this.problem('parentheses nest too deep', token)
    const formula = this.factorAt(token)
    this.depth -= 1
    return formula
  }

  private factorAt(token: Token): Formula {
    this.next += 1
    if (!token.isSign) {
      if (/^\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(token.text)) {
        const number = Number(token.text)
        return () => number
      }
      const path = attributePath(token.text)
      return (at) => at(path)
    }
    if (token.text === '-') {
      const inner = this.factor()
      return (at) => -inner(at)
    }
    if (token.text !== '(') throw this.unexpected(token)
    const inner = this.sum()
    if (this.sign(')') === undefined) throw this.problem('a parenthesis is not closed', token)
    return inner
  }

  private sign(...signs: readonly string[]): string | undefined {
    const token = this.tokens[this.next]
    if (token === undefined || !token.isSign || !signs.includes(token.text)) return undefined
    this.next += 1
    return token.text
  }

  private unexpected(token: Token): FormulaError {
    return this.problem(`"${token.text}" cannot stand here`, token)
  }

  private problem(message: string, token?: Token): FormulaError {
    const start = token?.start ?? this.text.length
    return new FormulaError({ message, start, end: token ? start + token.text.length : start })
  }
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  for (const match of text.matchAll(/[()+*/]|-(?=[\s(]|$)|[^\s()+*/]+/g)) {
    const [word] = match
    const negated = /^-\d/.test(word) || (word.startsWith('-') && word.length > 1)
    if (negated) {
      tokens.push({ text: '-', start: match.index, isSign: true })
      tokens.push({ text: word.slice(1), start: match.index + 1, isSign: false })
    } else tokens.push({ text: word, start: match.index, isSign: /^[()+*/-]$/.test(word) })
  }
  return tokens
}
