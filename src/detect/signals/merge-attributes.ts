import type { LogEvent } from '../../event/log-event'
import { canonicalJson } from '../../json/canonical-json'
import type { Json, JsonObject } from '../../json/json'
import { isJsonObject, isList } from '../../json/json-object'

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
  return objectOf(root)
}

interface Node {
  /** Values that are no objects, by their canonical text. */
  readonly values: Map<string, Json>
  readonly children: Map<string, Node>
}

function newNode(): Node {
  return { values: new Map(), children: new Map() }
}

function gather(node: Node, object: JsonObject, depth: number): void {
  for (const key of Object.keys(object)) {
    const value = object[key]
    if (value === undefined) continue
    let child = node.children.get(key)
    if (child === undefined) {
      child = newNode()
      node.children.set(key, child)
    }
    if (isJsonObject(value) && depth < maxDepth) gather(child, value, depth + 1)
    else if (typeof value === 'string') child.values.set(`"${value}`, value)
    else child.values.set(canonicalJson(value), value)
  }
}

function objectOf(node: Node): JsonObject {
  return Object.fromEntries([...node.children].map(([key, child]) => [key, mergedValue(child)]))
}

function mergedValue(node: Node): Json {
  const whole: Json[] = node.children.size > 0 ? [objectOf(node)] : []
  const [only] = node.values.values()
  if (node.values.size === 0) return whole[0] ?? {}
  if (node.values.size === 1 && whole.length === 0) return only ?? null
  const distinct = new Map<string, Json>()
  for (const value of node.values.values()) {
    for (const element of isList(value) ? value : [value]) {
      if (element !== null) distinct.set(canonicalJson(element), element)
    }
  }
  const values = [...distinct.values(), ...whole]
  return values.length === 1 ? (values[0] ?? null) : values
}
