import { dayMs } from '../../diagnostic/times'
import { WorldError } from '../../diagnostic/world-error'
import type { LogEvent } from '../../event/log-event'
import { terminal } from '../../medium/terminal-text'
import type { Draft } from '../../rule/rule'
import type { KeptSignal } from '../../silencing/draft'
import { isCalledTrue, type RemoteSignal } from '../../wire/decode-signal'
import { signalsOf } from '../../workspace/tenant-logs/fetch-logs'
import type { Workspace } from '../../workspace/workspace'
import type { CliContext } from '../context'
import type { GlobalOptions } from '../global-options'
import { rulesOfSignals } from '../radius/rules-of-signals'
import type { OpenTenant } from '../tenants/open-tenant'
import { withTenant } from '../tenants/tenant-logs'

/** So far back a tenant's signals are looked at. */
export const triagedDays = 30

/** So many pages of signals are asked for. */
export const mostPages = 20

/** The signals of the last days that triage called true, the latest first, of rules of the workspace and of the tenant. */
export async function triagedSignals(
  tenant: Pick<OpenTenant, 'logs' | 'remote' | 'config'>,
  rules: readonly Draft[],
  { now, sleep }: Pick<CliContext, 'now' | 'sleep'>,
): Promise<readonly KeptSignal[]> {
  const ruleOf = rulesOfSignals(rules, tenant)
  const [toMs, query] = [now(), '@workflow.triage.state:archived']
  const search = { query, fromMs: toMs - triagedDays * dayMs, toMs, isLatestFirst: true }
  const kept: KeptSignal[] = []
  for await (const signal of signalsOf({ source: tenant.logs, sleep }, search, mostPages)) {
    const rule = isCalledTrue(signal.event.attributes) ? await ruleOf(signal) : undefined
    if (rule) kept.push({ rule, event: asSeen(signal), what: `${signal.id}, which triage called true` })
  }
  return kept
}

/** The same of the tenant that is named; none where none is. One that cannot be asked is told, and keeps nothing. */
export async function triagedWhereNamed(
  workspace: Workspace,
  rules: readonly Draft[],
  context: CliContext,
  globals: GlobalOptions,
): Promise<readonly KeptSignal[]> {
  if (globals.tenants.length === 0) return []
  try {
    return await withTenant(workspace, context, globals, (tenant) => triagedSignals(tenant, rules, context))
  } catch (error) {
    if (!(error instanceof WorldError) || !notAsking.has(error.code)) throw error
    context.stderr.write(terminal`warning: nobody knows what triage called true: ${error.message}\n`)
    return []
  }
}

/** The tenant cannot be asked, whatever the network does. */
export const notAsking: ReadonlySet<WorldError['code']> = new Set(['configuration', 'unauthorized', 'forbidden'])

/** What a suppression sees of a signal: its status is its severity. */
export function asSeen(signal: RemoteSignal): LogEvent {
  return { ...signal.event, status: signal.severity }
}
