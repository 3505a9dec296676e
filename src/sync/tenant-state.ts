import type { Remote, RemoteRule, RemoteSuppression } from './remote'

/** All rules and suppressions of a tenant at one moment. */
export interface TenantState {
  readonly tenant: string
  readonly rules: readonly RemoteRule[]
  readonly suppressions: readonly RemoteSuppression[]
}

/** Lists a tenant. A listing that fails is thrown, never taken for an empty tenant. */
export async function readTenant(remote: Remote): Promise<TenantState> {
  const [rules, suppressions] = await Promise.all([remote.listRules(), remote.listSuppressions()])
  return { tenant: remote.tenant, rules, suppressions }
}
