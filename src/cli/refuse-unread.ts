import { WorldError } from '../diagnostic/world-error'
import { kindOf } from '../workspace/list-files'
import type { Workspace } from '../workspace/workspace'

/**
 * Throws where a file cannot be read that what is to be written depends on, so that nothing is written half or twice.
 * `pipelines` asks about their files alone.
 */
export function refuseUnread({ diagnostics }: Pick<Workspace, 'diagnostics'>, what: string, only?: 'pipelines'): void {
  const unread = diagnostics.filter(
    ({ code, span }) =>
      code === 'W110' && span?.source.text === '' && (only === undefined || kindOf(span.source.path) === 'pipeline'),
  )
  if (unread.length === 0) return
  const details = unread.map(({ message }) => message)
  throw new WorldError('read-failed', what, 'Nothing was changed. Make them readable first.', { details })
}
