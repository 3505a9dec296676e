import type { Path } from '../diagnostic/diagnostic'
import type { CaseStatus } from '../rule/case-status'

/** A `*.test.yaml` file, read: what is under test and the tests that can be run. */
export interface TestFile {
  /** Ids of the rules under test; empty when the file leaves it to its name, or to the suppression. */
  readonly rules: readonly string[]
  readonly suppression?: string
  readonly description?: string
  readonly baseLogs: ReadonlyMap<string, BaseLog>
  readonly tests: readonly DeclaredTest[]
}

export interface DeclaredTest {
  readonly name: string
  readonly description?: string
  /** The time that `+10m` counted from. */
  readonly startMs: number
  /** The clock goes on to this time after the last log. */
  readonly untilMs?: number
  /** What is in force; undefined is the default of the file's kind. */
  readonly suppressions?: 'all' | readonly string[]
  readonly logs: readonly DeclaredLog[]
  readonly expect: Expectation
  /** Where the test stands in its file, as everything with a `path` below. */
  readonly path: Path
}

/** Where raw records come from, and how they are changed: `unset` first, then `set`. */
export interface RecordSource {
  readonly origin: LogOrigin
  readonly unset: readonly string[]
  readonly set: readonly (readonly [path: string, value: unknown])[]
  readonly path: Path
}

export type LogOrigin =
  | { readonly kind: 'record'; readonly record: unknown }
  /** A path relative to the test file; `record` counts from 1 and picks one. */
  | { readonly kind: 'file'; readonly file: string; readonly record?: number }
  | { readonly kind: 'base'; readonly base: string }

export type BaseLog = RecordSource

export interface DeclaredLog extends RecordSource {
  readonly atMs?: number
  readonly id?: string
  readonly repeat: number
  readonly everyMs: number
}

export interface Expectation {
  /** How many signals are shown, or what each signal is like. */
  readonly signals: number | readonly ExpectedSignal[]
  /** How many signals are raised and hidden; undefined follows from `signals`. */
  readonly suppressed?: number
  readonly excluded?: number
  /** What is expected is that the rule is not evaluated. */
  readonly isNotEvaluated?: true
  readonly path: Path
}

/** What is not mentioned is not compared. */
export interface ExpectedSignal {
  readonly rule?: string
  readonly severity?: CaseStatus
  readonly case?: string
  readonly title?: ExpectedText
  readonly message?: ExpectedText
  readonly group?: Readonly<Record<string, string>>
  readonly firstSeenMs?: number
  readonly lastSeenMs?: number
  /** How many, or their ids in order of time. */
  readonly events?: number | readonly string[]
  readonly count?: number
  readonly steps?: readonly ExpectedStep[]
  readonly tags?: readonly string[]
  readonly notifications?: readonly string[]
  readonly suppressedBy?: readonly string[]
  readonly path: Path
}

export interface ExpectedText {
  readonly equals?: string
  readonly contains: readonly string[]
  readonly excludes: readonly string[]
}

export interface ExpectedStep {
  readonly step: string
  readonly atMs?: number
  readonly events?: number | readonly string[]
}

/** The files that the logs of the tests lie in, as written: relative to the test file. */
export function filesOf(file: TestFile): readonly string[] {
  const sources = [...file.baseLogs.values(), ...file.tests.flatMap(({ logs }) => logs)]
  const files = sources.flatMap(({ origin }) => (origin.kind === 'file' ? [origin.file] : []))
  return [...new Set(files)]
}
