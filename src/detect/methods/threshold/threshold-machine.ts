import type { Hit } from '../../hits/hit'
import type { Trigger, TriggerPart } from '../../signals/trigger'
import type { Arrival, Instant } from '../../windows/instant'
import type { SlidingWindow } from '../../windows/sliding-window'
import { holdsAtOnce, type SideTest } from '../side-test'
import type { ThresholdPlan, ThresholdState } from './threshold-plan'
import { newVigil, noteArrival, waits } from './vigil'

export function newThresholdState(plan: ThresholdPlan): ThresholdState {
  return {
    windows: plan.queryNames.map((_, query) => plan.newWindow(query)),
    vigil: waits(plan) ? newVigil() : undefined,
  }
}

/** Whether nothing is left of a group that waits for nothing, for events from a time on. */
export function isAsNew(plan: ThresholdPlan, state: ThresholdState, fromMs: number): boolean {
  if (plan.windowMs > 0) for (const window of state.windows) window.advanceTo(fromMs - plan.windowMs)
  return plan.windowMs === 0 || state.windows.every(({ size }) => size === 0)
}

/**
 * Takes in the events of one instant and answers what they trigger. Events without an order among themselves are all in
 * the window together: at most one trigger an instant, except with window 0, where each event stands alone.
 */
export function stepThreshold(plan: ThresholdPlan, state: ThresholdState, instant: Instant): readonly Trigger[] {
  if (plan.windowMs > 0) {
    const trigger = enter(plan, state, instant, instant.timeMs - plan.windowMs)
    return trigger === undefined ? [] : [trigger]
  }
  const triggers: Trigger[] = []
  for (const arrival of instant.arrivals) {
    const trigger = enter(plan, state, { timeMs: instant.timeMs, arrivals: [arrival] }, Number.POSITIVE_INFINITY)
    if (trigger !== undefined) triggers.push(trigger)
  }
  return triggers
}

function enter(plan: ThresholdPlan, state: ThresholdState, instant: Instant, fromMs: number): Trigger | undefined {
  for (const window of state.windows) {
    if (window.advanceTo(fromMs) && state.vigil) state.vigil.lostAtMs = instant.timeMs
    window.beginInstant()
  }
  const arrivals = instant.arrivals.flatMap((arrival) => takeIn(state, arrival) ?? [])
  if (arrivals.length > 0) {
    noteArrival(
      plan,
      state,
      instant.timeMs,
      arrivals.reduce((all, { queries }) => all | queries, 0),
    )
  }
  return arrivals.length === 0 ? undefined : firstCase(plan, state, { timeMs: instant.timeMs, arrivals })
}

/** Adds an event to its windows; answers it with the queries that could use it, none if it says nothing to any. */
function takeIn(state: ThresholdState, { event, queries }: Arrival): Arrival | undefined {
  let taken = 0
  for (const [query, window] of state.windows.entries()) {
    const bit = 1 << query
    if (queries & bit && window.add(event)) taken |= bit
  }
  return taken === 0 ? undefined : { event, queries: taken }
}

/** The first case that holds for the windows as they stand. Nothing is triggered by windows without any event. */
export function firstCase(plan: ThresholdPlan, state: ThresholdState, instant: Instant): Trigger | undefined {
  if (state.windows.every((window) => window.size === 0)) return undefined
  const numberOf = (query: number): number => state.windows[query]?.value() ?? Number.NaN
  for (const [caseIndex, test] of plan.cases.entries()) {
    if (test.kind === 'then') {
      const parts = thenParts(test.left, test.right, state, instant, numberOf)
      if (parts !== undefined) return { atMs: instant.timeMs, caseIndex, parts }
    } else if (holdsAtOnce(test, numberOf)) {
      return { atMs: instant.timeMs, caseIndex, parts: plainParts(plan, state) }
    }
  }
  return undefined
}

/** Each query that has events in the window takes part, also one that the winning case does not name. */
export function plainParts(plan: ThresholdPlan, state: ThresholdState): readonly TriggerPart[] {
  return state.windows.map((window, query) => wholeWindow(window, query, plan.queryNames[query] ?? ''))
}

function wholeWindow(window: SlidingWindow, query: number, step: string, except?: Hit): TriggerPart {
  const { events, head } = window
  const atMs = events.at(-1)?.timeMs ?? 0
  return { step, query, atMs, events, from: head, to: events.length, ...(except && { except: [except] }) }
}

/**
 * `left THEN right`: the right side holds at one of this instant's events, and the left side held before it, on other
 * events of the same window. Of events without an order, any order that makes this true counts.
 */
function thenParts(
  left: SideTest,
  right: SideTest,
  state: ThresholdState,
  instant: Instant,
  numberOf: (query: number) => number,
): readonly TriggerPart[] | undefined {
  if (!right.holds(numberOf)) return undefined
  const closing = instant.arrivals.find(
    (arrival) => arrival.queries & right.mask && heldBefore(left, state, arrival, numberOf),
  )
  if (closing === undefined) return undefined
  const partsOf = (side: SideTest, except?: Hit): readonly TriggerPart[] =>
    side.queries.flatMap((query) => {
      const window = state.windows[query]
      if (window === undefined || window.size === 0) return []
      const part = wholeWindow(window, query, side.name, except)
      return [{ ...part, atMs: except === undefined ? instant.timeMs : lastTimeBut(part, except) }]
    })
  return [...partsOf(left, closing.event), ...partsOf(right)]
}

/** Whether the left side held on the events of the window without the one that closes the right side. */
function heldBefore(left: SideTest, state: ThresholdState, closing: Arrival, numberOf: (query: number) => number) {
  const without = (query: number): number =>
    closing.queries & (1 << query) ? (state.windows[query]?.valueWithout(closing.event) ?? 0) : numberOf(query)
  const others = left.queries.some((query) => {
    const window = state.windows[query]
    return window !== undefined && window.size > (closing.queries & (1 << query) ? 1 : 0)
  })
  return others && left.holds(without)
}

function lastTimeBut(part: TriggerPart, except: Hit): number {
  for (let index = part.to - 1; index >= part.from; index -= 1) {
    const event = part.events[index]
    if (event !== undefined && event !== except) return event.timeMs
  }
  return part.atMs
}
