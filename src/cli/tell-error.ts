import type { WorldError } from '../diagnostic/world-error'
import type { CliContext } from './context'

/** Tells on stderr what the world did, and what to do about it. `of` names the tenant where there are several. */
export function tellError({ message, help }: WorldError, { stderr }: Pick<CliContext, 'stderr'>, of?: string): void {
  stderr.write(`error: ${of === undefined ? '' : `${of}: `}${message}\n${help ? `  help: ${help}\n` : ''}`)
}
