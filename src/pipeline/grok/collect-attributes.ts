import type { Json, JsonObject } from '../../json/json'
import { isJsonObject, isList } from '../../json/json-object'
import type { Convert, FilterContext } from './filters/filter'
import { keysOf, putValue, set } from './put-value'

/** Where a captured text goes, and what is made of it; the empty path is the root of the attributes. */
export interface Capture {
  readonly path: readonly string[]
  readonly converts: readonly Convert[]
}

/**
 * The attributes that a match captured, nested. An empty text is none (documented: Datadog docs, Parsing: null and empty
 * values are not displayed), nor is what a filter could not read; an object at the root lends its keys, and one where an
 * object stands already is laid over it (observed: tests of the public Calico pipeline).
 */
export function collectAttributes(
  captures: readonly (Capture | undefined)[],
  text: string,
  places: Int32Array,
  context: FilterContext,
): JsonObject {
  const attributes: Record<string, Json> = {}
  for (let index = 0; index < captures.length; index += 1) {
    const capture = captures[index]
    const start = places[index * 2] ?? -1
    const end = places[index * 2 + 1] ?? -1
    if (!capture || start === -1 || end <= start) continue
    let value: Json | undefined = text.slice(start, end)
    for (const convert of capture.converts) if (value !== undefined) value = convert(value, context)
    const kept = value === undefined ? undefined : withoutNothing(value)
    if (kept === undefined) continue
    const there = isJsonObject(kept) ? objectAt(attributes, capture.path) : undefined
    if (there !== undefined && isJsonObject(kept)) mergeInto(there, kept)
    else if (capture.path.length > 0) putValue(attributes, capture.path, kept)
  }
  return attributes
}

/** The object of ours that stands at a path, the root for none. */
function objectAt(root: Record<string, Json>, path: readonly string[]): Record<string, Json> | undefined {
  let here: Json | undefined = root
  for (const key of path) here = isJsonObject(here) && Object.hasOwn(here, key) ? here[key] : undefined
  return isJsonObject(here) ? (here as Record<string, Json>) : undefined
}

/**
 * A copy of a value without nulls and empty objects, with dotted keys as nesting. Observed in Datadog's public Rust
 * implementation.
 */
function withoutNothing(value: Json): Json | undefined {
  if (value === null) return undefined
  if (isList(value)) return value.map((item) => (item === null ? null : (withoutNothing(item) ?? {})))
  if (!isJsonObject(value)) return value
  const object: Record<string, Json> = {}
  for (const [key, inner] of Object.entries(value)) {
    const kept = withoutNothing(inner)
    if (kept !== undefined) mergeAt(object, keysOf(key), kept)
  }
  return Object.keys(object).length === 0 ? undefined : object
}

function mergeAt(object: Record<string, Json>, [key = '', ...rest]: readonly string[], value: Json): void {
  const nested = rest.reduceRight<Json>((inner, name) => objectOf(name, inner), value)
  mergeInto(object, objectOf(key, nested))
}

function objectOf(key: string, value: Json): Record<string, Json> {
  const object: Record<string, Json> = {}
  set(object, key, value)
  return object
}

/** Lays an object over one of ours: objects key by key, all else in place of what stood there. */
function mergeInto(object: Record<string, Json>, added: JsonObject): void {
  for (const [key, value] of Object.entries(added)) {
    const before = Object.hasOwn(object, key) ? object[key] : undefined
    if (isJsonObject(before) && isJsonObject(value)) mergeInto(before as Record<string, Json>, value)
    else set(object, key, value)
  }
}
