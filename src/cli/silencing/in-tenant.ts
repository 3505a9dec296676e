import { dayMs } from '../../diagnostic/times'
import { WorldError } from '../../diagnostic/world-error'
import type { LogEvent } from '../../event/log-event'
import type { HiddenSignals } from '../../radius/hidden-signals'
import type { ShownSignal } from '../../radius/radius'
import { shownSignal } from '../../radius/radius-of-signals'
import { RadiusTally } from '../../radius/radius-tally'
import { named } from '../../radius/signal-totals'
import type { KeptSignal } from '../../silencing/draft'
import { hidesSignal } from '../../silencing/draft'
import type { Proposal } from '../../silencing/propose'
import { readSignals } from '../../silencing/read-signals'
import type { LocalDetections } from '../../workspace/checking/local-detections'
import { signalsOf } from '../../workspace/tenant-logs/fetch-logs'
import type { Workspace } from '../../workspace/workspace'
import type { CliContext } from '../context'
import type { GlobalOptions } from '../global-options'
import { searchesForSignal } from '../sampling/sample-of-signal'
import { SamplingRun } from '../sampling/sampling-run'
import { withTenant } from '../tenants/tenant-logs'
import { type ToldSignal, toldSignal } from './told-signals'
import { asSeen, mostPages, triagedDays, triagedSignals } from './triaged-signals'

/** A signal of a tenant with what the tenant knows besides. */
export interface SignalInTenant {
  readonly told: ToldSignal
  /** The logs of its group, from so long before as may decide it; none where the tenant has none any more. */
  readonly around: readonly LogEvent[]
  /** Signals that triage called true. */
  readonly kept: readonly KeptSignal[]
  /** What proposals hide of the signals of the last days. */
  readonly count: (proposals: readonly Proposal[]) => readonly (HiddenSignals & { readonly days: number })[]
}

/** Brings a signal of a tenant by its id, with its logs and the signals of its rule of the last days. */
export async function signalInTenant(
  id: string,
  workspace: Workspace,
  detections: LocalDetections,
  context: CliContext,
  globals: GlobalOptions,
): Promise<SignalInTenant> {
  return withTenant(workspace, context, globals, async (tenant) => {
    const resource = await tenant.logs.signal(id)
    if (resource === undefined) {
      const help = 'Its id stands in the address of its page in Datadog, after event=.'
      throw new WorldError('not-found', `the tenant ${tenant.config.name} has no signal ${id}`, help)
    }
    const { signals, troubles } = readSignals(JSON.stringify(resource))
    const [written] = signals
    if (written?.kind !== 'shown') {
      throw new WorldError(
        'bad-answer',
        `the tenant ${tenant.config.name} shows ${troubles[0] ?? 'no signal'} under ${id}`,
      )
    }
    const told = await toldSignal(written, workspace, detections, tenant)
    const run = new SamplingRun(workspace, detections, tenant, { raw: true }, context, globals)
    const searches = searchesForSignal(run, told.rule, written.signal)
    const logs = searches.length === 0 ? [] : await (await run.fetch(searches))(searches)
    const nowMs = context.now()
    const history: { readonly shown: ShownSignal; readonly event: LogEvent }[] = []
    const stretch = { fromMs: nowMs - triagedDays * dayMs, toMs: nowMs, isLatestFirst: true }
    const ofRule = { query: `@workflow.rule.id:"${written.signal.ruleId}"`, ...stretch }
    const found = signalsOf({ source: tenant.logs, sleep: context.sleep }, ofRule, mostPages)
    let each = await found.next()
    for (; !each.done; each = await found.next()) {
      history.push({ shown: shownSignal(told.rule, each.value), event: asSeen(each.value) })
    }
    const earliestMs = each.value ? (history.at(-1)?.shown.firstSeenMs ?? nowMs) : stretch.fromMs
    const days = Math.ceil((nowMs - earliestMs) / dayMs)
    const kept = await triagedSignals(tenant, detections.rules, context)
    const count: SignalInTenant['count'] = (proposals) => {
      const [first] = proposals
      const isMeant = first ? hidesSignal(first) : () => false
      return proposals.map((proposal) => {
        const hides = hidesSignal(proposal)
        const counted = new RadiusTally()
        for (const { shown, event } of history) {
          const one = { rule: told.rule, event }
          const isHidden = hides(one)
          counted.show(named(shown), {
            isCounted: true,
            isHidden,
            isHiddenAllAlong: isHidden,
            isMeant: isMeant(one),
          })
        }
        return { ...counted.hiddenSignals(), days }
      })
    }
    return { told, around: logs.map(({ event }) => event), kept, count }
  })
}
