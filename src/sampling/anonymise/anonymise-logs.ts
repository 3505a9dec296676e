import { dayMs } from '../../diagnostic/times'
import { readTime } from '../../event/event-time'
import type { LogEvent } from '../../event/log-event'
import type { Json, JsonObject } from '../../json/json'
import { isJsonObject, isList, listIn, objectAt } from '../../json/json-object'
import { asText } from '../../json/json-text'
import { parseLogJson } from '../../json/parse-log-json'
import { isAllowedTag, isAllowedValue, isFieldName, isStatus } from './allowed-fields'
import { anonymiseText, movedTime, type TextContext, tokensIn } from './anonymise-text'
import type { KeptLiterals } from './kept-literals'
import { Pseudonyms } from './pseudonyms'
import { domainKey } from './token-kinds'

/** A log as the search of logs shows it, and the event that it is. */
export interface FetchedLog {
  readonly raw: JsonObject
  readonly event: LogEvent
}

export interface AnonymiseOptions {
  /** What decides every name; who has it can tell whether a guess is right. */
  readonly key: string
  readonly kept: KeptLiterals
  /** Where the first log is put; the others keep their distance. */
  readonly startMs: number
}

/** Numbers this far from the times of the logs are taken for times. */
const nearMs = 400 * dayMs

/**
 * Logs in which nothing of anybody is left: values of allowed fields and what rules name stay, every other text, number
 * and address has a name in its place, also inside of texts and of JSON in them. Equal values become equal ones,
 * different ones different; types and forms stay, and times keep their distances.
 */
export function anonymiseLogs(
  logs: readonly FetchedLog[],
  { key, kept, startMs }: AnonymiseOptions,
): readonly JsonObject[] {
  const times = logs.map(({ event }) => event.timeMs)
  const firstMs = times.reduce((first, each) => Math.min(first, each), Number.POSITIVE_INFINITY)
  const lastMs = times.reduce((last, each) => Math.max(last, each), Number.NEGATIVE_INFINITY)
  for (const { event } of logs) kept.learn(event)
  const originals = new Set<string>()
  for (const { raw } of logs) collect(raw, originals)
  const values = new Set<string>()
  for (const { raw } of logs) {
    const { timestamp: _, status: __, tags: ___, ...own } = objectAt(raw, 'attributes') ?? {}
    collectValues(own, '', [], values)
  }
  const context: Context = {
    isValue: (key) => values.has(key) && !isFieldName(key) && !kept.isNamed(key),
    names: new Pseudonyms(key, originals),
    kept,
    shiftMs: startMs - firstMs,
    isTime: (timeMs) => timeMs > firstMs - nearMs && timeMs < lastMs + nearMs,
  }
  return logs.map(({ raw }) => anonymiseLog(raw, context))
}

interface Context extends TextContext {
  readonly isTime: (timeMs: number) => boolean
  /** Whether a key is what a value of the logs says, and so may be somebody's name. */
  readonly isValue: (key: string) => boolean
}

function anonymiseLog(log: JsonObject, context: Context): JsonObject {
  const inside = objectAt(log, 'attributes') ?? {}
  const { timestamp, status, tags, attributes, ...others } = inside
  return {
    id: anonymiseText(asText(log.id) ?? '', context),
    type: 'log',
    attributes: {
      timestamp:
        typeof timestamp === 'string' ? movedTime(timestamp, context.shiftMs) : movedNumber(timestamp, context),
      ...(status !== undefined && { status: statusOf(status, context) }),
      ...(tags !== undefined && { tags: listIn(tags).map((tag) => tagOf(tag, context)) }),
      ...(anonymised(others, '', context) as JsonObject),
      ...(isJsonObject(attributes) && { attributes: anonymised(attributes, '', context) }),
    },
  }
}

function statusOf(status: Json, context: Context): Json {
  return typeof status === 'string' && isStatus(status) ? status : anonymised(status, 'status', context)
}

function tagOf(tag: Json, context: Context): Json {
  const text = asText(tag)
  const colon = text?.indexOf(':') ?? -1
  if (text === undefined || colon === -1) return anonymised(tag, '', context)
  const [key, value] = [text.slice(0, colon), text.slice(colon + 1)]
  if (isAllowedTag(key, value)) return text
  return `${keyOf(key, context)}:${anonymiseText(value, context).toLowerCase()}`
}

function anonymised(value: Json, path: string, context: Context): Json {
  if (isList(value)) return value.map((item) => anonymised(item, path, context))
  if (isJsonObject(value)) {
    const areNames = holdsNames(value, path)
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        areNames && !isFieldName(key) && !context.kept.isNamed(key) ? anonymiseText(key, context) : keyOf(key, context),
        anonymised(inner, path === '' ? key : `${path}.${key}`, context),
      ]),
    )
  }
  if (typeof value === 'string') {
    // A text that says true is the same value as true: rules match and group both alike.
    if (isAllowedValue(path, value) || value === 'true' || value === 'false') return value
    const carried = carriedJson(value)
    return carried === undefined || context.kept.spansOf(value).length > 0
      ? anonymiseText(value, context)
      : JSON.stringify(anonymised(carried, path, context))
  }
  if (typeof value !== 'number' || isAllowedValue(path, value) || context.kept.isFixed(value)) return value
  return movedNumber(value, context)
}

