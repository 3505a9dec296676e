import type { Diagnostic } from '../diagnostic/diagnostic'
import type { WorldError } from '../diagnostic/world-error'
import { type JsonText, jsonDocument, jsonLines } from '../medium/json-text'
import { type ReportedDiagnostic, reportedDiagnostic } from './diagnostics-json'

/** What is told of a command without a result: a mistake in a file, or trouble from outside. */
export type ToldFailure = { readonly kind: 'diagnostic'; readonly diagnostic: Diagnostic } | Trouble

/** What the world did, or a bug of ours: it stands in no file of the user. */
export interface Trouble {
  readonly kind: 'error'
  readonly code: string
  readonly message: string
  readonly details?: readonly string[]
  readonly help?: string
  /** Whose it is, of several. */
  readonly of?: string
}

/** Why a command has no result: a mistake in a file, with its place, or what the world did. */
export type Failure = ({ readonly kind: 'diagnostic' } & ReportedDiagnostic) | Trouble

/** What the world did. `of` names the tenant where there are several. */
export function troubleWith({ code, message, details, help }: WorldError, of?: string): Trouble {
  const told = { ...(details.length > 0 && { details }), ...(help !== undefined && { help }) }
  return { kind: 'error', code, message, ...told, ...(of !== undefined && { of }) }
}

const mostDetails = 20

/** Trouble in words: what happened on the first line, to which things, and what to do next. */
export function troubleText({ of, message, details = [], help }: Trouble): string {
  const more = details.length - mostDetails
  return [
    of === undefined ? message : `${of}: ${message}`,
    ...details.slice(0, mostDetails).map((detail) => `  ${detail}`),
    ...(more > 0 ? [`  … and ${more} more`] : []),
    ...(help === undefined ? [] : [help]),
  ].join('\n')
}

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
