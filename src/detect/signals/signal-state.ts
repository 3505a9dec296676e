import type { JsonObject } from '../../json/json'
import type { CaseStatus } from '../../rule/case-status'

/** A signal as it stands at some moment: all that is told of it beside its events. */
export interface SignalState {
  /** The group values that name the signal, by position; undefined at positions that do not. */
  readonly values: readonly (string | undefined)[]
  readonly openedMs: number
  /** Its place, from 1, among the signals of its group that opened at that moment. */
  readonly ordinal: number
  readonly caseIndex: number
  readonly severity: CaseStatus
  readonly firstSeenMs: number
  readonly lastSeenMs: number
  /** How many events each query has matched. */
  readonly matched: readonly number[]
  /** What the method itself put on the signal. */
  readonly added: JsonObject
}

/** A moment at which suppressions are asked about a signal as it then stood. */
export interface SuppressionLook {
  /** At least one of those of the rule that ask anything of signals was in force then. */
  readonly isAsked: boolean
  readonly atMs: number
  /** What the signal looked like; its events were the first so many of those that it has now. */
  readonly state: SignalState
  readonly events: number
}
