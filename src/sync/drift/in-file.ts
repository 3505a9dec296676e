import { isDeepStrictEqual } from 'node:util'
import type { Json } from '../../json/json'
import { isJsonObject, isList } from '../../json/json-object'
import { linedUp } from '../../json/line-up'

/** What a file would say, or where one of its own texts stands in the way: it says something else in each tenant. */
export type InFile = { readonly value: unknown } | { readonly variableAt: string }

/**
 * What a file says so that a tenant sees `wanted`: `written` is what stands in it now, `seen` what the tenant sees of that,
 * with its variables filled in. What the tenant sees unchanged stays as it is written, variables and all.
 */
export function inFile(written: unknown, seen: unknown, wanted: unknown): InFile {
  const touched: string[] = []
  const value = step(written, seen, wanted, { path: '', touched })
  const [variableAt] = touched
  return variableAt === undefined ? { value } : { variableAt }
}

interface Place {
  readonly path: string
  readonly touched: string[]
}

function step(written: unknown, seen: unknown, wanted: unknown, { path, touched }: Place): unknown {
  if (isDeepStrictEqual(seen, wanted)) return written
  const at = (key: string | number): Place => {
    const here = typeof key === 'number' ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`
    return { path: here, touched }
  }
  if (isJsonObject(written) && isJsonObject(seen) && isJsonObject(wanted)) {
    const under = (value: Readonly<Record<string, unknown>>, key: string): unknown =>
      Object.hasOwn(value, key) ? value[key] : undefined
    const entries = Object.keys(wanted).map((key): [string, unknown] => [
      key,
      step(under(written, key), under(seen, key), wanted[key], at(key)),
    ])
    return Object.fromEntries(entries)
  }
  if (isList(written) && isList(seen) && isList(wanted) && written.length === seen.length) {
    return linedUp(seen, wanted).flatMap(([left, right]) =>
      right === undefined
        ? []
        : [left === undefined ? wanted[right] : step(written[left], seen[left], wanted[right], at(right))],
    ) as Json[]
  }
  if (typeof written === 'string' && !isDeepStrictEqual(written, seen)) touched.push(path)
  return wanted
}
