import type { Code } from './codes'
import type { Span, TextRange } from './span'

/** How loud a diagnostic is; an error keeps a file from being used. */
export type Severity = 'error' | 'warning' | 'info'

/** Something the user wrote wrong, as a value: what is, where it stands, and what to do. */
export interface Diagnostic {
  readonly code: Code
  readonly severity: Severity
  readonly message: string
  readonly help?: string
  readonly span?: Span
}

/** A mistake inside a text (a query, a condition, a template) that does not know its file yet. */
export interface Problem extends TextRange {
  readonly code: Code
  readonly severity: Severity
  readonly message: string
  readonly help?: string
}

/** The way to a value inside a document: keys and list positions from the root. */
export type Path = readonly (string | number)[]

/** A mistake at a value of a document, found by code that sees only plain data. */
export interface Finding {
  readonly code: Code
  readonly severity: Severity
  readonly message: string
  readonly help?: string
  readonly path: Path
  /** Narrows the place to part of the string value at `path`, in offsets of the decoded value. */
  readonly range?: TextRange
  /** `key` points at the key itself instead of at its value. */
  readonly on?: 'key' | 'value'
}

/** Answers where a value, or part of a string value, stands in the user's file. */
export type Locate = (path: Path, options?: { readonly range?: TextRange; readonly on?: 'key' | 'value' }) => Span

/** Lifts a problem of a text to the document that holds that text at `path`. */
export function findingAt(path: Path, problem: Problem): Finding {
  const { start, end, ...rest } = problem
  return { ...rest, path, range: { start, end } }
}

/** Places a finding in the user's file. */
export function placeFinding(finding: Finding, locate: Locate): Diagnostic {
  const { path, range, on, ...rest } = finding
  return { ...rest, span: locate(path, { ...(range && { range }), ...(on && { on }) }) }
}
