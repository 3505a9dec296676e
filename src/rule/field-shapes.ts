import type {
  ChoiceShape,
  Field,
  Fields,
  ListShape,
  MapShape,
  NumberShape,
  Shape,
  TextShape,
  WrittenShape,
} from '../shape/shape'
import { caseStatuses } from './case-status'
import { durationShape, windowSeconds } from './durations'
import type { WireField } from './field-level'

export const text: TextShape = { kind: 'text' }
export const words: TextShape = { kind: 'text', nonEmpty: true }
export const flag = { kind: 'flag' } as const satisfies Shape
export const json = { kind: 'json' } as const satisfies Shape
export const severity: ChoiceShape = { kind: 'choice', of: caseStatuses }
export const wholeNumber: NumberShape = { kind: 'number', whole: true, min: 0 }

/** Windows and keepAlive: beyond six hours schema and documentation of Datadog disagree. */
export const window: WrittenShape = durationShape({ allowed: windowSeconds, doubtfulAbove: 21_600 })

export const serverSet: Field<WireField> = { shape: json, about: 'Set by Datadog alone.', setByDatadog: true }

/** A word of Datadog's that a later version of its API may have joined by others. */
export function oneOf(...of: readonly string[]): ChoiceShape {
  return { kind: 'choice', of, mayGrow: true }
}

export function listOf(item: Shape<WireField>, max?: number): ListShape<WireField> {
  return { kind: 'list', item, most: mostItems, ...(max !== undefined && { max }) }
}

/** No list of a rule that was ever seen comes near; what compares its items pair by pair can rely on it. */
const mostItems = 1000

/** As many as were ever seen; Terraform's users once met a limit that was their tool's alone. */
export function upToTen(item: Shape<WireField>): ListShape<WireField> {
  return { kind: 'list', item, max: 10, mayGrow: true, most: mostItems }
}

export function mapOf(what: string, fields: Fields<WireField>): MapShape<WireField> {
  return { kind: 'map', what, fields }
}
