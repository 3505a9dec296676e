import { compareEvents } from '../../event/compare-events'
import type { LogEvent } from '../../event/log-event'
import { canonicalJson } from '../../json/canonical-json'
import type { Json, JsonObject } from '../../json/json'
import { isJsonObject, isList } from '../../json/json-object'
import { methodOf } from '../../rule/methods/method-of'
import { renderTemplate } from '../../template/render-template'
import type { CompiledRule } from '../compiled-rule'
import { missingValue } from '../group-key'
import { groupFieldsOf, withField } from './group-fields'
import { mergeAttributes } from './merge-attributes'
import type { SignalState } from './signal-state'
import { signalView } from './signal-view'
import { ToldOfRule } from './told-of-rule'

/**
 * What is on a signal: the one description that suppressions, templates, rules over signals, `eval` and `explain` read.
 * The ground of each part stands in test/conformance/detect-on-signal.yaml.
 */
export interface OnSignal {
  readonly title: string
  /** The rule's rendered text. */
  readonly message: string
  /** Those of rule and logs, in lower case. */
  readonly tags: readonly string[]
  /**
   * The signal in the form of a log event. Its status is the severity; tags of rule and logs are lower case; source,
   * service and host are those of all logs; its attributes are those that are surely on it, with its workflow.
   */
  readonly event: LogEvent
  /** The same with what else its logs carry: recorded signals show some of that and lack most. */
  readonly possible: LogEvent
  /** How the signal takes part in another one: as `possible`, without its workflow. */
  readonly part: LogEvent
}

/** Recorded signals show nine values of an attribute, and of more none. */
const mostValues = 9

/** Describes a signal as it stands, with its events in whatever order, at the time of a look at it. */
export function onSignal(rule: CompiledRule, state: SignalState, given: readonly LogEvent[], atMs: number): OnSignal {
  // Several queries hand in their events one after the other; lists on a signal stand in the order of time.
  const events = given.length > 1 ? given.toSorted(compareEvents) : given
  const groups = groupFieldsOf(rule, state.values)
  const told = ToldOfRule.of(rule)
  let whole: LogEvent = {
    id: '',
    timeMs: atMs,
    ...ofAll(told, events),
    status: state.severity,
    tags: signalTags(told, events),
    attributes: { ...mergeAttributes(events), ...state.added },
  }
  for (const { field, value } of groups) if (value !== missingValue) whole = withField(whole, field, value, told)
  // Title and message find also what is dropped from the signal for its many values.
  const view = signalView(rule, state, whole)
  const wonCase = rule.cases[state.caseIndex]
  const name = renderTemplate(rule.title, view)
  const message = renderTemplate(rule.message, view)
  return new DescribedSignal(
    rule,
    state,
    rule.titleNamesCase && wonCase?.name ? `${name} - ${wonCase.name}` : name,
    { ...whole, message },
    withoutManyTags(whole.tags),
  )
}

/** What is seldom asked for is worked out when it is. */
class DescribedSignal implements OnSignal {
  private known: { event?: LogEvent; possible?: LogEvent; part?: LogEvent } = {}

  constructor(
    private readonly rule: CompiledRule,
    private readonly state: SignalState,
    readonly title: string,
    private readonly whole: LogEvent & { readonly message: string },
    readonly tags: readonly string[],
  ) {}

  get message(): string {
    return this.whole.message
  }

  get part(): LogEvent {
    const { whole } = this
    this.known.part ??= { ...whole, id: signalId(this.rule, this.state), attributes: withoutMany(whole.attributes) }
    return this.known.part
  }

  get possible(): LogEvent {
    const { part, rule, state } = this
    this.known.possible ??= { ...part, attributes: { ...part.attributes, ...workflowOf(rule, state) } }
    return this.known.possible
  }

  get event(): LogEvent {
    const { part, rule, state, tags } = this
    this.known.event ??= {
      ...part,
      tags,
      attributes: { ...onlySure(part.attributes, rule.isOnSignals), ...workflowOf(rule, state) },
    }
    return this.known.event
  }
}

