import { zoneFormatter } from '../../diagnostic/time-zone'
import { dayMs } from '../../diagnostic/times'

/** Goes between moments and what the clocks of one time zone show, the latter as milliseconds as if it were UTC. */
export interface WallClock {
  toWall(timeMs: number): number
  /** Of a time that clocks show twice, the earlier; one that they skip lies as far after the gap as into it. */
  toUtc(wallMs: number): number
}

/** The clock of a time zone by its IANA name; undefined for a name that is not known. */
export function wallClock(timezone: string): WallClock | undefined {
  const format = zoneFormatter(timezone)
  if (format === undefined) return undefined
  const toWall = (timeMs: number): number => {
    const fields = new Map(format.formatToParts(timeMs).map(({ type, value }) => [type, Number(value)]))
    const of = (type: string): number => fields.get(type as Intl.DateTimeFormatPartTypes) ?? 0
    const wall = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
    return wall + (((timeMs % 1000) + 1000) % 1000)
  }
  return {
    toWall,
    toUtc: (wallMs) => {
      const offsetBefore = toWall(wallMs - dayMs) - (wallMs - dayMs)
      const offsetAfter = toWall(wallMs + dayMs) - (wallMs + dayMs)
      const early = wallMs - Math.max(offsetBefore, offsetAfter)
      return toWall(early) === wallMs ? early : laterOf(wallMs, offsetBefore, offsetAfter, toWall)
    },
  }
}

function laterOf(wallMs: number, before: number, after: number, toWall: (timeMs: number) => number): number {
  const late = wallMs - Math.min(before, after)
  return toWall(late) === wallMs ? late : wallMs - before
}
