import type { Json, JsonObject } from '../json/json'
import { isJsonObject } from '../json/json-object'
import { copyInto } from './copy-into'
import { standingAt } from './place'
import type { StandardAttribute } from './profile'

/**
 * Compiles the attributes of a profile into what adds them to a record: each only where it is missing, nested or under a
 * dotted name, so that adding twice adds nothing. The record given stays as it is.
 */
export function compileAttributes(attributes: readonly StandardAttribute[]): (record: JsonObject) => JsonObject {
  const roots = new Map<string, Root>()
  const rootOf = new Map<string, Root>()
  for (const { name, from } of attributes) {
    const path = name.split('.')
    const [key = ''] = path
    const root = roots.get(key) ?? { key, added: [] }
    roots.set(key, root)
    const keys = typeof from === 'string' ? from.split('.') : []
    root.added.push({ path, valueIn: typeof from === 'string' ? (record) => standingAt(record, keys) : from })
    // Any run of segments may be one key of a record.
    for (let end = 1; end <= path.length; end += 1) rootOf.set(path.slice(0, end).join('.'), root)
  }
  const all = [...roots.values()]
  return (record) => {
    const met = new Set<Root>()
    for (const key of Object.keys(record)) {
      const root = rootOf.get(key)
      if (root !== undefined) met.add(root)
    }
    return withAdded(record, all, met)
  }
}

interface Root {
  readonly key: string
  readonly added: Added[]
}

interface Added {
  readonly path: readonly string[]
  readonly valueIn: (record: JsonObject) => Json | undefined
}

/** The new names are laid out first, and those of the record behind: the other order costs an engine ten times as much. */
function withAdded(record: JsonObject, roots: readonly Root[], met: ReadonlySet<Root>): JsonObject {
  const all: Record<string, Json> = {}
  for (const root of roots) {
    const made = met.has(root) ? undefined : freshUnder(record, root.added)
    if (made !== undefined) all[root.key] = made
  }
  copyInto(all, record)
  for (const { key, added } of met) {
    for (const { path, valueIn } of added) {
      const value = valueIn(record)
      if (isWorthAdding(value) && !stands(all, path)) fill(all, key, path, value)
    }
  }
  return all
}

/** What stands under a root that a record has nothing of. */
function freshUnder(record: JsonObject, added: readonly Added[]): Json | undefined {
  let made: Record<string, Json> | undefined
  for (const { path, valueIn } of added) {
    const value = valueIn(record)
    if (!isWorthAdding(value)) continue
    if (path.length === 1) return value
    made ??= {}
    let here = made
    for (let at = 1; at < path.length - 1; at += 1) {
      const key = path[at] ?? ''
      here[key] ??= {}
      here = here[key] as Record<string, Json>
    }
    here[path[path.length - 1] ?? ''] = value
  }
  return made
}

function isWorthAdding(value: Json | undefined): value is Json {
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
}

/** Puts a value under one key of an object of ours, unless something else is in the way. What lies deeper is copied. */
function fill(object: Record<string, Json>, key: string, path: readonly string[], value: Json): void {
  const inside = Object.hasOwn(object, key) ? object[key] : {}
  if (isJsonObject(inside)) object[key] = path.length === 1 ? value : withMissing(inside, path.slice(1), value)
}

/** A copy with a value at a path, or the object itself where something else is in the way. */
function withMissing(object: JsonObject, path: readonly string[], value: Json): JsonObject {
  const [key = '', ...rest] = path
  if (rest.length === 0) return { ...object, [key]: value }
  const inner = Object.hasOwn(object, key) ? object[key] : {}
  return isJsonObject(inner) ? { ...object, [key]: withMissing(inner, rest, value) } : object
}

function stands(object: JsonObject, path: readonly string[]): boolean {
  for (let end = path.length; end > 0; end -= 1) {
    const key = path.slice(0, end).join('.')
    if (!Object.hasOwn(object, key)) continue
    const inner = object[key]
    if (end === path.length || (isJsonObject(inner) && stands(inner, path.slice(end)))) return true
  }
  return false
}
