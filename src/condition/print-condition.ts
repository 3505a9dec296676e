import { unreachable } from '../diagnostic/unreachable'
import type { Condition, Operand } from './condition'

/** The text of a condition, with parentheses where its shape or the reader needs them. Reading it gives the same tree. */
export function printCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'comparison':
      return `${printOperand(condition.left)} ${condition.operator} ${printOperand(condition.right)}`
    case 'and':
    case 'or':
      return condition.conditions.map(printPart).join(condition.kind === 'and' ? ' && ' : ' || ')
    case 'then':
      return `${printPart(condition.left)} THEN ${printPart(condition.right)}`
    default:
      return unreachable(condition)
  }
}

function printPart(condition: Condition): string {
  return condition.kind === 'comparison' ? printCondition(condition) : `(${printCondition(condition)})`
}

function printOperand(operand: Operand): string {
  if (operand.kind === 'number') return operand.text
  return operand.factor === 1 ? operand.name : `${operand.factor} * ${operand.name}`
}
