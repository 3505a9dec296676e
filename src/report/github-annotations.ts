import type { Diagnostic } from '../diagnostic/diagnostic'
import { toldDiagnostics } from '../diagnostic/told-of-file'
import { type Trouble, troubleText } from '../diagnostic/trouble'
import { terminal } from '../medium/terminal-text'
import { type WorkflowText, workflowCommand, workflowLog } from '../medium/workflow-text'
import { reportedDiagnostic } from './diagnostics-json'

const shownPerStep = 10
const commandOf = { error: 'error', warning: 'warning', info: 'notice' } as const

/** GitHub shows ten annotations of a kind for a step, so errors come first and what is left over is said in words. */
export function githubAnnotations(diagnostics: readonly Diagnostic[]): WorkflowText {
  const told = toldDiagnostics(diagnostics)
  const parts = (['error', 'warning', 'info'] as const).flatMap((severity) => {
    const all = told.filter((one) => one.severity === severity)
    const more = all.length - shownPerStep
    const rest = terminal`${more} more ${severity}s are in this step's log but not shown as annotations.\n`
    return [...all.map(annotation), ...(more > 0 ? [rest] : [])]
  })
  return workflowLog(...parts)
}

function annotation(diagnostic: Diagnostic): WorkflowText {
  const { code, severity, message, help, file, line, column, endLine, endColumn } = {
    file: undefined,
    line: undefined,
    column: undefined,
    endLine: undefined,
    endColumn: undefined,
    ...reportedDiagnostic(diagnostic),
  }
  const place = { file, line, col: column, endLine, endColumn: line === endLine ? endColumn : undefined }
  return workflowCommand(commandOf[severity], { ...place, title: code }, help ? `${message}\n${help}` : message)
}

/** Trouble that stands in no file. */
export function troubleAnnotations(troubles: readonly Trouble[]): WorkflowText {
  return workflowLog(
    ...troubles.map((trouble) => workflowCommand('error', { title: trouble.code }, troubleText(trouble))),
  )
}
