import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, visit } from 'yaml'
import type { Locate, Path } from '../diagnostic/diagnostic'
import type { Source, Span } from '../diagnostic/span'
import { isMergeKey, keyText } from './plain-value'
import { rangeInFile, type ScalarOffsets, scalarOffsets, type WrittenScalar } from './scalar-offsets'

/**
 * Answers positions in one parsed document. A path that leads nowhere is answered by the nearest thing that is there:
 * the key of the collection in which something is missing, at the root the first key.
 */
export function locateIn(source: Source, root: Node | null): Locate {
  const offsetsOf = new Map<Scalar, ScalarOffsets | undefined>()
  return (path, options = {}) => {
    const found = follow(root, path)
    if (options.on === 'key' && found.key && found.complete) return spanOf(source, found.key)
    if (!found.complete) return spanOfNearest(source, found)
    const { node } = found
    if (options.range && isScalar(node) && typeof node.value === 'string') {
      if (!offsetsOf.has(node)) offsetsOf.set(node, faithfulOffsets(source, node))
      const offsets = offsetsOf.get(node)
      if (offsets) return { source, ...rangeInFile(offsets, options.range) }
    }
    if (isEmptyNode(node)) return found.key ? spanOf(source, found.key) : spanOfNearest(source, found)
    return spanOf(source, node)
  }
}

interface Found {
  /** The deepest node that the path reaches. */
  readonly node: Node | null
  /** The key under which `node` stands, if it stands in a map. */
  readonly key?: Node | undefined
  readonly complete: boolean
}

function follow(root: Node | null, path: Path): Found {
  let found: Found = { node: root, complete: true }
  for (const step of path) {
    const node = resolved(found.node, root)
    if (isMap(node)) {
      const pair = pairOf(node.items, String(step), root)
      if (!pair) return { ...found, complete: false }
      found = { node: pair.value as Node | null, key: pair.key as Node, complete: true }
    } else if (isSeq(node)) {
      const item = typeof step === 'number' ? (node.items[step] as Node | undefined) : undefined
      if (!item) return { ...found, complete: false }
      found = { node: item, complete: true }
    } else return { ...found, complete: false }
  }
  return found
}

/** Merged maps may merge others in turn; a chain longer than this is a circle, which reading has already refused. */
const mergeLimit = 20

function pairOf(pairs: readonly Pair[], name: string, root: Node | null, depth = 0): Pair | undefined {
  const own = ownPairs(pairs).get(name)
  if (own || depth > mergeLimit) return own
  for (const merge of pairs.filter(isMergeKey)) {
    const merged = resolved(merge.value as Node | null, root)
    const sources = isSeq(merged) ? merged.items.map((item) => resolved(item as Node, root)) : [merged]
    for (const from of sources) {
      const pair = isMap(from) ? pairOf(from.items, name, root, depth + 1) : undefined
      if (pair) return pair
    }
  }
  return undefined
}

/** The pairs of a map by their keys, the last of one key; found once, since a map may have many to point at. */
const foundPairs = new WeakMap<readonly Pair[], ReadonlyMap<string, Pair>>()

function ownPairs(pairs: readonly Pair[]): ReadonlyMap<string, Pair> {
  const found = foundPairs.get(pairs)
  if (found) return found
  const own = new Map(pairs.flatMap((pair) => (isMergeKey(pair) ? [] : [[keyText(pair.key), pair] as const])))
  foundPairs.set(pairs, own)
  return own
}

/** What an alias stands for: the last node above it that carries its anchor. */
function resolved(node: Node | null, root: Node | null): Node | null {
  if (!isAlias(node) || !root) return node
  let targets = targetsOf.get(root)
  if (!targets) {
    targets = aliasTargets(root)
    targetsOf.set(root, targets)
  }
  return targets.get(node) ?? null
}

/** What the aliases of a document stand for; found once for all, since a file may have many. */
const targetsOf = new WeakMap<Node, ReadonlyMap<Node, Node>>()

function aliasTargets(root: Node): ReadonlyMap<Node, Node> {
  const anchored = new Map<string, Node>()
  const targets = new Map<Node, Node>()
  visit(root, {
    Node: (_, node) => {
      const target = isAlias(node) ? anchored.get(node.source) : undefined
      if (target) targets.set(node, target)
      else if (!isAlias(node) && node.anchor !== undefined) anchored.set(node.anchor, node)
    },
  })
  return targets
}

function spanOfNearest(source: Source, found: Found): Span {
  if (found.key) return spanOf(source, found.key)
  const first = firstScalar(found.node)
  if (first) return spanOf(source, first)
  const at = found.node?.range?.[0] ?? 0
  return { source, start: at, end: at }
}

/** The first word of a collection: enough to show which one is meant without underlining all of it. */
function firstScalar(node: Node | null): Node | undefined {
  if (isMap(node)) return (node.items[0]?.key as Node | undefined) ?? undefined
  if (isSeq(node)) return firstScalar((node.items[0] as Node | undefined) ?? null)
  return node ?? undefined
}

function spanOf(source: Source, node: Node | null): Span {
  const [start, valueEnd] = node?.range ?? [0, 0]
  let end = valueEnd
  while (end > start && /\s/.test(source.text.charAt(end - 1))) end -= 1
  return { source, start, end }
}

function isEmptyNode(node: Node | null): boolean {
  return !node?.range || node.range[0] === node.range[1]
}

/** The offsets of a scalar, unless our reading of its text differs from the parser's: then only the whole is sure. */
function faithfulOffsets(source: Source, scalar: Scalar): ScalarOffsets | undefined {
  const written = writtenForm(source, scalar)
  const offsets = written && scalarOffsets(written)
  return offsets?.decoded === scalar.value ? offsets : undefined
}

const styles: { readonly [type: string]: WrittenScalar['style'] | undefined } = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
}

function writtenForm(source: Source, scalar: Scalar): WrittenScalar | undefined {
  const style = styles[scalar.type ?? '']
  const token = scalar.srcToken
  if (!style || !scalar.range || !token) return undefined
  const [offset, end]: [number, number, number] = scalar.range
  const parentIndent = token.type === 'block-scalar' ? token.indent : 0
  return { style, text: source.text.slice(offset, end), offset, parentIndent }
}
