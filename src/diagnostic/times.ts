/** A day in milliseconds, as long as UTC has it. */
export const dayMs = 86_400_000

/** The last moment, in milliseconds since 1970, that has a date; the first one is as far on the other side. */
export const latestMs = 8.64e15

/** Whether a moment has a date. */
export function hasDate(timeMs: number): boolean {
  return Math.abs(timeMs) <= latestMs
}

/** The last moment that was told: what is told next mostly lies on the same day, or is the same. */
const last = { timeMs: Number.NaN, text: '', dayStartMs: Number.NaN, day: '' }

/** A moment in UTC as programs read it: `2026-03-02T10:00:00.000Z`. Throws for one without a date. */
export function isoTime(timeMs: number): string {
  if (timeMs === last.timeMs) return last.text
  const ofDay = timeMs - last.dayStartMs
  if (ofDay >= 0 && ofDay < dayMs && Number.isInteger(ofDay)) last.text = `${last.day}${clockText(ofDay)}`
  else {
    last.text = new Date(timeMs).toISOString()
    last.dayStartMs = Math.floor(timeMs / dayMs) * dayMs
    last.day = last.text.slice(0, -'00:00:00.000Z'.length)
  }
  last.timeMs = timeMs
  return last.text
}

/** `10:00:00.000Z` */
function clockText(ofDayMs: number): string {
  const [seconds, ms] = [Math.floor(ofDayMs / 1000), ofDayMs % 1000]
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  return `${twoDigits(hours)}:${twoDigits(minutes)}:${twoDigits(seconds % 60)}.${`${ms}`.padStart(3, '0')}Z`
}

function twoDigits(number: number): string {
  return number < 10 ? `0${number}` : `${number}`
}

/** The same, with milliseconds only where there are any: `2026-03-02T10:00:00Z`. */
export function isoText(timeMs: number): string {
  return isoTime(timeMs).replace('.000Z', 'Z')
}

/** A moment as files write it: midnight is the day alone, `2026-03-02`. */
export function dateText(timeMs: number): string {
  const iso = isoText(timeMs)
  return iso.endsWith('T00:00:00Z') ? dayText(timeMs) : iso
}

/** The day in UTC on which a moment is: `2026-03-02`. */
export function dayText(timeMs: number): string {
  return isoTime(timeMs).slice(0, -'T00:00:00.000Z'.length)
}

/** A moment in UTC as people read it, with milliseconds where there are any: `2026-03-02 10:00:00Z`. */
export function momentText(timeMs: number): string {
  return hasDate(timeMs) ? isoText(timeMs).replace('T', ' ') : `${timeMs} ms after 1970`
}

/** The same to the second. */
export function secondText(timeMs: number): string {
  return isoTime(timeMs)
    .replace('T', ' ')
    .replace(/\.\d+Z$/, 'Z')
}

/** A stretch of time as files write it: `2h22m26s`, `0s`. */
export function spanText(ms: number): string {
  return partsOf(ms).flat().join('') || '0s'
}

/** A stretch of time as people read it: `41 s`, `2 h 22 min 26 s`, `250 ms`; nothing at all is `0 s`. */
export function lapseText(ms: number): string {
  return (
    partsOf(ms)
      .flatMap(([count, unit]) => [count, unit === 'm' ? 'min' : unit])
      .join(' ') || '0 s'
  )
}

/** How long ago something was, as people say it: `6 days ago`, `1 hour ago`; less than a minute is `just now`. */
export function ageText(ms: number): string {
  const named = { d: 'day', h: 'hour', m: 'minute' } as const
  const [first] = partsOf(Math.max(0, ms))
  if (!first || first[1] === 's' || first[1] === 'ms') return 'just now'
  const [count, unit] = first
  return `${count} ${named[unit]}${count === 1 ? '' : 's'} ago`
}

const units = [
  ['d', dayMs],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
] as const

function partsOf(ms: number): readonly (readonly [count: number, unit: (typeof units)[number][0]])[] {
  let left = Math.round(ms)
  return units.flatMap(([unit, size]) => {
    const count = Math.floor(left / size)
    left -= count * size
    return count > 0 ? [[count, unit] as const] : []
  })
}
