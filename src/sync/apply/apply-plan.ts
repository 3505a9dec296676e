import { WorldError } from '../../diagnostic/world-error'
import type { Plan } from '../plan/plan'
import type { Remote } from '../remote'
import { type ApplyOptions, ApplyRun } from './apply-run'
import { type ApplySummary, type Outcome, summarizeApply } from './apply-summary'

/**
 * Makes a plan true. Each thing is read again before it is written; one that moved since the plan is a conflict and is
 * left alone while the others go on. Rules are written several at a time, each after those it refers to; then
 * suppressions one by one, since Datadog refuses two at once; deletions come last. Interrupted at any point, planning
 * and applying again ends in the same state. Throws `WorldError` only where nothing was begun: another tenant's plan,
 * a plan that its guard stops, no listing.
 */
export async function applyPlan(plan: Plan, remote: Remote, options: ApplyOptions = {}): Promise<ApplySummary> {
  refuseUnsafe(plan, remote)
  const work = plan.changes.filter(({ action }) => action !== 'none')
  if (work.length === 0) return summarizeApply(plan.tenant, [], false)
  const run = new ApplyRun(plan, remote, options, work.length)
  await run.prepare(work)
  const rules = work.filter(({ action, kind }) => action !== 'delete' && kind !== 'suppression')
  const serial = [
    ...work.filter(({ action, kind }) => action !== 'delete' && kind === 'suppression'),
    ...work.filter(({ action }) => action === 'delete'),
  ]
  const byId = new Map<string, Promise<Outcome>>()
  const begun = rules.map((change) => {
    const outcome = run.one(
      change,
      change.references.flatMap((id) => byId.get(id) ?? []),
    )
    // Only rules are referred to; an override may stand for many of them under one id.
    if (change.kind === 'rule') byId.set(change.id, outcome)
    return outcome
  })
  const outcomes = await Promise.all(begun)
  for (const change of serial) outcomes.push(await run.one(change, []))
  return summarizeApply(plan.tenant, outcomes, run.stopped)
}

function refuseUnsafe(plan: Plan, remote: Remote): void {
  if (plan.tenant !== remote.tenant) {
    throw new WorldError(
      'configuration',
      `the plan was made for the tenant "${plan.tenant}", not for "${remote.tenant}"`,
      "make a plan for this tenant, or choose the plan's with --tenant",
    )
  }
  const guard = plan.problems.find(({ code }) => code === 'P003')
  if (guard) throw new WorldError('conflict', guard.message, guard.help)
}
