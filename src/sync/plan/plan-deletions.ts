import { orderByReference } from '../../rule/reference-order'
import { referencesOf, ruleHash, type SlugOf, suppressionHash } from '../comparable'
import type { Held, Holdings } from '../managed'
import type { PlannedOverrides } from './overrides/plan-overrides'
import type { Change, Kind, PlanProblem, Unmanaged } from './plan'
import { lastTouchOf } from './plan-one'
import type { WantedItem } from './wanted-item'
import type { FlawedFile, PlanOptions } from './wanted-state'

/** The code of the guard on deletions, which stops everything instead of withholding one thing. */
export const guardCode = 'P003'

/** Of what is ours this share may be deleted in one go, rounded up, while at least one thing is kept. */
const defaultShare = 0.2

/** What is deleted or given back, what is left as it is, and what stands against it. */
export function planDeletions(
  held: { readonly rules: Holdings; readonly suppressions: Holdings },
  wanted: {
    readonly rules: ReadonlyMap<string, WantedItem>
    readonly suppressions: ReadonlyMap<string, WantedItem>
    readonly flawed: readonly FlawedFile[]
    /** What git has for other tenants only, as `kind id`. */
    readonly elsewhere: ReadonlySet<string>
  },
  { resets, unownedResets, managed: overridden }: PlannedOverrides,
  slugOf: SlugOf,
  inScope: (id: string) => boolean,
  { prune, takeUnowned = false, maxDeletes }: PlanOptions,
): {
  readonly changes: readonly Change[]
  readonly unmanaged: readonly Unmanaged[]
  readonly problems: readonly PlanProblem[]
} {
  const filed = (kind: Kind, items: ReadonlyMap<string, { readonly name: string }>) =>
    new Map([
      ...items,
      ...wanted.flawed.flatMap((one) =>
        one.kind === kind && one.id !== undefined ? [[one.id, { name: '' }] as const] : [],
      ),
    ])
  const isElsewhere = (kind: Kind, id: string): boolean => wanted.elsewhere.has(`${kind} ${id}`)
  const rules = leftovers('rule', held.rules, filed('rule', wanted.rules), isElsewhere, ({ body }) =>
    ruleHash(body, slugOf),
  )
  const others = leftovers(
    'suppression',
    held.suppressions,
    filed('suppression', wanted.suppressions),
    isElsewhere,
    ({ body }) => suppressionHash(body),
  )
  const unowned = new Set([...others.unowned, ...rules.unowned, ...unownedResets])
  const orphans = [...others.orphans, ...dependentsFirst(rules.orphans, held.rules)]
  const unread = wanted.flawed.filter(({ id }) => id === undefined)
  const isHeldUp = (kind: Kind): boolean => unread.some((one) => one.kind === kind)
  const isPruned = (change: Change): boolean =>
    prune === true && inScope(change.id) && !isHeldUp(change.kind) && (takeUnowned || !unowned.has(change))
  const gone = [...orphans, ...resets, ...unownedResets]
  const deletions = gone.filter(isPruned)
  const deleted = new Set(deletions)
  const kept = gone.filter((change) => !deleted.has(change))
  const whyLeft = (change: Change): Unmanaged['why'] =>
    unowned.has(change) ? 'unowned' : isElsewhere(change.kind, change.id) ? 'other-tenant' : 'no-file'
  // What nobody's name is on does not make the guard more generous, unless it is taken.
  const managed = countOurs(held.rules) + countOurs(held.suppressions) + overridden
  const counted = takeUnowned ? managed + unownedResets.length : managed - rules.unowned.length - others.unowned.length
  return {
    changes: [...deletions, ...rules.replaced.filter(({ id }) => inScope(id))],
    unmanaged: [
      ...kept.map((change) => asUnmanaged(change, whyLeft(change))),
      ...rules.byHand,
      ...others.byHand,
      ...rules.theirs,
      ...others.theirs,
    ],
    problems: [...guardDeletions(deletions, counted, maxDeletes), ...(prune ? unread.map(pruneProblem) : [])],
  }
}

/**
 * What is left in the tenant although its file is gone, what of it nobody's name is on, what a replace left behind, and what
 * was made by hand or by other workspaces.
 */
