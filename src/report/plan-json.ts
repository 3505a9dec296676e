import type { Change } from '../sync/plan'
import type { PlanReview } from './plan-review'

/** A plan as data. The shape is a contract (README); bodies stay out of it, they are in the saved plan. */
export function planJson(review: PlanReview): string {
  const { tenant, changes, unmanaged, summary } = review.plan
  const document = {
    tenant,
    changes: changes.map(plainChange),
    unmanaged,
    problems: review.plan.problems.map(({ code, severity, message, help, kind, id }) => ({
      code,
      severity,
      message,
      ...(help && { help }),
      kind,
      id,
    })),
    refusals: review.refusals,
    suppressions: review.suppressions,
    summary,
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

/** One change a line, then the summary. */
export function planNdjson({ plan }: PlanReview): string {
  const lines = [
    ...plan.changes.map((change) => ({ type: 'change', ...plainChange(change) })),
    { type: 'summary', tenant: plan.tenant, ...plan.summary },
  ]
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

function plainChange({ action, kind, id, name, remoteId, changedIn, fields, reason, lastTouched }: Change) {
  return {
    action,
    kind,
    id,
    name,
    ...(remoteId !== undefined && { remoteId }),
    ...(changedIn !== undefined && { changedIn }),
    ...(reason !== undefined && { reason }),
    ...(lastTouched && {
      lastTouched: {
        ...(lastTouched.by !== undefined && { by: lastTouched.by }),
        ...(lastTouched.atMs !== undefined && { at: new Date(lastTouched.atMs).toISOString() }),
      },
    }),
    fields,
  }
}
