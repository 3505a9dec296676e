import { resolve } from 'node:path'
import { WorldError } from '../../diagnostic/world-error'
import { encodePlan } from '../../sync/plan/saved/saved-plan'
import type { Workspace } from '../../workspace/workspace'
import { writeText } from '../../workspace/write-text'
import type { CliContext } from '../context'
import type { Flaws } from '../flaws'
import type { GlobalOptions } from '../global-options'
import { ownVersion } from '../own-version'
import { refuseUnknownIds } from './asked-ids'
import { checkOrg } from './check-org'
import { eachTenant, type TenantOutcome } from './each-tenant'
import { openTenant } from './open-tenant'
import { planOptions, planTenant, type SyncOptions, type TenantPlan } from './plan-tenant'

/** What tenants are planned with. */
interface Planning {
  readonly workspace: Workspace
  readonly flaws: Flaws
  readonly context: CliContext
  readonly globals: GlobalOptions
  readonly options: SyncOptions
  /** A file for the plan, of one tenant. */
  readonly out?: string | undefined
}

/** Plans each tenant, and saves the plan where that was asked for. Writes nothing to a tenant. */
export async function planTenants(
  names: readonly string[],
  { workspace, flaws, context, globals, options, out }: Planning,
): Promise<readonly TenantOutcome<TenantPlan>[]> {
  if (out !== undefined && names.length > 1) {
    throw new WorldError('usage', '--out saves the plan of one tenant', 'Choose it with --tenant, and plan each apart.')
  }
  const asked = planOptions(workspace, options)
  return eachTenant(names, context, async (name) => {
    const tenant = await openTenant(workspace, name, context, globals)
    try {
      await checkOrg(tenant)
      const nowMs = context.now()
      const around = { validate: options.remoteValidate, flaws, nowMs, app: tenant.app }
      const planned = await planTenant(workspace, tenant.config, tenant.remote, asked, around)
      refuseUnknownIds(options, workspace, planned.review.plan)
      if (out !== undefined) {
        const stamp = { host: tenant.host, madeAtMs: nowMs, version: ownVersion(), options: asked }
        writeText(resolve(context.cwd, out), encodePlan(planned.review.plan, stamp), out)
      }
      return planned
    } finally {
      await tenant.close()
    }
  })
}
