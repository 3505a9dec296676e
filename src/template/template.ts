import type { TextRange } from '../diagnostic/span'
import type { Json } from '../json/json'
import type { Expression } from './expression'

/** A title or message of a rule, parsed: literal text, values to fill in, and blocks that show one of two parts. */
export type Template = readonly TemplateNode[]

export type TemplateNode =
  | { readonly kind: 'text'; readonly text: string }
  /** `{{x}}` escapes HTML, `{{{x}}}` does not. */
  | { readonly kind: 'value'; readonly of: Operand; readonly escapes: boolean }
  | {
      readonly kind: 'block'
      readonly test: BlockTest
      readonly negated: boolean
      readonly whenTrue: Template
      readonly whenFalse: Template
    }

/** What a pair of braces asks for. */
export type Operand =
  | Reference
  | { readonly kind: 'eval'; readonly expression: Expression }
  | { readonly kind: 'localTime'; readonly of: Reference; readonly zone: string }
  | { readonly kind: 'urlencode'; readonly of: Reference }

/** A name in a template: an attribute (`@a.b`), or else a variable such as `severity`, or else a tag. */
export type Reference = TextRange &
  (
    | { readonly kind: 'attribute'; readonly path: string }
    | { readonly kind: 'name'; readonly name: string; readonly tagKey: string }
  )

export type BlockTest =
  | { readonly kind: 'match'; readonly of: Operand; readonly texts: readonly string[] }
  | { readonly kind: 'exactMatch'; readonly of: Operand; readonly texts: readonly string[] }
  | { readonly kind: 'exists'; readonly of: Reference }

/** Where a template's values come from: the signal that is being told. */
export interface TemplateView {
  /** The value under a path without its `@`; undefined if the signal and its logs have none. */
  attribute(path: string): Json | undefined
  /** The values of all tags `key:value`; for a tag that is a bare word, that word. */
  tag(key: string): readonly string[]
  /**
   * `severity`, `rule_name`, `case_name`, `events_matched`, `events_matched_per_query.NAME`, and `timestamp`,
   * `first_seen`, `last_seen` in epoch milliseconds: the template writes them as dates, and `…_epoch` as numbers.
   */
  variable(name: string): string | number | undefined
}
