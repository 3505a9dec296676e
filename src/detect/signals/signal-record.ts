import type { JsonObject } from '../../json/json'
import type { CaseStatus } from '../../rule/case-status'
import type { CompiledRule } from '../compiled-rule'
import type { Hit } from '../hits/hit'
import type { SignalState, SuppressionLook } from './signal-state'
import type { Trigger } from './trigger'

/** A signal as it stands: what has been attached to it, and the gravest case so far. */
export interface SignalRecord {
  readonly rule: CompiledRule
  /** The group values that name the signal, by position; undefined at positions that do not. */
  readonly values: readonly (string | undefined)[]
  readonly openedMs: number
  /** Its place, from 1, among the signals of its group that opened at that moment. */
  readonly ordinal: number
  lastTriggerMs: number
  caseIndex: number
  severity: CaseStatus
  /** Its place among the signals of its rule, in the order in which they opened. */
  readonly order: number
  /** The moments at which suppressions are asked about it: when it opens, then when its severity rises. */
  readonly looks: SuppressionLook[]
  firstSeenMs: number
  lastSeenMs: number
  readonly steps: Map<string, { atMs: number; readonly events: Set<Hit> }>
  readonly events: Set<Hit>
  readonly eventsPerQuery: readonly Set<Hit>[]
  inNonProduction: boolean
  /** How far each growing list of events has been attached, for each step; a list that its window gave back is let go. */
  readonly attached: Map<string, WeakMap<readonly Hit[], number>>
  /** The same for logs that are told at the end of their window, when no answer came. */
  readonly attachedLater: Map<string, WeakMap<readonly Hit[], number>>
  /** What the method itself put on the signal, as its last trigger has it. */
  added: JsonObject
  /** What opened it. */
  readonly opener: Pick<Trigger, 'seenMs' | 'silence'>
}

/** What a signal looks like as it stands. */
export function stateOf(record: SignalRecord): SignalState {
  const { values, openedMs, ordinal, caseIndex, severity, firstSeenMs, lastSeenMs, eventsPerQuery, added } = record
  const matched = eventsPerQuery.map(({ size }) => size)
  return { values, openedMs, ordinal, caseIndex, severity, firstSeenMs, lastSeenMs, matched, added }
}
