import { isTimePath } from '../event/change-log'
import type { GivenOfLogs } from '../event/given'
import { isCollection, isJsonObject } from '../json/json-object'
import { valueAt, withoutValue, withValue } from '../json/value-at-path'

type Steps = readonly (string | number)[]

/** Longer paths lead nowhere in any log. */
const mostSteps = 100

/** A copy with `value` at a dotted path; what is missing on the way is made. A trouble where a value is in the way. */
export function setInRecord(
  record: unknown,
  path: string,
  value: unknown,
  given?: GivenOfLogs,
): { readonly record: unknown } | { readonly trouble: string } {
  const steps = stepsOf(path, record)
  if (!steps) return { trouble: `"${path}" is not a path` }
  if (isQueryPath(record, steps, given)) return { trouble: `the record has no key "${steps[0]}"` }
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

/** Whether a path is written as queries write it, `@usr.id`, where no key of the record begins so. */
function isQueryPath(record: unknown, [first]: Steps, given: GivenOfLogs | undefined): boolean {
  if (typeof first !== 'string' || !first.startsWith('@')) return false
  return !(isJsonObject(record) && Object.hasOwn(record, first)) && !isTimePath(record, first, given)
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
