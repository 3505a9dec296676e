import type { LogEvent } from '../../event/log-event'
import type { JsonObject } from '../../json/json'
import type { CaseStatus } from '../../rule/case-status'
import type { CompiledRule } from '../compiled-rule'
import type { Group } from '../group-key'
import { decreased, isNonProductionTag, severityRank } from './severity'
import type { Trigger, TriggerPart } from './trigger'

/** A signal as it stands: what has been attached to it, and the gravest case so far. */
export interface SignalRecord {
  readonly rule: CompiledRule
  /** The group values that name the signal, by position; undefined at positions that do not. */
  readonly values: readonly (string | undefined)[]
  readonly openedMs: number
  /** Its place, from 1, among the signals of its group that opened at that moment. */
  readonly ordinal: number
  lastTriggerMs: number
  caseIndex: number
  severity: CaseStatus
  /** Suppressions that have hidden the signal at every moment since it opened. */
  hiddenBy: readonly string[]
  firstSeenMs: number
  lastSeenMs: number
  readonly steps: Map<string, { atMs: number; readonly events: Set<LogEvent> }>
  readonly events: Set<LogEvent>
  readonly eventsPerQuery: readonly Set<LogEvent>[]
  inNonProduction: boolean
  /** How far each growing list of events has been attached, for each step. */
  readonly attached: Map<string, Map<readonly LogEvent[], number>>
  /** What the method itself put on the signal, as its last trigger has it. */
  added: JsonObject
  /** What opened it. */
  readonly opener: Pick<Trigger, 'seenMs' | 'silence'>
}

/**
 * Turns the triggers of one rule, in order of time, into signals. A trigger updates the open signal of its identity if
 * it comes no later than keepAlive after the last one and no later than the maximum duration after what the signal saw
 * first (documented); else it opens a new signal. A severity rises with a graver case and never falls.
 */
export class SignalLife {
  /** All signals so far, in the order in which they opened. */
  readonly signals: SignalRecord[] = []
  private readonly open = new Map<string, SignalRecord>()

  /** `hiddenBy` names the suppressions that hide a signal as it stands at a time. */
  constructor(
    private readonly rule: CompiledRule,
    private readonly hiddenBy: (record: SignalRecord, atMs: number) => readonly string[],
  ) {}

  add(group: Group, trigger: Trigger): void {
    const { life } = this.rule
    const values = group.values.map((value, position) => (life.identity.includes(position) ? value : undefined))
    const key = JSON.stringify(values)
    const known = this.open.get(key)
    const merges =
      known !== undefined &&
      life.keepAliveMs > 0 &&
      !(life.neverMerges && group.values.every((value) => value === undefined)) &&
      trigger.atMs - known.lastTriggerMs <= life.keepAliveMs &&
      trigger.atMs - known.firstSeenMs <= life.maxSignalMs
    const before = known?.openedMs === trigger.atMs ? known.ordinal : 0
    const record = merges ? known : this.newRecord(values, before + 1, trigger)
    for (const part of trigger.parts) attach(record, part, trigger.seenMs === undefined)
    if (trigger.seenMs !== undefined) see(record, trigger.seenMs)
    record.lastTriggerMs = trigger.atMs
    record.added = { ...record.added, ...trigger.adds }
    const severity = this.severityOf(record, trigger)
    if (!merges) {
      record.severity = severity
      record.hiddenBy = this.hiddenBy(record, trigger.atMs)
      this.open.set(key, record)
      this.signals.push(record)
    } else if (severityRank(severity) > severityRank(record.severity)) {
      record.severity = severity
      record.caseIndex = trigger.caseIndex
      if (record.hiddenBy.length > 0) record.hiddenBy = this.hiddenBy(record, trigger.atMs)
    }
  }

  private newRecord(values: readonly (string | undefined)[], ordinal: number, trigger: Trigger): SignalRecord {
    return {
      rule: this.rule,
      values,
      openedMs: trigger.atMs,
      ordinal,
      lastTriggerMs: trigger.atMs,
      caseIndex: trigger.caseIndex,
      severity: 'info',
      hiddenBy: [],
      firstSeenMs: Number.POSITIVE_INFINITY,
      lastSeenMs: Number.NEGATIVE_INFINITY,
      steps: new Map(),
      events: new Set(),
      eventsPerQuery: this.rule.queryNames.map(() => new Set()),
      inNonProduction: this.rule.rule.tags?.some(isNonProductionTag) ?? false,
      attached: new Map(),
      added: {},
      opener: trigger,
    }
  }

  private severityOf(record: SignalRecord, trigger: Trigger): CaseStatus {
    const status = this.rule.cases[trigger.caseIndex]?.status ?? 'info'
    return this.rule.life.decreasesByEnvironment && record.inNonProduction ? decreased(status) : status
  }
}

/** Attaches what is new in a part. A stretch of a growing list is walked once, however often it is handed in. */
function attach(record: SignalRecord, part: TriggerPart, isSeen: boolean): void {
  let ofStep = record.attached.get(part.step)
  if (ofStep === undefined) {
    ofStep = new Map()
    record.attached.set(part.step, ofStep)
  }
  const from = Math.max(part.from, ofStep.get(part.events) ?? 0)
  ofStep.set(part.events, Math.max(from, part.to))
  let step = record.steps.get(part.step)
  if (step === undefined) {
    step = { atMs: part.atMs, events: new Set() }
    record.steps.set(part.step, step)
  }
  for (let index = from; index < part.to; index += 1) {
    const event = part.events[index]
    if (event === undefined || part.except?.includes(event)) continue
    if (step.events.size === 0) step.atMs = part.atMs
    step.events.add(event)
    record.eventsPerQuery[part.query]?.add(event)
    if (record.events.has(event)) continue
    record.events.add(event)
    if (isSeen) see(record, event.timeMs)
    record.inNonProduction ||= event.tags.some(isNonProductionTag)
  }
}

function see(record: SignalRecord, timeMs: number): void {
  record.firstSeenMs = Math.min(record.firstSeenMs, timeMs)
  record.lastSeenMs = Math.max(record.lastSeenMs, timeMs)
}
