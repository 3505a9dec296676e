import { createHash } from 'node:crypto'
import { isJsonObject } from './json-object'

/**
 * A JSON text in which the order of keys plays no part: equal content gives equal text. No nesting is too deep for it.
 * Keys without a value are left out; what else JSON cannot hold is written as null.
 */
export function canonicalJson(value: unknown): string {
  return written(value, 0)
}

/** Below this many levels no recursion goes. */
const deepest = 100

function written(value: unknown, depth: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (depth > deepest) return writtenDeep(value)
  if (Array.isArray(value)) return `[${value.map((item) => written(item, depth + 1)).join(',')}]`
  let text = ''
  for (const key of Object.keys(value).sort()) {
    const inner: unknown = (value as Readonly<Record<string, unknown>>)[key]
    if (inner === undefined) continue
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${written(inner, depth + 1)}`
  }
  return `{${text}}`
}

/** The same without recursion. */
function writtenDeep(value: unknown): string {
  const out: string[] = []
  const work: Work[] = [{ value }]
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    if ('text' in next) out.push(next.text)
    else if (Array.isArray(next.value)) openArray(next.value, work)
    else if (isJsonObject(next.value)) openObject(next.value, work)
    else out.push(JSON.stringify(next.value) ?? 'null')
  }
  return out.join('')
}

/** Whether two JSON values are equal; the order of keys does not matter, the order of lists does. */
export function sameJson(left: unknown, right: unknown): boolean {
  return left === right || canonicalJson(left) === canonicalJson(right)
}

/** The first hexadecimal digits, at most 64, of a digest of the content: the same for every order of keys. */
export function contentDigest(value: unknown, digits: number): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex').slice(0, digits)
}

type Work = { readonly text: string } | { readonly value: unknown }

function openArray(values: readonly unknown[], work: Work[]): void {
  work.push({ text: ']' })
  for (let index = values.length - 1; index >= 0; index -= 1) {
    work.push({ value: values[index] })
    if (index > 0) work.push({ text: ',' })
  }
  work.push({ text: '[' })
}

function openObject(object: object, work: Work[]): void {
  const entries = Object.entries(object)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  work.push({ text: '}' })
  for (let index = entries.length - 1; index >= 0; index -= 1) {
    const [key, value] = entries[index] ?? ['', undefined]
    work.push({ value }, { text: `${JSON.stringify(key)}:` })
    if (index > 0) work.push({ text: ',' })
  }
  work.push({ text: '{' })
}
