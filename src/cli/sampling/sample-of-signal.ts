import { evaluateEvents } from '../../detect/evaluate'
import type { Draft } from '../../rule/rule'
import type { FetchedLog } from '../../sampling/anonymise/anonymise-logs'
import { lookBackMs } from '../../sampling/look-back'
import { makeSample, type Sample } from '../../sampling/make-sample'
import { groupValuesOf, isSameGroup, overlaps } from '../../sampling/same-signal'
import type { RemoteSignal } from '../../wire/decode-signal'
import type { LogSearch } from '../../workspace/tenant-logs/log-source'
import type { SamplingRun } from './sampling-run'

/** A sample that raises a signal of the tenant, or why there is none; `disagrees` where the rule raises none here. */
export type SignalSample = Sample | { readonly refusal: string; readonly disagrees?: true }

/** The searches for the logs of a signal: its rule's queries for its group, from so long before as may decide it. */
export function searchesForSignal(run: SamplingRun, rule: Draft, signal: RemoteSignal): readonly LogSearch[] {
  const [own, ...sources] = run.rulesFor(rule).map((each) => lookBackMs(each, 'windows'))
  const lookBack = (own ?? 0) + sources.reduce((sum, each) => sum + each, 0)
  const asked = { fromMs: signal.firstSeenMs - lookBack, toMs: signal.lastSeenMs + 999 }
  return run.queriesOf(rule).map((query) => ({ query: ofGroup(query, rule, signal), ...asked }))
}

/** A sample that raises a signal. Where the logs of the signal alone raise it, there are no others in the sample. */
export function sampleOfSignal(
  run: SamplingRun,
  rule: Draft,
  signal: RemoteSignal,
  logs: readonly FetchedLog[],
): SignalSample {
  const reason = run.reasonAgainst(rule)
  if (reason !== undefined) return { refusal: `${rule.id} is not evaluated, because ${reason}` }
  const rules = run.rulesFor(rule)
  const { signals } = evaluateEvents(
    rules,
    logs.map(({ event }) => event),
    run.evaluation,
  )
  const own = signals.find((each) => each.rule === rule.id && isSameGroup(each, signal) && overlaps(each, signal))
  if (own === undefined) {
    const what = logs.length === 0 ? 'the tenant has no logs any more' : `the ${logs.length} logs raise none here`
    return { refusal: `of the signal ${signal.id} ${what}`, disagrees: true }
  }
  const wanted = { rules, ...run.evaluation, ...(run.key !== undefined && { key: run.key }) }
  const alone = makeSample({ ...wanted, logs: logs.filter(({ event }) => own.events.includes(event.id)) })
  if (!('refusal' in alone) && alone.signals.some((each) => each.rule === rule.id)) return alone
  return makeSample({ ...wanted, logs })
}

/** A search narrowed to the group of a signal, as far as the signal shows it. */
function ofGroup(search: string, rule: Draft, signal: RemoteSignal): string {
  const fields = rule.queries.map(({ groupByFields = [] }) => groupByFields)
  // Fields of unlike names join by position: then no name holds for all queries.
  const [first = [], ...others] = fields
  if (others.some((each) => each.join() !== first.join())) return search
  const narrowed = first.flatMap((field) => {
    const [value, ...more] = groupValuesOf(signal, field)
    return value === undefined || value === 'N/A' || more.length > 0
      ? []
      : [`${field}:"${value.replace(/["\\]/g, '\\$&')}"`]
  })
  return narrowed.length === 0 ? search : `(${search}) ${narrowed.join(' ')}`
}
