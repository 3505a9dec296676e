import { unreachable } from '../diagnostic/unreachable'
import type { Comparison, Condition, Operand } from './condition'

/** The number that a query or step stands for at the moment of asking. */
export type Values = (name: string) => number

/**
 * Turns a condition into a test on the queries' numbers. For `THEN` it tells whether both sides hold now; which came
 * first only the caller can know, who compiles the two sides apart.
 */
export function compileCondition(condition: Condition): (value: Values) => boolean {
  switch (condition.kind) {
    case 'comparison':
      return compileComparison(condition)
    case 'and': {
      const all = condition.conditions.map(compileCondition)
      return (value) => all.every((holds) => holds(value))
    }
    case 'or': {
      const any = condition.conditions.map(compileCondition)
      return (value) => any.some((holds) => holds(value))
    }
    case 'then': {
      const left = compileCondition(condition.left)
      const right = compileCondition(condition.right)
      return (value) => left(value) && right(value)
    }
    default:
      return unreachable(condition)
  }
}

function compileComparison({ left, operator, right }: Comparison): (value: Values) => boolean {
  const a = compileOperand(left)
  const b = compileOperand(right)
  switch (operator) {
    case '>':
      return (value) => a(value) > b(value)
    case '>=':
      return (value) => a(value) >= b(value)
    case '<':
      return (value) => a(value) < b(value)
    case '<=':
      return (value) => a(value) <= b(value)
    default:
      return unreachable(operator)
  }
}

function compileOperand(operand: Operand): (value: Values) => number {
  if (operand.kind === 'number') return () => operand.value
  const { name, factor } = operand
  return (value) => value(name) * factor
}