/** The names that recorded signals have for their rule and case (observed). The id of the rule is that of its file. */
function workflowOf(rule: CompiledRule, { caseIndex, severity }: SignalState): JsonObject {
  return {
    workflow: { rule: { id: rule.name, name: rule.rule.name, detectionMethod: methodOf(rule.rule).name } },
    triggeringRuleCase: { name: rule.cases[caseIndex]?.name ?? '', status: severity },
  }
}

/** The attributes of a signal without what tells of the signal itself. */
export function withoutWorkflow({ workflow, triggeringRuleCase, ...attributes }: JsonObject): JsonObject {
  return attributes
}

/** Source, service and host of all logs, and the sources that the rule's tags name; the first of each stands for itself. */
function ofAll(
  { sources }: ToldOfRule,
  events: readonly LogEvent[],
): Pick<LogEvent, 'source' | 'service' | 'host' | 'others'> {
  const [source, ...otherSources] = distinct(events, 'source', sources)
  const [service, ...otherServices] = distinct(events, 'service')
  const [host, ...otherHosts] = distinct(events, 'host')
  return {
    ...(source !== undefined && { source }),
    ...(service !== undefined && { service }),
    ...(host !== undefined && { host }),
    others: { source: otherSources, service: otherServices, host: otherHosts },
  }
}

/** A signal that takes part in another one has several values itself. */
function distinct(
  events: readonly LogEvent[],
  field: 'source' | 'service' | 'host',
  further: readonly string[] = [],
): readonly string[] {
  const all = new Set<string>()
  for (const { [field]: value, others } of events) {
    if (value !== undefined) all.add(value)
    for (const other of others?.[field] ?? []) all.add(other)
  }
  for (const value of further) all.add(value)
  return [...all]
}

/** The tags of the rule, then those of the logs that have a value, each once, lower case (observed). */
function signalTags(told: ToldOfRule, events: readonly LogEvent[]): readonly string[] {
  const tags = new Set(told.tags)
  const sources = new Set<string>()
  const ofLogs = new Set<string>()
  for (const event of events) {
    if (event.source !== undefined) sources.add(event.source)
    for (const tag of event.tags) ofLogs.add(tag)
  }
  for (const source of sources) tags.add(`source:${source.toLowerCase()}`)
  for (const tag of ofLogs) if (tag.includes(':')) tags.add(tag.toLowerCase())
  return [...tags]
}

/** Names a signal among those of a run: its rule, its group, when it opened, and which of those of that moment it is. */
function signalId(rule: CompiledRule, { values, openedMs, ordinal }: SignalState): string {
  return `${rule.name} ${JSON.stringify(values)} ${openedMs} ${ordinal}`
}

function withoutMany(object: JsonObject): JsonObject {
  return selected(object, '', (value) => !isList(value) || !hasMany(value))
}

function onlySure(object: JsonObject, isSure: (path: string) => boolean): JsonObject {
  return selected(object, '', (_, path) => isSure(path))
}

/** The object with only those of its values that are wanted, and without objects that lost all of theirs. */
function selected(object: JsonObject, above: string, isWanted: (value: Json, path: string) => boolean): JsonObject {
  const kept: [string, Json][] = []
  for (const [key, value] of Object.entries(object)) {
    const path = `${above}${key}`
    if (!isJsonObject(value) || Object.keys(value).length === 0) {
      if (value !== undefined && isWanted(value, path)) kept.push([key, value])
      continue
    }
    const inner = selected(value, `${path}.`, isWanted)
    if (Object.keys(inner).length > 0) kept.push([key, inner])
  }
  return Object.fromEntries(kept)
}

function hasMany(values: readonly Json[]): boolean {
  return values.length > mostValues && new Set(values.map((value) => canonicalJson(value))).size > mostValues
}

/** A key with as many values is dropped among tags as among attributes (assumed: recorded signals only have a list for it). */
function withoutManyTags(tags: readonly string[]): readonly string[] {
  if (tags.length <= mostValues) return tags
  const times = new Map<string, number>()
  const keyOf = (tag: string): string => tag.split(':', 1)[0] ?? ''
  for (const tag of tags) times.set(keyOf(tag), (times.get(keyOf(tag)) ?? 0) + 1)
  return tags.filter((tag) => (times.get(keyOf(tag)) ?? 0) <= mostValues)
}
