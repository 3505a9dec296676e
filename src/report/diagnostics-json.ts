import type { Diagnostic } from '../diagnostic/diagnostic'
import { positionAt } from '../diagnostic/span'
import { toldDiagnostics } from '../diagnostic/told-of-file'
import type { Mended } from '../lint/mending/mend-rule'
import { type JsonText, jsonDocument, jsonLines } from '../medium/json-text'

/** Diagnostics as programs read them, and how many there are of each severity. */
export interface DiagnosticsReport {
  readonly diagnostics: readonly ReportedDiagnostic[]
  readonly summary: SeverityCounts
}

/** A diagnostic with its place in lines and columns, both counted from 1; one without a place has none of them. */
export interface ReportedDiagnostic extends Omit<Diagnostic, 'span'> {
  /** The path as the user knows it. */
  readonly file?: string
  readonly line?: number
  readonly column?: number
  readonly endLine?: number
  /** The column behind the last one. */
  readonly endColumn?: number
}

/** How many diagnostics there are of each severity. */
export interface SeverityCounts {
  readonly errors: number
  readonly warnings: number
  readonly infos: number
}

/** Diagnostics as data; the summary counts all, told or not. The shape is a contract (README). */
export function diagnosticsReport(diagnostics: readonly Diagnostic[]): DiagnosticsReport {
  return { diagnostics: toldDiagnostics(diagnostics).map(reportedDiagnostic), summary: countBySeverity(diagnostics) }
}

/** The same as one document, with the files that were mended, where that was asked for. */
export function diagnosticsJson(diagnostics: readonly Diagnostic[], fixed?: readonly FixedFile[]): JsonText {
  const files = fixed?.map(({ file, removed, replaced }) => ({ file, removed, replaced }))
  return jsonDocument({ ...(files && { fixed: files }), ...diagnosticsReport(diagnostics) })
}

/** A file in which something was mended. */
type FixedFile = Mended & { readonly file: string }

/** One JSON object a line, then the summary. */
export function diagnosticsNdjson(diagnostics: readonly Diagnostic[]): JsonText {
  const lines = toldDiagnostics(diagnostics).map((diagnostic) => ({
    kind: 'diagnostic',
    ...reportedDiagnostic(diagnostic),
  }))
  const summary = { kind: 'summary', ...countBySeverity(diagnostics) }
  return jsonLines([...lines, summary])
}

/** What a document says besides its result: the mistakes in files for which it is a part of one. Nothing where there is none. */
export function mistakesIn(diagnostics: readonly Diagnostic[]): { readonly mistakes?: readonly ReportedDiagnostic[] } {
  const mistakes = toldDiagnostics(diagnostics.filter(isMistake)).map(reportedDiagnostic)
  return mistakes.length > 0 ? { mistakes } : {}
}

/** The same as lines, which stand before the summary. */
export function mistakeLines(
  diagnostics: readonly Diagnostic[],
): readonly (ReportedDiagnostic & { kind: 'diagnostic' })[] {
  return (mistakesIn(diagnostics).mistakes ?? []).map((one) => ({ kind: 'diagnostic', ...one }))
}

function isMistake({ severity }: Diagnostic): boolean {
  return severity === 'error'
}

export function countBySeverity(diagnostics: readonly Diagnostic[]): SeverityCounts {
  const count = (severity: Diagnostic['severity']) => diagnostics.filter((one) => one.severity === severity).length
  return { errors: count('error'), warnings: count('warning'), infos: count('info') }
}

export function reportedDiagnostic({ code, severity, message, help, span }: Diagnostic): ReportedDiagnostic {
  if (!span) return { code, severity, message, ...(help && { help }) }
  const start = positionAt(span.source, span.start)
  const end = positionAt(span.source, span.end)
  return {
    code,
    severity,
    message,
    ...(help && { help }),
    file: span.source.path,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
  }
}
