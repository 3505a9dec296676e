import type { LogEvent } from '../../event/log-event'
import type { ToldLog } from '../../event/open-log'
import type { JsonObject } from '../../json/json'
import type { Query } from '../../query/query'
import type { NeededLiterals } from '../literal-filter'
import type { ScannedPlace } from './scanned-place'

/**
 * Records of one kind, none of them an envelope, of which two that agree in some places agree in all that depends on these
 * alone: what is asked of one can be asked of a record that has these places and nothing else.
 */
export interface RecordKind {
  /** The source whose rules ask most about them; undefined where that may be any. */
  readonly source: string | undefined
  /** Set where each carries another record, which is what its source wrote. */
  readonly carried?: Carried | undefined
  /** By these a record is told to be of the kind. */
  readonly told: readonly ScannedPlace[]
  /** A record that has one of these is none of the kind. */
  readonly refused: readonly ScannedPlace[]
  /** Under these keys a record of the kind has no list. */
  readonly unlisted: readonly string[]
  /** What a record of the kind may have under some keys. */
  readonly values: readonly AllowedValue[]
  /** Whether no record of the kind has anything at a place, so that one that has is none of it. */
  readonly isForeign: (place: string) => boolean
  /**
   * The places on which depends what a field, as `fieldName` has it, finds in the event of a record. Undefined where that may
   * be all of the record, or lie outside of it.
   */
  readonly placesRead: (field: string) => readonly string[] | undefined
  /** At these places it only matters whether anything stands there: few records have the same. */
  readonly unread: readonly ScannedPlace[]
  /** What the text of a record has to hold for a query to match it. */
  readonly literals: (query: Query) => NeededLiterals
  /** What makes an event of what is known of a record, for those who look at some fields alone. */
  readonly eventsFor: (fields: readonly string[]) => EventsOf
  /** What each is known to be, so that one that some rule may want can be handed over and read without asking again. */
  readonly known: ToldLog | undefined
  /** Whether all have one source, and what one lacks all do. */
  readonly isUniform: boolean
}

/** A record in a record, as an object or as its text. */
interface Carried {
  /** Where it stands. */
  readonly carrier: string
  /** The keys that may stand beside. */
  readonly beside: readonly string[]
}

/** What may stand at a place: told by its first byte, and of a text by the first one that is no blank. */
export interface AllowedValue {
  readonly place: ScannedPlace
  readonly may: (first: number, sign: number) => boolean
}

/**
 * The events that a record may be: more than one where places that are not looked at decide. Undefined if it is none of the
 * kind, or nobody knows; `isFirst` if only the places are known by which it is told.
 */
export type EventsOf = (record: JsonObject, isFirst: boolean) => readonly LogEvent[] | undefined
