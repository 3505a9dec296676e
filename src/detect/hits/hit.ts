import type { Group } from '../group-key'

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
