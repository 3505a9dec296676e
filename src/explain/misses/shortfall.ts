import { compileCondition } from '../../condition/compile-condition'
import type { Comparison, Operand, PlainCondition } from '../../condition/condition'
import { printCondition } from '../../condition/print-condition'
import type { Shortfall } from '../explanation'

/** How far a condition is from being true at some moment: the sum of what its comparisons lack, and which those are. */
export interface Gap {
  readonly size: number
  readonly short: readonly Shortfall[]
}

/**
 * Measures a condition that does not hold. Of an `&&` every failed part is lacking, of an `||` the nearest one. Names
 * in `whole` stand for counts, where the next whole number is what is needed.
 */
export function gapOf(
  condition: PlainCondition,
  numberOf: (name: string) => number,
  whole: (name: string) => boolean,
): Gap {
  if (compileCondition(condition)(numberOf)) return { size: 0, short: [] }
  if (condition.kind === 'comparison') return gapOfComparison(condition, numberOf, whole)
  const gaps = condition.conditions.map((each) => gapOf(each, numberOf, whole))
  if (condition.kind === 'or') return gaps.reduce((nearest, gap) => (gap.size < nearest.size ? gap : nearest))
  return {
    size: gaps.reduce((sum, { size }) => sum + size, 0),
    short: gaps.flatMap(({ short }) => short),
  }
}

function gapOfComparison(
  comparison: Comparison,
  numberOf: (name: string) => number,
  whole: (name: string) => boolean,
): Gap {
  const { left, operator, right } = comparison
  const read = (operand: Operand): number =>
    operand.kind === 'number' ? operand.value : numberOf(operand.name) * operand.factor
  // A maximum of nothing is no number; told as nothing reached.
  const [a, b] = [read(left) || 0, read(right) || 0]
  const isWhole = [left, right].every((operand) => operand.kind === 'number' || whole(operand.name))
  const strict = operator === '>' || operator === '<'
  const size = Math.abs(a - b) + (strict ? (isWhole ? 1 : Number.EPSILON) : 0)
  const asksForMore = (operator === '>' || operator === '>=') && left.kind === 'query' && right.kind === 'number'
  const needed = asksForMore && isWhole ? b + (strict ? 1 : 0) : undefined
  const told = { comparison: printCondition(comparison), reached: a, bound: b }
  return { size, short: [needed === undefined ? told : { ...told, needed }] }
}
