import type { Path } from '../diagnostic/diagnostic'
import { isJsonObject } from '../json/json-object'
import type { Shape } from '../shape/shape'
import type { Draft } from './rule'
import { ruleShape } from './rule-shape'

/**
 * What was read of a value, with all that its shape requires: a missing text or word is empty. Reading has
 * told what is missing; with something in its place, all the rest can still be looked at.
 */
export function fillGaps(shape: Shape, value: unknown): unknown {
  switch (shape.kind) {
    case 'list':
      return Array.isArray(value) ? value.map((item) => fillGaps(shape.item, item)) : value
    case 'map': {
      if (!isJsonObject(value)) return value
      const whole: Record<string, unknown> = { ...value }
      for (const [key, field] of Object.entries(shape.fields)) {
        if (Object.hasOwn(value, key)) whole[key] = fillGaps(field.shape, value[key])
        else if (field.required) whole[key] = field.shape.kind === 'map' ? {} : ''
      }
      return whole
    }
    default:
      return value
  }
}

/** Where a draft lacks a text that a rule must have, or all queries or cases. Reading the file has told of each. */
export function gapsIn(draft: Draft): readonly Path[] {
  const lists = (['queries', 'cases'] as const).filter((key) => draft[key].length === 0)
  return [...lists.map((key) => [key]), ...emptyTexts(ruleShape, draft, [])]
}

function emptyTexts(shape: Shape, value: unknown, path: Path): readonly Path[] {
  if (shape.kind === 'list') {
    return Array.isArray(value) ? value.flatMap((item, at) => emptyTexts(shape.item, item, [...path, at])) : []
  }
  if (shape.kind !== 'map' || !isJsonObject(value)) return []
  return Object.entries(shape.fields).flatMap(([key, field]) =>
    field.required && field.shape.kind === 'text' && value[key] === ''
      ? [[...path, key]]
      : emptyTexts(field.shape, value[key], [...path, key]),
  )
}
