import { compilePath, type ReservedField, reachReserved } from '../event/attribute-path'
import type { LogEvent } from '../event/log-event'
import type { Json } from '../json/json'
import { isJsonObject } from '../json/json-object'

/** What the logs in the tests of a rule hold. Paths are those of attributes, without `@`. */
export interface SampleLogs {
  has(path: string): boolean
  /** The values of an attribute in all of them. */
  valuesOf(path: string): readonly Json[]
  /** Whether any of them has the reserved field. */
  hasReserved(field: ReservedField): boolean
  /** The paths of all attributes and of the objects that hold them; of very many, the first. */
  readonly names: readonly string[]
}

/** How many names of attributes are gathered of the samples of one rule. */
const mostNames = 5000

/** What logs hold; undefined where there is none. Looking is done once a path. */
export function logsAsSamples(events: readonly LogEvent[]): SampleLogs | undefined {
  if (events.length === 0) return undefined
  const found = new Map<string, readonly Json[]>()
  const valuesOf = (path: string): readonly Json[] => {
    const values = found.get(path) ?? events.flatMap(compilePath(`@${path}`))
    found.set(path, values)
    return values
  }
  let names: readonly string[] | undefined
  return {
    valuesOf,
    has: (path) => valuesOf(path).length > 0,
    hasReserved: (field) => events.some((event) => reachReserved(field)(event, () => true)),
    get names() {
      names ??= namesIn(events)
      return names
    },
  }
}

/** The paths of all attributes, and of the objects that hold them, lists opened. */
function namesIn(events: readonly LogEvent[]): readonly string[] {
  const names = new Set<string>()
  const pending: { readonly value: Json; readonly path: string }[] = events.map(({ attributes }) => ({
    value: attributes,
    path: '',
  }))
  for (let next = pending.pop(); next !== undefined && names.size < mostNames; next = pending.pop()) {
    const { value, path } = next
    if (path !== '') names.add(path)
    if (Array.isArray(value)) for (const item of value) pending.push({ value: item, path })
    else if (isJsonObject(value)) {
      for (const [key, inner] of Object.entries(value)) {
        pending.push({ value: inner, path: path === '' ? key : `${path}.${key}` })
      }
    }
  }
  return [...names]
}
