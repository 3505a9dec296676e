import {
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import { isJsonObject, isScalar as isJsonScalar } from '../json/json-object'

/** A mistake met while turning nodes into plain data, at offsets of the file. */
export interface PlainValueTrouble {
  readonly kind: 'duplicate-key' | 'alias-unknown' | 'alias-circle' | 'alias-bomb' | 'merge-wrong' | 'template'
  readonly name: string
  readonly start: number
  readonly end: number
}

/** How many values a document may hold once its aliases are followed. */
const valueLimit = 200_000

/**
 * Turns parsed nodes into plain JSON-like data. Keys become own properties whatever they are called (`__proto__` too),
 * aliases and `<<` are followed, and a document that would grow beyond all measure by them is refused.
 */
export function plainValue(root: Node | null): { value: unknown; troubles: PlainValueTrouble[] } {
  const troubles: PlainValueTrouble[] = []
  const anchors = new Map<string, Node>()
  const done = new Map<Node, { value: unknown; size: number }>()
  const open = new Set<Node>()
  let total = 0

  const value = convert(root)
  return { value, troubles }

  function convert(node: unknown): unknown {
    const before = total
    total += 1
    if (isAlias(node)) return convertAlias(node)
    if (!isMap(node) && !isSeq(node)) {
      if (isPair(node)) return pairAlone(node)
      if (!isScalar(node)) return null
      if (node.anchor) anchors.set(node.anchor, node)
      return plainScalar(node)
    }
    if (node.anchor) anchors.set(node.anchor, node)
    const template = isMap(node) ? templateOf(node) : undefined
    if (template !== undefined) {
      trouble('template', template, node)
      return template
    }
    open.add(node)
    const plain = isMap(node) ? convertMap(node) : node.items.map(convert)
    open.delete(node)
    done.set(node, { value: plain, size: total - before })
    return plain
  }

  function convertAlias(alias: Node & { source: string }): unknown {
    const node = anchors.get(alias.source)
    if (!node) {
      trouble('alias-unknown', alias.source, alias)
      // Most likely a text was meant: what the file says is told once, and not what it seems to lack besides.
      return `*${alias.source}`
    }
    if (open.has(node)) return trouble('alias-circle', alias.source, alias)
    if (isScalar(node)) return plainScalar(node)
    const converted = done.get(node)
    total += converted?.size ?? 0
    if (total > valueLimit) return trouble('alias-bomb', alias.source, alias)
    return converted?.value
  }

  function convertMap(map: YAMLMap): Record<string, unknown> {
    const plain: Record<string, unknown> = {}
    const merged: [string, unknown][] = []
    for (const pair of map.items) {
      if (isMergeKey(pair)) {
        merged.push(...mergedEntries(pair))
        continue
      }
      const key = keyText(pair.key)
      if (Object.hasOwn(plain, key)) trouble('duplicate-key', key, pair.key)
      define(plain, key, convert(pair.value))
    }
    for (const [key, value] of merged) if (!Object.hasOwn(plain, key)) define(plain, key, value)
    return plain
  }

  /** What stands in a list under `!!omap` and `!!pairs`. */
  function pairAlone({ key, value }: Pair): Record<string, unknown> {
    const plain: Record<string, unknown> = {}
    define(plain, keyText(key), convert(value))
    return plain
  }

  function mergedEntries(pair: Pair): [string, unknown][] {
    const sources = convert(pair.value)
    const list: unknown[] = Array.isArray(sources) ? sources : [sources]
    if (list.every(isJsonObject)) return list.flatMap((source) => Object.entries(source))
    trouble('merge-wrong', '<<', pair.key)
    return []
  }

  function trouble(kind: PlainValueTrouble['kind'], name: string, node: unknown): null {
    const range = rangeOf(node)
    troubles.push({ kind, name, start: range?.[0] ?? 0, end: range?.[1] ?? 0 })
    return null
  }
}

/** `!!binary` and `!!timestamp` make bytes and dates, which JSON has none of: they are the text that is written. */
function plainScalar({ value, source }: Scalar): unknown {
  if (typeof value === 'bigint') return Number(value)
  return value === null || isJsonScalar(value) ? value : (source ?? '')
}

/** `{{name}}` without quotes, as a text: it is a map in brackets, whose one key is a map in brackets with one key. */
function templateOf({ flow, items: [first, second] }: YAMLMap): string | undefined {
  if (flow !== true || !first || second || first.value !== null) return undefined
  const { key } = first
  return isMap(key) && key.flow === true && key.items.length === 1 ? `{{${templateName(key)}}}` : undefined
}

function templateName(key: unknown): string {
  return isMap(key) ? key.items.map((each) => keyText(each.key)).join(', ') : ''
}

/** Whether a pair is YAML's merge key `<<`, written without quotes. */
export function isMergeKey(pair: Pair): boolean {
  return isScalar(pair.key) && pair.key.value === '<<' && pair.key.type === 'PLAIN'
}

/**
 * The text under which a key stands in the plain data. A collection is written out as a key, unless it holds further
 * ones: each level would double the text, so it is called by its place.
 */
export function keyText(key: unknown): string {
  if (isCollection(key) && holdsCollection(key)) return `? at ${key.range?.[0] ?? 0}`
  if (!isScalar(key)) return String(key)
  return key.value === null ? '' : String(key.value)
}

function holdsCollection({ items }: YAMLMap | YAMLSeq): boolean {
  return items.some(
    (item) => isCollection(item) || (isPair(item) && (isCollection(item.key) || isCollection(item.value))),
  )
}

function define(target: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true })
}

function rangeOf(node: unknown): readonly number[] | undefined {
  return isScalar(node) || isAlias(node) || isMap(node) || isSeq(node) ? (node.range ?? undefined) : undefined
}
