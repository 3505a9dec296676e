import type { Diagnostic } from '../diagnostic/diagnostic'
import { positionAt } from '../diagnostic/span'
import { type JsonText, jsonLines, jsonText } from '../medium/json-text'

/** Diagnostics as data: one object each, lines and columns counted from 1. */
export function diagnosticsJson(diagnostics: readonly Diagnostic[]): JsonText {
  return jsonText({ diagnostics: diagnostics.map(plainDiagnostic), summary: countBySeverity(diagnostics) })
}

/** One JSON object a line, then the summary. */
export function diagnosticsNdjson(diagnostics: readonly Diagnostic[]): JsonText {
  const lines = diagnostics.map((diagnostic) => ({ kind: 'diagnostic', ...plainDiagnostic(diagnostic) }))
  const summary = { kind: 'summary', ...countBySeverity(diagnostics) }
  return jsonLines([...lines, summary])
}

export function countBySeverity(diagnostics: readonly Diagnostic[]) {
  const count = (severity: Diagnostic['severity']) => diagnostics.filter((one) => one.severity === severity).length
  return { errors: count('error'), warnings: count('warning'), infos: count('info') }
}

export function plainDiagnostic({ code, severity, message, help, span }: Diagnostic) {
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
