import type { Json } from '../json/json'

/**
 * What the tenant does to one object of a rule on its way in: the fields it sets itself, the defaults it fills in, and
 * the values that mean the same as absence. Kept as data, so that comparing, encoding, decoding and removing agree.
 */
export interface FieldLevel {
  /** Set by the tenant alone; no content. */
  readonly server?: readonly string[]
  /** Filled in when absent or null. */
  readonly filled?: Readonly<Record<string, Json | ((kind: RuleKind) => Json | undefined)>>
  /** Values that mean the same as absence; null always does for these fields. */
  readonly absentAs?: Readonly<Record<string, readonly Json[]>>
  /** Lists without order. */
  readonly sets?: readonly string[]
  /** Other fields that the API is known to have. What is in no row is unknown: kept, sent and compared as it is. */
  readonly known?: readonly string[]
  /** Objects, or lists of objects, with a table of their own. */
  readonly inner?: Readonly<Record<string, FieldLevel>>
}

/** What a default can depend on. */
export interface RuleKind {
  readonly type: string
  readonly method: string
}
