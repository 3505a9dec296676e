/** A time as Datadog writes it in messages, in UTC: `Thu Jan 01 00:00:00 UTC 1970`. Empty for a time no date can hold. */
export function dateText(timeMs: number): string {
  const date = new Date(timeMs)
  if (Number.isNaN(date.getTime())) return ''
  // toUTCString gives `Thu, 01 Jan 1970 00:00:00 GMT`.
  const [weekday = '', day = '', month = '', year = '', time = ''] = date.toUTCString().split(' ')
  return `${weekday.slice(0, 3)} ${month} ${day} ${time} UTC ${year}`
}

/** A time in an IANA zone as `yyyy-MM-dd HH:mm:ss±HH:mm`. Empty for a time no date can hold or an unknown zone. */
export function localTimeText(timeMs: number, zone: string): string {
  const formatter = formatterOf(zone)
  const date = new Date(timeMs)
  if (!formatter || Number.isNaN(date.getTime())) return ''
  const parts = new Map(formatter.formatToParts(date).map(({ type, value }) => [type, value]))
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? ''
  // `GMT` alone is an offset of zero; seconds of offset occur only in times before 1972.
  const offset = /[+-]\d\d:\d\d/.exec(part('timeZoneName'))?.[0] ?? '+00:00'
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}:${part('second')}${offset}`
}

/** Whether the zone is one that this machine's tz database knows. */
export function isTimeZone(zone: string): boolean {
  return formatterOf(zone) !== undefined
}

const formatters = new Map<string, Intl.DateTimeFormat | undefined>()
/** There are some 600 zone names; a flood of others is not kept. */
const mostFormatters = 1000

function formatterOf(zone: string): Intl.DateTimeFormat | undefined {
  if (formatters.has(zone)) return formatters.get(zone)
  if (formatters.size >= mostFormatters) formatters.clear()
  const formatter = makeFormatter(zone)
  formatters.set(zone, formatter)
  return formatter
}

function makeFormatter(zone: string): Intl.DateTimeFormat | undefined {
  const twoDigits = '2-digit'
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: twoDigits,
      day: twoDigits,
      hour: twoDigits,
      minute: twoDigits,
      second: twoDigits,
      timeZoneName: 'longOffset',
    })
  } catch {
    return undefined
  }
}
