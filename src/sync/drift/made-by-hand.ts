import type { JsonObject } from '../../json/json'
import { madeBy } from '../managed'
import type { LastTouch } from '../plan/plan'
import type { TenantState } from '../tenant-state'
import type { Drift } from './drift'

/** A rule or suppression that somebody made in the tenant and git does not have. */
export interface MadeByHand {
  readonly kind: 'rule' | 'suppression'
  readonly remoteId: string
  readonly name: string
  readonly who: LastTouch
}

/**
 * What people made by hand in a tenant since a moment. What is older has evidently been left there, as has what does not
 * say when it was made.
 */
export function madeByHand({ unmanaged }: Drift, actual: TenantState, sinceMs: number): readonly MadeByHand[] {
  const bodies = new Map<string, JsonObject>([
    ...actual.rules.map(({ id, body }) => [`rule ${id}`, body] as const),
    ...actual.suppressions.map(({ id, attributes }) => [`suppression ${id}`, attributes] as const),
  ])
  return unmanaged.flatMap(({ kind, remoteId, name, why }): readonly MadeByHand[] => {
    if (why !== 'by-hand' || kind === 'override') return []
    const who = madeBy(bodies.get(`${kind} ${remoteId}`) ?? {})
    return who.atMs !== undefined && who.atMs >= sinceMs ? [{ kind, remoteId, name, who }] : []
  })
}
