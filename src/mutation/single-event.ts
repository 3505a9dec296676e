import type { Condition, PlainCondition } from '../condition/condition'
import type { ParsedCondition } from '../condition/parse-condition'

/**
 * Whether a condition is always decided by the one event at hand: `a > 0`, or several of these joined by `||`. Then it is
 * true at every match and its window has no say. Sums, maxima and cardinalities are not meant: only counts.
 */
export function isDecidedByOneEvent({ condition }: ParsedCondition): boolean {
  return condition !== undefined && isDecided(condition)
}

function isDecided(condition: Condition | PlainCondition): boolean {
  switch (condition.kind) {
    case 'or':
      return condition.conditions.every(isDecided)
    case 'comparison': {
      const { left, operator, right } = condition
      if (left.kind !== 'query' || right.kind !== 'number' || left.factor < 1) return false
      return (operator === '>' && right.value === 0) || (operator === '>=' && right.value === 1)
    }
    default:
      return false
  }
}
