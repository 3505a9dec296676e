import { types } from 'node:util'
import { hasDate } from '../diagnostic/times'
import { namedMonthParts, type TimeParts } from './named-month-time'

/** Numbers from here on are epoch seconds (2001 and later); below it they are read as milliseconds. */
const firstSeconds = 1e9
const firstMillis = 1e11
const firstMicros = 1e14
const firstNanos = 1e17

/** Longer texts are no times; those that name their zone in words come near. */
const longestText = 100

// ISO 8601, extended and basic, and with slashes: the year comes first, so day and month cannot be mistaken.
const isoTime = /^(\d{4})([-/])(\d{2})\2(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,12}))?)? ?(\D?.{0,60}))?$/
const basicIsoTime = /^(\d{4})()(\d{2})(\d{2})[Tt](\d{2})(\d{2})(?:(\d{2})(?:[.,](\d{1,12}))?)? ?(\D?.{0,60})$/
const plainNumber = /^[+-]?\d{1,25}(?:\.\d{1,12})?$/

/**
 * A time as logs write it, in whole epoch milliseconds: ISO 8601, extended or basic, with any offset (none means UTC); a
 * time that names its month and its year (RFC 1123, access logs, consoles); or a number or numeric string of seconds,
 * milliseconds, microseconds or nanoseconds, told apart by size. `undefined` when it is no time, and for what could be
 * two: without a year, `03/04/2026`, a zone such as EST.
 */
export function readTime(value: unknown): number | undefined {
  if (typeof value === 'number') return fromNumber(value)
  if (typeof value === 'string') return fromText(value.length > longestText ? '' : value.trim())
  if (types.isDate(value)) return fromNumberOfMs(value.getTime())
  return undefined
}

/** Whether a text is a time that says neither zone nor offset. */
export function lacksZone(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > longestText) return false
  const text = value.trim()
  if (usualTime.test(text) || plainNumber.test(text)) return false
  return (isoParts(text) ?? namedMonthParts(text))?.zone === ''
}

/** As most logs write it; days that not every month has are left to the careful reader. */
const usualTime = /^\d{4}-\d{2}-(?:[01]\d|2[0-8])T\d{2}:\d{2}:\d{2}(?:\.\d{3})?Z$/

function fromText(text: string): number | undefined {
  if (usualTime.test(text)) {
    const usual = Date.parse(text)
    if (!Number.isNaN(usual)) return usual
  }
  const dotNet = /^\/Date\((-?\d{1,16})\)\/$/.exec(text)
  if (dotNet) return fromNumberOfMs(Number(dotNet[1]))
  return plainNumber.test(text) ? fromNumber(Number(text)) : fromParts(isoParts(text) ?? namedMonthParts(text))
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

function isoParts(text: string): TimeParts | undefined {
  const match = isoTime.exec(text) ?? basicIsoTime.exec(text)
  if (!match) return undefined
  const [, year = '', , month = '', day = '', hour = '0', minute = '0', second = '0', fraction = '', zone = ''] = match
  return { year, month: Number(month), day, hour, minute, second, fraction, zone }
}

function fromParts(parts: TimeParts | undefined): number | undefined {
  if (!parts) return undefined
  const { year, month, day, hour, minute, second, fraction, zone } = parts
  const offsetMs = zoneMs(zone)
  const date = Date.UTC(Number(year), month - 1, Number(day))
  const read = new Date(date)
  if (offsetMs === undefined || read.getUTCMonth() !== month - 1 || read.getUTCDate() !== Number(day)) return undefined
  // A leap second is written :60 and falls together with the first second of the next minute.
  if (Number(hour) > 24 || Number(minute) > 59 || Number(second) > 60) return undefined
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second)
  if (seconds > 86_400) return undefined
  return fromNumberOfMs(date + seconds * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3)) - offsetMs)
}

/** Go writes `+0000 UTC`, `+0100 CET`. */
const behindOffset = /^([+-]\d{4}) [A-Z]{3,5}$/
const zoneText = /^(?:[Zz]|UTC|GMT|(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?)$/

/** How far a zone is ahead of UTC. Its name in words, in brackets behind it, adds nothing; abbreviations have several. */
function zoneMs(written: string): number | undefined {
  if (written === '' || written === 'Z') return 0
  const [, zone = ''] = /^(.+?) ?(?:\[[\w/+-]+\]|\([A-Za-z .]+\))?$/.exec(written) ?? []
  const bare = /^\(.*\)$/.test(zone) ? zone.slice(1, -1) : zone.replace(behindOffset, '$1')
  const match = zoneText.exec(bare)
  if (!match) return undefined
  const [, sign, hours = '0', minutes = '0'] = match
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}
