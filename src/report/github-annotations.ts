import type { Diagnostic } from '../diagnostic/diagnostic'
import { plainDiagnostic } from './diagnostics-json'

const shownPerStep = 10
const commandOf = { error: 'error', warning: 'warning', info: 'notice' } as const

/** GitHub shows ten annotations of a kind for a step, so errors come first and what is left over is said in words. */
export function githubAnnotations(diagnostics: readonly Diagnostic[]): string {
  return (['error', 'warning', 'info'] as const)
    .map((severity) => {
      const all = diagnostics.filter((one) => one.severity === severity)
      const more = all.length - shownPerStep
      const rest = more > 0 ? `${more} more ${severity}s are in this step's log but not shown as annotations.\n` : ''
      return all.map(annotation).join('') + rest
    })
    .join('')
}

function annotation(diagnostic: Diagnostic): string {
  const { code, severity, message, help, file, line, column, endLine, endColumn } = {
    file: undefined,
    line: undefined,
    column: undefined,
    endLine: undefined,
    endColumn: undefined,
    ...plainDiagnostic(diagnostic),
  }
  const place =
    file === undefined
      ? []
      : [
          `file=${escapeProperty(file)}`,
          `line=${line}`,
          `col=${column}`,
          `endLine=${endLine}`,
          ...(line === endLine ? [`endColumn=${endColumn}`] : []),
        ]
  const properties = [...place, `title=${escapeProperty(code)}`].join(',')
  return `::${commandOf[severity]} ${properties}::${escapeData(help ? `${message}\n${help}` : message)}\n`
}

function escapeData(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C')
}
