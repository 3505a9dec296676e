import { readTime } from '../event-time'

const monthFirst =
  /^(\d{1,2})\/(\d{1,2})\/(\d{4}),? (\d{1,2})(:\d{2}:\d{2}(?:\.\d{1,9})?)(?: ([AP]M))?(?: ([+-]\d{2}:\d{2}))?$/

/**
 * A time as some logs of Azure have it, the month first: `11/9/2026 2:40:00 AM`. Only for sources that are known to write
 * it so, as the same text is another day elsewhere. Ground: observed, elastic/integrations packages/azure, test logs
 * `test-time-formats-corner-cases.log`, where the pipeline reads them as M/d/yyyy.
 */
export function readMonthFirst(written: unknown): number | undefined {
  if (typeof written !== 'string' || written.length > 60) return undefined
  const match = monthFirst.exec(written)
  if (!match) return undefined
  const [, month = '', day = '', year = '', hour = '', rest = '', half, zone = 'Z'] = match
  const ofDay = half === undefined ? Number(hour) : hourOfDay(Number(hour), half)
  if (ofDay === undefined) return undefined
  const [mm, dd, hh] = [month, day, String(ofDay)].map((part) => part.padStart(2, '0'))
  return readTime(`${year}-${mm}-${dd}T${hh}${rest}${zone}`)
}

function hourOfDay(written: number, half: string): number | undefined {
  if (written < 1 || written > 12) return undefined
  return (written % 12) + (half === 'PM' ? 12 : 0)
}
