import type { TextRange } from '../diagnostic/span'

/** The condition of a case or of a sequence step: a plain condition, or one that must come true after another. */
export type Condition = PlainCondition | ThenCondition

/** What can be decided from the numbers of one moment. */
export type PlainCondition = Comparison | AndCondition | OrCondition

/** `left THEN right`: the left side came true before the right one. Each side is a condition of its own. */
interface ThenCondition extends TextRange {
  readonly kind: 'then'
  readonly left: PlainCondition
  readonly right: PlainCondition
}

/** Two or more conditions that must all hold. */
interface AndCondition extends TextRange {
  readonly kind: 'and'
  readonly conditions: readonly PlainCondition[]
}

/** Two or more conditions of which one must hold. */
interface OrCondition extends TextRange {
  readonly kind: 'or'
  readonly conditions: readonly PlainCondition[]
}

/** Two operands, in the order of the text; at least one of them names a query. */
export interface Comparison extends TextRange {
  readonly kind: 'comparison'
  readonly left: Operand
  readonly operator: '>' | '>=' | '<' | '<='
  readonly right: Operand
}

export type Operand = NumberOperand | QueryOperand

interface NumberOperand extends TextRange {
  readonly kind: 'number'
  readonly value: number
  /** The digits as written. */
  readonly text: string
}

/** The number of a query (or step), times a whole number. */
interface QueryOperand extends TextRange {
  readonly kind: 'query'
  readonly name: string
  /** Where the name stands, without its factor. */
  readonly nameRange: TextRange
  /** 1 when none is written. */
  readonly factor: number
}
