import { dayMs } from '../../../diagnostic/times'
import type { Hit, TravelPlace } from '../../hits/hit'
import { eventRef, eventsOfPart, type MethodMiss, type WatchedRun } from '../method-miss'
import { usualBaselineDays } from './compile-impossible-travel'
import { greatCircleKm, maxSpeedKmH, minDistanceKm } from './impossible-travel-machine'

const msPerHour = 3_600_000
type TravelMiss = Extract<MethodMiss, { kind: 'travel' | 'usual' }>

/** For each group without a signal: travels that only the baseline made usual, and the one nearest to impossible. */
export function travelMisses(run: WatchedRun): readonly TravelMiss[] {
  const { rule, triggers, moments } = run
  const fired = new Set(triggers.map(({ group }) => group.key))
  const options = rule.options.impossibleTravelOptions ?? {}
  const unlearned = { ...rule, options: { ...rule.options, impossibleTravelOptions: {} } }
  const usual = new Map<string, TravelMiss>()
  for (const { group, trigger } of run.triggersOf({ ...unlearned, groupSignalsBy: [] })) {
    const [from, event] = trigger.parts.flatMap(eventsOfPart)
    if (fired.has(group.key) || from === undefined || event === undefined) continue
    const beganMs = moments.find((moment) => moment.group.key === group.key)?.instant.timeMs ?? 0
    const untilMs = beganMs + (options.baselineUserLocationsDuration ?? usualBaselineDays) * dayMs
    const refs = { group: run.valuesOf(group), event: eventRef(event), from: eventRef(from) }
    usual.set(group.key, { kind: 'usual', ...refs, ...(event.timeMs <= untilMs && { untilMs }) })
  }
  const nearest = [...journeys(run)].filter(({ key }) => !fired.has(key) && !usual.has(key))
  return [...usual.values(), ...nearest.sort((a, b) => b.nearness - a.nearness).map(({ miss }) => miss)]
}

/** Of each group, the journey between two logs in a row that came nearest to both limits. */
function journeys(run: WatchedRun) {
  const { moments } = run
  const last = new Map<string, { readonly place: TravelPlace; readonly event: Hit }>()
  const best = new Map<string, { readonly key: string; readonly nearness: number; readonly miss: TravelMiss }>()
  for (const { group, instant } of moments) {
    for (const { event } of instant.arrivals) {
      const place = event.readings[0]?.place
      if (place === undefined) continue
      const from = last.get(group.key)
      last.set(group.key, { place, event })
      if (from === undefined) continue
      const distanceKm = greatCircleKm(from.place, place)
      const speedKmH = (distanceKm * msPerHour) / (event.timeMs - from.event.timeMs)
      const nearness = Math.min(distanceKm / minDistanceKm, speedKmH / maxSpeedKmH)
      const known = best.get(group.key)
      if (distanceKm === 0 || (known && known.nearness >= nearness)) continue
      const miss: TravelMiss = {
        kind: 'travel',
        group: run.valuesOf(group),
        event: eventRef(event),
        from: eventRef(from.event),
        distanceKm,
        speedKmH,
        limits: { distanceKm: minDistanceKm, speedKmH: maxSpeedKmH },
      }
      best.set(group.key, { key: group.key, nearness, miss })
    }
  }
  return best.values()
}
