import type { Json, JsonObject } from '../../json/json'
import { isJsonObject } from '../../json/json-object'
import { readTime } from '../event-time'

/** So many values are looked at, and objects in objects so deep: it is for a message, and logs may be hostile. */
const mostValues = 500
const deepest = 4

/** Only names that can be written after --time-field as they stand; a dot would part them. */
const plainName = /^@?[\p{L}\p{N}_-][\p{L}\p{N}_ ()/:-]{0,59}$/u

const saysTime =
  /time|date|stamp|created|occur|happen|when|epoch|published|logged|(?:_|\b)(?:at|on|ts|dt)$|[a-z](?:At|On|Ts)$/
const saysAnother =
  /expir|until|valid|birth|due|deadline|(?:^|_)end|next|updat|modif|delet|last|first|seen|clos|resolv/i

/** Numbers outside of these years are ids and counts more often than times. */
const [firstYear, lastYear] = [Date.UTC(2010), Date.UTC(2040)]

/**
 * The value of a record that is most likely its time, by the path to it as --time-field has it; undefined where none
 * looks like one. A name that tells of time goes before one that does not, a time that is written out before a number.
 * `isRead` says whether the log has a time once it is said to stand there.
 */
export function likelyTimeIn(log: JsonObject, isRead: (path: string) => boolean): string | undefined {
  let best: { readonly path: string; readonly rank: number } | undefined
  for (const [path, value] of valuesIn(log)) {
    const rank = rankOf(path.split('.').at(-1) ?? '', value)
    if (rank !== undefined && rank < (best?.rank ?? Number.POSITIVE_INFINITY) && isRead(path)) best = { path, rank }
  }
  return best?.path
}

/** All values that a path leads to, those that lie less deep first. */
function* valuesIn(log: JsonObject): Generator<readonly [path: string, value: Json]> {
  let level: readonly (readonly [prefix: string, object: JsonObject])[] = [['', log]]
  let seen = 0
  for (let depth = 0; depth < deepest && level.length > 0; depth += 1) {
    const below: (readonly [string, JsonObject])[] = []
    for (const [prefix, object] of level) {
      for (const key of Object.keys(object)) {
        seen += 1
        if (seen > mostValues) return
        const value = object[key]
        if (value === undefined || !plainName.test(key)) continue
        if (isJsonObject(value)) below.push([`${prefix}${key}.`, value])
        else yield [`${prefix}${key}`, value]
      }
    }
    level = below
  }
}

/** The less, the likelier; undefined for what is no time. */
function rankOf(name: string, value: Json): number | undefined {
  const isNumber = typeof value === 'number' || (typeof value === 'string' && /^[\d.+-]+$/.test(value))
  const timeMs = typeof value === 'string' || isNumber ? readTime(value) : undefined
  if (timeMs === undefined || (isNumber && (timeMs < firstYear || timeMs >= lastYear))) return undefined
  const isTold = saysTime.test(name.toLowerCase()) || saysTime.test(name)
  return (isTold ? 0 : 2) + (isNumber ? 1 : 0) + (saysAnother.test(name) ? 4 : 0)
}
