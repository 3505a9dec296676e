import { unreachable } from '../../diagnostic/unreachable'
import type { Json } from '../../json/json'
import { isScalar } from '../../json/json-object'
import { numberOf, readNumber } from '../number-literal'
import type { Bound, ComparisonOperator, Value } from '../query'
import { compileWildcard } from './wildcard'

/** A test on one stored value: text, number, boolean, or an object, which only presence accepts. */
export type ValueTest = (value: Json) => boolean

/**
 * The test that a value of a query makes on a stored value. Texts compare as they are, numbers by their size (`1` and
 * `1.0` are one number), booleans by their name. Greater and less: by size when the stored value is a number, else in
 * the order of text; a number is never greater or less than a bound that is no number, nor a text than one with a unit.
 */
export function compileValueTest(value: Value): ValueTest {
  switch (value.kind) {
    case 'any':
    case 'exists':
      return isPresent
    case 'term':
    case 'phrase':
      return equalTo(value.text)
    case 'wildcard': {
      const matches = compileWildcard(value.pattern)
      return (stored) => isScalar(stored) && matches(typeof stored === 'string' ? stored : String(stored))
    }
    case 'comparison':
      return compareWith(value.operator, value.bound)
    case 'range': {
      const { lower, upper } = value
      if (lower.bound === undefined && upper.bound === undefined) return isPresent
      const above = lower.bound && compareWith(lower.included ? '>=' : '>', lower.bound)
      const below = upper.bound && compareWith(upper.included ? '<=' : '<', upper.bound)
      return (stored) => isScalar(stored) && (above?.(stored) ?? true) && (below?.(stored) ?? true)
    }
    default:
      return unreachable(value)
  }
}

function isPresent(stored: Json): boolean {
  return stored !== null
}

function equalTo(text: string): ValueTest {
  const number = readNumber(text)
  return (stored) => {
    if (typeof stored === 'string') return stored === text
    if (typeof stored === 'number') return stored === number
    return typeof stored === 'boolean' && text === (stored ? 'true' : 'false')
  }
}

function compareWith(operator: ComparisonOperator, bound: Bound): ValueTest {
  const number = numberOf(bound)
  const isMeasure = bound.measure !== undefined
  return (stored) => {
    if (!isScalar(stored)) return false
    if (typeof stored === 'number') return number !== undefined && holds(operator, stored - number)
    if (isMeasure) return false
    return holds(operator, orderOf(typeof stored === 'string' ? stored : String(stored), bound.text))
  }
}

function orderOf(left: string, right: string): number {
  if (left === right) return 0
  return left < right ? -1 : 1
}

function holds(operator: ComparisonOperator, order: number): boolean {
  switch (operator) {
    case '>':
      return order > 0
    case '>=':
      return order >= 0
    case '<':
      return order < 0
    case '<=':
      return order <= 0
  }
}
