import type { Change } from '../plan/plan'
import type { Remote, RemoteSetting } from '../remote'
import type { TenantState } from '../tenant-state'
import { makeFilterCheck, readsFilteredLogs } from './admitted-logs'
import { asked } from './ask-tenant'
import { changedRules } from './changed-rules'
import type { Effect } from './effect'
import { makeAssetCheck, reachableSeverities } from './severity-shifts'
import { makeNotificationCheck } from './told-signals'

/** Effects on the changed rules of a plan, and what could not be asked. */
interface PlanEffects {
  readonly effects: readonly Effect[]
  readonly notAsked: readonly string[]
}

/**
 * Asks for the tenant's security filters, notification rules and critical assets, each list once, and works out here
 * what they do to the rules that a plan writes. Without such a rule nothing is asked.
 */
export async function planEffects(
  changes: readonly Change[],
  actual: TenantState,
  remote: Remote,
): Promise<PlanEffects> {
  const rules = changedRules(changes, actual)
  if (rules.length === 0) return { effects: [], notAsked: [] }
  const [filters, notifications, assets] = await Promise.all([
    rules.some(readsFilteredLogs) ? asked(() => remote.listSecurityFilters()) : unasked,
    asked(() => remote.listSignalNotificationRules()),
    asked(() => remote.listCriticalAssets()),
  ])
  const filterEffects = makeFilterCheck(filters.answer ?? [])
  const assetEffects = makeAssetCheck(assets.answer ?? [])
  const notificationEffects = makeNotificationCheck(notifications.answer ?? [])
  return {
    effects: rules.flatMap((rule): readonly Effect[] => {
      const shifts = assetEffects(rule)
      return [...filterEffects(rule), ...shifts, ...notificationEffects(rule, reachableSeverities(rule, shifts))]
    }),
    notAsked: [
      ...untold('which logs security filters let through', filters),
      ...untold('which critical assets change severities', assets),
      ...untold('whom notification rules tell', notifications),
    ],
  }
}

type Listing = { readonly answer?: readonly RemoteSetting[]; readonly reason?: string }

const unasked: Listing = {}

function untold(what: string, { reason }: Listing): readonly string[] {
  return reason === undefined ? [] : [`${what}: ${reason}`]
}
