/**
 * What the second evaluator decides over. Times are in units; how long a unit is, the run says: a second for windows, a day
 * for what learns by days. All times are multiples of a half.
 */
export interface ReferenceRun {
  readonly unit: 'second' | 'hour' | 'six hours' | 'day'
  readonly rules: readonly ReferenceRule[]
  readonly logs: readonly ReferenceLog[]
  readonly suppressions: readonly ReferenceSuppression[]
  /** Security filters: a log that none lets through is seen by no rule but scheduled ones. */
  readonly filters: readonly Search[]
  /** The rows of the one reference table. */
  readonly table: readonly string[]
  /** The clock goes on to this time after the last log. */
  readonly until: number | undefined
}

export type Value = string | number

/** A log, or a signal where rules look at it. An attribute without values is missing. */
export interface Thing {
  readonly id: string
  readonly time: number
  readonly tiebreaker?: number | undefined
  readonly sources: readonly string[]
  readonly services: readonly string[]
  readonly hosts: readonly string[]
  readonly status?: string
  readonly message?: string
  readonly tags: readonly string[]
  /** By path, without `@`. */
  readonly attributes: Readonly<Record<string, readonly Value[]>>
}

export interface ReferenceLog extends Thing {
  /** How a missing attribute is written. */
  readonly missingAs: 'absent' | 'null' | 'empty'
  /** Whether the only value of an attribute stands in a list. */
  readonly inLists: boolean
}

export type Search =
  | { readonly kind: 'all' }
  | { readonly kind: 'field'; readonly field: string; readonly value: string }
  | { readonly kind: 'exists'; readonly field: string }
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'not'; readonly search: Search }
  | { readonly kind: 'and' | 'or'; readonly searches: readonly Search[] }

export type Counting = 'count' | 'cardinality' | 'sum' | 'max'

export interface ReferenceQuery {
  /** Logs; the signals of a rule; or those of all other rules. */
  readonly of: 'logs' | 'all signals' | { readonly rule: string }
  readonly search: Search
  readonly groupBy: readonly string[]
  /** A missing group value is N/A. */
  readonly optional: boolean
  readonly counting: Counting
  /** Whether the value of `@v` must be, or must not be, in the reference table. */
  readonly table: 'holds' | 'lacks' | undefined
}

export type Method = 'threshold' | 'scheduled' | 'sequence' | 'new_value' | 'third_party' | 'travel'

export interface ReferenceRule {
  readonly id: string
  readonly method: Method
  /** Asked for as a signal correlation: the same but for its type. */
  readonly correlates: boolean
  readonly isNamed: boolean
  readonly queries: readonly ReferenceQuery[]
  readonly tags: readonly string[]
  readonly title: readonly Piece[]
  readonly message: readonly Piece[]
  readonly filters: readonly { readonly action: 'require' | 'suppress'; readonly search: Search }[]
  readonly signalsByFirstField: boolean
  readonly window: number
  readonly keepAlive: number
  readonly maxSignal: number
  readonly decreases: boolean
  readonly cases: readonly ReferenceCase[]
  readonly steps: readonly ReferenceStep[]
  /** New value: silent for so long, or for so many values of a group. */
  readonly learning: { readonly by: 'duration' | 'values'; readonly amount: number }
  readonly forgetAfter: number
  /** Third party: which root query a log belongs to, and the severity by the first value that a log carries. */
  readonly grades: readonly { readonly name: string; readonly value: number; readonly severity: number }[]
  readonly defaultSeverity: number | undefined
  readonly titleTemplate: boolean
  /** Travel: how long the usual places are learned. */
  readonly baseline: number | undefined
  readonly learnsTransitions: boolean
  /** Scheduled: a run every so many units from 0. */
  readonly every: number
}

/** A part of a title or message. */
export type Piece =
  | string
  | { readonly attribute: string }
  | { readonly tag: string }
  | { readonly variable: 'rule_name' | 'case_name' | 'events_matched' }

