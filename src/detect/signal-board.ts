import type { LogEvent } from '../event/log-event'
import type { CompiledRule } from './compiled-rule'
import type { Group } from './group-key'
import { firstKnown, rulesByName } from './order-readers'
import { type OnSignal, onSignal } from './signals/on-signal'
import type { SignalRecord } from './signals/signal-life'

/** One event at one query, with the groups that it joins there. */
export interface GroupedHit {
  readonly event: LogEvent
  /** The query by its place in the rule. */
  readonly query: number
  readonly groups: readonly Group[]
}

/** The signals of the rules of a run, for the rules that look at them. */
export class SignalBoard {
  private readonly records = new Map<CompiledRule, readonly SignalRecord[]>()
  private readonly byName: ReadonlyMap<string, CompiledRule>
  private readonly descriptions = new WeakMap<SignalRecord, OnSignal>()

  constructor(private readonly rules: readonly CompiledRule[]) {
    this.byName = rulesByName(rules)
  }

  put(rule: CompiledRule, records: readonly SignalRecord[]): void {
    this.records.set(rule, records)
  }

  recordsOf(rule: CompiledRule): readonly SignalRecord[] {
    return this.records.get(rule) ?? []
  }

  /** The signals that a rule's queries match. Those that no suppression hides stand for events at the time they opened. */
  *hitsFor(rule: CompiledRule): Iterable<GroupedHit> {
    for (const { index: query, rules, matches, groupsOf } of rule.sources) {
      const named = firstKnown(rules, this.byName)
      const sources = rules.length > 0 ? (named ? [named] : []) : this.rules.filter((other) => other !== rule)
      for (const record of sources.flatMap((source) => this.recordsOf(source))) {
        if (record.hiddenBy.length > 0) continue
        const { event, possible, part } = this.onSignal(record)
        // Where it is not known whether an attribute is on the signal, it is taken as the rule wants it.
        if (matches(event) || matches(possible)) yield { event: part, query, groups: groupsOf(possible) }
      }
    }
  }

  private onSignal(record: SignalRecord): OnSignal {
    const known = this.descriptions.get(record) ?? onSignal(record, record.openedMs)
    this.descriptions.set(record, known)
    return known
  }
}
