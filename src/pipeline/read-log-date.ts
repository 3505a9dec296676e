import { hasDate } from '../diagnostic/times'
import { readTime } from '../event/event-time'
import type { Json } from '../json/json'

const plainNumber = /^\s*[+-]?\d{1,25}(?:\.\d{1,12})?\s*$/
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
/** `Oct 11 22:14:15`, the time of a syslog message, which has no year and no zone. */
const rfc3164 = /^(?:<\d{1,3}>)?([A-Za-z]{3}) {1,2}(\d{1,2}) (\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?$/

/**
 * The time that the log date remapper reads, in epoch milliseconds: ISO 8601 (no zone is UTC), milliseconds as a number
 * or its digits, however few (observed: ten digits are not taken for seconds), and RFC 3164; `undefined` for anything
 * else. Fractions of a millisecond are cut.
 */
export function readLogDate(value: Json, nowMs: number): number | undefined {
  if (typeof value === 'number') return whole(value)
  if (typeof value !== 'string' || value.length > 100) return undefined
  if (plainNumber.test(value)) return whole(Number(value))
  return readTime(value.trim()) ?? readSyslogTime(value.trim(), nowMs)
}

function whole(value: number): number | undefined {
  return hasDate(value) ? Math.trunc(value) : undefined
}

/** The year is the one that brings the date nearest to the moment of arrival (assumed). */
function readSyslogTime(text: string, nowMs: number): number | undefined {
  const [, name = '', day, hour, minute, second, fraction = ''] = rfc3164.exec(text) ?? []
  const month = months.indexOf(name.toLowerCase())
  if (month === -1) return undefined
  const year = new Date(nowMs).getUTCFullYear()
  const ms = Number(fraction.padEnd(3, '0').slice(0, 3))
  const times = [year - 1, year, year + 1].map((each) =>
    Date.UTC(each, month, Number(day), Number(hour), Number(minute), Number(second), ms),
  )
  return times.reduce((best, time) => (Math.abs(time - nowMs) < Math.abs(best - nowMs) ? time : best))
}
