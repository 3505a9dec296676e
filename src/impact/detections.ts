import type { CompileOptions } from '../detect/compile-rules'
import type { NotEvaluated } from '../detect/signals/signal'
import type { Draft } from '../rule/rule'

/** Before a change, or after it. */
export type Side = 'before' | 'after'

/** All that decides what a workspace raises over logs, as it stood at one time. */
export interface Detections {
  /** Disabled ones among them: they raise nothing. */
  readonly rules: readonly Draft[]
  /** Rules that could not be read. */
  readonly unread: readonly NotEvaluated[]
  readonly options: Pick<CompileOptions, 'suppressions' | 'tables' | 'harmlessKeys'>
  /**
   * Names how raw logs are read before a rule sees them: by pipelines, by what is said of files, by what is looked up. Equal
   * where all is alike that may concern the rule.
   */
  readonly wayOf: (rule: Draft) => string
}
