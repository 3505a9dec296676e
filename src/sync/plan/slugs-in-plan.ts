import type { SlugOf } from '../comparable'
import type { Holdings } from '../managed'
import type { Plan } from './plan'

/** The slugs of rules by the tenant's ids, as a plan saw them, and as the tenant's tags say now where these are given. */
export function slugsInPlan(plan: Plan, now?: Holdings): SlugOf {
  const seen = [...plan.changes, ...plan.unmanaged].flatMap(({ kind, id, remoteId, ...one }) => {
    const isOurs = !('why' in one) || !['by-hand', 'other-owner'].includes(one.why)
    return kind === 'rule' && isOurs && id !== undefined && remoteId !== undefined ? [[remoteId, id] as const] : []
  })
  const tagged = [...(now?.ours ?? [])].flatMap(([id, all]) => all.map(({ remoteId }) => [remoteId, id] as const))
  const slugs = new Map([...seen, ...tagged])
  return (remoteId) => slugs.get(remoteId)
}
