import type { Action, Change, Plan } from './plan'

/** A plan of which only some changes are left; what the tenant holds besides is told as before. */
export function keepChanges(plan: Plan, isKept: (change: Change) => boolean): Plan {
  const changes = plan.changes.filter(isKept)
  return { ...plan, changes, summary: { ...plan.summary, ...countActions(changes) } }
}

/** How many changes there are of each action. */
export function countActions(changes: readonly Pick<Change, 'action'>[]): Readonly<Record<Action, number>> {
  const counts = { create: 0, update: 0, replace: 0, delete: 0, adopt: 0, withheld: 0, none: 0 }
  for (const { action } of changes) counts[action] += 1
  return counts
}
