import type { Json, JsonObject } from '../json/json'
import type { Place } from './place'

/**
 * Everything the house knows of the logs of one integration: what tells its records, where their own time and id stand,
 * and what Datadog makes of them. Each is one file in `profiles/`.
 */
export interface Profile {
  /** What `source:` asks for; a star at its end stands for any ending, and `from.source` then tells the whole of it. */
  readonly source: string
  /** Other sources whose logs hold the same records. */
  readonly otherSources?: readonly string[]
  /** The service of a log that names none. */
  readonly service: string
  /** Keys of which a record has at least one, so that most records need not be looked at. */
  readonly marks: readonly string[]
  /** Of marks that others' records have as well: places, as paths, at one of which a record has something beside the mark. */
  readonly beside?: Readonly<Record<string, readonly string[]>>
  /** Of such marks: whether what stands there may be that of a record of the profile. */
  readonly values?: Readonly<Record<string, (value: Json) => boolean>>
  /** Tells a raw record by what every record of the source carries, none of the intake's own fields among it. */
  readonly recognise: (record: JsonObject) => boolean
  /** Whether a log that names the source itself holds a record to add to; absent if only those that are recognised do. */
  readonly fits?: (attributes: JsonObject) => boolean
  /** The record that a line of text holds, where the source writes such lines; the line is its message. */
  readonly readLine?: (line: string) => JsonObject | undefined
  /** What reads the lines below a head that names their fields; undefined for any other line. */
  readonly readHead?: (line: string) => ((line: string) => JsonObject | undefined) | undefined
  /** Where a record says when it happened, best first. It goes before the time of its delivery. */
  readonly time: readonly Place[]
  /** Reads times that the source alone writes, and that elsewhere could be two. */
  readonly readTime?: (written: unknown) => number | undefined
  /** Where a record's own id stands, best first; where it has none, `_id`. */
  readonly id: readonly Place[]
  /** The record with what stands in it as text or as a list of names within reach of queries; no name of it goes. */
  readonly widen?: (record: JsonObject) => JsonObject
  /** What is added where it is missing; nothing that a record has is taken away or written over. */
  readonly attributes: readonly StandardAttribute[]
  /** What the fields of a log are filled with where it has none. */
  readonly from?: {
    readonly source?: (record: JsonObject) => string | undefined
    readonly service?: (record: JsonObject) => string | undefined
    readonly message?: (record: JsonObject) => string | undefined
    readonly status?: (record: JsonObject) => string | undefined
    readonly host?: (record: JsonObject) => string | undefined
  }
  readonly tags?: (record: JsonObject) => readonly string[]
  /** Set where also a log that Datadog has processed gets what it lacks. */
  readonly completesProcessed?: true
  /** Where in a record what fills a field, or makes the tags, looks. */
  readonly reads?: Partial<Readonly<Record<FilledField, readonly string[]>>>
  /** What most records of the source have in common; absent where each has to be parsed to be told. */
  readonly usual?: UsualRecord
}

/** What a profile fills beside the attributes. */
export type FilledField = 'source' | 'service' | 'message' | 'status' | 'host' | 'tags'

/** Of records that have a text under each of these keys, those with the same `values` are all told by the profile, or none. */
interface UsualRecord {
  readonly values: readonly string[]
  readonly texts: readonly string[]
  /** All keys that the source gives its records. */
  readonly keys: readonly string[]
}

/** One attribute that is added to a record. */
export interface StandardAttribute {
  /** As queries write it, without `@`: `network.client.ip`. */
  readonly name: string
  /** Where it stands in the record, as a path of keys joined by dots, or several, best first; or what makes it. */
  readonly from: string | readonly string[] | ((record: JsonObject) => Json | undefined)
  /** Where what makes it looks in the record; unless that is said, it may be anywhere. */
  readonly reads?: readonly string[]
  readonly known: 'documented' | 'observed' | 'assumed'
  /** Set where what is made stands in the text of the record all the same, so that logs can be searched for it unread. */
  readonly isInText?: true
  /** Set where Datadog's own rules use this name alone, so that nobody knows whether the raw one stays beside it. */
  readonly isOnlyName?: true
}
