import type { Json, JsonObject } from '../json/json'
import { isJsonObject, isList } from '../json/json-object'
import { objectKey } from '../json/object-key'
import type { LogEvent } from './log-event'

/** Asks whether any value that a path reaches in an event passes a test. Walks without collecting. */
export type Reach = (event: LogEvent, test: (value: Json) => boolean) => boolean

/** The fields that queries and group-bys name without `@` and that are no tags. */
export type ReservedField = 'source' | 'service' | 'status' | 'host' | 'message' | 'trace_id' | 'timestamp' | 'tags'

const reservedByName: ReadonlyMap<string, ReservedField> = new Map<string, ReservedField>([
  ['source', 'source'],
  ['ddsource', 'source'],
  ['service', 'service'],
  ['status', 'status'],
  ['host', 'host'],
  ['message', 'message'],
  ['trace_id', 'trace_id'],
  ['timestamp', 'timestamp'],
  ['tags', 'tags'],
  ['ddtags', 'tags'],
])

/** The reserved field behind a name, aliases (`ddsource`, `ddtags`) resolved; undefined for a tag key. */
export function reservedField(name: string): ReservedField | undefined {
  return reservedByName.get(name)
}

/** How deep a path follows a log through objects and lists; what lies deeper counts as absent. */
const maxDepth = 1000
/** How many segments of a path are tried as one dotted key. */
const maxDottedSegments = 64

/**
 * All values that a path reaches, in the order of the log: `@a.b` an attribute, otherwise a reserved field or the
 * values of a tag key. Lists are opened at every step, null and empty lists are absent, an object is given as it is.
 */
export function compilePath(path: string): (event: LogEvent) => readonly Json[] {
  const reach = compileReach(path)
  return (event) => {
    const values: Json[] = []
    reach(event, (value) => {
      values.push(value)
      return false
    })
    return values
  }
}

/** The path of `compilePath` as a search that stops at the first value that passes. */
export function compileReach(path: string): Reach {
  if (path.startsWith('@')) return reachAttribute(path.slice(1))
  const reserved = reservedField(path)
  return reserved === undefined ? reachTag(path) : reachReserved(reserved)
}

/**
 * An attribute by its path without `@`; a key may stand in quotes. A key of the log may itself hold dots
 * (`k8s.io/decision`), so at each object every run of further segments is tried as one key, the longest first. No value
 * is visited twice: the keys that lead to it, joined by dots, say how many segments they used.
 */
export function reachAttribute(path: string): Reach {
  const keysFrom = dottedKeys(path)
  const reachFrom = (object: JsonObject, segment: number, depth: number, test: (value: Json) => boolean): boolean => {
    const keys = keysFrom(segment)
    for (let index = 0; index < keys.length; index += 1) {
      const { key, next } = keys[index] ?? noKey
      if (!Object.hasOwn(object, key)) continue
      const value = object[key]
      if (value !== undefined && descend(value, next, depth + 1, test)) return true
    }
    return false
  }
  const descend = (value: Json, segment: number, depth: number, test: (value: Json) => boolean): boolean => {
    if (value === null || depth > maxDepth) return false
    if (isList(value)) {
      for (const element of value) {
        if (descend(element, segment, depth + 1, test)) return true
      }
      return false
    }
    if (segment === -1) return test(value)
    return isJsonObject(value) && reachFrom(value, segment, depth, test)
  }
  return (event, test) => reachFrom(event.attributes, 0, 0, test)
}

interface DottedKey {
  readonly key: string
  /** The segment that follows the key; -1 after the last. */
  readonly next: number
}

const noKey: DottedKey = { key: '', next: -1 }

/** A path as it reads without the quotes around its keys. */
export function unquotedPath(path: string): string {
  return path.includes('"') ? segmentsOf(path).join('.') : path
}

/** The keys that may stand at each segment, worked out when a segment is first reached. */
function dottedKeys(path: string): (segment: number) => readonly DottedKey[] {
  const segments = segmentsOf(path)
  const plain = segments.join('.')
  const starts: number[] = []
  for (let at = 0, index = 0; index < segments.length; index++) {
    starts.push(at)
    at += (segments[index]?.length ?? 0) + 1
  }
  const cache: (readonly DottedKey[])[] = []
  const keysAt = (segment: number): readonly DottedKey[] => {
    const keys: DottedKey[] = []
    for (let end = starts.length; end > segment; end--) {
      if (end < starts.length && end - segment > maxDottedSegments) end = segment + maxDottedSegments
      const next = starts[end]
      keys.push({
        key: objectKey(plain.slice(starts[segment], next === undefined ? plain.length : next - 1)),
        next: next === undefined ? -1 : end,
      })
    }
    return keys
  }
  return (segment) => {
    const known = cache[segment]
    if (known !== undefined) return known
    const keys = keysAt(segment)
    cache[segment] = keys
    return keys
  }
}

/**
 * The keys of a path, cut at its dots. A dot inside of quotes is part of its key, and the quotes are not: `"a.b".c` has
 * the keys `a.b` and `c` (docs, Observability Pipelines > Search syntax). A quote anywhere else is a character.
 */
function segmentsOf(path: string): readonly string[] {
  const segments: string[] = []
  const lastClose = path.endsWith('"') ? path.length - 1 : path.lastIndexOf('".')
  let start = 0
  while (start <= path.length) {
    const close = path.charAt(start) === '"' && start < lastClose ? closingQuote(path, start) : -1
    if (close !== -1) {
      segments.push(path.slice(start + 1, close))
      start = close + 2
      continue
    }
    const dot = path.indexOf('.', start)
    const end = dot === -1 ? path.length : dot
    segments.push(path.slice(start, end))
    start = end + 1
  }
  return segments
}

/** The quote that ends a key which begins with one: before a dot, or at the end of the path. There is one. */
function closingQuote(path: string, open: number): number {
  let at = path.indexOf('"', open + 1)
  while (at + 1 < path.length && path.charAt(at + 1) !== '.') at = path.indexOf('"', at + 1)
  return at
}

/** A reserved field; `timestamp` gives epoch milliseconds, `tags` each tag as a whole. */
export function reachReserved(field: ReservedField): Reach {
  switch (field) {
    case 'source':
    case 'service':
    case 'host':
      return (event, test) => {
        const value = event[field]
        return value !== undefined && (test(value) || (event.others?.[field]?.some((other) => test(other)) ?? false))
      }
    case 'status':
      return (event, test) => event.status !== undefined && test(event.status)
    case 'message':
      return (event, test) => event.message !== undefined && test(event.message)
    case 'trace_id':
      return (event, test) => event.traceId !== undefined && test(event.traceId)
    case 'timestamp':
      return (event, test) => test(event.timeMs)
    case 'tags':
      return (event, test) => event.tags.some(test)
  }
}

/** The values of the tags `key:value`; a bare tag `key` has no value to give. */
export function reachTag(key: string): Reach {
  const prefix = `${key}:`
  return (event, test) => {
    for (const tag of event.tags) {
      if (tag.startsWith(prefix) && test(tag.slice(prefix.length))) return true
    }
    return false
  }
}
