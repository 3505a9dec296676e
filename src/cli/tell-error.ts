import type { WorldError } from '../diagnostic/world-error'
import { terminal } from '../medium/terminal-text'
import type { CliContext } from './context'

/** Tells on stderr what the world did, and what to do about it. `of` names the tenant where there are several. */
export function tellError(
  { message, details, help }: WorldError,
  { stderr }: Pick<CliContext, 'stderr'>,
  of?: string,
): void {
  const whose = of === undefined ? '' : `${of}: `
  const lines = details.map((detail) => terminal`  ${detail}\n`)
  stderr.write(
    terminal`error: ${whose}${message}${lines.length > 0 ? ':' : ''}\n${lines}${help ? terminal`  help: ${help}\n` : ''}`,
  )
}
