import type { Json } from './json'

/**
 * A JSON value as text in which keys stand in order, so that equal values have equal texts. Keys without a value are
 * left out, as JSON does. Works without recursion: depth is no limit.
 */
export function stableText(value: unknown): string {
  const text: string[] = []
  const work: (() => void)[] = [() => write(value, text, work)]
  for (let next = work.pop(); next; next = work.pop()) next()
  return text.join('')
}

/** Whether two JSON values are equal; the order of keys does not matter, the order of lists does. */
export function sameJson(left: unknown, right: unknown): boolean {
  return left === right || stableText(left) === stableText(right)
}

/** Whether a value is an object of JSON, and no list. */
export function isJsonObject(value: unknown): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function write(value: unknown, text: string[], work: (() => void)[]): void {
  if (Array.isArray(value)) {
    text.push('[')
    work.push(() => text.push(']'))
    for (let index = value.length - 1; index >= 0; index -= 1) {
      const item: unknown = value[index]
      work.push(() => write(item ?? null, text, work))
      if (index > 0) work.push(() => text.push(','))
    }
    return
  }
  if (!isJsonObject(value)) {
    text.push(JSON.stringify(value) ?? 'null')
    return
  }
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  entries.sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
  text.push('{')
  work.push(() => text.push('}'))
  for (let index = entries.length - 1; index >= 0; index -= 1) {
    const [key, inner] = entries[index] as [string, Json]
    work.push(() => write(inner, text, work))
    work.push(() => text.push(`${index > 0 ? ',' : ''}${JSON.stringify(key)}:`))
  }
}
