import type { LogEvent } from '../../event/log-event'
import type { Json } from '../../json/json'
import { isCollection } from '../../json/json-object'

/** Paths longer than this are not looked for. */
const deepest = 100

/** The attribute that a path would reach if letter case did not count, as the log spells it; undefined without one. */
export function nearPath(event: LogEvent, path: string): string | undefined {
  const found = nearIn(event.attributes, path.toLowerCase(), 0)
  return found === path ? undefined : found
}

function nearIn(value: Json, wanted: string, depth: number): string | undefined {
  if (depth > deepest || !isCollection(value)) return undefined
  if (Array.isArray(value)) {
    for (const element of value) {
      const found = nearIn(element, wanted, depth + 1)
      if (found !== undefined) return found
    }
    return undefined
  }
  for (const [key, inner] of Object.entries(value)) {
    const lower = key.toLowerCase()
    if (lower === wanted) return key
    if (!wanted.startsWith(`${lower}.`)) continue
    const rest = nearIn(inner, wanted.slice(lower.length + 1), depth + 1)
    if (rest !== undefined) return `${key}.${rest}`
  }
  return undefined
}
