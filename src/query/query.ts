import type { TextRange } from '../diagnostic/span'
import type { ReservedField } from '../event/attribute-path'

/**
 * A search query as a tree. A field group (`@a:(x OR y)`) is already spread over its clauses, `_missing_:f` is the
 * negation of `_exists_:f`, and the empty query, `*` and `*:*` are all `everything`. Every node knows its place in the
 * text.
 */
export type Query = EverythingQuery | AndQuery | OrQuery | NotQuery | Clause | CidrClause

/** Matches every log. */
export interface EverythingQuery extends TextRange {
  readonly kind: 'everything'
}

/** Two or more queries that must all match. */
export interface AndQuery extends TextRange {
  readonly kind: 'and'
  readonly queries: readonly Query[]
}

/** Two or more queries of which one must match. */
export interface OrQuery extends TextRange {
  readonly kind: 'or'
  readonly queries: readonly Query[]
}

/** A query that must not match. */
export interface NotQuery extends TextRange {
  readonly kind: 'not'
  readonly query: Query
}

/** One field against one value. In a field group the field's place is that of the name before the group. */
export interface Clause extends TextRange {
  readonly kind: 'clause'
  readonly field: Field
  readonly value: Value
}

/** `CIDR(@field, block, …)`: an address of the field lies in one of the blocks. */
export interface CidrClause extends TextRange {
  readonly kind: 'cidr'
  readonly field: Field
  readonly blocks: readonly CidrBlock[]
}

/** One block of addresses. */
export interface CidrBlock extends TextRange {
  /** The block as written, escapes removed: `10.0.0.0/8`, `2001:db8::/32`, or one address. */
  readonly text: string
}

/** Where a clause looks; names are free of escapes. */
export type Field = TextRange &
  (
    | { /** No field written: the message. */ readonly kind: 'default' }
    | { /** `*:` – the message and every attribute. */ readonly kind: 'everywhere' }
    | {
        /** `@path`, without the `@`; a key that is written in quotes keeps them (`compileReach`). */
        readonly kind: 'attribute'
        readonly path: string
      }
    | { readonly kind: 'reserved'; readonly name: ReservedField }
    | { readonly kind: 'tag'; readonly key: string }
    | { /** `#name`, a calculated field, without the `#`. */ readonly kind: 'calculated'; readonly name: string }
  )

/** What a clause asks of its field. Texts are free of escapes and quotes. */
export type Value = TextRange &
  (
    | { readonly kind: 'term'; readonly text: string }
    | { /** In quotes; wildcards are plain characters. */ readonly kind: 'phrase'; readonly text: string }
    | { readonly kind: 'wildcard'; readonly pattern: readonly PatternPart[] }
    | { /** `*`: any value at all. */ readonly kind: 'any' }
    | { /** `_exists_:field`. */ readonly kind: 'exists' }
    | { readonly kind: 'comparison'; readonly operator: ComparisonOperator; readonly bound: Bound }
    | { readonly kind: 'range'; readonly lower: RangeEnd; readonly upper: RangeEnd }
  )

/** How a value is held against a bound. */
export type ComparisonOperator = '>' | '>=' | '<' | '<='

/** A stretch of a wildcard value: plain text, `*` (any run of characters, also none) or `?` (one character). */
export type PatternPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'run' }
  | { readonly kind: 'one' }

/** One side of a comparison or range, as text; whether it is read as a number depends on the stored value. */
export interface Bound extends TextRange {
  readonly text: string
  /** What a bound with a unit comes to in that of its field: `20ms` on `@duration` is 20,000,000 nanoseconds. */
  readonly measure?: number
}

/** An end of a range; without a bound (`*`) it is open. */
export interface RangeEnd {
  readonly included: boolean
  readonly bound: Bound | undefined
}
