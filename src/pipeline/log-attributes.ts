import { copyInto } from '../event/copy-into'
import type { Json, JsonObject } from '../json/json'
import { isCollection, isJsonObject, isList } from '../json/json-object'

/** The keys of a path, cut at its dots. A path of the pipelines has no quotes. */
export type AttributePath = readonly string[]

/** How many keys of a path are followed; what is written deeper than any log is left alone. */
const longestPath = 64

/** A path as processors write it, `http.url_details.path`. */
export function attributePath(written: string): AttributePath {
  return written.trim().split('.').slice(0, longestPath)
}

/**
 * The attributes of one log while pipelines work on it. What was given stays as it is: an object is copied before the
 * first write into it, and only on the way to what is written. A key of the log may itself hold dots, so each run of
 * keys of a path is tried as one; the nested way goes first. It lives as long as its log is worked on.
 */
export class LogAttributes {
  private readonly own = new Set<object>()

  constructor(private root: JsonObject) {}

  /** The attributes as they are now. */
  get all(): JsonObject {
    return this.root
  }

  /** The attributes as they are now; what is written later is written into copies of them. */
  seen(): JsonObject {
    this.own.clear()
    return this.root
  }

  /** What stands at a path, through lists of objects as well: then the list of what they hold. Null counts as absent. */
  read(path: AttributePath): Json | undefined {
    const value = reach(this.root, path, 0)
    return value === null ? undefined : value
  }

  /** Whether anything but null stands at a path. */
  has(path: AttributePath): boolean {
    return this.read(path) !== undefined
  }

  /** Puts a value at a path, over what is there; what stands in the way of the path gives way to it. */
  write(path: AttributePath, value: Json): void {
    let here = this.ownRoot()
    let rest: AttributePath = this.standing(path) ?? path
    while (rest.length > 1) {
      const [key = '', ...further] = rest
      here = this.ownObjectAt(here, key)
      rest = further
    }
    put(here, rest[0] ?? '', value)
    // It may stand elsewhere in the log as well: from now on nothing is ours alone.
    if (isCollection(value)) this.own.clear()
  }

  /** Takes away what stands at a path, and the objects above that hold nothing else. */
  remove(path: AttributePath): void {
    const keys = this.standing(path)
    if (keys === undefined) return
    const way: { readonly object: Record<string, Json>; readonly key: string }[] = []
    let here = this.ownRoot()
    for (const [index, key] of keys.entries()) {
      way.push({ object: here, key })
      if (index < keys.length - 1) here = this.ownObjectAt(here, key)
    }
    for (const { object, key } of way.reverse()) {
      delete object[key]
      if (Object.keys(object).length > 0) break
    }
  }

  /** Lays the keys of an object over the root, object into object. */
  merge(object: JsonObject): void {
    this.mergeInto(this.ownRoot(), object)
    this.own.clear()
  }

  private mergeInto(target: Record<string, Json>, object: JsonObject): void {
    for (const [key, value] of Object.entries(object)) {
      const there = Object.hasOwn(target, key) ? target[key] : undefined
      if (isJsonObject(value) && isJsonObject(there)) this.mergeInto(this.ownObjectAt(target, key), value)
      else put(target, key, value)
    }
  }

  private ownRoot(): Record<string, Json> {
    const root = this.owned(this.root)
    this.root = root
    return root
  }

  private ownObjectAt(parent: Record<string, Json>, key: string): Record<string, Json> {
    const there = Object.hasOwn(parent, key) ? parent[key] : undefined
    const object = this.owned(isJsonObject(there) ? there : {})
    if (object !== there) put(parent, key, object)
    return object
  }

  private owned(object: JsonObject): Record<string, Json> {
    if (this.own.has(object)) return object as Record<string, Json>
    const copy: Record<string, Json> = {}
    copyInto(copy, object)
    this.own.add(copy)
    return copy
  }

  /** The keys under which a path stands in the log, through objects alone; undefined where it leads nowhere. */
  private standing(path: AttributePath): AttributePath | undefined {
    return follow(this.root, path, 0)
  }
}

function reach(value: Json, path: AttributePath, at: number): Json | undefined {
  if (at === path.length) return value
  if (isList(value)) {
    const found = value.flatMap((item) => (isJsonObject(item) || isList(item) ? (reach(item, path, at) ?? []) : []))
    return found.length === 0 ? undefined : found
  }
  if (!isJsonObject(value)) return undefined
  let key = ''
  for (let end = at + 1; end <= path.length; end += 1) {
    key = end === at + 1 ? (path[at] ?? '') : `${key}.${path[end - 1]}`
    if (!Object.hasOwn(value, key)) continue
    const inner = value[key]
    const found = inner === undefined ? undefined : reach(inner, path, end)
    if (found !== undefined) return found
  }
  return undefined
}

function follow(value: Json, path: AttributePath, at: number): string[] | undefined {
  if (at === path.length) return []
  if (!isJsonObject(value)) return undefined
  let key = ''
  for (let end = at + 1; end <= path.length; end += 1) {
    key = end === at + 1 ? (path[at] ?? '') : `${key}.${path[end - 1]}`
    if (!Object.hasOwn(value, key)) continue
    const inner = value[key]
    const found = inner === undefined ? undefined : follow(inner, path, end)
    if (found !== undefined) return [key, ...found]
  }
  return undefined
}

function put(object: Record<string, Json>, key: string, value: Json): void {
  // To set it would change what the object is, not what it holds.
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true })
  } else object[key] = value
}
