import { dayMs } from '../../diagnostic/times'
import { WorldError } from '../../diagnostic/world-error'
import type { LogEvent } from '../../event/log-event'
import type { HiddenSignals } from '../../radius/hidden-signals'
import { shownSignal } from '../../radius/radius-of-signals'
import { RadiusTally } from '../../radius/radius-tally'
import type { Draft } from '../../rule/rule'
import type { KeptSignal } from '../../silencing/draft'
import { hidesSignal } from '../../silencing/draft'
import type { Proposal } from '../../silencing/propose'
import { readSignals } from '../../silencing/read-signals'
import type { RemoteSignal } from '../../wire/decode-signal'
import { isCalledTrue } from '../../wire/decode-signal'
import type { LocalDetections } from '../../workspace/checking/local-detections'
import type { Workspace } from '../../workspace/workspace'
import type { CliContext } from '../context'
import type { GlobalOptions } from '../global-options'
import { ruleOfSignal } from '../sampling/rule-of-signal'
import { searchesForSignal } from '../sampling/sample-of-signal'
import { SamplingRun } from '../sampling/sampling-run'
import type { OpenTenant } from '../tenants/open-tenant'
import { withTenant } from '../tenants/tenant-logs'
import { type ToldSignal, toldSignal } from './told-signals'

/** A signal of a tenant with what the tenant knows besides. */
export interface SignalInTenant {
  readonly told: ToldSignal
  /** The logs of its group, from so long before as may decide it; none where the tenant has none any more. */
  readonly around: readonly LogEvent[]
  /** Signals of its rule that triage called true. */
  readonly kept: readonly KeptSignal[]
  /** What proposals hide of the signals of the last days. */
  readonly count: (proposals: readonly Proposal[]) => readonly (HiddenSignals & { readonly days: number })[]
}

/** So far back a tenant's signals are looked at. */
const days = 30

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
    const history: { readonly signal: RemoteSignal; readonly event: LogEvent }[] = []
    const kept: KeptSignal[] = []
    const stretch = { fromMs: nowMs - days * dayMs, toMs: nowMs }
    for await (const signal of run.signals({ query: `@workflow.rule.id:"${written.signal.ruleId}"`, ...stretch })) {
      history.push({ signal, event: asSeen(signal) })
    }
    const ruleOf = rememberRules(detections, tenant)
    for await (const signal of run.signals({ query: '@workflow.triage.state:archived', ...stretch })) {
      const rule = isCalledTrue(signal.event.attributes) ? await ruleOf(signal) : undefined
      if (rule) kept.push({ rule, event: asSeen(signal), what: `${signal.id}, which triage called true` })
    }
    const count: SignalInTenant['count'] = (proposals) => {
      const [first] = proposals
      const isMeant = first ? hidesSignal(first) : () => false
      return proposals.map((proposal) => {
        const hides = hidesSignal(proposal)
        const counted = new RadiusTally()
        for (const { signal, event } of history) {
          const one = { rule: told.rule, event }
          const isHidden = hides(one)
          counted.show(shownSignal(told.rule, signal), {
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

/** What a suppression sees of a signal: its status is its severity. */
function asSeen(signal: RemoteSignal): LogEvent {
  return { ...signal.event, status: signal.severity }
}

/** Answers the rule of a signal; the tenant is asked once for each rule. */
function rememberRules(
  { rules }: LocalDetections,
  tenant: OpenTenant,
): (signal: RemoteSignal) => Promise<Draft | undefined> {
  const known = new Map<string, Draft | undefined>()
  return async (signal) => {
    if (!known.has(signal.ruleId)) known.set(signal.ruleId, await ruleOfSignal(signal, rules, tenant))
    return known.get(signal.ruleId)
  }
}
