import type { Predicate } from '../query/matching/compile-query'
import type { Query } from '../query/query'
import type { Step } from './processor-kind'
import type { Part } from './slice/slice'

/** A log pipeline that was read and is ready to run. */
export interface Pipeline {
  /** The tenant's id of it; absent for one that never came from a tenant. */
  readonly id?: string
  readonly name: string
  readonly isEnabled: boolean
  /** Whether it is one of Datadog's own integrations, which nobody can edit. */
  readonly isReadOnly: boolean
  /** Which logs pass it, and the same as it was written. */
  readonly filter: Query
  readonly filterText: string
  readonly matches: Predicate
  /** All its processors, without its own filter. */
  readonly run: Step
  /** The same by what they touch. */
  readonly parts: readonly Part[]
  /** Types of processors in it that the house does not know, each once. They are passed over. */
  readonly unknownTypes: readonly string[]
}

/** One processor of a pipeline, for those who look at it while it runs. */
export interface ProcessorPlace {
  readonly type: string
  readonly name: string
  /** The names of the pipelines that it stands in, the outermost first. */
  readonly within: readonly string[]
  /** The way to it in its definition, as it is written there. */
  readonly path: readonly (string | number)[]
}
