import type { Kind } from '../../../sync/plan/plan'
import { narrowingsOf, weakeningsOf } from '../../../sync/weakening'
import type { FieldChange } from '../../../wire/differences'

/** How changed fields weaken detection, or have a suppression hide less, as words at the end of a head; empty where they do not. */
export function weakeningWords(kind: Kind, fields: readonly FieldChange[]): string {
  const weakenings = weakeningsOf(kind, fields)
  const narrowings = narrowingsOf(kind, fields)
  const weakens = weakenings.length > 0 ? `, weakens detection: ${weakenings.join(', ')}` : ''
  return narrowings.length > 0 ? `${weakens}, hides less: ${narrowings.join(', ')}` : weakens
}
