import { copyObject } from '../json/copy-object'
import type { Json, JsonObject } from '../json/json'
import { isCollection, isJsonObject, isList } from '../json/json-object'
import type { AttributePath } from './attribute-path'

/** How deep a path follows a log; deeper ones are refused. */
const deepest = 300

/** Objects with more keys are not made anew without one, nor are more objects of one log. */
const mostMadeAnew = 40

/**
 * The attributes of one log while pipelines work on it. What was given stays as it is: an object is copied before the
 * first write into it, and only on the way to what is written. A key of the log may itself hold dots, so each run of
 * keys of a path is tried as one; the nested way goes first. It lives as long as its log is worked on.
 */
export class LogAttributes {
  private readonly own = new Set<object>()
  /** Whether some key may hold a dot; few logs have such, and of others one key of a path at a time is looked for. */
  private dotted: boolean
  private removals = 0

  constructor(private root: JsonObject) {
    this.dotted = holdsDots(root)
  }

  /** Whether some key may hold a dot. */
  get hasDots(): boolean {
    return this.dotted
  }

  /** The attributes as they are now. */
  get all(): JsonObject {
    return this.root
  }

  /** The attributes as they are now; what is written later is written into copies of them. */
  seen(): JsonObject {
    this.own.clear()
    return this.root
  }

  /**
   * What stands at a path, through lists of objects as well: then the list of what they hold. A number is a place in a
   * list (observed: tests of the public AppOmni pipeline). Null counts as absent.
   */
  read(path: AttributePath): Json | undefined {
    const value = this.dotted ? reach(this.root, path, 0, 0) : reachPlain(this.root, path)
    return value === null ? undefined : value
  }

  /** Whether anything but null stands at a path. */
  has(path: AttributePath): boolean {
    return this.read(path) !== undefined
  }

  /** Puts a value at a path, over what is there; what stands in the way of the path gives way to it. */
  write({ keys, runs }: AttributePath, value: Json): void {
    // Before the way is gone: it may lead into the value, which would then hold itself.
    if (isCollection(value)) this.admit(value)
    let here = this.ownRoot()
    let at = 0
    for (; !this.dotted && at < keys.length - 1; at += 1) here = this.ownObjectAt(here, keys[at] ?? '')
    while (at < keys.length - 1) {
      const names = runs[at] ?? []
      const index = standingIn(here, names)
      at += index + 1
      if (at >= keys.length) {
        this.putKey(here, names[index] ?? '', value)
        return
      }
      here = this.ownObjectAt(here, names[index] ?? '')
    }
    this.putKey(here, keys[at] ?? '', value)
  }

  /** Takes away what stands at a path, and the objects above that hold nothing else. */
  remove(path: AttributePath): void {
    const keys = follow(this.root, path, 0)
    if (keys !== undefined) this.root = this.without(this.root, keys, 0) ?? this.fresh()
  }

  /** An object without what stands at a way of keys; undefined where nothing else is in it. */
  private without(object: JsonObject, keys: readonly string[], at: number): JsonObject | undefined {
    const key = keys[at] ?? ''
    const inner = at === keys.length - 1 ? undefined : object[key]
    const left = isJsonObject(inner) ? this.without(inner, keys, at + 1) : undefined
    if (left === undefined) return this.withoutKey(object, key)
    const own = this.owned(object)
    put(own, key, left)
    return own
  }

  /**
   * A small object is made anew: an engine keeps one that a key was deleted from in a form that makes all that follows
   * slow. A large one, or one of many, is not worth it.
   */
  private withoutKey(object: JsonObject, key: string): JsonObject | undefined {
    const names = Object.keys(object)
    if (names.length < 2) return undefined
    this.removals += 1
    if (names.length > mostMadeAnew || this.removals > mostMadeAnew) {
      const own = this.owned(object)
      delete own[key]
      return own
    }
    const { [key]: _, ...made } = object
    this.own.add(made)
    return made
  }

  /** Lays the keys of an object over the root, object into object. */
  merge(object: JsonObject): void {
    this.mergeInto(this.ownRoot(), object)
  }

  private mergeInto(target: Record<string, Json>, object: JsonObject): void {
    for (const [key, value] of Object.entries(object)) {
      const there = Object.hasOwn(target, key) ? target[key] : undefined
      if (isJsonObject(value) && isJsonObject(there)) this.mergeInto(this.ownObjectAt(target, key), value)
      else this.put(target, key, value)
    }
  }

