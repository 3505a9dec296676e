import { putKey } from '../../event/copy-into'
import type { LogEvent } from '../../event/log-event'
import { canonicalJson } from '../../json/canonical-json'
import type { Json, JsonObject } from '../../json/json'
import { isJsonObject, isList, isScalar } from '../../json/json-object'

/** How deep objects are merged key by key; what lies deeper is compared and kept as a whole. */
const maxDepth = 64

/**
 * The attributes of several events as one signal shows them: where all events that have a value agree, that value; else
 * the list of the distinct values in the order given (observed in recorded signals). Objects are merged key by key.
 */
export function mergeAttributes(events: readonly LogEvent[]): JsonObject {
  const [first] = events
  if (first === undefined) return {}
  if (events.length === 1) return first.attributes
  const root = newNode()
  for (const event of events) gather(root, event.attributes, 0)
  return objectOf(root.children)
}

interface Node {
  /** The values that are no objects: the one that there is, or each once by `keyOf`. */
  only: Json | undefined
  values: Map<string, Json> | undefined
  /** The scalar that came last: events of one signal mostly agree, and what they agree in was taken. */
  last: Json | undefined
  children: Map<string, Node> | undefined
}

function newNode(): Node {
  return { only: undefined, values: undefined, last: undefined, children: undefined }
}

/** Equal values have one key. */
function keyOf(value: Json): string {
  return typeof value === 'string' ? `"${value}` : canonicalJson(value)
}

function gather(node: Node, object: JsonObject, depth: number): void {
  node.children ??= new Map()
  for (const key of Object.keys(object)) {
    const value = object[key]
    if (value === undefined) continue
    let child = node.children.get(key)
    if (child === undefined) {
      child = newNode()
      node.children.set(key, child)
    }
    if (isJsonObject(value) && depth < maxDepth) gather(child, value, depth + 1)
    else add(child, value)
  }
}

function add(node: Node, value: Json): void {
  if (isScalar(value)) {
    if (value === node.last) return
    node.last = value
  }
  if (node.values === undefined && node.only === undefined) {
    node.only = value
    return
  }
  node.values ??= new Map(node.only === undefined ? [] : [[keyOf(node.only), node.only]])
  node.values.set(keyOf(value), value)
}

function objectOf(children: ReadonlyMap<string, Node> | undefined): JsonObject {
  const object: Record<string, Json> = {}
  for (const [key, child] of children ?? []) putKey(object, key, mergedValue(child))
  return object
}

function mergedValue({ only, values, children }: Node): Json {
  const whole: Json[] = children !== undefined && children.size > 0 ? [objectOf(children)] : []
  if (only === undefined) return whole[0] ?? {}
  const isOne = values === undefined || values.size === 1
  if (isOne && whole.length === 0) return only
  const distinct = new Map<string, Json>()
  for (const value of values?.values() ?? [only]) {
    for (const element of isList(value) ? value : [value]) {
      if (element !== null) distinct.set(keyOf(element), element)
    }
  }
  const all = [...distinct.values(), ...whole]
  return all.length === 1 ? (all[0] ?? null) : all
}
