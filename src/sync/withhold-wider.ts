import { hidingDigest, isWideningMeant, wideningWords } from '../suppression/widened'
import { wideningsIn } from '../wire/wider/widenings'
import type { Plan } from './plan/plan'
import type { WantedState } from './plan/wanted-state'
import { type Hold, isWrite, withhold } from './plan/withhold'

/**
 * A plan in which a suppression that may hide more than it does in the tenant waits for consent: `widened` in its file with the
 * digest of what it allows, a renewal until the end that it gets, or a review of this very change. What cannot be proved to
 * hide no more counts as wider.
 */
export function withholdWider(
  plan: Plan,
  { rules, suppressions }: Pick<WantedState, 'rules' | 'suppressions'>,
  nowMs: number,
): Plan {
  const files = new Map(suppressions.map((one) => [one.id, one]))
  const renamed = new Map(rules.flatMap(({ id = '', formerly }) => (formerly === undefined ? [] : [[formerly, id]])))
  const holds = plan.changes.flatMap((change): readonly (Hold & { readonly isWider: true })[] => {
    const { kind, id, remoteId, fields } = change
    const suppression = files.get(id)
    if (kind !== 'suppression' || !suppression || !isWrite(change)) return []
    const ways = wideningsIn(fields, { after: suppression, nowMs, renamed }).map(({ key }) => key)
    if (ways.length === 0 || isWideningMeant(suppression, ways)) return []
    const reason = `it may hide more than it does in the tenant: ${ways.map((key) => wideningWords[key]).join(', ')}`
    const consent = `widened: { by: …, reason: …, digest: ${hidingDigest(suppression)} }`
    const renew = ways.every((key) => key === 'expires' || key === 'enabled')
      ? `, or renew it: ddac suppress renew ${id}`
      : ''
    const remedy = `have this plan reviewed and apply it with --reviewed, or write ${consent} into its file${renew}`
    return [{ kind, id, reason, remedy, isWider: true, ...(remoteId !== undefined && { remoteId }) }]
  })
  return withhold(plan, holds)
}
