import type { LogEvent } from '../event/log-event'
import type { CompiledRule } from './compiled-rule'
import type { Group } from './group-key'
import { firstKnown, rulesByName } from './order-readers'
import { searchedSignal, signalAsEvent } from './signals/signal-event'
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
  private readonly asEvent = new WeakMap<SignalRecord, { readonly event: LogEvent; readonly searched: LogEvent }>()

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
        const { event, searched } = this.eventsOf(record)
        if (matches(searched)) yield { event, query, groups: groupsOf(searched) }
      }
    }
  }

  /** The signal as it takes part in another one, and as the search sees it. */
  private eventsOf(record: SignalRecord) {
    const known = this.asEvent.get(record)
    if (known !== undefined) return known
    const event = signalAsEvent(record, record.openedMs)
    const events = { event, searched: searchedSignal(record, event) }
    this.asEvent.set(record, events)
    return events
  }
}
