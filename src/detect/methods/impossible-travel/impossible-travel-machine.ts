import { lapseText } from '../../../diagnostic/times'
import { compilePath } from '../../../event/attribute-path'
import type { LogEvent } from '../../../event/log-event'
import type { Json, JsonObject } from '../../../json/json'
import { asText } from '../../../json/json-text'
import type { Hit, TravelPlace } from '../../hits/hit'
import type { Trigger } from '../../signals/trigger'
import type { Instant } from '../../windows/instant'

/** Faster than this between two places is impossible (documented). */
export const maxSpeedKmH = 1000
/** Places no farther apart than this are never suspicious (documented). */
export const minDistanceKm = 500
const earthRadiusKm = 6371
const msPerHour = 3_600_000
/** A usual place not seen for longer is forgotten (documented: 30 days). */
const placeForgottenMs = 30 * 24 * msPerHour

export interface ImpossibleTravelPlan {
  readonly step: string
  /** The case for a number of journeys, here always one; undefined if none holds. */
  readonly caseFor: (journeys: number) => number | undefined
  /** How long the usual places of a user are learned in silence; undefined without a baseline. */
  readonly baselineMs: number | undefined
  /** With a baseline: a change from one address to another that was seen before is usual, too. */
  readonly learnsTransitions: boolean
}

/** One user: where they were last, and with a baseline, where they usually are. */
export interface TravelState {
  beganMs: number | undefined
  last: { readonly place: TravelPlace; readonly event: Hit } | undefined
  readonly usualPlaces: Map<string, number>
  readonly usualTransitions: Set<string>
}

export function newTravelState(): TravelState {
  return { beganMs: undefined, last: undefined, usualPlaces: new Map(), usualTransitions: new Set() }
}

/** Half around the earth, and a little more: after such a time no place is too far away. */
const everywhereMs = (21_000 / maxSpeedKmH) * msPerHour

/** Whether a user may have gone anywhere since, and nothing is known of where they usually are. */
export function isAsNew(plan: ImpossibleTravelPlan, { last }: TravelState, nowMs: number): boolean {
  return plan.baselineMs === undefined && (last === undefined || nowMs - last.event.timeMs > everywhereMs)
}

/** Takes in one instant of a user. Each event is held against the user's place just before. */
export function stepTravel(plan: ImpossibleTravelPlan, state: TravelState, instant: Instant): readonly Trigger[] {
  const triggers: Trigger[] = []
  const caseIndex = plan.caseFor(1)
  for (const { event } of instant.arrivals) {
    const place = event.readings[0]?.place
    if (place === undefined) continue
    state.beganMs ??= event.timeMs
    const { last } = state
    state.last = { place, event }
    const usual = plan.baselineMs !== undefined && isUsual(plan, state, last?.place, place, event.timeMs)
    const learning = plan.baselineMs !== undefined && event.timeMs - state.beganMs <= plan.baselineMs
    if (last === undefined || usual || learning || caseIndex === undefined) continue
    const journey = journeyOf(last, { place, event })
    if (isPossible(journey)) continue
    const part = { step: plan.step, query: 0, atMs: event.timeMs, events: [last.event, event], from: 0, to: 2 }
    triggers.push({ atMs: event.timeMs, caseIndex, parts: [part], adds: attributesOf(journey) })
  }
  return triggers
}

/** Whether the user was known here, or known to change between these addresses; learns both on the way. */
function isUsual(
  plan: ImpossibleTravelPlan,
  state: TravelState,
  from: TravelPlace | undefined,
  to: TravelPlace,
  atMs: number,
) {
  let usual = false
  if (to.name !== undefined) {
    const lastSeenMs = state.usualPlaces.get(to.name)
    usual = lastSeenMs !== undefined && atMs - lastSeenMs <= placeForgottenMs
    state.usualPlaces.set(to.name, atMs)
  }
  if (plan.learnsTransitions && from?.address !== undefined && to.address !== undefined) {
    const transition = `${from.address} ${to.address}`
    usual ||= state.usualTransitions.has(transition)
    state.usualTransitions.add(transition)
  }
  return usual
}