function leftovers(
  kind: Kind,
  holdings: Holdings,
  wanted: ReadonlyMap<string, { readonly name: string }>,
  isElsewhere: (kind: Kind, id: string) => boolean,
  hashOf: (held: Held) => string,
): {
  readonly orphans: readonly Change[]
  /** Those of the orphans that carry no owner, where the workspace has a name. */
  readonly unowned: readonly Change[]
  readonly replaced: readonly Change[]
  readonly byHand: readonly Unmanaged[]
  readonly theirs: readonly Unmanaged[]
} {
  const fileOfName = new Map([...wanted].map(([id, { name }]) => [name, id]))
  // A replace that was interrupted before the new rule was there left the only one that there is.
  const alone = [...holdings.replaced].filter(([id]) => !holdings.ours.has(id))
  const orphans = [...holdings.ours, ...alone].filter(([id]) => !wanted.has(id))
  const replaced = [...holdings.replaced].filter(([id]) => holdings.ours.has(id))
  const several = new Set(orphans.flatMap(([, all]) => all.filter(({ tags }) => tags.ids.length > 1)))
  const unowned: Change[] = []
  return {
    orphans: orphans.flatMap(([id, all]) =>
      all
        .filter((one) => !several.has(one) && one.standing !== 'shared')
        .map((one) => {
          const reason = isElsewhere(kind, id) ? 'its file is not for this tenant' : 'its file is gone'
          const change = deletion(kind, id, one, hashOf(one), reason)
          if (one.standing === 'unowned' && !isElsewhere(kind, id)) unowned.push(change)
          return change
        }),
    ),
    unowned,
    replaced: replaced.flatMap(([id, all]) =>
      all
        .filter(({ standing }) => standing === 'ours' || (standing === 'unowned' && wanted.has(id)))
        .map((one) => deletion(kind, id, one, hashOf(one), 'another has taken its place')),
    ),
    byHand: holdings.byHand.map(({ remoteId, name }) => {
      const id = fileOfName.get(name)
      return { kind, remoteId, name, why: 'by-hand', ...(id !== undefined && { id }) }
    }),
    theirs: [...holdings.theirs.values()].map(({ remoteId, name, tags: { ids, owners } }) => {
      const told = { kind, remoteId, name, why: 'other-owner' as const, ...(ids[0] !== undefined && { id: ids[0] }) }
      return owners.length > 0 ? { ...told, owner: owners.join(', ') } : told
    }),
  }
}

/** Says so when more would be deleted than is wise: most likely the workspace is not the one that was meant. */
function guardDeletions(
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

/** Says which file keeps things of its kind from being pruned: theirs may be the one that cannot be read. */
function pruneProblem({ kind, file, mistakes }: FlawedFile): PlanProblem {
  const why = mistakes === 0 ? 'has a name that ddac does not read' : 'cannot be read'
  return {
    kind,
    id: '',
    code: 'P031',
    severity: 'warning',
    path: [],
    message: `no ${kind} is pruned, since ${file} ${why}`,
    help:
      mistakes === 0
        ? `call it *.${kind}.yaml, or take it out of the workspace`
        : 'mend it; ddac validate draws what is wrong',
  }
}

/** The slugs of rules that a plan deletes; what a replace leaves behind is another matter. */
export function deletedRules(
  deletions: readonly Change[],
  items: ReadonlyMap<string, WantedItem>,
): ReadonlySet<string> {
  const rules = deletions.filter(({ kind, action }) => kind === 'rule' && action === 'delete')
  return new Set(rules.map(({ id }) => id).filter((id) => !items.has(id)))
}

/** Rules that count signals of other rules are deleted before those. */
function dependentsFirst(deletions: readonly Change[], rules: Holdings): readonly Change[] {
  const byRemoteId = new Map(deletions.map((change) => [change.remoteId ?? '', change]))
  const doomed = [...rules.ours.values()].flat().filter(({ remoteId }) => byRemoteId.has(remoteId))
  const references = doomed.map(({ remoteId, body }) => [remoteId, referencesOf(body).map(({ rule }) => rule)] as const)
  const { order } = orderByReference(new Map(references))
  const ordered = [...order].reverse().flatMap((remoteId) => byRemoteId.get(remoteId) ?? [])
  const listed = new Set(ordered)
  return [...ordered, ...deletions.filter((change) => !listed.has(change))]
}

function countOurs({ ours, replaced }: Holdings): number {
  const alone = [...replaced].filter(([id]) => !ours.has(id))
  return [...ours, ...alone].reduce((sum, [, all]) => sum + all.length, 0)
}

function asUnmanaged({ kind, remoteId = '', name, id }: Change, why: Unmanaged['why']): Unmanaged {
  return { kind, remoteId, name, why, id }
}
