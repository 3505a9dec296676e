import type { LogEvent } from '../event/log-event'
import { objectAt } from '../json/json-object'
import { isText } from '../json/json-text'
import { identityTags } from '../rule/tenant/identity-tags'
import type { CompiledRule } from './compiled-rule'
import type { Group } from './group-key'
import { firstKnown, rulesByName } from './order-readers'
import { type OnSignal, onSignal, withoutWorkflow } from './signals/on-signal'
import type { SignalRecord } from './signals/signal-life'

/** One event at one query, with the groups that it joins there. */
export interface GroupedHit {
  readonly event: LogEvent
  /** The query by its place in the rule. */
  readonly query: number
  readonly groups: readonly Group[]
}

/** A signal that a tenant raised, and that was given beside the logs. */
interface GivenSignal {
  readonly event: LogEvent
  /** How it takes part in another one: without its workflow. */
  readonly part: LogEvent
  /** The names by which queries may ask for its rule: the tenant's ids, and those of its files. */
  readonly rules: readonly string[]
}

/** The signals of the rules of a run, for the rules that look at them, beside those that are given. */
export class SignalBoard {
  private readonly records = new Map<CompiledRule, readonly SignalRecord[]>()
  private readonly bySide: ReadonlyMap<string | undefined, ReadonlyMap<string, CompiledRule>>
  private readonly descriptions = new WeakMap<SignalRecord, OnSignal>()

  private readonly given: readonly GivenSignal[]

  constructor(
    private readonly rules: readonly CompiledRule[],
    given: readonly LogEvent[] = [],
  ) {
    const sides = new Set(rules.map(({ side }) => side))
    this.bySide = new Map([...sides].map((side) => [side, rulesByName(rules.filter((rule) => rule.side === side))]))
    this.given = given.map(givenSignal)
  }

  put(rule: CompiledRule, records: readonly SignalRecord[]): void {
    this.records.set(rule, records)
  }

  recordsOf(rule: CompiledRule): readonly SignalRecord[] {
    return this.records.get(rule) ?? []
  }

  /** The signals that a rule's queries match. Those that no suppression hides stand for events at the time they opened. */
  *hitsFor(rule: CompiledRule): Iterable<GroupedHit> {
    const { side } = rule
    for (const { index: query, rules, matches, groupsOf } of rule.sources) {
      const named = this.ruleNamed(rules, side)
      const others = () => this.rules.filter((other) => other !== rule && other.side === side)
      const sources = rules.length > 0 ? (named ? [named] : []) : others()
      for (const record of sources.flatMap((source) => this.recordsOf(source))) {
        if (record.hiddenBy.length > 0) continue
        const { event, possible, part } = this.onSignal(record)
        // Where it is not known whether an attribute is on the signal, it is taken as the rule wants it.
        if (matches(event) || matches(possible)) yield { event: part, query, groups: groupsOf(possible) }
      }
      for (const signal of this.given) {
        const isAsked = rules.length === 0 || rules.some((name) => signal.rules.includes(name))
        if (!isAsked || this.isHidden(signal, side) || !matches(signal.event)) continue
        yield { event: signal.part, query, groups: groupsOf(signal.event) }
      }
    }
  }

  /** Whether a suppression of its rule, as the workspace has it, hides a given signal. */
  private isHidden({ event, rules }: GivenSignal, side: string | undefined): boolean {
    const own = this.ruleNamed(rules, side)
    return own?.suppressions.some((one) => one.isActiveAt(event.timeMs) && one.hides(event)) ?? false
  }

  private ruleNamed(names: readonly string[], side: string | undefined): CompiledRule | undefined {
    return firstKnown(names, this.bySide.get(side) ?? new Map())
  }

  private onSignal(record: SignalRecord): OnSignal {
    const known = this.descriptions.get(record) ?? onSignal(record, record.openedMs)
    this.descriptions.set(record, known)
    return known
  }
}

function givenSignal(event: LogEvent): GivenSignal {
  const rule = objectAt(objectAt(event.attributes, 'workflow') ?? {}, 'rule') ?? {}
  const { ids } = identityTags(event.tags)
  return {
    event,
    part: { ...event, attributes: withoutWorkflow(event.attributes) },
    rules: [rule['id'], rule['defaultRuleId'], ...ids].filter(isText),
  }
}
