import type { SafeText } from '../../medium/safe-text'
import type { CliContext } from '../context'

/** A context in which the result of a command is kept instead of shown; what it tells beside goes where it always does. */
export function captured(context: CliContext): { readonly context: CliContext; readonly results: readonly SafeText[] } {
  const results: SafeText[] = []
  const stdout = { write: (text: SafeText) => void results.push(text), isTerminal: false }
  return { context: Object.create(context, { stdout: { value: stdout } }) as CliContext, results }
}
