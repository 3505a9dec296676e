import type { Trigger, TriggerPart } from '../../signals/trigger'
import { holdsAtOnce, type SideTest, type WaitingTest } from '../side-test'
import type { ThresholdPlan, ThresholdState, Unanswered, Vigil } from './threshold-plan'

export function newVigil(): Vigil {
  return { told: new Set(), unanswered: [], head: 0, silence: { isOver: false }, lostAtMs: undefined }
}

/** Whether some case of the rule is decided between its logs. */
export function waits({ cases }: ThresholdPlan): boolean {
  return cases.some(({ kind }) => kind === 'waits')
}

/** Takes note of logs that came: what they end, and what they begin to wait for. `queries` are the bits of those logs. */
export function noteArrival(plan: ThresholdPlan, state: ThresholdState, timeMs: number, queries: number): void {
  const { vigil } = state
  if (vigil === undefined) return
  vigil.silence.isOver = true
  vigil.silence = { isOver: false }
  const numberOf = numbersOf(state)
  for (const [caseIndex, test] of plan.cases.entries()) {
    if (test.kind !== 'waits') continue
    endSilences(test, caseIndex, vigil, numberOf)
    for (const { present, absent } of test.unanswered) {
      if (!(queries & present.mask) || !present.holds(numberOf)) continue
      vigil.unanswered.push({ dueMs: timeMs + plan.windowMs, caseIndex, absent, parts: partsOf(plan, state, present) })
    }
  }
}

/** When the group has to be looked at next; never, if undefined. */
export function nextLook(plan: ThresholdPlan, state: ThresholdState): number | undefined {
  const { vigil, windows } = state
  if (vigil === undefined) return undefined
  let due = Math.min(
    vigil.lostAtMs ?? Number.POSITIVE_INFINITY,
    vigil.unanswered[vigil.head]?.dueMs ?? Number.POSITIVE_INFINITY,
  )
  if (plan.cases.some((test) => test.kind === 'waits' && test.silences.length > 0)) {
    for (const { events, head } of windows) {
      const oldest = events[head]
      if (oldest !== undefined) due = Math.min(due, firstWithout(oldest.timeMs, plan.windowMs))
    }
  }
  return Number.isFinite(due) ? due : undefined
}

/**
 * Looks at a group when no log of it came: its windows are moved on to this time, and the first case from the top that
 * holds now is told, if it came true just now. Silence comes true when a window loses a log, and is told once; what holds above it keeps it from being told.
 */
export function lookAt(plan: ThresholdPlan, state: ThresholdState, timeMs: number): Trigger | undefined {
  const { vigil } = state
  if (vigil === undefined) return undefined
  let lost = vigil.lostAtMs !== undefined
  vigil.lostAtMs = undefined
  for (const window of state.windows) {
    if (window.advanceTo(timeMs - plan.windowMs)) lost = true
  }
  const due = takeDue(vigil, timeMs)
  const numberOf = numbersOf(state)
  const isEmpty = state.windows.every(({ size }) => size === 0)
  for (const [caseIndex, test] of plan.cases.entries()) {
    const unanswered = due.find((each) => each.caseIndex === caseIndex && each.absent.holds(numberOf))
    if (unanswered !== undefined) return { atMs: timeMs, caseIndex, parts: unanswered.parts, seenMs: timeMs }
    if (test.kind !== 'then' && !isEmpty && holdsAtOnce(test, numberOf)) return undefined
    if (test.kind === 'waits') {
      const holding = test.silences.flatMap(({ holds }, place) => (holds(numberOf) ? [`${caseIndex} ${place}`] : []))
      if (holding.length === 0) continue
      if (holding.every((silence) => vigil.told.has(silence))) return undefined
      if (!lost) continue
      for (const silence of holding) vigil.told.add(silence)
      const atMs = timeMs - 1
      return { atMs, caseIndex, parts: [], seenMs: atMs, silence: vigil.silence }
    }
  }
  return undefined
}

function takeDue(vigil: Vigil, timeMs: number): readonly Unanswered[] {
  const from = vigil.head
  while ((vigil.unanswered[vigil.head]?.dueMs ?? Number.POSITIVE_INFINITY) <= timeMs) vigil.head += 1
  const due = vigil.unanswered.slice(from, vigil.head)
  if (vigil.head > 1024 && vigil.head * 2 > vigil.unanswered.length) {
    vigil.unanswered = vigil.unanswered.slice(vigil.head)
    vigil.head = 0
  }
  return due
}

/** The first moment at which a log of this time is in no window any more: windows are closed. */
function firstWithout(timeMs: number, windowMs: number): number {
  return timeMs + windowMs + 1
}

function endSilences(test: WaitingTest, caseIndex: number, { told }: Vigil, numberOf: (query: number) => number): void {
  for (const [place, { holds }] of test.silences.entries()) if (!holds(numberOf)) told.delete(`${caseIndex} ${place}`)
}

function numbersOf({ windows }: ThresholdState): (query: number) => number {
  return (query) => windows[query]?.value() ?? Number.NaN
}

/** The logs that made a side true, as they are in the windows now. */
function partsOf(plan: ThresholdPlan, { windows }: ThresholdState, side: SideTest): readonly TriggerPart[] {
  return side.queries.flatMap((query): readonly TriggerPart[] => {
    const window = windows[query]
    if (window === undefined || window.size === 0) return []
    const { events, head } = window
    const atMs = events.at(-1)?.timeMs ?? 0
    return [{ step: plan.queryNames[query] ?? '', query, atMs, events, from: head, to: events.length }]
  })
}
