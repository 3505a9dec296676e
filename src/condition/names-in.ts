import type { TextRange } from '../diagnostic/span'
import type { Condition } from './condition'

/** A place where a condition names a query or step. */
export interface NamedQuery extends TextRange {
  readonly name: string
}

/** All names in a condition, each time they stand, in the order of the text. */
export function namesIn(condition: Condition): readonly NamedQuery[] {
  switch (condition.kind) {
    case 'comparison':
      return [condition.left, condition.right].flatMap((operand) =>
        operand.kind === 'query' ? [{ name: operand.name, ...operand.nameRange }] : [],
      )
    case 'then':
      return [...namesIn(condition.left), ...namesIn(condition.right)]
    default:
      return condition.conditions.flatMap(namesIn)
  }
}
