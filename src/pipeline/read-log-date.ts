import { hasDate } from '../diagnostic/times'
import { readTime } from '../event/event-time'
import type { Json } from '../json/json'
import { timeOfParts } from './grok/date/date-parts'

const plainNumber = /^\s*[+-]?\d{1,25}(?:\.\d{1,12})?\s*$/
/** Other times that the house reads (an HTTP date, the brackets of a web server) the remapper does not (docs). */
const iso8601 = /^\d{4}-?\d{2}-?\d{2}(?:[Tt ]|$)/
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
  const text = value.trim()
  return iso8601.test(text) ? readTime(text) : readSyslogTime(text, nowMs)
}

function whole(value: number): number | undefined {
  return hasDate(value) ? Math.trunc(value) : undefined
}

/** The year is found as grok finds that of its dates. */
function readSyslogTime(text: string, nowMs: number): number | undefined {
  const [, name = '', day, hour, minute, second, fraction = ''] = rfc3164.exec(text) ?? []
  const month = months.indexOf(name.toLowerCase())
  if (month === -1) return undefined
  const clock = { hour: Number(hour), minute: Number(minute), second: Number(second) }
  const milli = Number(fraction.padEnd(3, '0').slice(0, 3))
  return timeOfParts({ month, day: Number(day), ...clock, milli }, () => 0, nowMs)
}
