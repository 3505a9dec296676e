import type { Json } from '../../../json/json'
import { mostLevels, putValue, set } from '../put-value'

/**
 * Reads one XML document: attributes and elements become keys, repeated elements lists, text beside them `value`; an
 * element of nothing but text is that text, an empty one is left out. Documented: Datadog docs, Parsing > XML. Entities
 * of a document's own are not expanded, and no external one is read. Undefined for what is not well-formed.
 */
export function readXml(text: string): Record<string, Json> | undefined {
  const root: Element = { name: '', attributes: {}, children: [], text: '' }
  const open: Element[] = [root]
  let at = 0
  while (at < text.length) {
    const element = open.at(-1)
    if (!element) return undefined
    const mark = text.indexOf('<', at)
    const end = mark === -1 ? text.length : mark
    if (end > at) {
      const chars = decodeEntities(text.slice(at, end))
      if (chars === undefined || (element === root && chars.trim() !== '')) return undefined
      element.text += chars
    }
    if (mark === -1) break
    const next = readMarkup(text, mark, open)
    if (next === undefined || open.length > mostLevels) return undefined
    at = next
  }
  const [document, ...more] = root.children
  if (open.length !== 1 || !document || more.length > 0) return undefined
  const read: Record<string, Json> = {}
  const content = contentOf(document)
  if (content !== undefined) set(read, document.name, content)
  return read
}

interface Element {
  readonly name: string
  readonly attributes: Record<string, Json>
  readonly children: Element[]
  text: string
}

const skipped = [
  ['<!--', '-->'],
  ['<?', '?>'],
] as const

/** Reads what begins with `<` and answers where it ends. */
function readMarkup(text: string, at: number, open: Element[]): number | undefined {
  for (const [begin, end] of skipped) if (text.startsWith(begin, at)) return after(text, end, at + begin.length)
  const element = open.at(-1)
  if (text.startsWith('<![CDATA[', at)) {
    const close = text.indexOf(']]>', at)
    if (close === -1 || !element || open.length === 1) return undefined
    element.text += text.slice(at + 9, close)
    return close + 3
  }
  if (text.startsWith('<!DOCTYPE', at)) return open.length === 1 ? after(text, '>', at) : undefined
  if (text.startsWith('</', at)) {
    closing.lastIndex = at
    const found = closing.exec(text)
    if (!found || open.length === 1 || open.pop()?.name !== found[1]) return undefined
    return closing.lastIndex
  }
  return readStart(text, at, open)
}

const nameChars = '[A-Za-z_\\u0080-\\uffff][\\w.:\\-\\u0080-\\uffff]*'
const closing = new RegExp(`</(${nameChars})\\s*>`, 'y')
const opening = new RegExp(`<(${nameChars})`, 'y')
const attribute = new RegExp(`\\s+(${nameChars})\\s*=\\s*(?:"([^"<]*)"|'([^'<]*)')`, 'y')
const startEnd = /\s*(\/?)>/y

function readStart(text: string, at: number, open: Element[]): number | undefined {
  opening.lastIndex = at
  const name = opening.exec(text)?.[1]
  if (name === undefined) return undefined
  const element: Element = { name, attributes: {}, children: [], text: '' }
  let from = opening.lastIndex
  for (;;) {
    attribute.lastIndex = from
    const found = attribute.exec(text)
    if (!found) break
    const value = decodeEntities(found[2] ?? found[3] ?? '')
    if (value === undefined || Object.hasOwn(element.attributes, found[1] ?? '')) return undefined
    set(element.attributes, found[1] ?? '', value)
    from = attribute.lastIndex
  }
  startEnd.lastIndex = from
  const end = startEnd.exec(text)
  if (!end) return undefined
  open.at(-1)?.children.push(element)
  if (end[1] !== '/') open.push(element)
  return startEnd.lastIndex
}

function after(text: string, end: string, from: number): number | undefined {
  const at = text.indexOf(end, from)
  return at === -1 ? undefined : at + end.length
}

function contentOf(element: Element): Json | undefined {
  const text = element.text.trim()
  if (element.children.length === 0 && Object.keys(element.attributes).length === 0)
    return text === '' ? undefined : text
  const object: Record<string, Json> = { ...element.attributes }
  for (const child of element.children) {
    const value = contentOf(child)
    if (value !== undefined) putValue(object, [child.name], value)
  }
  if (text !== '') putValue(object, ['value'], text)
  return object
}

const known: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The text with its entities read; one that XML itself does not know stays as it is. Undefined for a lone `&`. */
function decodeEntities(text: string): string | undefined {
  if (!text.includes('&')) return text
  let sound = true
  const decoded = text.replace(
    /&(?:#(\d{1,7})|#x([\dA-Fa-f]{1,6})|(\w{1,32}))?(;?)/g,
    (all, decimal, hex, name, end) => {
      if (end === '') sound = false
      if (name !== undefined) return known[name] ?? all
      const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
      return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : all
    },
  )
  return sound ? decoded : undefined
}
