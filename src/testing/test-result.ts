import type { Signal } from '../detect/signals/signal'
import type { Finding, Path } from '../diagnostic/diagnostic'
import type { Explanation } from '../explain/explanation'

/** What came of one declared test. */
export interface TestResult {
  readonly name: string
  /** Ids of the rules that were evaluated. */
  readonly rules: readonly string[]
  /** The suppression under test, if it is one that is tested. */
  readonly suppression?: string
  /** The workspace's pipelines that its raw logs passed, where they passed any. */
  readonly pipelines?: readonly string[]
  /** Where the test stands in its file. */
  readonly path: Path
  readonly outcome: TestOutcome
  /** Ids of the rules that raised a signal, hidden ones too. */
  readonly fired: readonly string[]
  /** That the rule is not evaluated is what the test states, so that it says nothing of what the rule does. */
  readonly statesNoVerdict?: true
}

export type TestOutcome =
  | { readonly kind: 'passed' }
  | ({ readonly kind: 'failed'; readonly differences: readonly Difference[] } & Account)
  | { readonly kind: 'notEvaluated'; readonly reason: string }
  /** The test could not be run: the findings point into its file. */
  | { readonly kind: 'broken'; readonly findings: readonly Finding[] }

/** How a declared test ended. */
export type OutcomeKind = TestOutcome['kind']

/** One thing that came out otherwise than expected, in words. */
export interface Difference {
  /** The key of the expectation: `signals`, `severity`, `lastSeen`, … */
  readonly what: string
  readonly expected: string
  readonly got: string
  /** The expectation in the file. */
  readonly path: Path
}

/** What happened in a failed test. */
interface Account {
  readonly signals: readonly Signal[]
  /** How many logs exclusions took away. */
  readonly excluded: number
  /** One for each rule under test; none where they were not asked for. */
  readonly explanations: readonly Explanation[]
}
