import { isoTime } from '../diagnostic/times'
import { withValue } from '../json/value-at-path'
import type { GivenOfLogs } from './given'
import { idPlace, type OpenLog, openLog, timePlace, timePlaces } from './open-log'
import type { Place } from './place'

/** The years that are read as they are written: four digits, and no short form of another century. */
const [firstMs, lastMs] = [Date.parse('0100-01-01T00:00:00.000Z'), Date.parse('9999-12-31T23:59:59.999Z')]

/** A raw log with what travels in it as text opened, so that it can be changed; what is no log stays as it is. */
export function openedForm(raw: unknown, given?: GivenOfLogs): unknown {
  const open = openLog(raw, given)
  return 'trouble' in open ? raw : open.log
}

/** A copy of a raw log that happened at `timeMs`: reading it gives that time. What is no log stays as it is. */
export function withTime(raw: unknown, timeMs: number, given?: GivenOfLogs): unknown {
  return withStanding(raw, timePlace, isoTime(Math.max(firstMs, Math.min(lastMs, timeMs))), given)
}

/** A copy of a raw log with another id: reading it gives that id. What is no log stays as it is. */
export function withId(raw: unknown, id: string, given?: GivenOfLogs): unknown {
  return withStanding(raw, idPlace, id, given)
}

/** Whether the time of a raw log can be read at a path of keys joined by dots. */
export function isTimePath(raw: unknown, path: string, given?: GivenOfLogs): boolean {
  const open = openLog(raw, given)
  return !('trouble' in open) && timePlaces(open).some((place) => place.join('.') === path)
}

/** Whether the id of a raw log is read at a path of keys joined by dots. */
export function isIdPath(raw: unknown, path: string, given?: GivenOfLogs): boolean {
  const open = openLog(raw, given)
  return !('trouble' in open) && idPlace(open).join('.') === path
}

function withStanding(
  raw: unknown,
  placeOf: (open: OpenLog) => Place,
  value: string,
  given: GivenOfLogs | undefined,
): unknown {
  const open = openLog(raw, given)
  return 'trouble' in open ? raw : withValue(open.log, placeOf(open), value)
}
