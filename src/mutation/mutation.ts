import type { Path } from '../diagnostic/diagnostic'
import type { TextRange } from '../diagnostic/span'
import type { Draft } from '../rule/rule'
import type { Suppression } from '../suppression/suppression'

/** One change made on purpose, to see whether a test notices. */
export interface Mutation {
  /** What was changed, in words: `the clause -@error.kind:* is dropped`. */
  readonly description: string
  /** What a test would need to notice it. */
  readonly caughtBy: string
  /** The place in the file of the rule or suppression, and the part of the text there. */
  readonly path: Path
  readonly range?: TextRange
  readonly changed: Mutated
  /** Why no log can tell the changed from the unchanged one, where that is proven. */
  readonly equivalentBecause?: string
}

export type Mutated =
  | { readonly kind: 'rule'; readonly rule: Draft }
  | { readonly kind: 'suppression'; readonly suppression: Suppression }

/** A change of a text inside a rule or suppression; the caller knows where the text stands. */
export interface TextMutation {
  readonly description: string
  readonly caughtBy: string
  readonly range: TextRange
  readonly text: string
  readonly equivalentBecause?: string
}
