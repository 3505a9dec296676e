import { sameJson } from '../../../json/canonical-json'
import type { JsonObject } from '../../../json/json'
import type { SlugOf } from '../../comparable'
import { scopeBySlug } from '../../scope-references'
import { type Change, changeKey, type Plan } from '../plan'
import { guardCode } from '../plan-deletions'
import { slugsInPlan } from '../slugs-in-plan'
import { isWrite, withhold } from '../withhold'

/**
 * A plan in which only those changes are written that somebody has seen in one of the reviewed plans, as they were seen
 * there: made anew, from what git says now. Every other write is withheld, with what depends on it. What moved elsewhere
 * in the tenant or in git refuses nothing. Deletions that the guard objected to when they were reviewed count as unseen;
 * of the others the guard has been asked already.
 */
export function reviewedOnly(fresh: Plan, reviewed: readonly Plan[]): Plan {
  const seen = new Map<string, readonly ((change: Change) => boolean)[]>()
  const slugNow = slugsInPlan(fresh)
  for (const plan of reviewed) {
    const isGuarded = plan.problems.some(({ code }) => code === guardCode)
    const slugThen = slugsInPlan(plan)
    // A rule may have come into the tenant, or into a plan, only since the other was made.
    const slugOf: SlugOf = (remoteId) => slugThen(remoteId) ?? slugNow(remoteId)
    for (const shown of plan.changes) {
      // Whoever reviewed that a suppression gets wider agreed to it.
      const change = shown.withheld?.isWider ? { ...shown, action: shown.withheld.would } : shown
      if (!isWrite(change) || (isGuarded && change.action === 'delete')) continue
      const key = changeKey(change)
      seen.set(key, [...(seen.get(key) ?? []), (now) => isSameChange(now, change, slugOf)])
    }
  }
  const unseen = fresh.changes.filter(
    (change) => isWrite(change) && !seen.get(changeKey(change))?.some((isSame) => isSame(change)),
  )
  const problems = fresh.problems.filter(({ code }) => code !== guardCode)
  return withhold(
    { ...fresh, problems, summary: { ...fresh.summary, problems: problems.length } },
    unseen.map((change) => {
      const { kind, id, remoteId } = change
      const reason = seen.has(changeKey(change))
        ? 'it is another change than the one that was reviewed'
        : 'nobody has reviewed this change'
      const remedy = 'make the plan anew and have it reviewed'
      return { kind, id, reason, remedy, ...(remoteId !== undefined && { remoteId }) }
    }),
  )
}

/** Whether two changes do the same to the same thing: what people read of one is true of the other. */
function isSameChange(one: Change, other: Change, slugOf: SlugOf): boolean {
  if (one.action !== other.action || one.remoteId !== other.remoteId) return false
  if (one.action === 'delete') return sameJson(one.basis ?? null, other.basis ?? null)
  const plain = ({ body = {} }: Change): JsonObject => scopeBySlug(body, slugOf)
  // What is not there yet has no fields to compare: its reviewers saw all of it.
  if (one.action === 'create') return sameJson(plain(one), plain(other))
  const told = ({ fields, takesBack }: Change) => ({ fields, takesBack: takesBack?.fields ?? [] })
  return sameJson(told(one), told(other))
}
