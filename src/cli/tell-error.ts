import { troubleWith } from '../diagnostic/trouble'
import type { WorldError } from '../diagnostic/world-error'
import { terminal } from '../medium/terminal-text'
import type { Told } from './context'

/** Tells on stderr what the world did, and what to do about it. `of` names the tenant where there are several. */
export function tellError(error: WorldError, { stderr, failed }: Told, of?: string): void {
  const { message, details, help } = error
  failed?.(troubleWith(error, of))
  const whose = of === undefined ? '' : `${of}: `
  const lines = details.map((detail) => terminal`  ${detail}\n`)
  stderr.write(
    terminal`error: ${whose}${message}${lines.length > 0 ? ':' : ''}\n${lines}${help ? terminal`  help: ${help}\n` : ''}`,
  )
}
