import type { Action, Change, Plan } from './plan'

/** A plan of which only some changes are left; what the tenant holds besides is told as before. */
export function keepChanges(plan: Plan, isKept: (change: Change) => boolean): Plan {
  const changes = plan.changes.filter(isKept)
  const counts: Record<Action, number> = { create: 0, update: 0, replace: 0, delete: 0, adopt: 0, none: 0 }
  for (const { action } of changes) counts[action] += 1
  return { ...plan, changes, summary: { ...plan.summary, ...counts } }
}
