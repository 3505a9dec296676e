import type { Json, JsonObject } from '../../json/json'
import { isJsonObject } from '../../json/json-object'
import { copyInto } from '../copy-into'
import { standingAt } from '../place'
import type { StandardAttribute } from '../profile'

/**
 * Compiles the attributes of a profile into what adds them to a record: each only where it is missing, nested or under a
 * dotted name, so that adding twice adds nothing. The record given stays as it is.
 */
export function compileAttributes(attributes: readonly StandardAttribute[]): CompiledAttributes {
  const roots = new Map<string, Root>()
  const rootOf = new Map<string, Root>()
  for (const { name, from } of attributes) {
    const path = name.split('.')
    const [key = ''] = path
    const root = roots.get(key) ?? { key, added: [] }
    roots.set(key, root)
    const names = namesOf(path)
    root.added.push({ path, names, valueIn: compileFrom(from) })
    for (const { key: some } of names) rootOf.set(some, root)
  }
  const all = [...roots.values()]
  return {
    add: (record) => {
      const met = new Set<Root>()
      for (const key of Object.keys(record)) {
        const root = rootOf.get(key)
        if (root !== undefined) met.add(root)
      }
      return withAdded(record, all, met)
    },
    hasAdded: (record) =>
      all.some(({ key, added }) => standardRoots.has(key) && added.some(({ names }) => stands(record, names))),
  }
}

export interface CompiledAttributes {
  readonly add: (record: JsonObject) => JsonObject
  /** Whether at least one of those attributes stands in a record that sources themselves do not write. */
  readonly hasAdded: (record: JsonObject) => boolean
}

/** Where Datadog's standard attributes stand, and no source's own ones. */
const standardRoots: ReadonlySet<string> = new Set(['evt', 'usr', 'network', 'http'])

function compileFrom(from: StandardAttribute['from']): Added['valueIn'] {
  if (typeof from === 'function') return from
  const places = [from].flat().map((path) => path.split('.'))
  const [only = []] = places
  if (places.length === 1) return (record) => standingAt(record, only)
  return (record) => places.map((place) => standingAt(record, place)).find(isWorthAdding)
}

interface Root {
  readonly key: string
  readonly added: Added[]
}

interface Added {
  readonly path: readonly string[]
  readonly names: readonly Name[]
  readonly valueIn: (record: JsonObject) => Json | undefined
}

/** A key under which a path may begin, and the keys with which it may go on; the last one ends it. */
interface Name {
  readonly key: string
  readonly rest?: readonly Name[]
}

/** Any run of segments may be one key of a record. */
function namesOf(path: readonly string[]): readonly Name[] {
  return path.map((_, index) => {
    const [key, rest] = [path.slice(0, index + 1).join('.'), path.slice(index + 1)]
    return rest.length === 0 ? { key } : { key, rest: namesOf(rest) }
  })
}

/** The new names are laid out first, and those of the record behind: the other order costs an engine ten times as much. */
function withAdded(record: JsonObject, roots: readonly Root[], met: ReadonlySet<Root>): JsonObject {
  const all: Record<string, Json> = {}
  for (const root of roots) {
    const made = met.has(root) ? undefined : freshUnder(record, root.added)
    if (made !== undefined) all[root.key] = made
  }
  copyInto(all, record)
  for (const root of met) addUnder(all, root, record)
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

/** Adds to an object of ours what is missing under a root of which it has something. */
function addUnder(all: Record<string, Json>, { key, added }: Root, record: JsonObject): void {
  let inside: Record<string, Json> | undefined
  for (const { path, names, valueIn } of added) {
    const value = valueIn(record)
    if (!isWorthAdding(value) || stands(all, names)) continue
    const there = Object.hasOwn(all, key) ? all[key] : {}
    // Something else is in the way.
    if (!isJsonObject(there)) continue
    if (inside === undefined) {
      inside = {}
      copyInto(inside, there)
      all[key] = inside
    }
    fill(inside, path, 1, value)
  }
}

/** Puts a value at a path, seen from one of its segments on, unless something else is in the way. */
function fill(ours: Record<string, Json>, path: readonly string[], at: number, value: Json): void {
  const key = path[at] ?? ''
  if (at === path.length - 1) {
    ours[key] = value
    return
  }
  const there = Object.hasOwn(ours, key) ? ours[key] : {}
  if (!isJsonObject(there)) return
  const inside: Record<string, Json> = {}
  copyInto(inside, there)
  fill(inside, path, at + 1, value)
  ours[key] = inside
}

function stands(object: JsonObject, names: readonly Name[]): boolean {
  for (const { key, rest } of names) {
    if (!Object.hasOwn(object, key)) continue
    if (rest === undefined) return true
    const inner = object[key]
    if (isJsonObject(inner) && stands(inner, rest)) return true
  }
  return false
}
