import type { LogEvent } from '../../event/log-event'
import { objectAt } from '../../json/json-object'
import { isText } from '../../json/json-text'
import { identityTags } from '../../rule/tenant/identity-tags'
import { hidersOf } from '../../suppression/asked-together'
import type { CompiledRule, SignalSource } from '../compiled-rule'
import { heldFile, hitOf, type QueryHit, type RuleHits } from '../hits/hit'
import { firstKnown, rulesByName } from '../order-readers'
import { type ClosedSignal, compareSignals } from './closed-signal'
import { type OnSignal, onSignal, withoutWorkflow } from './on-signal'

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
  private readonly signals = new Map<CompiledRule, ClosedSignal[]>()
  private readonly bySide: ReadonlyMap<string | undefined, ReadonlyMap<string, CompiledRule>>
  private readonly descriptions = new WeakMap<ClosedSignal, OnSignal>()
  private readonly signalsOfParts = new WeakMap<LogEvent, ClosedSignal>()
  private given: readonly GivenSignal[] = []
  private eventsOf: (signal: ClosedSignal) => readonly LogEvent[] = () => []
  private isHiddenOf: (signal: ClosedSignal) => boolean = () => false

  constructor(private readonly rules: readonly CompiledRule[]) {
    const sides = new Set(rules.map(({ side }) => side))
    this.bySide = new Map([...sides].map((side) => [side, rulesByName(rules.filter((rule) => rule.side === side))]))
  }

  /** The rules whose signals some other rule looks at. */
  lookedAt(): ReadonlySet<CompiledRule> {
    return new Set(this.rules.flatMap((rule) => rule.sources.flatMap(({ rules }) => this.sourcesOf(rule, rules))))
  }

  /** Puts down a signal of a rule, after those that are there. */
  put(rule: CompiledRule, signal: ClosedSignal): void {
    const known = this.signals.get(rule)
    if (known) known.push(signal)
    else this.signals.set(rule, [signal])
  }

  /** Puts down all signals of a rule in place of those it had. */
  replace(rule: CompiledRule, signals: ClosedSignal[]): void {
    this.signals.set(rule, signals)
  }

  /** Before rules look at signals: those that are given, and how more is known of the others. */
  give(
    given: readonly LogEvent[],
    eventsOf: (signal: ClosedSignal) => readonly LogEvent[],
    hiddenBy: (signal: ClosedSignal) => readonly string[],
  ): void {
    this.given = given.map(givenSignal)
    this.eventsOf = eventsOf
    this.isHiddenOf = (signal) => hiddenBy(signal).length > 0
    for (const signals of this.signals.values()) signals.sort(compareSignals)
  }

  signalsOf(rule: CompiledRule): readonly ClosedSignal[] {
    return this.signals.get(rule) ?? []
  }

  /** How a signal of the run takes part in another one. */
  partOf(signal: ClosedSignal): LogEvent {
    const { part } = this.onSignal(signal)
    this.signalsOfParts.set(part, signal)
    return part
  }

  /** Whose part an event is; of a log, and of a signal that was given, undefined. */
  signalOf(part: LogEvent): ClosedSignal | undefined {
    return this.signalsOfParts.get(part)
  }

  /**
   * The signals that a rule's queries match, each with all queries that do. Those that no suppression hides stand for
   * events at the time they opened.
   */
  hitsFor(rule: CompiledRule, position: number): readonly RuleHits[] {
    const found = new Map<LogEvent, QueryHit[]>()
    const add = (part: LogEvent, whole: LogEvent, { index: query, groupsOf, read }: SignalSource): void => {
      const hit = { query, groups: groupsOf(whole), reading: read?.(part) }
      // As of logs: what a query can read nothing of says nothing to it.
      if (read !== undefined && hit.reading === undefined && !rule.countsUnread) return
      const known = found.get(part)
      if (known) known.push(hit)
      else found.set(part, [hit])
    }
    const { side } = rule
    for (const source of rule.sources) {
      for (const signal of this.sourcesOf(rule, source.rules).flatMap((other) => this.signalsOf(other))) {
        if (this.isHiddenOf(signal)) continue
        const { event, possible } = this.onSignal(signal)
        // Where it is not known whether an attribute is on the signal, it is taken as the rule wants it.
        if (source.matches(event) || source.matches(possible)) add(this.partOf(signal), possible, source)
      }
      for (const signal of this.given) {
        const isAsked = source.rules.length === 0 || source.rules.some((name) => signal.rules.includes(name))
        if (isAsked && !this.isHidden(signal, side) && source.matches(signal.event))
          add(signal.part, signal.event, source)
      }
    }
    return [...found].map(([part, queries], offset) => ({
      rule: position,
      hit: hitOf(part, { file: heldFile, offset, part: 0 }, queries),
      queries,
    }))
  }

  private sourcesOf(rule: CompiledRule, names: readonly string[]): readonly CompiledRule[] {
    const { side } = rule
    if (names.length === 0) return this.rules.filter((other) => other !== rule && other.side === side)
    const named = this.ruleNamed(names, side)
    return named ? [named] : []
  }

  /** Whether a suppression of its rule, as the workspace has it, hides a given signal. */
  private isHidden({ event, rules }: GivenSignal, side: string | undefined): boolean {
    const own = this.ruleNamed(rules, side)
    if (own === undefined) return false
    return hidersOf(own.suppressions, event).some((at) => own.suppressions[at]?.isActiveAt(event.timeMs))
  }

  private ruleNamed(names: readonly string[], side: string | undefined): CompiledRule | undefined {
    return firstKnown(names, this.bySide.get(side) ?? new Map())
  }

  private onSignal(signal: ClosedSignal): OnSignal {
    const known = this.descriptions.get(signal)
    if (known) return known
    const rule = this.rules[signal.rule]
    if (rule === undefined) throw new Error(`a signal of rule ${signal.rule}, which is not among those of the run`)
    const described = onSignal(rule, signal, this.eventsOf(signal), signal.openedMs)
    this.descriptions.set(signal, described)
    return described
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
