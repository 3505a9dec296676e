import { isJsonObject } from '../json/json-object'
import { isText } from '../json/json-text'
import { lacksZone, readTime } from './event-time'
import { type FoundTime, timeIn, timeInObject } from './mapping/guessed-places'
import { likelyTimeIn } from './mapping/likely-time'
import { type OpenLog, timePlace } from './open-log'
import { type Place, standingAt } from './place'

/** When a log happened, as far as it says so. */
export interface TimeOfLog {
  readonly timeMs?: number | undefined
  /** What stands where its time is looked for; undefined or null for nothing. */
  readonly written: unknown
  /** Set where it was read as UTC because neither it nor its source says a zone. */
  readonly isZoneAssumed?: true | undefined
}

/** The time of a log; `guesses` says whether that under a name of its source's own counts where Datadog looks for none. */
export function timeOfLog(open: OpenLog, guesses: boolean): TimeOfLog {
  const place = timePlace(open)
  const written = standingAt(open.log, place)
  if (written === undefined || written === null) return { written, ...(guesses ? guessedTime(open) : undefined) }
  const { profile, shape } = open
  if (isText(written) && dayAlone.test(written)) {
    const within = timeWithinDay(open, place, written)
    if (within !== undefined) return { written, ...within }
  }
  const timeMs = readTime(written) ?? profile?.readTime?.(written) ?? timeInObject(written)
  const isAssumed = profile === undefined && shape.stage === 'raw' && lacksZone(written)
  return { written, timeMs, ...(isAssumed && { isZoneAssumed: true }) }
}

const dayAlone = /^\s*\d{4}[-/]\d{2}[-/]\d{2}\s*$/
const clockAlone = /^\s*(\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?) ?(Z|[+-]\d{2}:?\d{2})?\s*$/
const zoneAlone = /^\s*"?([+-]\d{2}:?\d{2})"?\s*$/

/** Ahead of UTC and behind it, a day is at most so much longer. */
const [behindMs, aheadMs] = [14 * 3_600_000, 36 * 3_600_000]

/**
 * The time of a log that says its day where its time is looked for: with the clock that stands beside it, as firewalls
 * and web servers write it, else the time under another name that lies within that day.
 */
function timeWithinDay(open: OpenLog, place: Place, day: string): Omit<TimeOfLog, 'written'> | undefined {
  const around = standingAt(open.log, place.slice(0, -1))
  const beside = isJsonObject(around) ? around : open.log
  const [, clock, ownZone] = clockAlone.exec(String(beside['time'] ?? beside['Time'] ?? '')) ?? []
  if (clock !== undefined) {
    const zone = ownZone ?? zoneAlone.exec(String(beside['tz'] ?? beside['timezone'] ?? ''))?.[1] ?? ''
    const timeMs = readTime(`${day.trim().replaceAll('/', '-')}T${clock}${zone}`)
    if (timeMs !== undefined) return { timeMs, ...(zone === '' && { isZoneAssumed: true as const }) }
  }
  const other = guessedTime(open)
  const midnight = readTime(day)
  if (other === undefined || midnight === undefined) return undefined
  return other.timeMs >= midnight - behindMs && other.timeMs < midnight + aheadMs ? other : undefined
}

/** The time of a raw log under a name of its source's own; undefined where none of those known has one. */
function guessedTime({ shape, log }: OpenLog): FoundTime | undefined {
  if (shape.stage !== 'raw') return undefined
  for (const record of [...shape.records, []]) {
    const found = timeIn(log, record)
    if (found !== undefined) return found
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
