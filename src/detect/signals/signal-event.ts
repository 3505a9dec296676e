import { compilePath, reservedField } from '../../event/attribute-path'
import type { LogEvent } from '../../event/log-event'
import type { Json, JsonObject } from '../../json/json'
import { isJsonObject } from '../../json/json-object'
import { methodOf } from '../../rule/methods/method-of'
import { missingValue } from '../group-key'
import { scalarText } from '../scalar-text'
import { mergeAttributes } from './merge-attributes'
import type { SignalRecord } from './signal-life'

/**
 * A signal in the form of a log event, which is how suppressions and correlation rules look at it: merged attributes,
 * what its method adds to them,
 * the tags of rule and logs, the severity as status, and at each group-by field the value of the group alone.
 */
export function signalAsEvent(record: SignalRecord, atMs: number): LogEvent {
  const events = [...record.events]
  const host = oneValue(events, (event) => event.host)
  const service = oneValue(events, (event) => event.service)
  const source = oneValue(events, (event) => event.source)
  const [only] = events
  let event: LogEvent = {
    id: signalId(record),
    timeMs: atMs,
    ...(only?.message !== undefined && events.length === 1 && { message: only.message }),
    ...(host !== undefined && { host }),
    ...(service !== undefined && { service }),
    ...(source !== undefined && { source }),
    status: record.severity,
    tags: signalTags(record, events),
    attributes: { ...mergeAttributes(events), ...record.added },
  }
  for (const { field, value } of groupFieldsOf(record)) {
    if (value !== missingValue) event = withField(event, field, value)
  }
  return event
}

/**
 * A signal as the search over signals sees it: with its rule and its case under the names that recorded signals have for
 * them (observed). The id of the rule is that of its file.
 */
export function searchedSignal({ rule, caseIndex, severity }: SignalRecord, event: LogEvent): LogEvent {
  const workflow: JsonObject = {
    rule: { id: rule.name, name: rule.rule.name, detectionMethod: methodOf(rule.rule).name },
  }
  const triggeringRuleCase: JsonObject = { name: rule.cases[caseIndex]?.name ?? '', status: severity }
  return { ...event, attributes: { ...event.attributes, workflow, triggeringRuleCase } }
}

/** The tags of the rule, then those of the logs, each once. */
function signalTags(record: SignalRecord, events: Iterable<LogEvent>): readonly string[] {
  const tags = new Set(record.rule.rule.tags)
  for (const event of events) for (const tag of event.tags) tags.add(tag)
  return [...tags]
}

/** The group of a signal: each name that a query gives to a field, with the value. */
export function groupFieldsOf(record: SignalRecord): readonly { readonly field: string; readonly value: string }[] {
  return record.values.flatMap((value, position) =>
    value === undefined ? [] : (record.rule.groupFields[position] ?? []).map((field) => ({ field, value })),
  )
}

/** Names a signal among those of a run: its rule, its group, when it opened, and which of those of that moment it is. */
function signalId({ rule, values, openedMs, ordinal }: SignalRecord): string {
  return `${rule.name} ${JSON.stringify(values)} ${openedMs} ${ordinal}`
}

function oneValue(events: readonly LogEvent[], read: (event: LogEvent) => string | undefined): string | undefined {
  const values = new Set<string>()
  for (const event of events) {
    const value = read(event)
    if (value !== undefined) values.add(value)
  }
  return values.size === 1 ? [...values][0] : undefined
}

function withField(event: LogEvent, field: string, value: string): LogEvent {
  const present = compilePath(field)(event)
  if (present.length === 1 && scalarText(present[0]) === value) return event
  if (field.startsWith('@')) return { ...event, attributes: withAttribute(event.attributes, field.slice(1), value) }
  switch (reservedField(field)) {
    case 'host':
      return { ...event, host: value }
    case 'service':
      return { ...event, service: value }
    case 'source':
      return { ...event, source: value }
    case undefined:
      return { ...event, tags: [...event.tags.filter((tag) => !tag.startsWith(`${field}:`)), `${field}:${value}`] }
    default:
      return event
  }
}

/** Puts a value where the path leads; a key that holds dots itself is found before nesting is made. */
function withAttribute(object: JsonObject, path: string, value: string): JsonObject {
  if (!path.includes('.') || Object.hasOwn(object, path)) return withKey(object, path, value)
  for (let dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
    const inner = Object.hasOwn(object, path.slice(0, dot)) ? object[path.slice(0, dot)] : undefined
    if (isJsonObject(inner))
      return withKey(object, path.slice(0, dot), withAttribute(inner, path.slice(dot + 1), value))
  }
  const dot = path.indexOf('.')
  return withKey(object, path.slice(0, dot), withAttribute({}, path.slice(dot + 1), value))
}

function withKey(object: JsonObject, key: string, value: Json): JsonObject {
  return Object.fromEntries([...Object.entries(object).filter(([other]) => other !== key), [key, value]])
}
