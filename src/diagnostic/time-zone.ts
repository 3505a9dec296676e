/** What tells the clocks of an IANA time zone, their offset from UTC included; undefined for a name that is not known. */
export function zoneFormatter(zone: string): Intl.DateTimeFormat | undefined {
  if (formatters.has(zone)) return formatters.get(zone)
  if (formatters.size >= mostFormatters) formatters.clear()
  const formatter = makeFormatter(zone)
  formatters.set(zone, formatter)
  return formatter
}

/** What shows parts of dates in a language, at the clocks of UTC; throws for what is no tag of one. */
export function formatterIn(locale: string, parts: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { timeZone: 'UTC', calendar: 'gregory', ...parts })
}

const formatters = new Map<string, Intl.DateTimeFormat | undefined>()
/** There are some 600 zone names; a flood of others is not kept. */
const mostFormatters = 1000

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
