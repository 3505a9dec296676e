import { resolve } from 'node:path'
import type { Diagnostic } from '../../diagnostic/diagnostic'
import { WorldError } from '../../diagnostic/world-error'
import type { Plan } from '../../sync/plan/plan'
import { guardCode } from '../../sync/plan/plan-deletions'
import { gitMoved, movedError, remainingPlan } from '../../sync/plan/saved/plan-basis'
import { reviewedOnly } from '../../sync/plan/saved/reviewed-plan'
import { readSavedPlan, type SavedPlan } from '../../sync/plan/saved/saved-plan'
import type { PlanOptions } from '../../sync/plan/wanted-state'
import { readText } from '../../workspace/read-text'
import type { Workspace } from '../../workspace/workspace'
import type { CliContext } from '../context'
import type { GlobalOptions } from '../global-options'
import { tenantNames } from '../open-workspace'
import type { SyncOptions, TenantPlan } from './plan-tenant'

/** Plans that were saved before: one that is applied as it is, or those in which changes were reviewed. */
export interface GivenPlans {
  readonly tenants: readonly string[]
  /** How the plan of a tenant is made anew, from how it was made and what this command was told. */
  options(tenant: string, told: PlanOptions): PlanOptions
  /** What of a plan that was made now is written. Throws a `conflict` WorldError where it must not be. */
  due(planned: TenantPlan, host: string): { readonly plan: Plan; readonly problems: readonly Diagnostic[] }
}

/** Reads the plans that an apply was given; undefined where it was given none. */
export function givenPlans(
  file: string | undefined,
  reviewed: readonly string[] | undefined,
  workspace: Workspace,
  context: CliContext,
  globals: GlobalOptions,
): GivenPlans | undefined {
  const read = (path: string): SavedPlan => readSavedPlan(readText(resolve(context.cwd, path), path))
  const asked = globals.tenants.length > 0 ? tenantNames(workspace, context, globals) : undefined
  if (reviewed) return reviewedPlans(reviewed.map(read), asked)
  if (file === undefined) return undefined
  const saved = read(file)
  refuseOtherTenant(saved, asked ?? [saved.plan.tenant])
  return {
    tenants: [saved.plan.tenant],
    options: () => saved.stamp.options,
    due: (planned, host) => ({ plan: stillDue(saved, planned, host), problems: planned.problems }),
  }
}

function reviewedPlans(saved: readonly SavedPlan[], asked: readonly string[] | undefined): GivenPlans {
  const of = (tenant: string): readonly SavedPlan[] => saved.filter(({ plan }) => plan.tenant === tenant)
  const tenants = asked ?? [...new Set(saved.map(({ plan }) => plan.tenant))]
  const unseen = tenants.find((tenant) => of(tenant).length === 0)
  if (unseen !== undefined) {
    const help = `Make one with ddac plan --tenant ${unseen} --out FILE, and have it reviewed.`
    throw new WorldError('usage', `none of the reviewed plans is for the tenant "${unseen}"`, help)
  }
  return {
    tenants,
    options: (tenant, told) => ({ ...optionsOf(of(tenant)), ...told }),
    due: ({ review: { plan }, problems }, host) => {
      const plans = of(plan.tenant)
      for (const { stamp } of plans) refuseOtherHost(stamp.host, host, plan.tenant)
      const due = reviewedOnly(
        plan,
        plans.map((one) => one.plan),
      )
      return { plan: due, problems: problems.filter(({ code }) => code !== guardCode) }
    },
  }
}

/** How several plans of a tenant were made, taken together: as far as one of them went. */
function optionsOf(saved: readonly SavedPlan[]): PlanOptions {
  const all = saved.map(({ stamp }) => stamp.options)
  const { targets: _, ...options }: PlanOptions = Object.assign({}, ...all)
  const targets = all.flatMap((one) => one.targets ?? [])
  return { ...options, ...(all.every((one) => one.targets) && { targets }) }
}

/** What is left to do of a saved plan. Throws a `conflict` WorldError where git, the tenant or its host has moved. */
function stillDue({ plan, stamp }: SavedPlan, { review, actual }: TenantPlan, host: string): Plan {
  refuseOtherHost(stamp.host, host, plan.tenant)
  const moved = gitMoved(plan, review.plan)
  if (moved.length > 0) throw movedError('git has moved since the plan was made', moved)
  return remainingPlan(plan, actual)
}

function refuseOtherHost(then: string, now: string, tenant: string): void {
  if (then === now) return
  throw new WorldError(
    'conflict',
    `the plan was made against ${then}, and "${tenant}" is now ${now}`,
    'Make a new plan for this tenant.',
  )
}

/** The tenant that a saved plan is for; another one that was asked for is a mistake. */
function refuseOtherTenant({ plan }: SavedPlan, asked: readonly string[]): void {
  if (asked.length === 1 && asked[0] === plan.tenant) return
  const help = `Leave --tenant out, or make a plan for ${asked.join(' and ')}.`
  throw new WorldError('usage', `the saved plan is for the tenant "${plan.tenant}"`, help)
}

/** A saved plan is applied as it was made: an option that would narrow or widen it must not pass unheard. */
export function refuseOptions(
  file: string | undefined,
  options: SyncOptions & { readonly reviewed?: readonly string[] },
): void {
  if (file === undefined) return
  if (options.reviewed) {
    const help = 'Name all plans behind --reviewed to have them made anew; a plan without it is applied as it is.'
    throw new WorldError('usage', 'a plan to apply and --reviewed contradict each other', help)
  }
  const { prune, takeUnowned, adopt, createBeside, target, maxDeletes, overwriteDrift } = options
  const given = Object.entries({
    prune,
    'take-unowned': takeUnowned,
    adopt,
    'create-beside': createBeside,
    target,
    'max-deletes': maxDeletes,
    'overwrite-drift': overwriteDrift,
  }).filter(([, value]) => value !== undefined && value !== false)
  const [first] = given
  if (!first) return
  throw new WorldError(
    'usage',
    `--${first[0]} does not go with a saved plan, which is applied as it was made`,
    `Leave it out, or make another plan with ddac plan --${first[0]} … --out FILE.`,
  )
}
