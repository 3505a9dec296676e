import type { Finding } from '../diagnostic/diagnostic'
import type { JsonObject } from '../json/json'
import type { Predicate } from '../query/matching/compile-query'
import type { Query } from '../query/query'
import type { Fields } from '../shape/shape'
import type { Slice } from './slice/slice'
import type { Touch } from './slice/touched-fields'
import type { WorkingLog } from './working-log'

/** Everything the house knows of one type of processor. Each is one file in `processors/`. */
export interface ProcessorKind {
  /** As the API names it. */
  readonly type: string
  /** Its keys beside those that every processor has, as the API writes them; the public YAML's spelling is read as well. */
  readonly fields: Fields
  /** What it does to one log; what does not depend on the log is worked out here, once. */
  readonly compile: (definition: JsonObject, compiling: Compiling) => Step
}

/** One processor at work on one log. */
export type Step = (log: WorkingLog, run: Run) => void

/** What a run knows beside the log. */
interface Run {
  /** The moment at which logs arrive, epoch milliseconds, or what time it is where they do not say; 0 where nobody knows. */
  readonly nowMs: number
  /** What a date that cannot be read becomes: the moment of arrival, 0 where nobody knows it. */
  readonly arrivedMs: number
  /** Whether integers that a double cannot hold become the nearest number, as in the public tests; else they stay texts. */
  readonly roundIntegers?: boolean
  readonly enrichment: Enrichment
  /** Of a run for some fields alone: what becomes of each part of the pipeline, by its number. */
  readonly slice?: Slice | undefined
  /** Told of a type of processor that did not do its work on this log. */
  readonly passOver?: (type: string) => unknown
}

/** What pipelines look up outside of the log. What is not given is not there: its processors then find nothing. */
export interface Enrichment {
  /** Where an address is, in the names of the geoIP parser; undefined for one that the database does not hold. */
  readonly geo?: (address: string) => JsonObject | undefined
  readonly parseUserAgent?: (text: string) => JsonObject
  /** The rows of reference tables by table name; the first column is the key. */
  readonly referenceTables?: ReadonlyMap<string, readonly Readonly<Record<string, string>>[]>
}

/** What a processor has at hand while it is compiled. Places are keys from the processor on. */
export interface Compiling {
  /** What is asked of the processor here is not known: its step does nothing, and logs are marked as for an unknown type. */
  readonly passOver: () => Step
  /**
   * Says which fields the step looks at and which it may change, beside those that its filters and inner processors name.
   * A kind that does not say it is taken to touch all. In what it writes stand no texts but such as it reads, except in the
   * fields of `anew`: in all, unless that is said.
   */
  readonly touches: (reads: readonly Touch[], writes: readonly Touch[], anew?: readonly Touch[]) => void
  /** Tells of a mistake in what the user wrote. */
  readonly tell: (finding: Finding) => void
  /**
   * The test of a filter that stands at a place, read in another sense where `meant` says so. A mistake in it is told, and
   * it then matches nothing.
   */
  readonly filter: (place: Finding['path'], text: string, meant?: (query: Query) => Query) => Predicate
  /** The processors in the list under a key, to be run in order; any, or only those of some types. */
  readonly steps: (key: string, among?: readonly string[]) => Step
}
