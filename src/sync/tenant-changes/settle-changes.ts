import { sameJson } from '../../json/canonical-json'
import { identityTags } from '../../rule/tenant/identity-tags'
import { type ChangePolicy, treatmentOf } from '../../wire/change-policy'
import { atMost } from '../at-most'
import { comparisonFor, type SlugOf, sidesOf } from '../comparable'
import { originOf } from '../plan/origin'
import type { Plan, PlanProblem } from '../plan/plan'
import { countActions } from '../plan/restrict-plan'
import { slugsInPlan } from '../plan/slugs-in-plan'
import { type Hold, withhold } from '../plan/withhold'
import type { Remote } from '../remote'
import type { TenantState } from '../tenant-state'
import { leftWarning, settledOf } from './settled-change'
import { isTouchedDeletion, settledDeletion } from './settled-deletion'
import { settledOverride } from './settled-override'
import { TenantChanges, type Touched } from './tenant-change'

export interface SettleOptions {
  readonly policy: ChangePolicy
  /** Take git's side wherever people changed something. */
  readonly overwrite: boolean
  /** The time of day, for the age of a change. */
  readonly nowMs: number
  /** How many histories are read at once. 4 by default. */
  readonly concurrency?: number
}

/**
 * A plan that undoes nothing that people changed in the tenant, but where the policy or `overwrite` says so. What git
 * changed is written beside what they changed; the same field on both sides withholds the change; where git asked for
 * nothing, nothing is written, and a warning says so. Reads histories of the tenant, and only of what differs from what was
 * applied; a difference that nobody made stays as it was planned.
 */
export async function settleChanges(
  plan: Plan,
  actual: TenantState,
  remote: Remote,
  options: SettleOptions,
): Promise<Plan> {
  const touched = touchedIn(plan, actual)
  if (touched.length === 0) return plan
  const slugOf = slugsInPlan(plan)
  const asking = new TenantChanges(remote, slugOf)
  const inTurn = atMost(options.concurrency ?? 4)
  const settled = await Promise.all(
    touched.map((one) =>
      inTurn(async () => {
        const { id, body = one.body } = one.change
        const treatment = treatmentOf(options.policy, { id, tags: identityTags(body.tags).rest })
        if (one.change.kind === 'override' || one.change.action === 'delete') {
          const history = await asking.history(one.change)
          if (one.change.action === 'delete') {
            return [one.change, settledDeletion({ ...one, history, treatment, slugOf, ...options })] as const
          }
          return [one.change, settledOverride({ ...one, history, treatment, ...options })] as const
        }
        const found = await asking.of(one)
        return [one.change, settledOf({ ...one, found, treatment, slugOf, ...options })] as const
      }),
    ),
  )
  const byChange = new Map(settled)
  const changes = plan.changes.map((change) => byChange.get(change)?.change ?? change)
  const problems = settled.flatMap(([, { change, warnings }]) =>
    warnings.map((warning): PlanProblem => leftWarning(change, warning, options.nowMs)),
  )
  const holds = settled.flatMap(([, { hold }]): readonly Hold[] => (hold ? [hold] : []))
  const summary = { ...plan.summary, ...countActions(changes), problems: plan.summary.problems + problems.length }
  return withhold({ ...plan, changes, problems: [...plan.problems, ...problems], summary }, holds)
}

/** What the tenant holds otherwise than it was applied, and the plan would write. */
function touchedIn(plan: Plan, { rules, suppressions }: TenantState): readonly Touched[] {
  const slugOf = slugsInPlan(plan)
  const byId = new Map(rules.map(({ id, body }) => [id, body]))
  const bodies = {
    rule: byId,
    override: byId,
    suppression: new Map(suppressions.map(({ id, attributes }) => [id, attributes])),
  }
  return plan.changes.flatMap((change): readonly Touched[] => {
    const { action, kind, remoteId = '' } = change
    if (action !== 'update' && action !== 'replace' && action !== 'delete') return []
    const body = bodies[kind].get(remoteId)
    if (!body) return []
    const isOne =
      action === 'delete' ? isTouchedDeletion({ change, body }, slugOf) : isTouched({ change, body }, slugOf)
    return isOne ? [{ change, body }] : []
  })
}

function isTouched({ change, body }: Touched, slugOf: SlugOf): boolean {
  // Of an override the plan tells where it comes from. What is given back, since its file is gone, goes back whole.
  if (change.kind === 'override') {
    return change.changedIn !== 'git' && identityTags(change.body?.tags).revision !== undefined
  }
  if (!change.body) return false
  const { wanted, actual } = sidesOf(change.kind, change.body, body, slugOf)
  if (sameJson(wanted, actual)) return false
  const compared = comparisonFor(change.kind, slugOf)(change.body, body)
  const wantedHash = identityTags(change.body.tags).revision?.wanted ?? compared.wantedHash
  const origin = originOf({ ...compared, wantedHash }, identityTags(body.tags).revision)
  return origin === 'tenant' || origin === 'both'
}
