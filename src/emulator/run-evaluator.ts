import { type Evaluation, evaluateEvents } from '../detect/evaluate'
import type { Signal } from '../detect/signals/signal'
import { isoTime } from '../diagnostic/times'
import type { LogEvent } from '../event/log-event'
import { readLog } from '../event/read-log'
import { contentDigest } from '../json/canonical-json'
import type { Json, JsonObject } from '../json/json'
import { asNumber, asText } from '../json/json-text'
import { readRuleObject } from '../rule/read-rule'
import type { Draft } from '../rule/rule'
import type { Suppression } from '../suppression/suppression'
import type { TenantState } from './store/tenant-state'

/** A signal as the API shows it (docs, List security signals). */
export interface SignalResource {
  readonly id: string
  readonly type: 'signal'
  readonly attributes: {
    readonly timestamp: string
    readonly message: string
    readonly tags: readonly string[]
    readonly custom: JsonObject
  }
}

/** The logs that were sent to the tenant and lie in a stretch of time, both ends included. */
export function logsBetween(state: TenantState, fromMs: number, toMs: number): readonly LogEvent[] {
  return state.all('logs').flatMap(({ log, receivedMs }) => {
    const read = readLog(log, { defaultTimeMs: Number(receivedMs) })
    return 'event' in read && read.event.timeMs >= fromMs && read.event.timeMs <= toMs ? [read.event] : []
  })
}

/** What the enabled rules of the tenant make of all logs that were sent to it, suppressions applied. */
export function presentSignals(state: TenantState): readonly SignalResource[] {
  const rules = state.all('rules').filter(({ isEnabled }) => isEnabled !== false)
  const suppressions = state.all('suppressions').map(asSuppression)
  const evaluation = evaluateWireRules(
    rules,
    logsBetween(state, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
    suppressions,
  )
  return evaluation.signals
    .filter(({ suppressedBy }) => suppressedBy.length === 0)
    .map((signal) => signalResource(signal, state.get('rules', signal.rule) ?? {}))
}

/** What a historical job says beyond a rule: which logs it reads. */
const keysOfJobs: ReadonlySet<string> = new Set(['index', 'from', 'to'])

/** Runs the evaluator on rules in wire form, up to a time if one is given; a signal's `rule` is then the tenant's id. */
export function evaluateWireRules(
  rules: readonly JsonObject[],
  logs: readonly LogEvent[],
  suppressions: readonly Suppression[] = [],
  untilMs?: number,
): Evaluation {
  const readable = rules.flatMap(({ id, ...rule }): readonly Draft[] => {
    const { draft } = readRuleObject(rule)
    return draft ? [{ ...draft, id: String(id) }] : []
  })
  return evaluateEvents(readable, logs, { suppressions, harmlessKeys: keysOfJobs, untilMs })
}

/** Shows a signal of a rule, or of a job that is like one. */
export function signalResource(signal: Signal, rule: JsonObject): SignalResource {
  const identity = [signal.rule, signal.case, signal.group, signal.firstSeenMs]
  const workflow = {
    first_seen: isoTime(signal.firstSeenMs),
    last_seen: isoTime(signal.lastSeenMs),
    rule: { id: signal.rule, name: rule.name ?? '', version: rule.version ?? 1 },
    triage: { state: 'open' },
  }
  return {
    id: contentDigest(identity, 40),
    type: 'signal',
    attributes: {
      timestamp: isoTime(signal.firstSeenMs),
      message: signal.message,
      tags: signal.tags,
      custom: {
        ...signal.attributes,
        title: signal.title,
        status: signal.severity,
        group: signal.group as Record<string, Json>,
        samples: { count: signal.count, event_ids: signal.events },
        workflow,
      },
    },
  }
}

/** The rule query stays as it is: the tenant's ids and tags are what it speaks of. */
function asSuppression(suppression: JsonObject): Suppression {
  const [suppressionQuery, dataExclusionQuery] = [
    asText(suppression.suppression_query),
    asText(suppression.data_exclusion_query),
  ]
  const [startMs, expiresMs] = [asNumber(suppression.start_date), asNumber(suppression.expiration_date)]
  return {
    id: String(suppression.id),
    name: String(suppression.name),
    enabled: suppression.enabled === true,
    rules: [],
    ruleQuery: String(suppression.rule_query ?? ''),
    tags: [],
    ...(suppressionQuery && { suppressionQuery }),
    ...(dataExclusionQuery && { dataExclusionQuery }),
    ...(startMs !== undefined && { startMs }),
    ...(expiresMs !== undefined && { expiresMs }),
  }
}
