import { unheard } from './runner-commands'
import { SafeText } from './safe-text'
import type { TerminalText } from './terminal-text'
import { standIn, withoutUnseen } from './unseen'

class Workflow extends SafeText {
  readonly medium = 'workflow'
}

/** What a step of a GitHub workflow prints: our commands to the runner, and lines of a log that it does not obey. */
export type WorkflowText = Workflow

/** Commands that draw an annotation. */
export type AnnotationCommand = 'error' | 'warning' | 'notice'

/** A command on a line of its own. Properties without a value are left out. */
export function workflowCommand(
  command: AnnotationCommand,
  properties: Readonly<Record<string, string | number | undefined>>,
  data: string,
): WorkflowText {
  const given = Object.entries(properties).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${escapeProperty(String(value))}`],
  )
  return new Workflow(`::${command} ${given.join(',')}::${escapeData(data)}\n`)
}

/** Commands and lines of the log, one after the other. */
export function workflowLog(...parts: readonly (WorkflowText | TerminalText)[]): WorkflowText {
  return new Workflow(parts.join(''))
}

/** As the runner takes it apart (actions/toolkit, command.ts), without signs that nobody would see. */
function escapeData(text: string): string {
  return unheard(withoutUnseen(text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A'), () => standIn))
}

function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C')
}
