// One piece of some length: every splice shares the same notion of where a node starts, ends and is indented.

import {
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import type { Path } from '../diagnostic/diagnostic'
import { isEmptyCollection } from '../json/json-object'
import { isText } from '../json/json-text'
import { withoutValue, withValue } from '../json/value-at-path'
import { keyText, plainValue } from './plain-value'
import { printFlowYaml, printYaml } from './print-yaml'

/** Parses for editing: nodes keep their tokens, and mistakes are left to `readYaml` to report. */
export function parseForEdit(text: string): ReturnType<typeof parseDocument> {
  return parseDocument(text, { uniqueKeys: false, keepSourceTokens: true })
}

/** What was parsed last. An edit is proven by parsing what it made, which is the text that the next edit starts from. */
let latest: { readonly text: string; readonly document: ReturnType<typeof parseDocument> } | undefined

/** The same for reading alone: nobody may change what it answers, since the next reader of the text gets it too. */
export function parsedForEdit(text: string): ReturnType<typeof parseDocument> {
  if (latest?.text !== text) latest = { text, document: parseForEdit(text) }
  return latest.document
}

/** The text with another text at `path`, within the quotes and on the line of the one that stands there. */
export function spliceText(text: string, path: Path, value: string): string | undefined {
  const root = parsedForEdit(text).contents
  const node = root && nodeAt(root, path)
  if (!isScalar(node) || !isText(node.value) || node.value === '') return undefined
  const [start, end] = node.range ?? []
  if (start === undefined || end === undefined) return undefined
  const changed = spliced(
    text,
    start,
    end,
    text.slice(start, end).replace(node.value, () => value),
  )
  return changed !== undefined && parsedForEdit(changed).errors.length === 0 ? changed : undefined
}

/** The text with `value` at `path`, if that can be spliced; the caller proves that it says what it should. */
export function spliceValue(text: string, path: Path, value: unknown): string | undefined {
  const last = path.at(-1)
  const root = parsedForEdit(text).contents
  if (last === undefined || !root) return undefined
  const parentPath = path.slice(0, -1)
  const parent = nodeAt(root, parentPath)
  if (!isCollection(parent)) {
    return parentPath.length === 0
      ? undefined
      : spliceValue(text, parentPath, withValue(typeof last === 'number' ? [] : {}, [last], value))
  }
  if (isFlow(parent)) {
    const whole = withValue(plainValue(parent).value, [last], value)
    return spliced(text, parent.range?.[0], parent.range?.[1], printFlowYaml(whole))
  }
  if (isSeq(parent)) {
    const item = parent.items[Number(last)] as Node | undefined
    return item
      ? replaceNode(text, item, columnOf(text, parent) + 2, value)
      : spliceItems(text, parentPath, Number(last), [value])
  }
  const pair = pairIn(parent as YAMLMap, String(last))
  const column = columnOf(text, parent)
  if (pair) return replacePair(text, pair, column, value)
  const at = endOfLine(text, contentEnd(parent))
  return inserted(text, at, indented(printYaml({ [last]: value }), column))
}

function replacePair(text: string, pair: Pair, column: number, value: unknown): string | undefined {
  const key = pair.key as Node
  const node = pair.value as Node | null
  const colon = text.indexOf(':', key.range?.[1] ?? 0)
  if (colon === -1) return undefined
  if (node?.range && node.range[0] !== node.range[1]) {
    const between = text.slice(colon + 1, node.range[0])
    if (isBlockCollection(node) || isCollection(value)) {
      return between.includes('#') ? undefined : replaceFrom(text, colon + 1, contentEnd(node), column, value)
    }
    return replaceNode(text, node, column, value)
  }
  return replaceFrom(text, colon + 1, colon + 1, column, value)
}

/** Puts a value where a scalar or a flow collection stood, after `key: ` or `- `. */
function replaceNode(text: string, node: Node, column: number, value: unknown): string | undefined {
  const start = node.range?.[0]
  if (start === undefined || (isBlockCollection(node) && !isCollection(value))) return undefined
  const fresh = indented(asValue(value), column).trimStart()
  return joinTail(text, start, contentEnd(node), fresh)
}

function replaceFrom(text: string, start: number, end: number, column: number, value: unknown): string | undefined {
  const fresh = asValue(value)
  const block = isCollection(value) && !isEmptyCollection(value)
  return joinTail(
    text,
    start,
    end,
    block ? `\n${indented(fresh, column + 2)}` : ` ${indented(fresh, column).trimStart()}`,
  )
}

/** Splices `fresh` in and makes sure that exactly one line break parts it from what follows. */
function joinTail(text: string, start: number, end: number, fresh: string): string | undefined {
  const tail = text.slice(end)
  const body = fresh.endsWith('\n') ? fresh.slice(0, -1) : fresh
  const endsLine = end === 0 || text[end - 1] === '\n'
  if (endsLine) return `${text.slice(0, start)}${body}\n${tail}`
  const rest = tail.split('\n', 1)[0] ?? ''
  if (body.includes('\n') && rest.trim() !== '') return undefined
  return `${text.slice(0, start)}${body}${tail}`
}

/** A value as it stands after `key: `: printed in the column that its key has. */
function asValue(value: unknown): string {
  if (isCollection(value)) return printYaml(value)
  const [, ...rest] = printYaml({ k: value }).split('k: ')
  return rest.join('k: ')
}

/** The text with new items in the list at `path`, before the item that is now at `index`. */
export function spliceItems(text: string, path: Path, index: number, values: readonly unknown[]): string | undefined {
  const root = parsedForEdit(text).contents
  const seq = root && nodeAt(root, path)
  if (!isSeq(seq) || seq.items.length === 0) return undefined
  if (isFlow(seq)) {
    const list = plainValue(seq).value as unknown[]
    return spliced(
      text,
      seq.range?.[0],
      seq.range?.[1],
      printFlowYaml([...list.slice(0, index), ...values, ...list.slice(index)]),
    )
  }
  const column = columnOf(text, seq)
  const before = seq.items[index - 1] as Node | undefined
  const at = before ? endOfLine(text, contentEnd(before)) : startOfLine(text, seq.range?.[0] ?? 0)
  if (!before && text.slice(at, seq.range?.[0]).trim() !== '') return undefined
  return inserted(text, at, indented(printYaml(values), column))
}

/** The text without what stands at `path`. */
export function spliceAway(text: string, path: Path): string | undefined {
  const root = parsedForEdit(text).contents
  const last = path.at(-1)
  const parent = root && nodeAt(root, path.slice(0, -1))
  if (!isCollection(parent) || last === undefined) return undefined
  const rest = withoutValue(plainValue(parent).value, [last])
  if (isFlow(parent)) return spliced(text, parent.range?.[0], parent.range?.[1], printFlowYaml(rest))
  if (isEmptyCollection(rest)) return path.length > 1 ? spliceValue(text, path.slice(0, -1), rest) : undefined
  const [start, end] = stretchOf(text, parent as YAMLMap | YAMLSeq, last)
  if (start === undefined || end === undefined) return undefined
  const lineStart = startOfLine(text, start)
  if (text.slice(lineStart, start).trim() === '') return spliced(text, lineStart, endOfLine(text, end), '')
  // The first key behind a dash: the next key moves up beside the dash.
  const next = nextStart(parent as YAMLMap | YAMLSeq, last)
  return next === undefined ? undefined : spliced(text, start, next, '')
}

function stretchOf(text: string, parent: YAMLMap | YAMLSeq, last: string | number): readonly (number | undefined)[] {
  if (isMap(parent)) {
    const pair = pairIn(parent, String(last))
    const key = pair?.key as Node | undefined
    const value = pair?.value as Node | null | undefined
    return [key?.range?.[0], value ? contentEnd(value) : key?.range?.[1]]
  }
  const item = parent.items[Number(last)] as Node | undefined
  const from = item?.range?.[0]
  if (!item || from === undefined) return []
  return [text.lastIndexOf('-', from - 1), contentEnd(item)]
}

function nextStart(parent: YAMLMap | YAMLSeq, last: string | number): number | undefined {
  if (!isMap(parent)) return undefined
  const at = parent.items.findIndex((pair) => keyText(pair.key) === String(last))
  return (parent.items[at + 1]?.key as Node | undefined)?.range?.[0]
}

function spliced(text: string, start: number | undefined, end: number | undefined, fresh: string): string | undefined {
  return start === undefined || end === undefined ? undefined : text.slice(0, start) + fresh + text.slice(end)
}

function inserted(text: string, at: number, lines: string): string {
  const before = text.slice(0, at)
  return `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}${lines}${text.slice(at)}`
}

function indented(lines: string, column: number): string {
  const by = ' '.repeat(column)
  return lines.replace(/^(?=[^\n])/gm, by)
}

function nodeAt(root: Node, path: Path): Node | undefined {
  let node: Node | null | undefined = root
  for (const step of path) {
    if (isMap(node)) node = pairIn(node, String(step))?.value as Node | null | undefined
    else if (isSeq(node)) node = node.items[Number(step)] as Node | undefined
    else return undefined
  }
  return node ?? undefined
}

function pairIn(map: YAMLMap, name: string): Pair | undefined {
  return map.items.findLast((pair) => keyText(pair.key) === name)
}

function isFlow(node: Node): boolean {
  return isCollection(node) && node.flow === true
}

function isBlockCollection(node: Node): boolean {
  return isCollection(node) && !isFlow(node)
}

/** Where the last thing in a node ends, without the comments and empty lines behind it. */
function contentEnd(node: Node): number {
  if (isBlockCollection(node)) {
    const last = isMap(node) ? node.items.at(-1) : isSeq(node) ? node.items.at(-1) : undefined
    if (isMap(node) && last) {
      const pair = last as Pair
      const value = pair.value as Node | null
      if (value?.range && value.range[0] !== value.range[1]) return contentEnd(value)
      return ((pair.key as Node).range?.[1] ?? 0) + 1
    }
    if (last) return contentEnd(last as Node)
  }
  return node.range?.[1] ?? 0
}

/** The column, from 0, in which the keys or dashes of a block collection stand. */
function columnOf(text: string, node: Node): number {
  const first = isMap(node) ? (node.items[0]?.key as Node | undefined) : undefined
  const at = (isScalar(first) ? first.range?.[0] : node.range?.[0]) ?? 0
  return at - startOfLine(text, at)
}

function startOfLine(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1
}

/** Behind the line break of the line in which `at` stands; `at` itself if a line starts there. */
function endOfLine(text: string, at: number): number {
  if (at > 0 && text[at - 1] === '\n') return at
  const feed = text.indexOf('\n', at)
  return feed === -1 ? text.length : feed + 1
}
