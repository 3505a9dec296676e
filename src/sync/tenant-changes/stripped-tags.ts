import { dayText } from '../../diagnostic/times'
import { WorldError } from '../../diagnostic/world-error'
import { identityTags } from '../../rule/tenant/identity-tags'
import { atMost } from '../at-most'
import type { Change, Plan } from '../plan/plan'
import { lastTouchOf } from '../plan/plan-one'
import type { Remote } from '../remote'

/**
 * The same plan, in which what is adopted for the second time says so: its history tells that it carried our tags before,
 * and who took them away. Never fails: what the tenant does not tell is adopted like anything else. What has only one
 * version was never ours, and is not asked about.
 */
export async function withStripped(plan: Plan, remote: Remote, concurrency = 4): Promise<Plan> {
  const ask = atMost(concurrency)
  const changes = await Promise.all(
    plan.changes.map((change) =>
      change.action === 'adopt' && (change.basis?.version ?? 0) > 1 ? ask(() => told(change, remote)) : change,
    ),
  )
  return { ...plan, changes }
}

async function told(change: Change, remote: Remote): Promise<Change> {
  const { id, kind, remoteId = '', reason } = change
  try {
    const versions = await (kind === 'suppression' ? remote.suppressionHistory(remoteId) : remote.ruleHistory(remoteId))
    const last = versions.findLastIndex(({ body }) => identityTags(body.tags).ids.includes(id))
    const stripped = versions[last + 1]
    if (last === -1 || !stripped) return change
    const { by, atMs } = lastTouchOf(stripped.body) ?? {}
    const who = `${by === undefined ? '' : ` by ${by}`}${atMs === undefined ? '' : ` on ${dayText(atMs)}`}`
    return { ...change, reason: `its tags were stripped${who}; it is linked again, and ${reason ?? 'adopted'}` }
  } catch (error) {
    if (!(error instanceof WorldError)) throw error
    return change
  }
}
