import type { JsonObject } from '../../json/json'
import type { Hit } from '../hits/hit'

/** A moment at which a rule's case became or stayed true for a group. */
export interface Trigger {
  readonly atMs: number
  readonly caseIndex: number
  readonly parts: readonly TriggerPart[]
  /** When it came true, where that is what the signal has seen instead of the logs of its parts. */
  readonly seenMs?: number
  /** The silence that made it, if one did; it is over once a log comes. */
  readonly silence?: { readonly isOver: boolean }
  /** Attributes that the method puts on the signal, beside those of the logs. */
  readonly adds?: JsonObject
}

/** What one query gave to a trigger: the events from `from` up to, not including, `to` of a list that only grows at its end. */
export interface TriggerPart {
  /** The step, side or query that the events belong to. */
  readonly step: string
  readonly query: number
  /** When the step fired. */
  readonly atMs: number
  readonly events: readonly Hit[]
  readonly from: number
  readonly to: number
  /** Events of that stretch which serve another step instead. */
  readonly except?: readonly Hit[]
}
