import { readTime } from '../event/event-time'
import type { LogEvent } from '../event/log-event'
import type { JsonObject } from '../json/json'
import { asObject, listIn, objectAt } from '../json/json-object'
import { asText, isText, textsIn } from '../json/json-text'

/** A signal as a tenant shows it, read. */
export interface RemoteSignal {
  readonly id: string
  /** The tenant's id of its rule. */
  readonly ruleId: string
  readonly ruleName: string
  /** Absent where the signal does not tell its case. */
  readonly case?: string
  readonly severity: string
  /** In whole seconds, cut off. */
  readonly firstSeenMs: number
  readonly lastSeenMs: number
  readonly tags: readonly string[]
  /** The signal in the form of a log: what fields have on it. */
  readonly event: LogEvent
}

/**
 * Reads a signal of the search of signals. Its content stands under `custom` (docs) or `attributes` (observed). Answers
 * undefined for what names no rule or no time.
 */
export function decodeSignal(resource: JsonObject): RemoteSignal | undefined {
  const outer = objectAt(resource, 'attributes') ?? {}
  const content = objectAt(outer, 'custom') ?? objectAt(outer, 'attributes') ?? {}
  const workflow = objectAt(content, 'workflow') ?? {}
  const rule = objectAt(workflow, 'rule') ?? {}
  const winner = objectAt(content, 'triggeringRuleCase') ?? {}
  const [firstSeenMs, lastSeenMs] = [readTime(workflow.first_seen), readTime(workflow.last_seen)]
  const { id } = resource
  if (!isText(id) || !isText(rule.id) || firstSeenMs === undefined || lastSeenMs === undefined) return undefined
  const severity = asText(winner.status) ?? asText(outer.status) ?? asText(content.status) ?? ''
  const tags = textsIn(outer.tags)
  return {
    id,
    ruleId: rule.id,
    ruleName: asText(rule.name) ?? '',
    ...(typeof winner.name === 'string' && { case: winner.name }),
    severity: asText(outer.status) ?? severity,
    firstSeenMs,
    lastSeenMs,
    tags,
    event: {
      id,
      timeMs: firstSeenMs,
      tags,
      ...reserved('message', outer.message),
      ...reserved('host', outer.host),
      ...reserved('service', listIn(outer.service)[0] ?? outer.service),
      attributes: asObject(content) ?? {},
    },
  }
}

function reserved(name: 'host' | 'service' | 'message', value: unknown): Partial<LogEvent> {
  return isText(value) ? { [name]: value } : {}
}

/**
 * The reasons for which triage closes a signal that told of something true (API reference, SecurityMonitoringSignalArchiveReason).
 * `true_positive_benign` is not among them: what is true and harmless is what suppressions are for.
 */
const trueReasons = new Set(['true_positive_malicious', 'investigated_case_opened', 'remediated'])

/**
 * Whether triage called a signal of a tenant true, by its attributes. The spelling follows the recorded `incidentIds` beside
 * it (assumed); the API's own `archive_reason` counts as well.
 */
export function isCalledTrue(attributes: JsonObject): boolean {
  const triage = objectAt(objectAt(attributes, 'workflow') ?? {}, 'triage') ?? {}
  const reason = asText(triage.archiveReason) ?? asText(triage.archive_reason) ?? ''
  return trueReasons.has(reason.toLowerCase())
}
