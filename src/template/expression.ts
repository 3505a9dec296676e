/** The arithmetic inside `{{eval "…"}}`. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  /** A variable, tag or `@attribute`, as written. */
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'negative'; readonly of: Expression }
  | { readonly kind: 'power'; readonly base: Expression; readonly exponent: Expression }
  /** Operators of one strength from left to right; flat, so that a long sum is not a deep tree. */
  | { readonly kind: 'chain'; readonly first: Expression; readonly rest: readonly ChainLink[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }

export interface ChainLink {
  readonly operator: '+' | '-' | '*' | '/' | '%'
  readonly operand: Expression
}

/** What an expression comes to; undefined where a name has no value or the arithmetic has no answer. */
export type ExpressionValue = number | string | boolean | undefined
