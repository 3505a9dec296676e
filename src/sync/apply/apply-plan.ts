import { WorldError } from '../../diagnostic/world-error'
import type { Change, Plan } from '../plan/plan'
import { guardCode } from '../plan/plan-deletions'
import { isNote, isWrite } from '../plan/withhold'
import type { Remote } from '../remote'
import { type ApplyOptions, ApplyRun } from './apply-run'
import { type ApplySummary, changeRef, type Outcome, summarizeApply } from './apply-summary'

/**
 * Makes a plan true. Each thing is read again before it is written; one that moved since the plan is a conflict and is
 * left alone while the others go on. Suppressions are written first and one by one, since Datadog refuses two at once:
 * a rule must not fire before what quiets it is there, and is skipped where that failed. What is adopted gets its tags
 * before, since suppressions ask for them. Then rules, several at a time,
 * each after those it refers to; deletions come last. What the plan withholds is not touched. Interrupted at any point, planning
 * and applying again ends in the same state. Throws `WorldError` only where nothing was begun: another tenant's plan,
 * a plan that its guard stops, no listing.
 */
export async function applyPlan(plan: Plan, remote: Remote, options: ApplyOptions = {}): Promise<ApplySummary> {
  refuseUnsafe(plan, remote)
  const work = plan.changes.filter(isWrite)
  const notes = plan.changes.filter(isNote)
  if (work.length + notes.length === 0) return summarizeApply(plan.tenant, [], false, plan.changes)
  const run = new ApplyRun(plan, remote, options, work.length)
  await run.prepare(work)
  const rules = work.filter(({ action, kind }) => action !== 'delete' && kind !== 'suppression')
  const suppressions = work.filter(({ action, kind }) => action !== 'delete' && kind === 'suppression')
  const byId = new Map<string, Promise<Outcome>>()
  const write = (change: Change, loud?: string): Promise<Outcome> => {
    const targets = change.references.flatMap((id) => byId.get(id) ?? [])
    const outcome =
      loud === undefined
        ? run.one(change, targets)
        : run.skip(change, `the suppression ${loud} that comes with it was not written`)
    // Only rules are referred to; an override may stand for many of them under one id.
    if (change.kind === 'rule') byId.set(change.id, outcome)
    return outcome
  }
  const adopted = adoptions(rules)
  const adopting = await Promise.all([...adopted].map((change) => write(change)))
  const quieting: Outcome[] = []
  const failed = new Map<string, string>()
  for (const change of suppressions) {
    const outcome = await write(change)
    quieting.push(outcome)
    if (outcome.kind !== 'applied') for (const rule of change.references) failed.set(rule, change.id)
  }
  const begun = rules
    .filter((change) => !adopted.has(change))
    .map((change) => write(change, change.kind === 'rule' ? failed.get(change.id) : undefined))
  const outcomes = [...(await run.withoutDoubles([...adopting, ...quieting, ...(await Promise.all(begun))]))]
  for (const change of work.filter(({ action }) => action === 'delete')) outcomes.push(await run.one(change, []))
  const summary = summarizeApply(plan.tenant, outcomes, run.stopped, plan.changes)
  return { ...summary, noted: (await takeNotes(run, notes)).map(changeRef) }
}

/** Takes note of what is as git has it, suppressions again one by one. Answers of which. */
async function takeNotes(run: ApplyRun, notes: readonly Change[]): Promise<readonly Change[]> {
  const noted = new Set<Change>()
  const take = async (change: Change): Promise<void> => {
    if (await run.note(change)) noted.add(change)
  }
  await Promise.all(notes.filter(({ kind }) => kind !== 'suppression').map(take))
  for (const change of notes.filter(({ kind }) => kind === 'suppression')) await take(change)
  return [...noted]
}

/** Rules that are adopted and wait for nothing that is not: what quiets them by their tag would not find them before. */
function adoptions(rules: readonly Change[]): ReadonlySet<Change> {
  const due = new Set(rules.map(({ id }) => id))
  const found = new Set<Change>()
  for (const change of rules) {
    if (change.action !== 'adopt' || !change.references.every((id) => !due.has(id))) continue
    found.add(change)
    due.delete(change.id)
  }
  return found
}

function refuseUnsafe(plan: Plan, remote: Remote): void {
  if (plan.tenant !== remote.tenant) {
    throw new WorldError(
      'configuration',
      `the plan was made for the tenant "${plan.tenant}", not for "${remote.tenant}"`,
      "make a plan for this tenant, or choose the plan's with --tenant",
    )
  }
  const guard = plan.problems.find(({ code }) => code === guardCode)
  if (guard) throw new WorldError('conflict', guard.message, guard.help)
}
