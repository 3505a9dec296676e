import { isoTime } from '../../diagnostic/times'
import type { Change, PeoplesChange } from '../../sync/plan/plan'
import { weakeningsOf } from '../../sync/weakening'
import { weighedFields } from './people-text'

/** What a change means for people's work in the tenant, and whether it weakens detection, as data. */
export function plainPeople(change: Change) {
  const weakens = weakeningsOf(change.kind, weighedFields(change))
  return { ...(weakens.length > 0 && { weakens }), ...plainWork(change) }
}

/** What is left of people's work, and what is taken back. */
export function plainWork({ leaves, takesBack }: Pick<Change, 'leaves' | 'takesBack'>) {
  return { ...(leaves && { leaves: plainOne(leaves) }), ...(takesBack && { takesBack: plainOne(takesBack) }) }
}

function plainOne({ fields, by, atMs }: PeoplesChange) {
  return { fields, ...(by !== undefined && { by }), ...(atMs !== undefined && { at: isoTime(atMs) }) }
}
