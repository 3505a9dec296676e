import type { Json, JsonObject } from '../json/json'
import type { Place } from './place'

/**
 * Everything the house knows of the logs of one source: what tells its records, where their own time and id stand, and
 * what Datadog's integration makes of them. Each is one file in `profiles/`.
 */
export interface Profile {
  /** What `source:` asks for. */
  readonly source: string
  /** The service of a log that names none. */
  readonly service: string
  /** Tells a raw record by what every record of the source carries. */
  readonly recognise: (record: JsonObject) => boolean
  /** Whether a log that names the source itself holds a record to add to; absent if any does. */
  readonly fits?: (attributes: JsonObject) => boolean
  /** Where a record says when it happened, best first. It goes before the time of its delivery. */
  readonly time: readonly Place[]
  /** Where a record's own id stands, best first. */
  readonly id: readonly Place[]
  /** What is added where it is missing; nothing that a record has is taken away or written over. */
  readonly attributes: readonly StandardAttribute[]
  readonly status?: (record: JsonObject) => string | undefined
  readonly host?: (record: JsonObject) => string | undefined
  readonly tags?: (record: JsonObject) => readonly string[]
}

/** One attribute that is added to a record. */
export interface StandardAttribute {
  /** As queries write it, without `@`: `network.client.ip`. */
  readonly name: string
  /** Where it stands in the record, as a path of keys joined by dots; or what makes it out of the record. */
  readonly from: string | ((record: JsonObject) => Json | undefined)
  readonly known: 'documented' | 'observed' | 'assumed'
  /** Set where Datadog's own rules use this name alone, so that nobody knows whether the raw one stays beside it. */
  readonly isOnlyName?: true
}
