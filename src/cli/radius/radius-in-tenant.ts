import type { RadiusOutcome } from '../../report/radius/radius-outcome'
import type { Workspace } from '../../workspace/workspace'
import type { CliContext } from '../context'
import type { GlobalOptions } from '../global-options'
import { withTenant } from '../tenants/tenant-logs'
import { type StretchOptions, stretchAsked } from '../times-asked'
import type { Asked } from './radius-on-logs'
import { rulesOfSignals } from './rules-of-signals'
import { signalsInTenant } from './signals-in-tenant'

/** What suppressions would have hidden of the signals that a tenant raised. */
export async function radiusInTenant(
  workspace: Workspace,
  { rules, asked }: Asked,
  options: StretchOptions,
  context: CliContext,
  globals: GlobalOptions,
): Promise<RadiusOutcome> {
  const stretch = stretchAsked(options, context.now())
  return await withTenant(workspace, context, globals, async (tenant) => {
    const { counted, looked } = await signalsInTenant(asked, rulesOfSignals(rules, tenant), stretch, tenant, context)
    const signals = looked.signals - looked.ofOthers
    return { radii: context.busy(() => counted.radii()), ground: { kind: 'signals', ...looked, signals } }
  })
}
