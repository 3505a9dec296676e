import { isoTime } from '../diagnostic/times'
import { reservedField } from '../event/attribute-path'
import type { LogEvent } from '../event/log-event'
import type { Json, JsonObject } from '../json/json'
import { isJsonObject, listIn, objectAt } from '../json/json-object'
import { asText } from '../json/json-text'

/** A log as Datadog's search of logs shows it: with the attributes that rules see, whatever it was written as. */
export function logAsShown({
  id,
  timeMs,
  message,
  service,
  status,
  host,
  source,
  tags,
  attributes,
}: LogEvent): JsonObject {
  return {
    id,
    type: 'log',
    attributes: {
      timestamp: isoTime(timeMs),
      ...(status !== undefined && { status }),
      ...(service !== undefined && { service }),
      ...(host !== undefined && { host }),
      ...(message !== undefined && { message }),
      tags: [...(source === undefined ? [] : [`source:${source}`]), ...tags],
      attributes,
    },
  }
}

/**
 * What a test writes under `set:` so that such logs have another value at a field: path to value. Undefined for a field that
 * logs cannot be given, such as the severity of a signal.
 */
export function valueInLogs(
  field: string,
  value: string,
  logs: readonly JsonObject[],
): readonly [path: string, value: Json] | undefined {
  if (field.startsWith('@')) {
    const places = logs.flatMap((log) => placeIn(attributesOf(log), field.slice(1).split('.')) ?? [])
    const place = places[0] ?? field.slice(1)
    return [`attributes.attributes.${place}`, value]
  }
  const reserved = reservedField(field)
  if (reserved === 'host' || reserved === 'service') return [`attributes.${reserved}`, value]
  if (reserved !== undefined) return undefined
  const tags = listIn(objectAt(logs[0] ?? {}, 'attributes')?.tags).flatMap((tag) => asText(tag) ?? [])
  return ['attributes.tags', [...tags.filter((tag) => !tag.startsWith(`${field}:`)), `${field}:${value}`]]
}

function attributesOf(log: JsonObject): JsonObject {
  return objectAt(objectAt(log, 'attributes') ?? {}, 'attributes') ?? {}
}

/** Where a path leads in a log whose keys may hold dots themselves, as tests write it. */
function placeIn(object: JsonObject, segments: readonly string[]): string | undefined {
  for (let length = segments.length; length > 0; length -= 1) {
    const key = segments.slice(0, length).join('.')
    if (!Object.hasOwn(object, key)) continue
    const written = key.replaceAll('.', '\\.')
    if (length === segments.length) return written
    const inner = object[key]
    const rest = isJsonObject(inner) ? placeIn(inner, segments.slice(length)) : undefined
    if (rest !== undefined) return `${written}.${rest}`
  }
  return undefined
}

/** Another value of the same form: another account, address, name or role. */
export function otherValue(value: string, taken: ReadonlySet<string>): string {
  for (let tried = 1; ; tried++) {
    const other = otherOf(value, tried)
    if (!taken.has(other)) return other
  }
}

function otherOf(value: string, tried: number): string {
  const digits = `${tried}`
  if (/^\d+$/.test(value)) return digits.padStart(value.length, '4').slice(-Math.max(value.length, digits.length))
  if (/^(?:\d{1,3}\.){3}\d{1,3}$/.test(value)) return `192.0.2.${(tried % 250) + 1}`
  if (/^[0-9a-f:]*:[0-9a-f:]*:[0-9a-f:]*$/i.test(value)) return `2001:db8::${tried}`
  const mail = /^[^@\s]+@([^@\s]+)$/.exec(value)
  const suffix = tried === 1 ? '' : digits
  if (mail) return `another${suffix}@${mail[1]}`
  const role = /^(arn:[^:]*:sts::\d*:assumed-role\/)[^/]+\/(.+)$/.exec(value)
  if (role) return `${role[1]}another-role${suffix}/${role[2]}`
  const arn = /^(arn:.*[:/])[^:/]*$/.exec(value)
  return `${arn?.[1] ?? ''}another${suffix}`
}
