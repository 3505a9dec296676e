import type { Hit } from '../../hits/hit'
import type { Trigger, TriggerPart } from '../../signals/trigger'
import type { Arrival, Instant } from '../../windows/instant'
import type { SideTest } from '../side-test'

/** What a sequence asks of each of its groups: steps in their order, each within its transition of the one before. */
export interface SequencePlan {
  readonly queryCount: number
  readonly steps: readonly PlannedStep[]
  /** The queries that some step counts in a window. */
  readonly windowed: ReadonlySet<number>
}

export interface PlannedStep {
  readonly name: string
  /** The condition over the queries, counted in the step's own trailing window. */
  readonly test: SideTest
  /** Closed at both ends; 0 looks at each event alone. */
  readonly windowMs: number
  /** The longest wait since the step before fired; of no meaning for the first step. */
  readonly transitionMs: number
}

/** One group of a sequence rule. */
export interface SequenceState {
  /** The events that matched each query which is counted in windows, from the first on that a window still holds. */
  readonly events: Hit[][]
  /** For each step and query, where the step's window begins in `events`. */
  readonly heads: readonly number[][]
  /** For each step, the latest time that it fired at the end of a whole chain from the first step. */
  readonly firings: (Firing | undefined)[]
}

interface Firing {
  readonly atMs: number
  readonly parts: readonly TriggerPart[]
  readonly parent: Firing | undefined
}

export function newSequenceState(plan: SequencePlan): SequenceState {
  return {
    events: Array.from({ length: plan.queryCount }, () => []),
    heads: plan.steps.map(() => new Array<number>(plan.queryCount).fill(0)),
    firings: plan.steps.map(() => undefined),
  }
}

/**
 * Takes in the events of one instant and answers what they trigger. Only the latest firing of each step is kept: a
 * later parent leaves a child more time, never less. One trigger an instant, except where the last step looks at each
 * event alone.
 */
export function stepSequence(plan: SequencePlan, state: SequenceState, instant: Instant): readonly Trigger[] {
  for (const { event, queries } of instant.arrivals) {
    for (const query of plan.windowed) if (queries & (1 << query)) state.events[query]?.push(event)
  }
  const scarce = { timeMs: instant.timeMs, arrivals: fewOfEachKind(instant.arrivals, plan.steps.length) }
  const fired = plan.steps.map((step, index) => {
    moveWindow(step, index, state, instant.timeMs)
    const each = index === plan.steps.length - 1 && step.windowMs === 0
    return fire(plan, state, index, scarce, each ? instant.arrivals : undefined)
  })
  fired.forEach((firings, index) => {
    state.firings[index] = firings.at(-1) ?? state.firings[index]
  })
  giveBackEvents(plan, state)
  return (fired.at(-1) ?? []).map((firing) => ({ atMs: instant.timeMs, caseIndex: 0, parts: chainOf(firing) }))
}

/** No chain needs more events of one kind than there are steps: the choice among them need not see the rest. */
function fewOfEachKind(arrivals: readonly Arrival[], steps: number): readonly Arrival[] {
  if (arrivals.length <= steps) return arrivals
  const seen = new Map<number, number>()
  return arrivals.filter(({ queries }) => {
    const before = seen.get(queries) ?? 0
    seen.set(queries, before + 1)
    return before < steps
  })
}

function moveWindow(step: PlannedStep, index: number, state: SequenceState, timeMs: number): void {
  const heads = state.heads[index]
  if (heads === undefined || step.windowMs === 0) return
  for (const query of step.test.queries) {
    const events = state.events[query] ?? []
    let head = heads[query] ?? 0
    while ((events[head]?.timeMs ?? Number.POSITIVE_INFINITY) < timeMs - step.windowMs) head += 1
    heads[query] = head
  }
}

/** A list is not made anew for fewer events than this. */
const leastGivenBack = 16

/** Gives back what no window holds any more. What firings name stands in the lists as they were. */
function giveBackEvents(plan: SequencePlan, state: SequenceState): void {
  for (const query of plan.windowed) {
    const events = state.events[query] ?? []
    if (events.length < leastGivenBack) continue
    const first = Math.min(...plan.steps.flatMap((step, index) => headOf(step, query, state.heads[index]) ?? []))
    if (first < leastGivenBack || first * 2 < events.length) continue
    state.events[query] = events.slice(first)
    for (const [index, step] of plan.steps.entries()) {
      const heads = state.heads[index]
      const head = headOf(step, query, heads)
      if (heads !== undefined && head !== undefined) heads[query] = head - first
    }
  }
}

/** Where the window of a step begins, if it counts a query in one. */
function headOf({ windowMs, test }: PlannedStep, query: number, heads: readonly number[] = []): number | undefined {
  return windowMs > 0 && test.queries.includes(query) ? heads[query] : undefined
}

