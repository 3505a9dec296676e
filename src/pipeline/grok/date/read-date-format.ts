import { dayNames, monthNames, type Names } from './date-names'
import type { DateParts } from './date-parts'
import { zoneOf } from './time-zones'

/** A piece of a format: the expression of what it accepts, and how that is put into the parts of a date. */
export interface DateToken {
  readonly pattern: string
  /** Puts a text into the parts; false if it cannot mean anything. */
  readonly put?: (parts: DateParts, text: string) => boolean
}

/** Reads a format of Java's: letters by their number, texts in quotes, and all else as it stands. */
export function readDateFormat(
  format: string,
  locale: string,
): { readonly tokens: readonly DateToken[] } | { readonly message: string } {
  const tokens: DateToken[] = []
  for (const { 0: piece } of format.matchAll(/([A-Za-z])\1*|'(?:[^']|'')*'?|[^A-Za-z']+/g)) {
    const letter = piece.charAt(0)
    if (letter === "'") {
      if (piece.length === 1 || !piece.endsWith("'")) return { message: `a quote in ${format} is not closed` }
      tokens.push({ pattern: literal(piece === "''" ? "'" : piece.slice(1, -1).replaceAll("''", "'")) })
    } else if (/[A-Za-z]/.test(letter)) {
      const token = tokenOf(letter, piece.length, locale)
      if (!token) return { message: `${piece} in the date format ${format} is not known here` }
      tokens.push(token)
    } else tokens.push({ pattern: literal(piece) })
  }
  return tokens.some(({ put }) => put) ? { tokens } : { message: `the date format ${format} names no part of a date` }
}

function literal(text: string): string {
  return text.replace(/[^\w\s]/g, '\\$&')
}

/** One letter is one or two digits, more are as many digits as letters: observed in Datadog's public pipeline tests. */
function digits(count: number, most = 2): string {
  return count === 1 ? `\\d{1,${most}}` : `\\d{${count}}`
}

const offset = '[+\\-]\\d{2}(?::?\\d{2}(?::?\\d{2})?)?'
const zoneName = '(?:[A-Za-z]+(?:[/_][A-Za-z0-9_+\\-]+)*(?:[+\\-]\\d{1,2}(?::?\\d{2})?)?|[+\\-]\\d{2}:?\\d{2})'

function tokenOf(letter: string, count: number, locale: string): DateToken | undefined {
  switch (letter) {
    case 'y':
    case 'Y':
    case 'u':
      return count === 2 ? { pattern: '\\d{2}', put: putShortYear } : number('year', digits(count === 1 ? 4 : count))
    case 'M':
    case 'L':
      return count > 2 ? named('month', monthNames(locale)) : { pattern: digits(count), put: putMonth }
    case 'd':
      return number('day', digits(count))
    case 'D':
      return number('dayOfYear', digits(count, 3))
    case 'E':
    case 'e':
    case 'c':
      return letter !== 'E' && count < 3 ? { pattern: '\\d' } : named(undefined, dayNames(locale))
    case 'a':
      return { pattern: '(?i:[ap]\\.?m\\.?)', put: putHalf }
    case 'H':
      return number('hour', digits(count))
    case 'k':
      return { pattern: digits(count), put: (parts, text) => putNumber(parts, 'hour', Number(text) % 24) }
    case 'h':
    case 'K':
      return number('halfHour', digits(count))
    case 'm':
      return number('minute', digits(count))
    case 's':
      return number('second', digits(count))
    case 'S':
      return { pattern: `\\d{${count}}`, put: (parts, text) => putNumber(parts, 'milli', milliOf(text)) }
    case 'G':
      return { pattern: '(?i:AD|BC|CE|BCE)' }
    case 'z':
    case 'v':
    case 'V':
    case 'O':
      return { pattern: zoneName, put: putZone }
    case 'Z':
      return { pattern: count > 2 ? `(?:${offset}|${zoneName})` : `(?:Z|${offset})`, put: putZone }
    case 'X':
    case 'x':
      return { pattern: `(?:Z|${offset})`, put: putZone }
    default:
      return undefined
  }
}

type NumberPart = 'year' | 'month' | 'day' | 'dayOfYear' | 'hour' | 'halfHour' | 'minute' | 'second' | 'milli'

function number(part: NumberPart, pattern: string): DateToken {
  return { pattern, put: (parts, text) => putNumber(parts, part, Number(text)) }
}

function putNumber(parts: DateParts, part: NumberPart, value: number): boolean {
  parts[part] = value
  return true
}

function putMonth(parts: DateParts, text: string): boolean {
  return putNumber(parts, 'month', Number(text) - 1) && text !== '0' && text !== '00'
}

/** Two digits are a year from 1950 to 2049: assumed, near the range that Java's Joda-Time takes. */
function putShortYear(parts: DateParts, text: string): boolean {
  const value = Number(text)
  return putNumber(parts, 'year', value + (value < 50 ? 2000 : 1900))
}

function putHalf(parts: DateParts, text: string): boolean {
  parts.afternoon = /^p/i.test(text)
  return true
}

function putZone(parts: DateParts, text: string): boolean {
  const zone = zoneOf(text)
  if (zone) parts.zone = zone
  return zone !== undefined
}

/** A fraction of a second, cut to whole milliseconds. */
function milliOf(text: string): number {
  return Number(text.padEnd(3, '0').slice(0, 3))
}

/** Names in any case, the longest first. */
function named(part: 'month' | undefined, names: Names): DateToken {
  const pattern = patternOf(names)
  if (part === undefined) return { pattern }
  return { pattern, put: (parts, text) => putNumber(parts, part, names.get(text.toLowerCase()) ?? 0) }
}

const patterns = new WeakMap<Names, string>()

function patternOf(names: Names): string {
  const known = patterns.get(names)
  if (known !== undefined) return known
  const all = [...names.keys()].sort((a, b) => b.length - a.length)
  const pattern = `(?iu:${all.map(literal).join('|')})`
  patterns.set(names, pattern)
  return pattern
}
