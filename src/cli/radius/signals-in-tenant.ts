import { RadiusOfSignals } from '../../radius/radius-of-signals'
import type { Suppression } from '../../suppression/suppression'
import { signalsOf } from '../../workspace/tenant-logs/fetch-logs'
import { logsOnPage } from '../../workspace/tenant-logs/log-source'
import type { CliContext } from '../context'
import type { OpenTenant } from '../tenants/open-tenant'
import type { RuleOfSignal } from './rules-of-signals'

/** So many signals are looked at, the latest first: a page of them costs one request. */
const mostPages = 20

/** Which signals of a tenant were looked at. */
export interface LookedAt {
  readonly tenant: string
  /** From the earliest that was looked at, where there are more. */
  readonly fromMs: number
  readonly toMs: number
  readonly signals: number
  /** Those of them whose rule nobody knows. */
  readonly ofOthers: number
  /** The tenant has more, before `fromMs`. */
  readonly isCut: boolean
  /** So many are looked at most. */
  readonly mostSignals: number
}

/**
 * What a tenant's signals of a stretch tell of suppressions, for at most twenty requests and the list of its rules. Where
 * there are more signals, those are the latest.
 */
export async function signalsInTenant(
  suppressions: readonly Suppression[],
  ruleOf: RuleOfSignal,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  { config, logs }: Pick<OpenTenant, 'config' | 'logs'>,
  { sleep }: Pick<CliContext, 'sleep'>,
): Promise<{ readonly counted: RadiusOfSignals; readonly looked: LookedAt }> {
  const counted = new RadiusOfSignals(suppressions)
  const found = signalsOf({ source: logs, sleep }, { query: '*', fromMs, toMs, isLatestFirst: true }, mostPages)
  let [signals, ofOthers, earliestMs] = [0, 0, toMs]
  let each = await found.next()
  for (; !each.done; each = await found.next()) {
    signals += 1
    earliestMs = Math.min(earliestMs, each.value.firstSeenMs)
    const rule = await ruleOf(each.value)
    if (rule) counted.show(rule, each.value)
    else ofOthers += 1
  }
  const isCut = each.value
  const mostSignals = mostPages * logsOnPage
  const looked = { fromMs: isCut ? earliestMs : fromMs, toMs, signals, ofOthers, isCut, mostSignals }
  return { counted, looked: { tenant: config.name, ...looked } }
}
