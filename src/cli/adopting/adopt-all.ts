import { openWorkspace } from '../open-workspace'
import { type TenantOutcome, valuesOf } from '../tenants/each-tenant'
import { type FoundDrift, type findDrift, findOthers } from '../tenants/find-drift'
import { tellNextPlans } from '../tenants/tell-next-plans'
import { type Adopted, adoptDrift } from './adopt-drift'

/** Adopts what was found in tenants. Those that were not asked for are looked at as well. */
export async function adoptAll(
  outcomes: readonly TenantOutcome<FoundDrift>[],
  asked: Parameters<typeof findDrift>[1],
  everywhere: boolean,
): Promise<Adopted> {
  const { workspace, context, globals } = asked
  const failed = outcomes.flatMap((one) => ('error' in one ? [[one.tenant, one.error] as const] : []))
  const names = new Set(outcomes.map(({ tenant }) => tenant))
  const unasked = [...workspace.config.tenants.keys()].filter((name) => !names.has(name))
  const others = new Map([...failed, ...(await findOthers(unasked, { ...asked, targets: undefined }))])
  const adopted = adoptDrift({ workspace, found: valuesOf(outcomes), others, everywhere, context, globals })
  if (adopted.ids.length > 0) tellNextPlans(adopted.ids, others, openWorkspace(context, globals), context)
  return adopted
}