  private ownRoot(): Record<string, Json> {
    const root = this.owned(this.root)
    this.root = root
    return root
  }

  private ownObjectAt(parent: Record<string, Json>, key: string): Record<string, Json> {
    const there = Object.hasOwn(parent, key) ? parent[key] : undefined
    const object = isJsonObject(there) ? this.owned(there) : this.fresh()
    if (object !== there) put(parent, key, object)
    return object
  }

  private fresh(): Record<string, Json> {
    const object: Record<string, Json> = {}
    this.own.add(object)
    return object
  }

  private owned(object: JsonObject): Record<string, Json> {
    if (this.own.has(object)) return object as Record<string, Json>
    const copy = copyObject(object)
    this.own.add(copy)
    return copy
  }

  private put(object: Record<string, Json>, key: string, value: Json): void {
    if (isCollection(value)) this.admit(value)
    this.putKey(object, key, value)
  }

  private putKey(object: Record<string, Json>, key: string, value: Json): void {
    if (!this.dotted && key.includes('.')) this.dotted = true
    put(object, key, value)
  }

  /** A value that stood elsewhere in the log may be ours there: in two places it is ours in none. */
  private admit(value: JsonObject | readonly Json[]): void {
    const work: (JsonObject | readonly Json[])[] = [value]
    for (let next = work.pop(); next !== undefined; next = work.pop()) {
      // What lies in an object that is not ours is not ours either.
      const isOurs = this.own.delete(next)
      if (!isOurs && !isList(next) && this.dotted) continue
      if (!this.dotted && !isList(next)) this.dotted = Object.keys(next).some((key) => key.includes('.'))
      for (const inner of isList(next) ? next : Object.values(next)) if (isCollection(inner)) work.push(inner)
    }
  }
}

/** Whether a key of a log holds a dot. */
function holdsDots(root: JsonObject): boolean {
  const work: (JsonObject | readonly Json[])[] = [root]
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    if (isList(next)) {
      for (const item of next) if (isCollection(item)) work.push(item)
      continue
    }
    for (const key of Object.keys(next)) {
      if (key.includes('.')) return true
      const inner = next[key]
      if (isCollection(inner)) work.push(inner)
    }
  }
  return false
}

/** What stands at a path in a log whose keys hold no dots. */
function reachPlain(root: JsonObject, path: AttributePath): Json | undefined {
  const { keys } = path
  let here: Json | undefined = root
  for (let at = 0; at < keys.length; at += 1) {
    if (isList(here)) return reach(here, path, at, at)
    const key = keys[at] ?? ''
    if (!isJsonObject(here) || !Object.hasOwn(here, key)) return undefined
    here = here[key]
  }
  return here
}

/** The first of several names that an object has; where it has none, the first of all. */
function standingIn(object: JsonObject, names: readonly string[]): number {
  for (let index = 0; index < names.length; index += 1) if (Object.hasOwn(object, names[index] ?? '')) return index
  return 0
}

function reach(value: Json, path: AttributePath, at: number, depth: number): Json | undefined {
  if (at === path.keys.length) return value
  if (depth > deepest) return undefined
  if (isList(value)) {
    const found = value.flatMap((item) => (isCollection(item) ? (reach(item, path, at, depth + 1) ?? []) : []))
    return found.length === 0 ? itemOf(value, path, at, depth) : found
  }
  if (!isJsonObject(value)) return undefined
  const runs = path.runs[at] ?? []
  for (let index = 0; index < runs.length; index += 1) {
    const key = runs[index] ?? ''
    if (!Object.hasOwn(value, key)) continue
    const inner = value[key]
    const found = inner === undefined ? undefined : reach(inner, path, at + index + 1, depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}

function itemOf(list: readonly Json[], path: AttributePath, at: number, depth: number): Json | undefined {
  const key = path.keys[at] ?? ''
  const item = /^\d{1,9}$/.test(key) ? list[Number(key)] : undefined
  return item === undefined ? undefined : reach(item, path, at + 1, depth + 1)
}

/** The keys under which a path stands in an object, through objects alone; undefined where it leads nowhere. */
function follow(value: Json, path: AttributePath, at: number): readonly string[] | undefined {
  if (at === path.keys.length) return []
  if (!isJsonObject(value)) return undefined
  for (const [index, key] of (path.runs[at] ?? []).entries()) {
    if (!Object.hasOwn(value, key)) continue
    const inner = value[key]
    const found = inner === undefined ? undefined : follow(inner, path, at + index + 1)
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
