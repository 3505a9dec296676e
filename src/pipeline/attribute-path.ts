import { objectKey } from '../json/object-key'

/** A path of keys as processors write it, ready to be followed. */
export interface AttributePath {
  readonly keys: readonly string[]
  /** At each key, the names that may stand in a log for it: the key itself, and with those behind it, joined by dots. */
  readonly runs: readonly (readonly string[])[]
}

/** How many keys of a path are followed; what is written deeper than any log is left alone. */
const longestPath = 64

/** A path as processors write it, `http.url_details.path`. */
export function attributePath(written: string): AttributePath {
  return pathOfKeys(written.trim().split('.'))
}

/** A path of given keys. */
export function pathOfKeys(all: readonly string[]): AttributePath {
  const keys = all.slice(0, longestPath).map(objectKey)
  const runs = keys.map((_, at) =>
    keys.slice(at).map((_key, more) => objectKey(keys.slice(at, at + more + 1).join('.'))),
  )
  return { keys, runs }
}

/** Whether two paths are one. */
export function isSamePath({ keys: one }: AttributePath, { keys: other }: AttributePath): boolean {
  return one.length === other.length && one.every((key, index) => other[index] === key)
}

/** Whether the first path lies below the second. */
export function isBelow({ keys: inner }: AttributePath, { keys: outer }: AttributePath): boolean {
  return inner.length > outer.length && outer.every((key, index) => inner[index] === key)
}
