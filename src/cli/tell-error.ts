import type { WorldError } from '../diagnostic/world-error'
import { terminal } from '../medium/terminal-text'
import type { CliContext } from './context'

/** Tells on stderr what the world did, and what to do about it. `of` names the tenant where there are several. */
export function tellError({ message, help }: WorldError, { stderr }: Pick<CliContext, 'stderr'>, of?: string): void {
  const whose = of === undefined ? '' : `${of}: `
  stderr.write(terminal`error: ${whose}${message}\n${help ? terminal`  help: ${help}\n` : ''}`)
}
