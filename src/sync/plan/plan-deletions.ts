import type { Held, Holdings } from '../managed'
import type { Change, Kind, PlanProblem, Unmanaged } from './plan'
import { lastTouchOf } from './plan-one'

/** The code of the guard on deletions, which stops everything instead of withholding one thing. */
export const guardCode = 'P003'

/** Of what is ours this share may be deleted in one go, rounded up, while at least one thing is kept. */
const defaultShare = 0.2

/** What is left in the tenant although its file is gone, what a replace left behind, and what was made by hand. */
export function leftovers(
  kind: Kind,
  holdings: Holdings,
  wanted: ReadonlyMap<string, { readonly name: string }>,
  hashOf: (held: Held) => string,
): {
  readonly orphans: readonly Change[]
  readonly replaced: readonly Change[]
  readonly byHand: readonly Unmanaged[]
} {
  const fileOfName = new Map([...wanted].map(([id, { name }]) => [name, id]))
  // A replace that was interrupted before the new rule was there left the only one that there is.
  const alone = [...holdings.replaced].filter(([id]) => !holdings.ours.has(id))
  const orphans = [...holdings.ours, ...alone].filter(([id]) => !wanted.has(id))
  const replaced = [...holdings.replaced].filter(([id]) => holdings.ours.has(id))
  const several = new Set(orphans.flatMap(([, all]) => all.filter(({ tags }) => tags.ids.length > 1)))
  return {
    orphans: orphans.flatMap(([id, all]) =>
      all.filter((one) => !several.has(one)).map((one) => deletion(kind, id, one, hashOf(one), 'its file is gone')),
    ),
    replaced: replaced.flatMap(([id, all]) =>
      all.map((one) => deletion(kind, id, one, hashOf(one), 'another has taken its place')),
    ),
    byHand: holdings.byHand.map(({ remoteId, name }) => {
      const id = fileOfName.get(name)
      return { kind, remoteId, name, why: 'by-hand', ...(id !== undefined && { id }) }
    }),
  }
}

/** Says so when more would be deleted than is wise: most likely the workspace is not the one that was meant. */
export function guardDeletions(
  deletions: readonly Change[],
  managed: number,
  maxDeletes: number | undefined,
): readonly PlanProblem[] {
  const allowed = maxDeletes ?? Math.min(Math.ceil(managed * defaultShare), managed - 1)
  const [first] = deletions
  if (!first || deletions.length <= allowed) return []
  const isReset = deletions.some(({ action }) => action !== 'delete')
  const what = isReset ? 'rules, suppressions and overridden default rules' : 'rules and suppressions'
  return [
    {
      kind: first.kind,
      id: first.id,
      code: guardCode,
      severity: 'error',
      path: [],
      message: `${deletions.length} of ${managed} managed ${what} would be deleted${isReset ? ' or reset' : ''}; the guard allows ${Math.max(0, allowed)}`,
      help: `check that this is the right workspace and tenant; if it is, run with --max-deletes ${deletions.length}`,
    },
  ]
}

function deletion(kind: Kind, id: string, one: Held, hash: string, reason: string): Change {
  const lastTouched = lastTouchOf(one.body)
  return {
    action: 'delete',
    kind,
    id,
    name: one.name,
    remoteId: one.remoteId,
    changedIn: 'git',
    fields: [],
    reason,
    references: [],
    basis: { version: one.version, hash },
    ...(lastTouched && { lastTouched }),
  }
}
