import { evaluateEvents } from '../detect/evaluate'
import type { Evaluation } from '../detect/running/ran-rules'
import type { Signal } from '../detect/signals/signal'
import { wholeSecond } from '../detect/signals/signal-view'
import { isoTime } from '../diagnostic/times'
import type { RawProcessing } from '../event/given'
import type { LogEvent } from '../event/log-event'
import { readLog } from '../event/read-log'
import { contentDigest } from '../json/canonical-json'
import type { JsonObject } from '../json/json'
import { asObject, objectsIn } from '../json/json-object'
import { asNumber, asText } from '../json/json-text'
import { readRuleObject } from '../rule/read-rule'
import type { Draft } from '../rule/rule'
import type { Suppression } from '../suppression/suppression'
import type { TenantState } from './store/tenant-state'
import { tenantProcessing } from './tenant-processing'

/** A signal as the API shows it (docs, List security signals). */
export interface SignalResource {
  readonly id: string
  readonly type: 'signal'
  readonly attributes: {
    readonly timestamp: string
    readonly status: string
    readonly message: string
    readonly tags: readonly string[]
    /** Those of its logs, where they name any (observed in recorded signals). */
    readonly host?: string
    readonly service: readonly string[]
    /** As the docs name it, and as recorded answers do. */
    readonly custom: JsonObject
    readonly attributes: JsonObject
  }
}

/**
 * The logs that were sent to the tenant and lie in a stretch of time, both ends included. Each has an id of the tenant's
 * own: what is sent twice is two logs (observed, `eventId` in recorded signals).
 */
export function logsBetween(state: TenantState, fromMs: number, toMs: number): readonly LogEvent[] {
  const processing = tenantProcessing(state)
  return state.all('logs').flatMap((taken) => {
    const event = eventOf(taken, processing)
    return event === undefined || event.timeMs < fromMs || event.timeMs > toMs ? [] : [event]
  })
}

/** Each page of a search asks for all logs; they are read once for the same pipelines. */
const eventsRead = new WeakMap<JsonObject, { readonly event: LogEvent; readonly by: RawProcessing | undefined }>()

/** The log as the tenant's pipelines of now make it; a tenant runs those that it had when the log came. */
function eventOf(taken: JsonObject, processing: RawProcessing | undefined): LogEvent | undefined {
  const known = eventsRead.get(taken)
  if (known !== undefined && known.by === processing) return known.event
  const read = readLog(taken.log, { defaultTimeMs: Number(taken.receivedMs), given: { processing } })
  if ('trouble' in read) return undefined
  const { isNamedByContent: _, ...event } = read.event
  const own = { ...event, id: String(taken.id) }
  eventsRead.set(taken, { event: own, by: processing })
  return own
}

/** What the enabled rules of the tenant make of all logs that were sent to it, suppressions applied. */
export function presentSignals(state: TenantState): readonly SignalResource[] {
  const rules = state.all('rules').filter(({ isEnabled }) => isEnabled !== false)
  const suppressions = state.all('suppressions').map(asSuppression)
  const logs = logsBetween(state, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)
  const logById = new Map(logs.map((log) => [log.id, log]))
  const evaluation = evaluateWireRules(rules, logs, suppressions)
  return evaluation.signals
    .filter(({ suppressedBy }) => suppressedBy.length === 0)
    .map((signal) => triaged(signalResource(signal, state.get('rules', signal.rule) ?? {}, logById), state))
}

/** A signal with what triage said of it. That its keys are written so on a signal is assumed, after the recorded ones. */
function triaged(signal: SignalResource, state: TenantState): SignalResource {
  const { state: now, archive_reason, archive_comment } = state.get('triages', signal.id) ?? {}
  if (now === undefined) return signal
  const triage = {
    state: now,
    ...(archive_reason !== undefined && { archiveReason: archive_reason }),
    ...(archive_comment !== undefined && { archiveComment: archive_comment }),
  }
  const withTriage = (content: JsonObject): JsonObject => ({
    ...content,
    workflow: { ...asObject(content.workflow), triage },
  })
  const { custom, attributes, ...rest } = signal.attributes
  return { ...signal, attributes: { ...rest, custom: withTriage(custom), attributes: withTriage(attributes) } }
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

/** So many logs of a signal are shown with it, the latest ones (observed in recorded signals). */
const mostSamples = 2

/** Shows a signal of a rule, or of a job that is like one; with those of its logs that are given. */
export function signalResource(
  signal: Signal,
  rule: JsonObject,
  logs: ReadonlyMap<string, LogEvent> = new Map(),
): SignalResource {
  const identity = [signal.rule, signal.case, signal.group, signal.firstSeenMs]
  const workflow = {
    first_seen: isoTime(wholeSecond(signal.firstSeenMs)),
    last_seen: isoTime(wholeSecond(signal.lastSeenMs)),
    events_matched: signal.count,
    rule: { id: signal.rule, name: rule.name ?? '', version: rule.version ?? 1 },
    triage: { state: 'open' },
  }
  const own = signal.events.flatMap((id) => logs.get(id) ?? [])
  const [host = signal.group.host] = own.flatMap((log) => log.host ?? [])
  const services = own.flatMap(({ service }) => service ?? [])
  const samples = own.slice(-mostSamples).reverse()
  const content: JsonObject = {
    ...signal.attributes,
    title: signal.title,
    status: signal.severity,
    triggeringRuleCase: caseOf(signal, rule),
    groupByPaths: Object.keys(signal.group).map(pathOfGroup),
    samples: samples.map(sampleOf),
    workflow,
  }
  return {
    id: contentDigest(identity, 40),
    type: 'signal',
    attributes: {
      timestamp: isoTime(signal.firstSeenMs),
      status: signal.severity,
      message: signal.message,
      tags: signal.tags,
      ...(host !== undefined && { host }),
      service: [...new Set(services)],
      custom: content,
      attributes: content,
    },
  }
}

function caseOf(signal: Signal, rule: JsonObject): JsonObject {
  const own = objectsIn(rule.cases).find(({ name, status }) => (name ?? '') === signal.case && status !== undefined)
  return { status: signal.severity, name: signal.case, condition: own?.condition ?? '' }
}

/** As signals write a group-by field: `usr.id`, `host`, `tags.instance-id`. */
function pathOfGroup(field: string): string {
  if (field.startsWith('@')) return field.slice(1)
  return ['host', 'service', 'source', 'status'].includes(field) ? field : `tags.${field}`
}

function sampleOf({ id, timeMs, tags, attributes, message, service, status, host, source }: LogEvent): JsonObject {
  const reserved = { ...(message && { message }), ...(service && { service }), ...(status && { status }) }
  const content = { timestamp: isoTime(timeMs), ...reserved, ...(host && { host }), ...(source && { source }) }
  return { id, eventId: id, content: { ...content, tags, custom: attributes } }
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
