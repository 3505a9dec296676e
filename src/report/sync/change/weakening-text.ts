import type { Kind } from '../../../sync/plan/plan'
import { weakeningsOf } from '../../../sync/weakening'
import type { FieldChange } from '../../../wire/differences'

/** How changed fields weaken detection, as words at the end of a head; empty where they do not. */
export function weakeningWords(kind: Kind, fields: readonly FieldChange[]): string {
  const weakenings = weakeningsOf(kind, fields)
  return weakenings.length > 0 ? `, weakens detection: ${weakenings.join(', ')}` : ''
}
