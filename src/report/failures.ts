import type { Diagnostic } from '../diagnostic/diagnostic'
import type { Trouble } from '../diagnostic/trouble'
import { type JsonText, jsonDocument, jsonLines } from '../medium/json-text'
import { type ReportedDiagnostic, reportedDiagnostic } from './diagnostics-json'

/** What is told of a command without a result: a mistake in a file, or trouble from outside. */
export type ToldFailure = { readonly kind: 'diagnostic'; readonly diagnostic: Diagnostic } | Trouble

/** Why a command has no result: a mistake in a file, with its place, or what the world did. */
export type Failure = ({ readonly kind: 'diagnostic' } & ReportedDiagnostic) | Trouble

/** What is told of mistakes, and what of trouble: most media have a place for each. */
export function partsOf(told: readonly ToldFailure[]): {
  readonly diagnostics: readonly Diagnostic[]
  readonly troubles: readonly Trouble[]
} {
  return {
    diagnostics: told.flatMap((each) => (each.kind === 'diagnostic' ? [each.diagnostic] : [])),
    troubles: told.filter((each) => each.kind === 'error'),
  }
}

/** A document without a result. */
export function failuresJson(told: readonly ToldFailure[]): JsonText {
  return jsonDocument({ errors: told.map(failureOf) })
}

/** The same an object a line. Each says the version, for there is no summary behind it. */
export function failuresNdjson(told: readonly ToldFailure[]): JsonText {
  return jsonLines(told.map((each) => ({ version: 1, ...failureOf(each) })))
}

function failureOf(told: ToldFailure): Failure {
  return told.kind === 'error' ? told : { kind: 'diagnostic', ...reportedDiagnostic(told.diagnostic) }
}
