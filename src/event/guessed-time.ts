import { isJsonObject } from '../json/json-object'
import { readTime } from './event-time'
import { timeIn } from './mapping/guessed-places'
import { likelyTimeIn } from './mapping/likely-time'
import { type OpenLog, timePlace } from './open-log'
import { standingAt } from './place'

/** The time of a raw log under a name of its source's own; undefined where none of those known has one. */
export function guessedTime({ shape, log }: OpenLog): number | undefined {
  if (shape.stage !== 'raw') return undefined
  for (const record of [...shape.records, []]) {
    const timeMs = timeIn(log, record)
    if (timeMs !== undefined) return timeMs
  }
  return undefined
}

/** The field of a log without a time that may be it, as --time-field has it: it is asked for, and never guessed. */
export function likelyTime(open: OpenLog): string | undefined {
  for (const record of [...open.shape.records, []]) {
    const inside = standingAt(open.log, record)
    const path = isJsonObject(inside) ? likelyTimeIn(inside, (path) => isReadAt(open, path)) : undefined
    if (path !== undefined) return path
  }
  return undefined
}

function isReadAt(open: OpenLog, time: string): boolean {
  return readTime(standingAt(open.log, timePlace({ ...open, given: { ...open.given, time } }))) !== undefined
}
