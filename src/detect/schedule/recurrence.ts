import { latestMs } from '../../diagnostic/times'
import { type WallClock, wallClock } from './wall-clock'

/** When a scheduled rule runs. */
export interface Recurrence {
  /** The first run at or after a time (epoch milliseconds), none before the schedule's start. */
  nextFrom(timeMs: number): number | undefined
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const yearMs = 366 * dayMs
const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']

/**
 * Reads the part of RFC 5545's RRULE that schedules use: FREQ of HOURLY, DAILY or WEEKLY with INTERVAL, BYDAY, BYHOUR
 * and BYMINUTE. Anything else is answered as the reason why the schedule is not followed. `start` is a date and time
 * without a zone, read in `timezone`; its time of day holds where the rule names none.
 */
export function readRecurrence(
  rrule: string,
  start: string | undefined,
  timezone: string | undefined,
): Recurrence | { readonly reason: string } {
  const parts = partsOf(rrule)
  if (parts === 'repeated') return { reason: `its schedule "${rrule}" says one thing twice` }
  if (parts.size === 0) return { reason: 'it is scheduled without saying when (rrule)' }
  const unknown = [...parts.keys()].find((key) => !knownParts.has(key))
  if (unknown !== undefined) return { reason: `its schedule uses ${unknown}, which is not evaluated` }
  const clock = wallClock(timezone ?? 'UTC')
  if (clock === undefined) return { reason: `its schedule's time zone "${timezone}" is not known` }
  const startWall = Date.parse(`${(start ?? '1970-01-01T00:00:00').replace(/(Z|[+-]\d\d:?\d\d)$/, '')}Z`)
  if (!isMoment(startWall)) return { reason: `its schedule's start "${start}" is no date and time` }

  const interval = numbers(parts.get('INTERVAL') ?? '1', 99_999)?.[0]
  const days = parts
    .get('BYDAY')
    ?.split(',')
    .map((day) => weekdays.indexOf(day))
  const hours = numbers(parts.get('BYHOUR'), 23)
  const minutes = numbers(parts.get('BYMINUTE'), 59)
  const broken = days?.includes(-1) || hours === 'broken' || minutes === 'broken'
  if (broken || typeof interval !== 'number' || interval < 1)
    return { reason: `its schedule "${rrule}" has a value that is not evaluated` }
  const plan: Plan = { clock, startWall, interval, days, hours, minutes }
  switch (parts.get('FREQ')) {
    case 'HOURLY':
      return hourly(plan)
    case 'DAILY':
      return daily(
        plan,
        (day, firstDay) => (day - firstDay) % interval === 0 && (days?.includes(weekdayOf(day)) ?? true),
      )
    case 'WEEKLY':
      return daily(plan, (day, firstDay) => {
        const named = days?.includes(weekdayOf(day)) ?? weekdayOf(day) === weekdayOf(firstDay)
        return named && (mondayOf(day) - mondayOf(firstDay)) % (7 * interval) === 0
      })
    default:
      return { reason: `its schedule "${rrule}" has a frequency that is not evaluated` }
  }
}

const knownParts = new Set(['FREQ', 'INTERVAL', 'BYDAY', 'BYHOUR', 'BYMINUTE', 'WKST'])

interface Plan {
  readonly clock: WallClock
  /** Milliseconds of the wall clock, as if the zone were UTC. */
  readonly startWall: number
  readonly interval: number
  readonly days: readonly number[] | undefined
  readonly hours: readonly number[] | undefined
  readonly minutes: readonly number[] | undefined
}

function hourly({ clock, startWall, interval, days, hours, minutes }: Plan): Recurrence {
  const startMs = clock.toUtc(startWall)
  const offsets = minutes === undefined ? [0] : minutes.map((minute) => minute * 60_000 - (startWall % hourMs))
  const fits = (timeMs: number): boolean => {
    const wall = clock.toWall(timeMs)
    const day = Math.floor(wall / dayMs)
    const hour = Math.floor((wall - day * dayMs) / hourMs)
    return (days?.includes(weekdayOf(day)) ?? true) && (hours?.includes(hour) ?? true)
  }
  const stepMs = interval * hourMs
  // After so many steps the hours of the week come round again; a year's worth more sees every change of the clocks.
  const steps = 7 * 24 + Math.ceil(yearMs / stepMs)
  return untilNever((timeMs) => {
    const first = Math.max(0, Math.floor((timeMs - startMs) / stepMs) - 1)
    for (let step = first; step < first + steps; step += 1) {
      const found = offsets
        .map((offset) => startMs + step * stepMs + offset)
        .filter((run) => isMoment(run) && run >= Math.max(timeMs, startMs) && fits(run))
      if (found.length > 0) return Math.min(...found)
    }
    return undefined
  })
}

/** Whoever waits for a run that never comes is answered at once the next time: no later moment has one either. */
function untilNever(nextFrom: (timeMs: number) => number | undefined): Recurrence {
  let neverFrom = lastMomentMs
  return {
    nextFrom: (timeMs) => {
      if (timeMs >= neverFrom) return undefined
      const run = nextFrom(timeMs)
      if (run === undefined) neverFrom = timeMs
      return run
    },
  }
}

/** Far enough from the last date there is, for a time zone and a day more. */
const lastMomentMs = latestMs - 3 * dayMs

function isMoment(timeMs: number): boolean {
  return Math.abs(timeMs) < lastMomentMs
}

function daily(plan: Plan, isRunDay: (day: number, firstDay: number) => boolean): Recurrence {
  const { clock, startWall, hours, minutes } = plan
  const firstDay = Math.floor(startWall / dayMs)
  // The days of the week and the interval come round again after so many days.
  const days = 7 * plan.interval + 7
  const timeOfDay = startWall - firstDay * dayMs
  const startHour = Math.floor(timeOfDay / hourMs)
  const startMinute = Math.floor((timeOfDay % hourMs) / 60_000)
  const seconds = timeOfDay % 60_000
  const times = (hours ?? [startHour])
    .flatMap((hour) => (minutes ?? [startMinute]).map((minute) => hour * hourMs + minute * 60_000 + seconds))
    .sort((a, b) => a - b)
  const startMs = clock.toUtc(startWall)
  return untilNever((timeMs) => {
    const from = Math.max(firstDay, Math.floor(clock.toWall(Math.max(timeMs, startMs)) / dayMs) - 1)
    for (let day = from; day < from + days; day += 1) {
      if (!isRunDay(day, firstDay) || !isMoment(day * dayMs)) continue
      const run = times
        .map((time) => clock.toUtc(day * dayMs + time))
        .find((candidate) => candidate >= Math.max(timeMs, startMs))
      if (run !== undefined) return run
    }
    return undefined
  })
}

function partsOf(rrule: string): ReadonlyMap<string, string> | 'repeated' {
  const parts = new Map<string, string>()
  for (const part of rrule.replace(/^RRULE:/i, '').split(';')) {
    const [key = '', value = ''] = part.trim().toUpperCase().split('=')
    if (parts.has(key)) return 'repeated'
    if (key !== '') parts.set(key, value)
  }
  return parts
}

function numbers(list: string | undefined, max: number): readonly number[] | 'broken' | undefined {
  if (list === undefined) return undefined
  const read = list.split(',').map((text) => (/^\d{1,6}$/.test(text) ? Number(text) : Number.NaN))
  return read.every((number) => number <= max) ? read : 'broken'
}

/** Days are counted from 1970-01-01, a Thursday. */
function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7
}

function mondayOf(day: number): number {
  return day - ((weekdayOf(day) + 6) % 7)
}
