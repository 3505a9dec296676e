/** A time taken apart, its numbers as they are written; the month from 1. */
export interface TimeParts {
  readonly year: string
  readonly month: number
  readonly day: string
  readonly hour: string
  readonly minute: string
  readonly second: string
  readonly fraction: string
  /** Empty where none is written. */
  readonly zone: string
}

const weekday = '(?:[A-Z][a-z]{2,8},? )?'
const clock =
  '(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?:[.,](?<fraction>\\d{1,12}))?)?(?: ?(?<half>[AaPp][Mm]))?'
const zone = ' ?(?<zone>\\D?.{0,60})'
const month = '(?<month>[A-Z][a-z]{2,8})\\.?'

const forms = [
  // Mon, 09 Nov 2026 14:05:00 GMT (RFC 1123); 09/Nov/2026:14:05:00 +0000 (access logs)
  `${weekday}(?<day>\\d{1,2})[ /-]${month}[ /-](?<year>\\d{4}),?[: ]${clock}${zone}`,
  // November 09, 2026, 14:05:00 (UTC+00:00); Nov 9, 2026 @ 14:05:00.000; Mon Nov 09 2026 14:05:00 GMT+0000
  `${weekday}${month} {1,2}(?<day>\\d{1,2}),? (?<year>\\d{4}),?(?: @| at)? ${clock}${zone}`,
  // Mon Nov  9 14:05:00 2026 (ctime); Mon Nov  9 14:05:00 UTC 2026 (date)
  `${weekday}${month} {1,2}(?<day>\\d{1,2}) ${clock} (?:(?<zone>[^ ]{1,8}) )?(?<year>\\d{4})`,
].map((form) => new RegExp(`^${form}$`))

const firstHalf = ['January', 'February', 'March', 'April', 'May', 'June']
const monthNames = [...firstHalf, 'July', 'August', 'September', 'October', 'November', 'December']

/** The parts of a time that names its month in English and says its year; square brackets around it are passed over. */
export function namedMonthParts(text: string): TimeParts | undefined {
  const bare = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text
  for (const form of forms) {
    const groups = form.exec(bare)?.groups
    if (groups === undefined) continue
    const { year = '', day = '', hour = '', minute = '', second = '0', fraction = '', half, zone: ahead = '' } = groups
    const number = monthOf(groups['month'] ?? '')
    const ofDay = half === undefined ? hour : hourOfDay(hour, half)
    if (number === undefined || ofDay === undefined) return undefined
    return { year, month: number, day, hour: ofDay, minute, second, fraction, zone: ahead }
  }
  return undefined
}

/** A name of three letters, or whole; `Sept` is customary as well. */
function monthOf(name: string): number | undefined {
  const short = name === 'Sept' ? 'Sep' : name
  const index = monthNames.findIndex((whole) => whole === short || (short.length === 3 && whole.startsWith(short)))
  return index < 0 ? undefined : index + 1
}

function hourOfDay(hour: string, half: string): string | undefined {
  const written = Number(hour)
  if (written < 1 || written > 12) return undefined
  return String((written % 12) + (half.toLowerCase() === 'pm' ? 12 : 0))
}
