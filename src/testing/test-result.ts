import type { Signal } from '../detect/signal'
import type { Finding, Path } from '../diagnostic/diagnostic'

/** What came of one declared test. */
export interface TestResult {
  readonly name: string
  /** Ids of the rules that were evaluated. */
  readonly rules: readonly string[]
  /** The suppression under test, if it is one that is tested. */
  readonly suppression?: string
  /** Where the test stands in its file. */
  readonly path: Path
  readonly outcome: TestOutcome
  /** Ids of the rules that raised a signal, hidden ones too. */
  readonly fired: readonly string[]
}

export type TestOutcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly differences: readonly Difference[]; readonly account: Account }
  | { readonly kind: 'notEvaluated'; readonly reason: string }
  /** The test could not be run: the findings point into its file. */
  | { readonly kind: 'broken'; readonly findings: readonly Finding[] }

/** One thing that came out otherwise than expected, in words. */
export interface Difference {
  /** The key of the expectation: `signals`, `severity`, `lastSeen`, … */
  readonly what: string
  readonly expected: string
  readonly got: string
  /** The expectation in the file. */
  readonly path: Path
}

/** What happened in a failed test: the signals that came, and what each query made of the logs. */
interface Account {
  readonly signals: readonly Signal[]
  readonly excluded: number
  readonly queries: readonly QueryAccount[]
}

export interface QueryAccount {
  readonly rule: string
  readonly query: string
  /** Ids of the logs that it matched, in order of time. */
  readonly matched: readonly string[]
  /** For a query that matched nothing: the log that came nearest, and what kept it out. */
  readonly nearest?: { readonly log: string; readonly because: readonly string[] }
}
