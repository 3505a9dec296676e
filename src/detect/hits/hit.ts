import type { LogEvent } from '../../event/log-event'
import type { Group } from '../group-key'
import { isNonProductionTag } from '../signals/severity'

/** Where a log lies, so that it can be read again. */
export interface LogPlace {
  /** The file by its position among those of the run; `heldFile` for events that are held, not read. */
  readonly file: number
  /** Of the record that holds the log: bytes from the start of the unpacked text, or the line of a row in a table. */
  readonly offset: number
  /** Its position among the logs of that record. */
  readonly part: number
}

/** Stands for the file of events that are held: their offset is their number. */
export const heldFile = 0xffff_ffff

/** What a query reads of an event for its machine, beside its groups: plain data, kept with the hit. */
export interface Reading {
  /** What is counted by its distinct values, or learned: one text a tuple. */
  readonly texts?: readonly string[]
  /** What is added up, or compared for the greatest. */
  readonly numbers?: readonly number[]
  /** Where it happened. */
  readonly place?: TravelPlace
  /** The position of the case that grades it. */
  readonly grade?: number
}

/** A place on earth, as impossible travel sees it. */
export interface TravelPlace {
  readonly latitude: number
  readonly longitude: number
  /** City and country, where the log says them. */
  readonly city?: string | undefined
  readonly country?: string | undefined
  /** Both, as they tell one place from another. */
  readonly name?: string | undefined
  readonly address?: string | undefined
}

/** What one query of a rule makes of an event that it matches. */
export interface QueryHit {
  /** The query by its place in the rule. */
  readonly query: number
  /** Never empty. */
  readonly groups: readonly Group[]
  /** Absent where the query counts events alone, and where the event has nothing for it to read. */
  readonly reading?: Reading | undefined
}

/** An event as the machine of one rule sees it: one object for each event and rule of a run. */
export interface Hit {
  readonly id: string
  readonly timeMs: number
  readonly tiebreaker?: number | undefined
  /** One of its tags names an environment that is no production. */
  readonly isNonProduction: boolean
  readonly place: LogPlace
  /** What each query read of it, by the query's place in the rule; of those that read nothing, nothing. */
  readonly readings: readonly (Reading | undefined)[]
  /** The event itself, where it is held. */
  readonly event?: LogEvent | undefined
}

/** A hit on its way to one rule. */
export interface RuleHits {
  /** The rule by its position among the compiled rules. */
  readonly rule: number
  readonly hit: Hit
  readonly queries: readonly QueryHit[]
}

/** The order in which hits are evaluated, each event being one of a run: time, the source's tiebreaker, id. */
export function compareHits(
  a: Pick<Hit, 'id' | 'timeMs' | 'tiebreaker'>,
  b: Pick<Hit, 'id' | 'timeMs' | 'tiebreaker'>,
): number {
  if (a.timeMs !== b.timeMs) return a.timeMs - b.timeMs
  const [tieA, tieB] = [a.tiebreaker ?? Number.NEGATIVE_INFINITY, b.tiebreaker ?? Number.NEGATIVE_INFINITY]
  if (tieA !== tieB) return tieA < tieB ? -1 : 1
  return a.id === b.id ? 0 : a.id < b.id ? -1 : 1
}

/** Makes the hit of an event that is held. */
export function hitOf(event: LogEvent, place: LogPlace, queries: readonly QueryHit[]): Hit {
  const { id, timeMs, tiebreaker, tags } = event
  return {
    id,
    timeMs,
    tiebreaker,
    isNonProduction: tags.some(isNonProductionTag),
    place,
    readings: readingsOf(queries),
    event,
  }
}

const noReadings: readonly undefined[] = []

/** What queries read of an event, by their place in the rule. */
export function readingsOf(queries: readonly QueryHit[]): Hit['readings'] {
  if (queries.every(({ reading }) => reading === undefined)) return noReadings
  const readings: (Reading | undefined)[] = []
  for (const { query, reading } of queries) readings[query] = reading
  return readings
}
