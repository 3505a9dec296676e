import type { Path } from '../../diagnostic/diagnostic'
import { isJsonObject } from '../../json/json-object'
import type { Shape } from '../../shape/shape'
import type { Draft } from '../rule'
import { ruleShape } from '../rule-shape'

/** Keys that the shape of a rule does not tell and that are known to change nothing about what it detects. */
const harmless: ReadonlySet<string> = new Set([
  // Our own, for the files of a workspace; they are never sent.
  'formerly',
  'adopts',
  'beside',
  'tenants',
  'imported',
  'intends',
  'widened',
  'owner',
  'reason',
  'review',
  // For editors.
  '$schema',
])

/**
 * The keys of a rule that nobody here knows, at any depth: what they ask of Datadog may change what the rule detects.
 * A key counts as known if it is harmless, ours or the workspace's (`policy.harmlessKeys`), or stands at what an API
 * fills in for what was left out: null, false, an empty text, list or map (`assumed`).
 */
export function unknownKeys(rule: Draft, alsoHarmless: ReadonlySet<string> = new Set()): readonly Path[] {
  const found: Path[] = []
  const walk = (shape: Shape, value: unknown, path: Path): void => {
    if (shape.kind === 'list' && Array.isArray(value)) {
      for (const [index, item] of value.entries()) walk(shape.item, item, [...path, index])
    }
    if (shape.kind !== 'map' || !isJsonObject(value)) return
    for (const [key, each] of Object.entries(value)) {
      const field = Object.hasOwn(shape.fields, key) ? shape.fields[key] : undefined
      if (field) walk(field.shape, each, [...path, key])
      else if (!isHarmless(key, each, alsoHarmless)) found.push([...path, key])
    }
  }
  walk(ruleShape, rule, [])
  return found
}

/** Whether a key that nobody here knows changes nothing about what its rule detects. */
export function isHarmless(key: string, value: unknown, alsoHarmless: ReadonlySet<string>): boolean {
  return harmless.has(key) || alsoHarmless.has(key) || saysNothing(value)
}

function saysNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === '') return true
  if (Array.isArray(value)) return value.length === 0
  return isJsonObject(value) && Object.keys(value).length === 0
}
