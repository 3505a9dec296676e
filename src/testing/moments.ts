import { dayMs, hasDate, isoText, spanText } from '../diagnostic/times'
import { readTime } from '../event/event-time'

const units: readonly (readonly [unit: string, ms: number])[] = [
  ['d', dayMs],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
]

const span = /^(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?(?:(\d{1,9})ms)?$/
const iso = /^\d{4}-\d{2}-\d{2}/

/** The pattern of a time in a test file, for its JSON Schema. */
export const momentPattern = '^([+-](\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?(\\d+ms)?|\\d{4}-\\d{2}-\\d{2}.*)$'

/** The pattern of a stretch of time, for the JSON Schema. */
export const spanPattern = '^(?=.)(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?(\\d+ms)?$'

/** What people are told who wrote something else. */
export const momentHelp = 'write +10m or +2h22m26s from start (units d h m s ms), or 2026-03-02T09:00:00Z'

/** A stretch of time such as `2h22m26s` in milliseconds; each unit at most once, the largest first. */
export function readSpan(text: string): number | undefined {
  if (text === '' || text.length > 60) return undefined
  const found = span.exec(text)
  if (!found) return undefined
  return units.reduce((sum, [, ms], index) => sum + Number(found[index + 1] ?? 0) * ms, 0)
}

/** `+10m` or `-5m` from `startMs`, or an ISO date and time, in epoch milliseconds. */
export function readMoment(written: unknown, startMs: number): number | undefined {
  if (typeof written !== 'string') return undefined
  const sign = written.startsWith('+') ? 1 : written.startsWith('-') ? -1 : 0
  const timeMs = sign === 0 ? readIsoTime(written) : offsetTime(written, sign, startMs)
  return timeMs !== undefined && hasDate(timeMs) ? timeMs : undefined
}

/** An ISO date, alone or with a time; without a zone it is UTC. */
export function readIsoTime(written: unknown): number | undefined {
  return typeof written === 'string' && iso.test(written) ? readTime(written) : undefined
}

function offsetTime(written: string, sign: number, startMs: number): number | undefined {
  const ms = readSpan(written.slice(1))
  return ms === undefined ? undefined : startMs + sign * ms
}

/** A time as `+2h22m26s` from `startMs`, with the ISO time behind it. */
export function offsetText(timeMs: number, startMs: number): string {
  const offset = timeMs - startMs
  return `${offset < 0 ? '-' : '+'}${spanText(Math.abs(offset))} (${isoText(timeMs)})`
}
