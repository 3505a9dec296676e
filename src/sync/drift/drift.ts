import type { FieldChange } from '../../wire/differences'
import { makePlan } from '../plan/make-plan'
import type { Change, Kind, LastTouch, Plan, PlanProblem, Unmanaged } from '../plan/plan'
import { countActions } from '../plan/restrict-plan'
import type { PlanOptions, WantedState } from '../plan/wanted-state'
import type { TenantState } from '../tenant-state'
import { weakeningsOf, weakestFirst } from '../weakening'
import type { DefaultDrift } from './default-drift'

/**
 * What somebody did in the tenant to a thing of ours. `enabled` and `disabled` are switches thrown by hand and nothing
 * else; `missing` is in git but not in the tenant: deleted there, or never applied, which the tenant does not tell.
 */
export type DriftHow = 'changed' | 'enabled' | 'disabled' | 'missing'

/** One thing that the tenant no longer holds as it was applied. */
export interface DriftItem {
  readonly kind: Kind
  readonly id: string
  readonly name: string
  /** Absent for what is missing. */
  readonly remoteId?: string
  readonly how: DriftHow
  /** The file moved since the last apply as well, or nobody knows what was applied last. */
  readonly alsoInGit: boolean
  /** From git (`before`) to the tenant (`after`); once the history tells the sides apart, only what the tenant did. */
  readonly fields: readonly FieldChange[]
  readonly who: Who
  /** The change that takes git's side. */
  readonly change: Change
}

/** Who moved a thing in the tenant, as far as the tenant tells. */
export type Who =
  | { readonly kind: 'last'; readonly touch: LastTouch }
  /** Every version since the last apply, the oldest first. */
  | { readonly kind: 'since-apply'; readonly versions: readonly TouchedVersion[] }
  | { readonly kind: 'unknown'; readonly because: string; readonly last?: LastTouch }

interface TouchedVersion extends LastTouch {
  readonly version: number
}

/** How a tenant differs from what was applied to it. What only git changed is no drift, but is counted. */
export interface Drift {
  readonly tenant: string
  readonly items: readonly DriftItem[]
  /** Made by hand or by other workspaces; not ours to judge. */
  readonly unmanaged: readonly Unmanaged[]
  /** Carries our tag, but its file is gone. */
  readonly fileGone: readonly Unmanaged[]
  readonly problems: readonly PlanProblem[]
  /** What Datadog did to the default rules that are overridden; absent where no override is. */
  readonly defaults?: DefaultDrift
  readonly summary: DriftSummary
}

interface DriftSummary extends Readonly<Record<DriftHow, number>> {
  readonly unmanaged: number
  readonly fileGone: number
  /** Files whose changes are not applied yet. */
  readonly pendingInGit: number
  /** Things that the tenant holds as they were applied. */
  readonly same: number
}

/** Works out the drift of a tenant, as a value. Pure; `tellWho` adds what the tenant's history knows. */
export function makeDrift(
  wanted: WantedState,
  actual: TenantState,
  options: Pick<PlanOptions, 'targets' | 'nowMs'> = {},
): { readonly drift: Drift; readonly plan: Plan } {
  const plan = makePlan(wanted, actual, options)
  const found = plan.changes.flatMap((change) => driftOf(change) ?? [])
  const items = weakestFirst(found, ({ kind, fields }) => weakeningsOf(kind, fields))
  const drifted = new Set(items.map(({ change }) => change))
  const rest = plan.changes.filter((change) => !drifted.has(change))
  const pending = rest.filter(({ action }) => action !== 'none')
  const unmanaged = plan.unmanaged.filter(isOthers)
  const fileGone = plan.unmanaged.filter((one) => !isOthers(one))
  const count = (how: DriftHow): number => items.filter((item) => item.how === how).length
  const summary = {
    changed: count('changed'),
    enabled: count('enabled'),
    disabled: count('disabled'),
    missing: count('missing'),
    unmanaged: unmanaged.length,
    fileGone: fileGone.length,
    pendingInGit: pending.length,
    same: rest.length - pending.length,
  }
  return { drift: { tenant: plan.tenant, items, unmanaged, fileGone, problems: plan.problems, summary }, plan }
}

/**
 * Whether anything of ours was touched in the tenant, or a default rule that is overridden was rewritten; what others
 * made, and files that are gone, do not count.
 */
export function hasDrifted(drift: Drift): boolean {
  return drift.items.length > 0 || isRewritten(drift)
}

/** Whether Datadog rewrote a default rule that is overridden. */
export function isRewritten({ defaults }: Drift): boolean {
  return (defaults?.rewritten ?? []).length > 0
}

/** The part of the plan that came with a drift which takes back what was done in the tenant, for all things or some. */
export function revertPlan(plan: Plan, { items }: Drift, ids?: readonly string[]): Plan {
  const chosen = items.filter(({ id }) => !ids || ids.includes(id))
  const reverting = new Map(chosen.map((item) => [item.change, item]))
  const changes = plan.changes.flatMap((change): readonly Change[] => {
    const item = reverting.get(change)
    if (item) return [{ ...change, ...takenBack(item) }]
    return change.action === 'none' ? [change] : []
  })
  return { ...plan, changes, summary: { ...plan.summary, ...countActions(changes) } }
}

/** What a change that takes git's side takes back, and whose it was. */
function takenBack({ fields, who, change: { lastTouched } }: DriftItem): Pick<Change, 'takesBack'> {
  if (fields.length === 0) return {}
  const last = who.kind === 'since-apply' ? who.versions.at(-1) : undefined
  const { by, atMs } = last ?? lastTouched ?? {}
  return { takesBack: { fields, ...(by !== undefined && { by }), ...(atMs !== undefined && { atMs }) } }
}

/** Whether something was made by hand or by another workspace. */
function isOthers({ why }: Unmanaged): boolean {
  return why === 'by-hand' || why === 'other-owner'
}

function driftOf(change: Change): DriftItem | undefined {
  const { action, kind, id, name, remoteId, changedIn, fields, lastTouched } = change
  if (action === 'create') {
    const because = 'the tenant tells nothing about what it does not have'
    return { kind, id, name, how: 'missing', alsoInGit: false, fields: [], who: { kind: 'unknown', because }, change }
  }
  if (action !== 'update' && action !== 'replace') return undefined
  if (changedIn !== 'tenant' && changedIn !== 'both') return undefined
  return {
    kind,
    id,
    name,
    ...(remoteId !== undefined && { remoteId }),
    how: howOf(fields),
    alsoInGit: changedIn === 'both',
    fields: fields.map(turned),
    who: lastTouched ? { kind: 'last', touch: lastTouched } : { kind: 'unknown', because: 'the tenant does not say' },
    change,
  }
}

/** How fields changed that lead from what the tenant has (`before`) to what git wants (`after`). */
export function howOf(fields: readonly FieldChange[]): DriftHow {
  const [field, ...more] = fields
  if (!field || more.length > 0 || (field.path !== 'isEnabled' && field.path !== 'enabled')) return 'changed'
  return field.before === true ? 'enabled' : 'disabled'
}

/** A field's change seen from the other side. */
export function turned({ path, before, after }: FieldChange): FieldChange {
  return { path, ...(after !== undefined && { before: after }), ...(before !== undefined && { after: before }) }
}
