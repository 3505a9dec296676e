import { types } from 'node:util'
import { hasDate } from '../diagnostic/times'

/** Numbers from here on are epoch seconds (2001 and later); below it they are read as milliseconds. */
const firstSeconds = 1e9
const firstMillis = 1e11
const firstMicros = 1e14
const firstNanos = 1e17

const isoTime =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,12}))?)?(?: ?([Zz]|UTC|[+-]\d{2}(?::?\d{2})?))?)?$/
const plainNumber = /^[+-]?\d{1,25}(?:\.\d{1,12})?$/

/**
 * A time as logs write it, in whole epoch milliseconds: ISO 8601 with any zone (none means UTC), or a number or numeric
 * string of seconds, milliseconds, microseconds or nanoseconds, told apart by size. `undefined` when it is no time.
 */
export function readTime(value: unknown): number | undefined {
  if (typeof value === 'number') return fromNumber(value)
  if (typeof value === 'string') return fromText(value.length > 64 ? '' : value.trim())
  if (types.isDate(value)) return fromNumberOfMs(value.getTime())
  return undefined
}

function fromText(text: string): number | undefined {
  return plainNumber.test(text) ? fromNumber(Number(text)) : fromIso(text)
}

function fromNumber(value: number): number | undefined {
  const size = Math.abs(value)
  if (size < firstSeconds) return fromNumberOfMs(value)
  if (size < firstMillis) return fromNumberOfMs(value * 1000)
  if (size < firstMicros) return fromNumberOfMs(value)
  if (size < firstNanos) return fromNumberOfMs(value / 1000)
  return fromNumberOfMs(value / 1e6)
}

function fromNumberOfMs(value: number): number | undefined {
  return hasDate(value) ? Math.floor(value) : undefined
}

function fromIso(text: string): number | undefined {
  const match = isoTime.exec(text)
  if (!match) return undefined
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match
  const date = Date.UTC(Number(year), Number(month) - 1, Number(day))
  const read = new Date(date)
  if (read.getUTCMonth() !== Number(month) - 1 || read.getUTCDate() !== Number(day)) return undefined
  // A leap second is written :60 and falls together with the first second of the next minute.
  if (Number(hour) > 24 || Number(minute) > 59 || Number(second) > 60) return undefined
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second)
  if (seconds > 86_400) return undefined
  return fromNumberOfMs(date + seconds * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3)) - zoneMs(zone))
}

function zoneMs(zone: string): number {
  const sign = zone.startsWith('+') ? 1 : zone.startsWith('-') ? -1 : 0
  const digits = zone.replace(/\D/g, '').padEnd(4, '0')
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2, 4))) * 60_000
}
