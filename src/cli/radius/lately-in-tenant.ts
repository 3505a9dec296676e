import { dayMs } from '../../diagnostic/times'
import { LatelyCount } from '../../radius/lately'
import type { LatelyOutcome } from '../../report/suppressions/lately'
import type { Suppression } from '../../suppression/suppression'
import { signalsOf } from '../../workspace/tenant-logs/fetch-logs'
import { logsOnPage } from '../../workspace/tenant-logs/log-source'
import type { CliContext } from '../context'
import type { OpenTenant } from '../tenants/open-tenant'
import type { RuleOfSignal } from './rules-of-signals'

/** So far back a tenant's signals are looked at where nobody says. */
export const usualStretchMs = 30 * dayMs

/** So many signals are looked at, the latest first: a page of them costs one request. */
const mostPages = 20

/**
 * What a tenant's signals of a stretch tell of suppressions, for at most twenty requests and the list of its rules. Where
 * there are more signals, those are the latest.
 */
export async function latelyInTenant(
  suppressions: readonly Suppression[],
  ruleOf: RuleOfSignal,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  { config, logs }: Pick<OpenTenant, 'config' | 'logs'>,
  { sleep }: Pick<CliContext, 'sleep'>,
): Promise<Extract<LatelyOutcome, { kind: 'asked' }>> {
  const count = new LatelyCount(suppressions)
  const found = signalsOf({ source: logs, sleep }, { query: '*', fromMs, toMs, isLatestFirst: true }, mostPages)
  let [signals, earliestMs] = [0, toMs]
  let each = await found.next()
  for (; !each.done; each = await found.next()) {
    signals += 1
    earliestMs = Math.min(earliestMs, each.value.firstSeenMs)
    const rule = await ruleOf(each.value)
    if (rule) count.show(rule, each.value)
  }
  const [isCut] = [each.value]
  return {
    kind: 'asked',
    tenant: config.name,
    fromMs: isCut ? earliestMs : fromMs,
    toMs,
    signals,
    isCut,
    mostSignals: mostPages * logsOnPage,
    of: count.counted(),
  }
}
