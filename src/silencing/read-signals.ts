import { readTime } from '../event/event-time'
import type { LogEvent } from '../event/log-event'
import { deepestLog } from '../event/read-log'
import type { Json, JsonObject } from '../json/json'
import { asObject, isDeeperThan, isJsonObject, isList, objectAt } from '../json/json-object'
import { isText, textIn, textsIn } from '../json/json-text'
import { decodeSignal, type RemoteSignal } from '../wire/decode-signal'

/** A signal as somebody wrote or copied it. */
export type WrittenSignal =
  /** As `ddac eval` tells it: its group, its tags, and nothing else of its logs. */
  | {
      readonly kind: 'told'
      readonly rule: string
      readonly title: string
      readonly group: Readonly<Record<string, string>>
      readonly firstSeenMs: number
      readonly lastSeenMs: number
      readonly event: LogEvent
    }
  /** As a tenant shows it. */
  | { readonly kind: 'shown'; readonly signal: RemoteSignal; readonly attributes: JsonObject }

/** The signals of a text, and why what else it holds is none: in words that follow "this text holds …". */
export interface ReadSignals {
  readonly signals: readonly WrittenSignal[]
  readonly troubles: readonly string[]
}

/**
 * Reads signals: lines or a document of `ddac eval`, one signal or a list as the API answers it, or one copied from the app.
 * Never throws.
 */
export function readSignals(text: string): ReadSignals {
  const signals: WrittenSignal[] = []
  const troubles: string[] = []
  for (const document of documentsIn(text)) {
    if ('broken' in document) {
      troubles.push(document.broken)
      continue
    }
    if (isDeeperThan(document.value, deepestLog)) {
      troubles.push(`something that is nested deeper than ${deepestLog} levels`)
      continue
    }
    for (const object of objectsOf(document.value)) {
      const read = isJsonObject(object) ? readSignal(object) : 'something that is no JSON object'
      if (typeof read === 'string') troubles.push(read)
      else if (read !== undefined) signals.push(read)
    }
  }
  if (signals.length === 0 && troubles.length === 0) troubles.push('no signal')
  return { signals, troubles: [...new Set(troubles)] }
}

function documentsIn(text: string): readonly ({ readonly value: Json } | { readonly broken: string })[] {
  const whole = parsed(text)
  if (whole !== undefined) return [{ value: whole }]
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.map((line) => {
    const value = parsed(line)
    return value === undefined ? { broken: 'a line that is no JSON' } : { value }
  })
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as Json
  } catch {
    return undefined
  }
}

/** What an answer or a document wraps around signals is taken off. */
function objectsOf(value: Json): readonly Json[] {
  if (isList(value)) return value.flatMap(objectsOf)
  const object = asObject(value)
  if (object === undefined) return [value]
  for (const key of ['data', 'signals']) {
    const inner = object[key]
    if (isList(inner)) return inner.flatMap(objectsOf)
    if (isJsonObject(inner) && !isText(object.id)) return [inner]
  }
  return [object]
}

function readSignal(object: JsonObject): WrittenSignal | string | undefined {
  const { kind } = object
  if (kind === 'summary' || kind === 'notEvaluated') return undefined
  if (kind === 'signal') return toldSignal(object)
  const signal = decodeSignal(asResource(object))
  if (signal === undefined) {
    const isBare = isText(object.id) && (object.type === 'signal' || objectAt(object, 'attributes') !== undefined)
    return isBare
      ? 'a signal without attributes, which does not say of which rule it is'
      : 'something that is no signal'
  }
  return { kind: 'shown', signal: withReserved(signal), attributes: signal.event.attributes }
}

/** A signal as the app copies it has its content at the top or under `content`. */
function asResource(object: JsonObject): JsonObject {
  const content = objectAt(object, 'content')
  const inside = content ?? objectAt(object, 'attributes')
  const isAtTop = objectAt(object, 'custom') !== undefined || objectAt(object, 'workflow') !== undefined
  const attributes: JsonObject = isAtTop
    ? objectAt(object, 'custom') === undefined
      ? { ...object, custom: object }
      : object
    : objectAt(inside ?? {}, 'workflow') === undefined
      ? (inside ?? {})
      : { ...inside, custom: inside ?? {} }
  const id = [object.id, object.event_id, object.eventId, object._id].find(isText) ?? 'the signal'
  return { id, attributes }
}

/** What a suppression asks of a signal besides: its severity, and the source that its tags name. */
function withReserved(signal: RemoteSignal): RemoteSignal {
  const sources = signal.tags.flatMap((tag) => (tag.startsWith('source:') ? [tag.slice('source:'.length)] : []))
  const [source, ...others] = [...new Set(sources)]
  const event = {
    ...signal.event,
    status: signal.severity,
    ...(source !== undefined && { source, others: { source: others } }),
  }
  return { ...signal, event }
}

function toldSignal(object: JsonObject): WrittenSignal | string {
  const { rule, title, severity } = object
  const [firstSeenMs, lastSeenMs] = [readTime(object.firstSeen), readTime(object.lastSeen)]
  if (!isText(rule) || firstSeenMs === undefined || lastSeenMs === undefined) {
    return 'a signal that does not say of which rule it is, or when it was seen'
  }
  const group = Object.fromEntries(
    Object.entries(asObject(object.group) ?? {}).flatMap(([field, value]) => (isText(value) ? [[field, value]] : [])),
  )
  const tags = textsIn(object.tags)
  const grouped: LogEvent = { id: '', timeMs: firstSeenMs, status: textIn(severity), tags, attributes: {} }
  const event = Object.entries(group).reduce((made, [field, value]) => withGroup(made, field, value), grouped)
  return { kind: 'told', rule, title: textIn(title), group, firstSeenMs, lastSeenMs, event }
}

function withGroup(event: LogEvent, field: string, value: string): LogEvent {
  if (field.startsWith('@')) return { ...event, attributes: { ...event.attributes, [field.slice(1)]: value } }
  if (field === 'host' || field === 'service' || field === 'source') return { ...event, [field]: value }
  return { ...event, tags: [...event.tags, `${field}:${value}`.toLowerCase()] }
}