/** What stands under the name of many is by their names: `users: { jane: … }`. */
const ofMany =
  /^(?:by_?[a-z]+|per_?[a-z]+|(?:users?|usernames?|accounts?|members?|people|persons?|employees|customers?|clients|tenants?|hosts?|hostnames|servers|machines|devices|nodes|instances|groups|teams?|owners|admins|principals|actors|recipients|emails|addresses|domains|sites|buckets|repositor(?:y|ies)|repos|projects|orgs|organi[sz]ations|namespaces|labels|annotations|permissions|grants|acls?|sessions|counts|totals|scores|shares|roles)(?:_?map|_?by_?[a-z]+)?)$/i

/** Whether the keys of an object are names of somebody and not of fields, by what it stands under and what is in it. */
function holdsNames(object: JsonObject, path: string): boolean {
  const under = path.split('.').at(-1) ?? ''
  const inner = Object.entries(object)
  const isOfOthers = /s$|map$|^(?:by|per)_?/i.test(under) && ofMany.test(under)
  if (isOfOthers && inner.length > 0 && !inner.every(([key]) => isFieldName(key))) return true
  // Several objects that are all made alike, each under a key of its own, and none a field's name.
  const [first, ...others] = inner.map(([, value]) => value)
  if (!isJsonObject(first) || others.length < 2 || inner.some(([key]) => isFieldName(key))) return false
  const keys = Object.keys(first).sort().join('\n')
  return keys !== '' && others.every((other) => isJsonObject(other) && Object.keys(other).sort().join('\n') === keys)
}

/** Names of fields stay, and those that rules name; a key that is somebody's name, address or number does not. */
function keyOf(key: string, context: Context): string {
  const isName = /^[@a-z_$][a-z_$.-]*\d{0,2}[a-z_$.-]*$/i.test(key) && key.length <= 64
  const isField = isName && !context.isValue(key) && !domainKey.test(key)
  return isField || context.kept.isNamed(key) ? key : anonymiseText(key, context)
}

/** JSON that travels as a text. */
function carriedJson(text: string): Json | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    const value = parseLogJson(text) as Json
    return isList(value) || isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function movedNumber(value: Json | undefined, context: Context): Json {
  if (typeof value !== 'number') return anonymised(value ?? null, '', context)
  const timeMs = readTime(value)
  if (Number.isInteger(value) && value > 1e9 && timeMs !== undefined && context.isTime(timeMs)) {
    return value + Math.round(context.shiftMs * unitsPerMs(value))
  }
  return numberFor(value, context)
}

/** What `readTime` takes a number of this size for, in units a millisecond. */
function unitsPerMs(value: number): number {
  return value < 1e11 ? 0.001 : value < 1e14 ? 1 : value < 1e17 ? 1000 : 1e6
}

/** A number with as many digits, on the same side of every bound that a rule holds it against. */
function numberFor(value: number, { names, kept }: Context): number {
  const bounds = kept.boundsOf(value)
  const standsAlike = (other: number): boolean =>
    bounds.every((bound) => Math.sign(value - bound) === Math.sign(other - bound))
  if (bounds.includes(value) || (Math.abs(value) < 10 && Number.isInteger(value))) return value
  for (let tried = 0; tried < 32; tried++) {
    const text = String(value).replace(/\d+/g, (digits) => {
      if (digits.length === 1) return digits
      const kind = digits.length === 12 ? 'account' : 'number'
      return names.of(tried === 0 ? kind : `${kind} ${tried}`, digits, (random) =>
        kind === 'account'
          ? `1111${random.text('0123456789', 8)}`
          : `${1 + random.below(9)}${random.text('0123456789', digits.length - 1)}`,
      )
    })
    const other = Number(text)
    if (Number.isFinite(other) && standsAlike(other)) return other
  }
  kept.named.add(String(value))
  return value
}

/** Texts that are a value, but for those that name a field beside or around them: `type: user` says where `user` is. */
function collectValues(value: Json, path: string, around: readonly JsonObject[], found: Set<string>): void {
  if (isList(value)) for (const item of value) collectValues(item, path, around, found)
  else if (isJsonObject(value)) {
    const inside = [...around, value]
    for (const [key, inner] of Object.entries(value)) {
      // Attributes have their paths from where they begin.
      const isOuter = path === '' && key === 'attributes'
      collectValues(inner, isOuter ? '' : path === '' ? key : `${path}.${key}`, inside, found)
    }
  } else if (typeof value === 'string' && value.length <= 64 && !isAllowedValue(path, value)) {
    if (!around.some((each) => Object.hasOwn(each, value))) found.add(value)
  }
}

function collect(value: Json, found: Set<string>): void {
  if (typeof value === 'string') {
    for (const token of tokensIn(value)) found.add(token)
    const carried = carriedJson(value)
    if (carried !== undefined) collect(carried, found)
  } else if (typeof value === 'number') for (const token of tokensIn(String(value))) found.add(token)
  else if (isList(value)) for (const item of value) collect(item, found)
  else if (isJsonObject(value)) {
    for (const [key, inner] of Object.entries(value)) {
      for (const token of tokensIn(key)) found.add(token)
      collect(inner, found)
    }
  }
}
