import { unreachable } from '../diagnostic/unreachable'
import type { ChainLink, Expression, ExpressionValue } from './expression'
import { expressionFunctions, numberOf } from './expression-functions'

/** Works out an expression; `lookUp` answers what a name stands for. No answer (missing name, division by zero): undefined. */
export function evaluateExpression(expression: Expression, lookUp: (name: string) => ExpressionValue): ExpressionValue {
  const evaluate = (part: Expression): ExpressionValue => evaluateExpression(part, lookUp)
  switch (expression.kind) {
    case 'number':
    case 'text':
      return expression.value
    case 'name':
      return lookUp(expression.name)
    case 'negative': {
      const value = numberOf(evaluate(expression.of))
      return value === undefined ? undefined : -value
    }
    case 'power':
      return combine(evaluate(expression.base), evaluate(expression.exponent), (base, exponent) => base ** exponent)
    case 'chain':
      return expression.rest.reduce(
        (value, { operator, operand }) => combine(value, evaluate(operand), operations[operator]),
        evaluate(expression.first),
      )
    case 'call':
      return finite(expressionFunctions.get(expression.name)?.run(expression.args.map(evaluate)))
    default:
      return unreachable(expression)
  }
}

const operations: Readonly<Record<ChainLink['operator'], (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
}

function combine(a: ExpressionValue, b: ExpressionValue, run: (a: number, b: number) => number): ExpressionValue {
  const left = numberOf(a)
  const right = numberOf(b)
  return left === undefined || right === undefined ? undefined : finite(run(left, right))
}

function finite(value: ExpressionValue): ExpressionValue {
  return typeof value === 'number' && !Number.isFinite(value) ? undefined : value
}
