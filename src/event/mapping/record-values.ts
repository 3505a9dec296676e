import type { Json, JsonObject } from '../../json/json'
import { isJsonObject, isList, listIn, objectsIn } from '../../json/json-object'
import { isText } from '../../json/json-text'
import { isAddress, readAddress } from '../ip-address'
import { standingAt } from '../place'

/** What stands in a record at a path of keys joined by dots. */
export function valueAt(record: JsonObject, path: string): Json | undefined {
  return standingAt(record, path.split('.'))
}

/** The text at the first of some paths at which one stands. */
export function textAt(record: JsonObject, ...paths: readonly string[]): string | undefined {
  for (const path of paths) {
    const value = valueAt(record, path)
    if (isText(value)) return value
  }
  return undefined
}

/** The object at a path of keys joined by dots; an empty one where none stands. */
export function objectIn(record: JsonObject, path: string): JsonObject {
  const value = valueAt(record, path)
  return isJsonObject(value) ? value : {}
}

/** A list of `{ name, value }` as one object; what has no name is left out, of two of one name the last stays. */
export function namedValues(
  list: Json | undefined,
  nameKeys: readonly string[],
  valueKeys: readonly string[],
): JsonObject {
  const named: Record<string, Json> = Object.create(null)
  for (const item of objectsIn(list)) {
    const name = nameKeys.map((key) => item[key]).find(isText)
    const valueKey = valueKeys.find((key) => item[key] !== undefined && item[key] !== null)
    if (name !== undefined && valueKey !== undefined) named[name] = item[valueKey] ?? null
  }
  return { ...named }
}

/**
 * A record in which a list of `{ name, value }` also answers to those names: behind its elements stands one object that
 * has them as keys. Where no such list stands, the record itself.
 */
export function withNamedValues(
  record: JsonObject,
  key: string,
  nameKeys: readonly string[],
  valueKeys: readonly string[],
): JsonObject {
  const list = record[key]
  if (!isList(list)) return record
  const named = namedValues(list, nameKeys, valueKeys)
  return Object.keys(named).length === 0 ? record : { ...record, [key]: [...listIn(list), named] }
}

/** An address without the port, the brackets and the zone that sources write around it; other texts as they are. */
export function bareAddress(text: string | undefined): string | undefined {
  if (text === undefined || isAddress(text)) return text
  const bare = /^\[([^\]]+)\](?::\d{1,5})?$/.exec(text)?.[1] ?? /^([\d.]+):\d{1,5}$/.exec(text)?.[1]
  return bare !== undefined && isAddress(bare) ? bare : text
}

/** Whether an address is one of a private network; undefined for what is no address. */
export function isPrivateAddress(text: string | undefined): boolean | undefined {
  const address = text === undefined ? undefined : readAddress(text)
  if (address === undefined) return undefined
  return ['private', 'uniqueLocal', 'loopback', 'linkLocal'].includes(address.range())
}
