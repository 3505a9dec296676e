import type { LogEvent } from '../../event/log-event'
import type { MethodName } from '../../rule/methods/detection-methods'
import type { MethodFacts } from '../../rule/methods/method-facts'
import type { Draft, RuleQuery } from '../../rule/rule'
import type { ReferenceRows } from '../compile-selector'
import type { CompiledMethod } from '../compiled-rule'
import type { RuleNotes } from '../rule-notes'
import type { MethodMiss, WatchedRun } from './method-miss'
import type { Target } from './target'

/** Everything the house knows of a detection method: what its rules are like, how they decide, and what explains them. */
export type Method<Name extends MethodName = MethodName> = MethodFacts & { readonly name: Name } & (
    | EvaluatedMethod
    | UnknownMethod
  )

/** A method that can be reproduced. */
export interface EvaluatedMethod {
  /** Works out all of a rule that does not depend on events. What is wrong with it, or not known, goes to the notes. */
  compile(rule: Draft, tables: ReferenceRows, notes: RuleNotes): CompiledMethod
  /** Its rules are evaluated on a schedule, too. */
  readonly schedules?: true
  /** The texts by which its rules look at logs, where those are not `queries`. */
  searches?(rule: Draft): readonly MethodSearch[]
  /** The attributes that a query needs in a log, besides those it groups by or counts; which of them the log lacks. */
  lacks?(query: RuleQuery): (event: LogEvent) => readonly string[]
  /** What its rules want to come true, in the order of cases or steps. */
  targets?(rule: Draft): readonly Target[]
  /** What came near to firing in a way that only this method knows. */
  near?(run: WatchedRun): readonly MethodMiss[]
}

/** A method that nobody outside Datadog can reproduce. */
interface UnknownMethod {
  /** Why: what is said of each of its rules. */
  readonly notEvaluated: string
}

/** A text that takes logs in (a root, by its place among the roots), or grades those that were taken in. */
export interface MethodSearch {
  readonly name: string
  readonly of: 'root' | 'grade'
  /** What holds the text. */
  readonly holder: { readonly query?: string }
  readonly groupFields: readonly string[]
}
