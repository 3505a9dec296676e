import { zoneFormatter } from '../diagnostic/time-zone'

/** A time as Datadog writes it in messages, in UTC: `Thu Jan 01 00:00:00 UTC 1970`. Empty for a time no date can hold. */
export function datadogDateText(timeMs: number): string {
  const date = new Date(timeMs)
  if (Number.isNaN(date.getTime())) return ''
  // toUTCString gives `Thu, 01 Jan 1970 00:00:00 GMT`.
  const [weekday = '', day = '', month = '', year = '', time = ''] = date.toUTCString().split(' ')
  return `${weekday.slice(0, 3)} ${month} ${day} ${time} UTC ${year}`
}

/** A time in an IANA zone as `yyyy-MM-dd HH:mm:ss±HH:mm`. Empty for a time no date can hold or an unknown zone. */
export function localTimeText(timeMs: number, zone: string): string {
  const formatter = zoneFormatter(zone)
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
  return zoneFormatter(zone) !== undefined
}