export interface ReferenceCase {
  readonly name: string
  /** 0 is the mildest. */
  readonly severity: number
  /** Absent: always true. */
  readonly test: Test | undefined
  /** If present, the case is `test THEN after`. */
  readonly after: Test | undefined
}

interface ReferenceStep {
  readonly test: Test
  readonly window: number
  readonly transition: number
}

/** All (`and`) or one (`or`) of. */
export type Test = Term | { readonly join: 'and' | 'or'; readonly tests: readonly Test[] }

/** The number of a query against a number, or against another query's number so many times. */
export interface Term {
  readonly query: number
  readonly is: '>' | '>=' | '<' | '<='
  readonly than: number | { readonly times: number; readonly query: number }
}

/** In force from a time up to, not including, another. */
export interface ReferenceSuppression {
  readonly id: string
  readonly enabled: boolean
  readonly rules: 'all' | { readonly ids: readonly string[] } | { readonly tag: string }
  readonly hides: Search | undefined
  readonly excludes: Search | undefined
  readonly from: number | undefined
  readonly to: number | undefined
}

/** A log in one group: the queries by which it is there. */
export interface Hit {
  readonly thing: Thing
  readonly time: number
  readonly queries: readonly number[]
}

/** The hits of one group, in order. */
export interface Group {
  readonly key: readonly (string | undefined)[]
  readonly hits: readonly Hit[]
}

export interface Trigger {
  readonly time: number
  readonly caseIndex: number
  readonly parts: readonly Part[]
  /** It came true between logs: at the end of a log's window (1), or after a log left it (2). */
  readonly between?: 1 | 2
  /** Scheduled: the hit since which the group had something to look back on. */
  readonly since?: Thing | undefined
  /** Which of several events of one moment took part is not for the documents to say. */
  readonly isLoose?: boolean
  /** It stands only because the logs end. */
  readonly atEnd?: boolean
  /** What the method puts on the signal. */
  readonly adds?: Readonly<Record<string, readonly Value[]>>
}

/** What took part under a name: a query, a step, a side of a THEN. */
export interface Part {
  readonly name: string
  readonly things: readonly Thing[]
  /** One text for each query by which a thing is part of it. */
  readonly matches: readonly string[]
}

export interface ReferenceSignal {
  readonly rule: string
  readonly case: string
  readonly severity: string
  readonly title: string
  readonly message: string
  readonly group: Readonly<Record<string, string>>
  readonly opened: number
  readonly firstSeen: number
  readonly lastSeen: number
  readonly steps: readonly (readonly [string, readonly string[]])[]
  readonly events: readonly string[]
  readonly count: number
  readonly tags: readonly string[]
  readonly attributes: Readonly<Record<string, readonly Value[]>>
  readonly suppressedBy: readonly string[]
  readonly notifications: readonly string[]
  readonly atEnd: boolean
}

export const severities = ['info', 'low', 'medium', 'high', 'critical']
export const queryNames = ['a', 'b', 'c']
export const noValue = 'N/A'

/** How many units a day is. */
export const unitsOfDay = { second: 86_400, hour: 24, 'six hours': 4, day: 1 }

/** Time, then the tiebreaker (those without come first), then the id. */
export function inOrder(x: Thing, y: Thing): number {
  const tie = ({ tiebreaker = -1 }: Thing): number => tiebreaker
  return x.time - y.time || tie(x) - tie(y) || (x.id < y.id ? -1 : x.id > y.id ? 1 : 0)
}

/** A title or message as a rule has it. */
export function textOf(pieces: readonly Piece[]): string {
  return pieces
    .map((piece) => {
      if (typeof piece === 'string') return piece
      if ('attribute' in piece) return `{{@${piece.attribute}}}`
      return 'tag' in piece ? `{{${piece.tag}.name}}` : `{{${piece.variable}}}`
    })
    .join('')
}
