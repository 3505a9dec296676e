import type { Draft } from '../../rule/rule'
import type { GroupTrigger } from '../compiled-rule'
import type { Group } from '../group-key'
import type { Hit } from '../hits/hit'
import type { TriggerPart } from '../signals/trigger'
import type { Instant } from '../windows/instant'

/** A run of one rule, watched, by which its near misses are found. */
export interface WatchedRun {
  readonly rule: Draft
  /** All that it triggered. */
  readonly triggers: readonly GroupTrigger[]
  /** All that its machine was shown, in order of time. */
  readonly moments: readonly Moment[]
  /** What the rule, changed in something, triggers on the same events, in order of time. */
  triggersOf(variation: Draft): readonly GroupTrigger[]
  /** A group under the names of its fields. */
  valuesOf(group: Group): GroupValues
}

export interface Moment {
  readonly group: Group
  readonly instant: Instant
}

/** Group-by field to value; empty without groups. */
export type GroupValues = Readonly<Record<string, string>>

/** A log, or for a rule over signals a signal. */
export interface EventRef {
  readonly id: string
  readonly atMs: number
}

/** A log that did not fire, and what only its method can say of that. */
export type MethodMiss =
  /** New values that came while the rule was still learning: until a time, or so many values of a group. */
  | (Unfired & { readonly kind: 'learning'; readonly untilMs?: number; readonly learnedValues?: number })
  | (Unfired & {
      readonly kind: 'known'
      readonly value: string
      readonly seen: EventRef
      readonly forgetAfterMs: number
    })
  /** Too near or too slow to be impossible. */
  | (Unfired & {
      readonly kind: 'travel'
      readonly from: EventRef
      readonly distanceKm: number
      readonly speedKmH: number
      readonly limits: { readonly distanceKm: number; readonly speedKmH: number }
    })
  /** An impossible travel while places are learned (until a time), or to a place or by a change that is usual. */
  | (Unfired & { readonly kind: 'usual'; readonly from: EventRef; readonly untilMs?: number })
  /** A root query matched, no case did, and there is no default status. */
  | (Unfired & { readonly kind: 'ungraded' })

/** A log of one group that raised nothing. */
export interface Unfired {
  readonly group: GroupValues
  readonly event: EventRef
}

export function eventRef({ id, timeMs }: Pick<Hit, 'id' | 'timeMs'>): EventRef {
  return { id, atMs: timeMs }
}

/** The events that one part of a trigger stands for. */
export function eventsOfPart({ events, from, to, except }: TriggerPart): readonly Hit[] {
  const stretch = events.slice(from, to)
  return except === undefined ? stretch : stretch.filter((event) => !except.includes(event))
}
