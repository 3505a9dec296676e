import type { Comparison, Condition, PlainCondition } from '../condition/condition'
import type { ParsedCondition } from '../condition/parse-condition'
import { printCondition } from '../condition/print-condition'
import type { TextMutation } from './mutation'

/** Numbers moved over their edge, `&&` and `||` exchanged, the sides of THEN swapped. */
export function mutateCondition({ condition }: ParsedCondition): readonly TextMutation[] {
  if (!condition) return []
  return changesOf(condition).map(({ changed, ...rest }) => ({ ...rest, text: printCondition(changed) }))
}

type Change = Omit<TextMutation, 'text'> & { readonly changed: Condition }

function changesOf(condition: Condition): readonly Change[] {
  if (condition.kind !== 'then') return plainChangesOf(condition, (changed) => changed)
  const { left, right, start, end } = condition
  const swapped: Change = {
    description: 'the sides of THEN are swapped',
    caughtBy: 'logs in the wrong order that must stay silent',
    range: { start, end },
    changed: { ...condition, left: right, right: left },
  }
  return [
    swapped,
    ...plainChangesOf(left, (changed) => ({ ...condition, left: changed })),
    ...plainChangesOf(right, (changed) => ({ ...condition, right: changed })),
  ]
}

function plainChangesOf(condition: PlainCondition, put: (changed: PlainCondition) => Condition): readonly Change[] {
  if (condition.kind === 'comparison') return numberChangesOf(condition, put)
  const { kind, conditions, start, end } = condition
  const other = kind === 'and' ? 'or' : 'and'
  const exchanged: Change = {
    description: kind === 'and' ? '&& becomes ||' : '|| becomes &&',
    caughtBy: 'logs that make one side true and not the other',
    range: { start, end },
    changed: put({ ...condition, kind: other }),
  }
  const inner = conditions.flatMap((each, index) =>
    plainChangesOf(each, (changed) => put({ ...condition, conditions: conditions.with(index, changed) })),
  )
  return [exchanged, ...inner]
}

function numberChangesOf(comparison: Comparison, put: (changed: PlainCondition) => Condition): readonly Change[] {
  return (['left', 'right'] as const).flatMap((side) => {
    const operand = comparison[side]
    if (operand.kind !== 'number') return []
    const { value, start, end } = operand
    return [value + 1, value - 1]
      .filter((next) => next >= 0)
      .map((next) => ({
        description: `${printCondition(comparison)} becomes ${printCondition(withNumber(comparison, side, next))}`,
        caughtBy: `exactly as many matches as ${printCondition(comparison)} tells apart`,
        range: { start, end },
        changed: put(withNumber(comparison, side, next)),
      }))
  })
}

function withNumber(comparison: Comparison, side: 'left' | 'right', value: number): Comparison {
  const { start, end } = comparison[side]
  return { ...comparison, [side]: { kind: 'number', value, text: String(value), start, end } }
}