/** Whether nothing is left of a group, for events from a time on. */
export function isAsNew(plan: SequencePlan, state: SequenceState, nowMs: number): boolean {
  const isFollowed = (step: PlannedStep | undefined, index: number): boolean => {
    const firing = state.firings[index]
    return step !== undefined && firing !== undefined && nowMs - firing.atMs <= step.transitionMs
  }
  if (plan.steps.some((_, index) => isFollowed(plan.steps[index + 1], index))) return false
  for (const [index, step] of plan.steps.entries()) moveWindow(step, index, state, nowMs)
  return plan.steps.every((step, index) =>
    [...plan.windowed].every(
      (query) => (headOf(step, query, state.heads[index]) ?? Infinity) >= (state.events[query]?.length ?? 0),
    ),
  )
}

/**
 * The firings of a step at this instant that end a whole chain. The step before may have fired earlier, or at this same
 * instant on another event, and so on down to the first step: the chain that needs the fewest of the instant's events
 * is tried first.
 */
function fire(
  plan: SequencePlan,
  state: SequenceState,
  index: number,
  instant: Instant,
  each: readonly Arrival[] | undefined,
): readonly Firing[] {
  const mask = plan.steps[index]?.test.mask ?? 0
  const found: Firing[] = []
  for (const last of each === undefined ? [instant.arrivals] : each.map((arrival) => [arrival])) {
    const firing = last.some(({ queries }) => queries & mask) ? fireOn(plan, state, index, instant, last) : undefined
    if (firing !== undefined) found.push(firing)
  }
  return found
}

function fireOn(
  plan: SequencePlan,
  state: SequenceState,
  index: number,
  instant: Instant,
  last: readonly Arrival[],
): Firing | undefined {
  for (let entry = index; entry >= 0 && index - entry < instant.arrivals.length; entry -= 1) {
    const parent = entry === 0 ? undefined : state.firings[entry - 1]
    const transitionMs = plan.steps[entry]?.transitionMs ?? 0
    if (entry > 0 && (parent === undefined || instant.timeMs - parent.atMs > transitionMs)) continue
    const picks = assign(plan, state, instant, { from: entry, to: index }, last)
    if (picks !== undefined) return firingOf(plan, state, instant, entry, picks, parent)
  }
  return undefined
}

/** How many choices are tried before an instant is given up: far above what a real one needs. */
const maxChoices = 10_000

/**
 * Chooses a different event of the instant for each of the steps `from` to `to`. The last step may count all of the
 * instant's events, the one before it all but the event of the last, and so on: if any order of the events completes
 * the steps, then the one in which the chosen events come at the end does. Events that match the same queries are alike.
 */
function assign(
  plan: SequencePlan,
  state: SequenceState,
  instant: Instant,
  span: { readonly from: number; readonly to: number },
  last: readonly Arrival[],
): readonly Arrival[] | undefined {
  const picks: Arrival[] = []
  let choices = 0
  const choose = (index: number): boolean => {
    const step = plan.steps[index]
    if (step === undefined || index < span.from) return true
    const tried = new Set<number>()
    for (const arrival of index === span.to ? last : instant.arrivals) {
      if (!(arrival.queries & step.test.mask) || tried.has(arrival.queries) || picks.includes(arrival)) continue
      tried.add(arrival.queries)
      choices += 1
      if (choices > maxChoices) return false
      if (!holdsAt(step, index, state, arrival, picks)) continue
      picks.push(arrival)
      if (choose(index - 1)) return true
      picks.pop()
    }
    return false
  }
  return choose(span.to) ? picks.toReversed() : undefined
}

function holdsAt(step: PlannedStep, index: number, state: SequenceState, arrival: Arrival, later: readonly Arrival[]) {
  return step.test.holds((query) => {
    const bit = 1 << query
    if (step.windowMs === 0) return arrival.queries & bit ? 1 : 0
    const inWindow = (state.events[query]?.length ?? 0) - (state.heads[index]?.[query] ?? 0)
    return inWindow - later.filter(({ queries }) => queries & bit).length
  })
}

function firingOf(
  plan: SequencePlan,
  state: SequenceState,
  instant: Instant,
  entry: number,
  picks: readonly Arrival[],
  parent: Firing | undefined,
): Firing | undefined {
  let firing = parent
  picks.forEach((pick, offset) => {
    const later = picks.slice(offset + 1).map(({ event }) => event)
    const parts = partsOf(plan, state, instant, entry + offset, pick, later)
    firing = { atMs: instant.timeMs, parts, parent: firing }
  })
  return firing
}

function partsOf(
  plan: SequencePlan,
  state: SequenceState,
  instant: Instant,
  index: number,
  pick: Arrival,
  except: readonly Hit[],
): readonly TriggerPart[] {
  const step = plan.steps[index]
  if (step === undefined) return []
  return step.test.queries.flatMap((query): readonly TriggerPart[] => {
    const events = state.events[query] ?? []
    const part = { step: step.name, query, atMs: instant.timeMs, events, to: events.length }
    if (step.windowMs > 0) return [{ ...part, from: state.heads[index]?.[query] ?? 0, except }]
    if (!(pick.queries & (1 << query))) return []
    return [{ ...part, events: [pick.event], from: 0, to: 1 }]
  })
}

/** The parts of all steps of a chain, first step first. */
function chainOf(firing: Firing): readonly TriggerPart[] {
  const parts: (readonly TriggerPart[])[] = []
  for (let at: Firing | undefined = firing; at !== undefined; at = at.parent) parts.unshift(at.parts)
  return parts.flat()
}
