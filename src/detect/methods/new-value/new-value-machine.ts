import type { Hit } from '../../hits/hit'
import type { Trigger } from '../../signals/trigger'
import type { Instant } from '../../windows/instant'

/** How a new-value rule learns. Times are milliseconds. */
export interface NewValuePlan {
  readonly step: string
  /** `duration`: silent for so long since the rule's first event. `values`: silent for so many values of a group. */
  readonly learning:
    | { readonly kind: 'duration'; readonly ms: number }
    | { readonly kind: 'values'; readonly count: number }
  /** A value not seen for longer than this is new again. */
  readonly forgetAfterMs: number
  /** The case for a number of new values at one event; undefined if none holds. */
  readonly caseFor: (newValues: number) => number | undefined
}

/** What a whole new-value rule knows: when it began to learn, and what each group has shown. */
export interface NewValueState {
  beganMs: number | undefined
  readonly groups: Map<string, NewValueGroup>
}

interface NewValueGroup {
  /** Each value and when it was last seen. */
  readonly seen: Map<string, number>
  /** How many values the group has ever shown. */
  learned: number
}

export function newNewValueState(): NewValueState {
  return { beganMs: undefined, groups: new Map() }
}

/**
 * Takes in one instant of a group and triggers on values that are not known there; a value that triggers is then known.
 * Of events without an order the one with the smaller id is learned first (assumed).
 */
export function stepNewValue(
  plan: NewValuePlan,
  state: NewValueState,
  group: string,
  instant: Instant,
): readonly Trigger[] {
  state.beganMs ??= instant.timeMs
  let known = state.groups.get(group)
  if (known === undefined) {
    known = { seen: new Map(), learned: 0 }
    state.groups.set(group, known)
  }
  const triggers: Trigger[] = []
  for (const { event } of instant.arrivals) {
    const newValues = learn(plan, known, event, instant.timeMs - state.beganMs)
    const caseIndex = newValues === 0 ? undefined : plan.caseFor(newValues)
    if (caseIndex === undefined) continue
    const part = { step: plan.step, query: 0, atMs: event.timeMs, events: [event], from: 0, to: 1 }
    triggers.push({ atMs: event.timeMs, caseIndex, parts: [part] })
  }
  return triggers
}

/** Gives back the values that are forgotten by now; a group keeps how many it has shown. Answers how many stay. */
export function forgetValues(plan: NewValuePlan, state: NewValueState, nowMs: number): number {
  let left = state.groups.size
  for (const { seen } of state.groups.values()) {
    for (const [value, lastSeenMs] of seen) if (nowMs - lastSeenMs > plan.forgetAfterMs) seen.delete(value)
    left += seen.size
  }
  return left
}

/** Learns the event's values and answers how many of them call for a signal. */
function learn(plan: NewValuePlan, group: NewValueGroup, event: Hit, sinceBeginMs: number): number {
  let newValues = 0
  for (const value of event.readings[0]?.texts ?? []) {
    const lastSeenMs = group.seen.get(value)
    group.seen.set(value, event.timeMs)
    if (lastSeenMs !== undefined && event.timeMs - lastSeenMs <= plan.forgetAfterMs) continue
    const silent =
      plan.learning.kind === 'duration' ? sinceBeginMs <= plan.learning.ms : group.learned < plan.learning.count
    group.learned += 1
    if (!silent) newValues += 1
  }
  return newValues
}
