import type { TriggerPart } from '../../signals/trigger'
import type { SlidingWindow } from '../../windows/sliding-window'
import type { CaseTest, SideTest } from '../side-test'

/** What a threshold rule asks of each of its groups. */
export interface ThresholdPlan {
  /** Closed at both ends; 0 looks at each event alone. */
  readonly windowMs: number
  readonly queryNames: readonly string[]
  /** Tried from the top; the first that holds wins. */
  readonly cases: readonly CaseTest[]
  /** An empty window for the aggregation of a query. */
  newWindow(query: number): SlidingWindow
}

/** One group of a threshold rule: a window for each query. */
export interface ThresholdState {
  readonly windows: readonly SlidingWindow[]
  /** Only where a case is decided between logs. */
  readonly vigil: Vigil | undefined
}

/** What one group waits for, between its logs. */
export interface Vigil {
  /** The silences that have been told and that no log has ended, each by its case and its place there. */
  readonly told: Set<string>
  /** Logs that may be answered, in order of time; those before `head` have been decided. */
  unanswered: Unanswered[]
  head: number
  /** Shared by the signals that the group's present silence made. */
  silence: { isOver: boolean }
  /** When windows lost logs that nobody has looked at since. */
  lostAtMs: number | undefined
}

export interface Unanswered {
  readonly dueMs: number
  readonly caseIndex: number
  readonly absent: SideTest
  readonly parts: readonly TriggerPart[]
}
