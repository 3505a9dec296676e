import { WorldError } from '../diagnostic/world-error'
import type { Remote, RemoteRule, RemoteSuppression } from './remote'

/** All rules and suppressions of a tenant at one moment. */
export interface TenantState {
  readonly tenant: string
  readonly rules: readonly RemoteRule[]
  readonly suppressions: readonly RemoteSuppression[]
  /** Why the suppressions were not looked at; the list is empty then, and says nothing. */
  readonly suppressionsUnread?: string
}

/**
 * Lists of a tenant what its key may read: the rules, and the suppressions or why they are not there. A listing that
 * fails otherwise is thrown, as is that of the rules, without which nothing can be done.
 */
export async function readAllowed(remote: Remote): Promise<TenantState> {
  const [rules, suppressions] = await Promise.all([remote.listRules(), unlessForbidden(remote.listSuppressions())])
  const { tenant } = remote
  if ('reason' in suppressions) return { tenant, rules, suppressions: [], suppressionsUnread: suppressions.reason }
  return { tenant, rules, suppressions: suppressions.found }
}

async function unlessForbidden<T>(listing: Promise<T>): Promise<{ readonly found: T } | { readonly reason: string }> {
  try {
    return { found: await listing }
  } catch (error) {
    if (!(error instanceof WorldError) || error.code !== 'forbidden') throw error
    return { reason: error.message }
  }
}

/** Lists a tenant. A listing that fails is thrown, never taken for an empty tenant. */
export async function readTenant(remote: Remote): Promise<TenantState> {
  const [rules, suppressions] = await Promise.all([remote.listRules(), remote.listSuppressions()])
  return { tenant: remote.tenant, rules, suppressions }
}
