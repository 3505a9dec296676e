import type { CaseStatus } from '../../rule/case-status'
import { asksOfSignals } from '../../suppression/compile-suppression'
import type { CompiledRule } from '../compiled-rule'
import type { Group } from '../group-key'
import { decreased, isNonProductionTag, severityRank } from './severity'
import { type SignalRecord, stateOf } from './signal-record'
import type { Trigger, TriggerPart } from './trigger'

/**
 * Turns the triggers of one rule, in order of time, into signals. A trigger updates the open signal of its identity if
 * it comes no later than keepAlive after the last one and no later than the maximum duration after what the signal saw
 * first (documented); else it opens a new signal. A severity rises with a graver case and never falls.
 */
export class SignalLife {
  private readonly open = new Map<string, SignalRecord>()
  /** Signals that nothing updates any more, made by a silence that a log may still end. */
  private silent: SignalRecord[] = []
  private opened = 0
  private readonly asking: CompiledRule['suppressions']

  /** `onClosed` is given each signal once nothing will change it any more. */
  constructor(
    private readonly rule: CompiledRule,
    private readonly onClosed: (record: SignalRecord) => void,
  ) {
    this.asking = rule.suppressions.filter(asksOfSignals)
  }

  add(group: Group, trigger: Trigger): void {
    const { life } = this.rule
    const values = group.values.map((value, position) => (life.identity.includes(position) ? value : undefined))
    const key = JSON.stringify(values)
    const known = this.open.get(key)
    const merges = known !== undefined && this.takes(known, trigger.atMs, group.values)
    const before = known?.openedMs === trigger.atMs ? known.ordinal : 0
    const record = merges ? known : this.newRecord(values, before + 1, trigger)
    for (const part of trigger.parts) attach(record, part, trigger.seenMs === undefined)
    if (trigger.seenMs !== undefined) see(record, trigger.seenMs)
    record.lastTriggerMs = trigger.atMs
    if (trigger.adds) record.added = { ...record.added, ...trigger.adds }
    const severity = this.severityOf(record, trigger)
    if (!merges) {
      record.severity = severity
      this.look(record, trigger.atMs)
      if (known !== undefined) this.leave(known)
      this.open.set(key, record)
    } else if (severityRank(severity) > severityRank(record.severity)) {
      record.severity = severity
      record.caseIndex = trigger.caseIndex
      this.look(record, trigger.atMs)
    }
  }

  /** Closes what no trigger from this time on can update. Answers how many signals stay open. */
  close(fromMs: number): number {
    const { life, groupFields } = this.rule
    const isWhole = life.identity.length === groupFields.length
    for (const [key, record] of this.open) {
      if (record.openedMs >= fromMs || this.takes(record, fromMs, isWhole ? record.values : [''])) continue
      this.open.delete(key)
      this.leave(record)
    }
    const { silent } = this
    this.silent = []
    for (const record of silent) this.leave(record)
    return this.open.size + this.silent.length
  }

  /** No trigger comes any more. */
  end(): void {
    for (const record of [...this.silent, ...this.open.values()]) this.onClosed(record)
    this.silent = []
    this.open.clear()
  }

  private leave(record: SignalRecord): void {
    if (record.opener.silence?.isOver === false) this.silent.push(record)
    else this.onClosed(record)
  }

  /** Whether a trigger at a time updates the signal. */
  private takes(record: SignalRecord, atMs: number, values: Group['values']): boolean {
    const { life } = this.rule
    return (
      life.keepAliveMs > 0 &&
      !(life.neverMerges && values.every((value) => value === undefined)) &&
      atMs - record.lastTriggerMs <= life.keepAliveMs &&
      atMs - record.firstSeenMs <= life.maxSignalMs
    )
  }

  private look(record: SignalRecord, atMs: number): void {
    if (this.rule.suppressions.length === 0) return
    const isAsked = this.asking.some((one) => one.isActiveAt(atMs))
    record.looks.push({ isAsked, atMs, state: stateOf(record), events: record.events.size })
  }

  private newRecord(values: readonly (string | undefined)[], ordinal: number, trigger: Trigger): SignalRecord {
    return {
      rule: this.rule,
      values,
      openedMs: trigger.atMs,
      ordinal,
      order: this.opened++,
      lastTriggerMs: trigger.atMs,
      caseIndex: trigger.caseIndex,
      severity: 'info',
      looks: [],
      firstSeenMs: Number.POSITIVE_INFINITY,
      lastSeenMs: Number.NEGATIVE_INFINITY,
      steps: new Map(),
      events: new Set(),
      eventsPerQuery: this.rule.queryNames.map(() => new Set()),
      inNonProduction: this.rule.rule.tags?.some(isNonProductionTag) ?? false,
      attached: new Map(),
      attachedLater: new Map(),
      added: {},
      opener: {
        ...(trigger.seenMs !== undefined && { seenMs: trigger.seenMs }),
        ...(trigger.silence && { silence: trigger.silence }),
      },
    }
  }

  private severityOf(record: SignalRecord, trigger: Trigger): CaseStatus {
    const status = this.rule.cases[trigger.caseIndex]?.status ?? 'info'
    return this.rule.life.decreasesByEnvironment && record.inNonProduction ? decreased(status) : status
  }
}

/**
 * Attaches what is new in a part. A stretch of a growing list is walked once, however often it is handed in; from an event
 * that was left out on it is walked again. Logs that waited for an answer lie before those that came meanwhile, so that
 * how far either were attached is remembered apart.
 */
function attach(record: SignalRecord, part: TriggerPart, isSeen: boolean): void {
  const attached = isSeen ? record.attached : record.attachedLater
  let ofStep = attached.get(part.step)
  if (ofStep === undefined) {
    ofStep = new WeakMap()
    attached.set(part.step, ofStep)
  }
  const from = Math.max(part.from, ofStep.get(part.events) ?? 0)
  let walked = Math.max(from, part.to)
  let step = record.steps.get(part.step)
  if (step === undefined) {
    step = { atMs: part.atMs, events: new Set() }
    record.steps.set(part.step, step)
  }
  for (let index = from; index < part.to; index += 1) {
    const event = part.events[index]
    if (event === undefined) continue
    if (part.except?.includes(event)) {
      walked = Math.min(walked, index)
      continue
    }
    if (step.events.size === 0) step.atMs = part.atMs
    step.events.add(event)
    record.eventsPerQuery[part.query]?.add(event)
    if (record.events.has(event)) continue
    record.events.add(event)
    if (isSeen) see(record, event.timeMs)
    record.inNonProduction ||= event.isNonProduction
  }
  ofStep.set(part.events, walked)
}

function see(record: SignalRecord, timeMs: number): void {
  record.firstSeenMs = Math.min(record.firstSeenMs, timeMs)
  record.lastSeenMs = Math.max(record.lastSeenMs, timeMs)
}
