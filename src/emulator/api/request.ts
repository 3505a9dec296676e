import type { JsonObject } from '../../json/json'
import { asObject } from '../../json/json-object'
import type { EmulatedOrg } from '../emulated-org'
import type { StateStore } from '../store/state-store'

/** A request that reached its handler: path parameters decoded, body parsed. */
export interface EmulatorRequest {
  readonly parameters: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** The body as JSON; absent when none was sent. */
  readonly body: unknown
  readonly store: StateStore
  readonly nowMs: number
  /** The organisation that the emulator plays. */
  readonly org: EmulatedOrg
  /** What the application key may do; everything when absent. */
  readonly permissions?: readonly string[] | undefined
}

/** Who the emulator says made a change. */
export const emulatedUser = { handle: 'emulator@example.com', name: 'Emulated user' } as const
export const emulatedUserId = 1

interface PageLimits {
  /** How many there are on a page when nothing is asked for; -1 is everything. */
  readonly size: number
  /** More than this is not given (documented); that asking for more gives this many is assumed. */
  readonly largest?: number
}

/** The part of a list that the page parameters ask for. A size of -1 means everything, where there is no largest page. */
export function pageOf<T>(things: readonly T[], query: URLSearchParams, { size: usual, largest }: PageLimits): Page<T> {
  const asked = numberIn(query, 'page[size]', usual)
  const size = largest === undefined ? asked : Math.min(asked === -1 ? usual : asked, largest)
  const number = Math.max(0, numberIn(query, 'page[number]', 0))
  if (size === -1) return { items: things, size: things.length, number: 0 }
  return { items: things.slice(number * size, (number + 1) * size), size, number }
}

interface Page<T> {
  readonly items: readonly T[]
  readonly size: number
  readonly number: number
}

function numberIn(query: URLSearchParams, name: string, otherwise: number): number {
  const value = Number.parseInt(query.get(name) ?? '', 10)
  return Number.isFinite(value) && value >= -1 ? Math.min(value, 10_000) : otherwise
}

/** The attributes of a body in the form `{"data": {"attributes": {…}}}`. */
export function attributesIn(body: unknown): JsonObject | undefined {
  return asObject(asObject(asObject(body)?.data)?.attributes)
}
