import { isoText, latestMs } from '../diagnostic/times'
import { isCloudTrailRecord } from '../event/cloudtrail'
import type { JsonObject } from '../json/json'
import { isCollection, isJsonObject } from '../json/json-object'
import { parseLogJson } from '../json/parse-log-json'
import { valueAt, withoutValue, withValue } from '../json/value-at-path'

type Steps = readonly (string | number)[]

/** Longer paths lead nowhere in any log. */
const mostSteps = 100

/** The record of an entry of LookupEvents, which carries it as text; anything else as it is. */
export function openRecord(raw: unknown): unknown {
  if (!isJsonObject(raw) || typeof raw['CloudTrailEvent'] !== 'string') return raw
  try {
    return parseLogJson(raw['CloudTrailEvent'])
  } catch {
    return raw
  }
}

/** A copy with `value` at a dotted path; what is missing on the way is made. A trouble where a value is in the way. */
export function setInRecord(
  record: unknown,
  path: string,
  value: unknown,
): { readonly record: unknown } | { readonly trouble: string } {
  const steps = stepsOf(path, record)
  if (!steps) return { trouble: `"${path}" is not a path` }
  if (isQueryPath(record, steps)) return { trouble: `the record has no key "${steps[0]}"` }
  for (let length = 1; length < steps.length; length += 1) {
    const here = valueAt(record, steps.slice(0, length))
    if (here === undefined || here === null) break
    if (!isCollection(here)) return { trouble: `"${path}" leads through the value ${JSON.stringify(here)}` }
    const next = steps[length]
    if (Array.isArray(here) && !(typeof next === 'number' && next <= here.length)) {
      return { trouble: `"${path}" leads into a list of ${here.length}, where "${next}" is no place` }
    }
  }
  return { record: withValue(record, steps, value) }
}

/** A copy without what stands at a dotted path; undefined if nothing does. */
export function unsetInRecord(record: unknown, path: string): unknown {
  const steps = stepsOf(path, record)
  return steps && valueAt(record, steps) !== undefined ? withoutValue(record, steps) : undefined
}

/** Whether a path is written as queries write it, `@usr.id`, where the record has no key that begins so. */
function isQueryPath(record: unknown, [first]: Steps): boolean {
  const isMarked = typeof first === 'string' && first.startsWith('@') && !timeKeys.includes(first)
  return isMarked && !(isJsonObject(record) && Object.hasOwn(record, first))
}

/** A copy of the record that happened at `timeMs`. */
export function withTime(record: unknown, timeMs: number): unknown {
  if (!isJsonObject(record)) return record
  return withValue(record, timePath(record), isoText(Math.max(-latestMs, Math.min(latestMs, timeMs))))
}

/** A copy of the record with another id. */
export function withId(record: unknown, id: string): unknown {
  return isJsonObject(record) ? withValue(record, idPath(record), id) : record
}

/** Whether a change to `path` is a change to the record's id. */
export function isIdPath(record: unknown, path: string): boolean {
  return isJsonObject(record) && idPath(record).join('.') === path
}

function timePath(record: JsonObject): Steps {
  const { attributes, content, detail } = record
  if (isJsonObject(detail) && isCloudTrailRecord(detail)) return ['detail', 'eventTime']
  if (isCloudTrailRecord(record)) return ['eventTime']
  if (record['type'] === 'log' && isJsonObject(attributes)) return ['attributes', 'timestamp']
  if (isJsonObject(content)) return ['content', 'timestamp']
  if (isJsonObject(attributes)) return [Object.hasOwn(record, 'timestamp') ? 'timestamp' : dateKey(record)]
  return [timeKeys.find((key) => Object.hasOwn(record, key)) ?? 'timestamp']
}

/** Where the time of a JSON log is looked for, in this order (as in reading). */
const timeKeys = ['@timestamp', 'timestamp', '_timestamp', 'Timestamp', 'eventTime', 'date']

function dateKey(record: JsonObject): string {
  return Object.hasOwn(record, 'date') ? 'date' : 'timestamp'
}

function idPath(record: JsonObject): Steps {
  const { attributes, content, detail } = record
  if (isJsonObject(detail) && isCloudTrailRecord(detail)) return ['detail', 'eventID']
  if (isCloudTrailRecord(record)) return ['eventID']
  if (isJsonObject(content) || (record['type'] === 'log' && isJsonObject(attributes))) return ['id']
  return ['_id']
}

/** Steps of `a.b.0`; `\.` is a dot inside a key, and a number steps into a list where the record has one. */
function stepsOf(path: string, record: unknown): Steps | undefined {
  const keys = path
    .replaceAll('\\.', '\0')
    .split('.')
    .map((key) => key.replaceAll('\0', '.'))
  if (keys.length > mostSteps || keys.includes('')) return undefined
  const steps: (string | number)[] = []
  let here = record
  for (const key of keys) {
    const step = Array.isArray(here) && /^\d{1,9}$/.test(key) ? Number(key) : key
    steps.push(step)
    here = valueAt(here, [step])
  }
  return steps
}