interface Visit {
  readonly place: TravelPlace
  readonly event: Hit
}

interface Journey {
  readonly from: TravelPlace
  readonly to: TravelPlace
  readonly distanceKm: number
  readonly lastedMs: number
}

function journeyOf(from: Visit, to: Visit): Journey {
  const distanceKm = greatCircleKm(from.place, to.place)
  return { from: from.place, to: to.place, distanceKm, lastedMs: to.event.timeMs - from.event.timeMs }
}

function isPossible({ distanceKm, lastedMs }: Journey): boolean {
  return distanceKm <= minDistanceKm || distanceKm <= (maxSpeedKmH * lastedMs) / msPerHour
}

/**
 * What a journey puts on its signal, under the names that Datadog's own rules print: both places, the distance in
 * kilometres and the time it took (how exact and in what words they are is assumed).
 */
function attributesOf({ from, to, distanceKm, lastedMs }: Journey): JsonObject {
  return {
    impossible_travel: {
      triggering_locations: {
        first_location: locationOf(from),
        second_location: locationOf(to),
        travel_distance: Math.round(distanceKm),
        travel_time_human_readable: lapseText(lastedMs),
      },
    },
  }
}

function locationOf({ city, country }: TravelPlace): JsonObject {
  return { ...(city !== undefined && { city }), ...(country !== undefined && { country }) }
}

/** The way along the surface of a sphere (the formula is assumed; no page names one). */
export function greatCircleKm(
  from: Pick<TravelPlace, 'latitude' | 'longitude'>,
  to: Pick<TravelPlace, 'latitude' | 'longitude'>,
): number {
  const radians = Math.PI / 180
  const byLatitude = Math.sin(((to.latitude - from.latitude) * radians) / 2) ** 2
  const byLongitude = Math.sin(((to.longitude - from.longitude) * radians) / 2) ** 2
  const chord = byLatitude + Math.cos(from.latitude * radians) * Math.cos(to.latitude * radians) * byLongitude
  return 2 * earthRadiusKm * Math.asin(Math.min(1, Math.sqrt(chord)))
}

/** Reads the place under an attribute such as `@network.client.geoip`; undefined where a log carries no coordinates. */
export function compilePlace(path: string): (event: LogEvent) => TravelPlace | undefined {
  const under = (suffixes: readonly string[]) => {
    const readers = suffixes.map((suffix) => compilePath(`${path}.${suffix}`))
    return (event: LogEvent): Json | undefined => {
      for (const read of readers) {
        const [value] = read(event)
        if (value !== undefined) return value
      }
      return undefined
    }
  }
  const latitudeOf = under(['location.latitude', 'latitude', 'location.lat', 'lat'])
  const longitudeOf = under(['location.longitude', 'longitude', 'location.lon', 'lon'])
  const cityOf = under(['city.name'])
  const countryOf = under(['country.name', 'country.iso_code'])
  const countryCodeOf = under(['country.iso_code', 'country.name'])
  const parent = path.slice(0, Math.max(0, path.lastIndexOf('.')))
  const addressOf = compilePath(parent === '' ? path : `${parent}.ip`)
  return (event) => {
    const latitude = latitudeOf(event)
    const longitude = longitudeOf(event)
    if (typeof latitude !== 'number' || typeof longitude !== 'number') return undefined
    const names = [cityOf(event), countryCodeOf(event)].filter((name) => typeof name === 'string')
    const [address] = addressOf(event)
    return {
      latitude,
      longitude,
      city: asText(cityOf(event)),
      country: asText(countryOf(event)),
      name: names.length === 0 ? undefined : names.join(', '),
      address: asText(address),
    }
  }
}
