import { type RaisedSignal, radiusOfSignals } from '../../radius/radius-of-signals'
import type { RadiusOutcome } from '../../report/radius/radius-outcome'
import type { Draft } from '../../rule/rule'
import { signalsOf } from '../../workspace/tenant-logs/fetch-logs'
import type { Workspace } from '../../workspace/workspace'
import type { CliContext } from '../context'
import type { GlobalOptions } from '../global-options'
import { ruleOfSignal } from '../sampling/rule-of-signal'
import { withTenant } from '../tenants/tenant-logs'
import { type StretchOptions, stretchAsked } from '../times-asked'
import type { Asked } from './radius-on-logs'

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
    const raised: RaisedSignal[] = []
    const known = new Map<string, Draft | undefined>()
    let ofOthers = 0
    const search = { query: '*', ...stretch }
    for await (const signal of signalsOf({ source: tenant.logs, sleep: context.sleep }, search)) {
      const rule = known.has(signal.ruleId) ? known.get(signal.ruleId) : await ruleOfSignal(signal, rules, tenant)
      known.set(signal.ruleId, rule)
      if (rule) raised.push({ rule, signal })
      else ofOthers += 1
    }
    return {
      radii: context.busy(() => radiusOfSignals(asked, raised)),
      ground: { kind: 'signals', tenant: tenant.config.name, signals: raised.length, ofOthers, ...stretch },
    }
  })
}
