import { compileRegex } from '../regex/compile-regex'
import { wholeMatcher } from '../regex/match-whole'
import { readRegex } from '../regex/read-regex'
import { isLocale } from './date-names'
import { type DateParts, timeOfParts } from './date-parts'
import { type DateToken, readDateFormat } from './read-date-format'
import { zoneOf } from './time-zones'

/** A date format of Java at work: the expression of what it accepts, and the time that an accepted text means. */
export interface DateFormat {
  readonly pattern: string
  /** The time in milliseconds; undefined for a text that names no date, like the 31st of February. */
  readonly parse: (text: string, nowMs: number) => number | undefined
}

/** Compiles a format like `yyyy-MM-dd'T'HH:mm:ss.SSSZ`, read in a time zone and a language; or says what is wrong. */
export function compileDateFormat(
  format: string,
  zoneName = 'UTC',
  locale = 'en-US',
): DateFormat | { readonly message: string } {
  const zone = zoneOf(zoneName)
  if (!zone) return { message: `there is no time zone ${zoneName}` }
  if (!isLocale(locale)) return { message: `there is no locale ${locale}` }
  const read = readDateFormat(format, locale)
  if ('message' in read) return read
  const { tokens } = read
  let reader: Reader | undefined
  return {
    pattern: tokens.map(({ pattern }) => pattern).join(''),
    parse: (text, nowMs) => {
      reader ??= readerOf(tokens)
      const parts = reader(text)
      return parts && timeOfParts(parts, zone, nowMs)
    },
  }
}

type Reader = (text: string) => DateParts | undefined

/** Reads a text that the tokens accept into the parts of a date; undefined where one of them means nothing. */
function readerOf(tokens: readonly DateToken[]): Reader {
  const captured = tokens.map(({ pattern, put }) => (put ? `(?<f>${pattern})` : pattern)).join('')
  const fields = tokens.flatMap(({ put }) => (put ? [put] : []))
  const match = wholeMatcher(compileRegex(readRegex(captured, 0, { newCapture: numbers() }), fields.length))
  return (text) => {
    const places = match(text, { left: 100_000 })
    if (!places) return undefined
    const parts: DateParts = {}
    const sound = fields.every((put, index) => put(parts, text.slice(places[index * 2], places[index * 2 + 1])))
    return sound ? parts : undefined
  }
}

function numbers(): () => number {
  let next = 0
  return () => next++
}
