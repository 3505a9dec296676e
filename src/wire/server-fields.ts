import type { FieldLevel } from '../rule/field-level'
import { levelOf } from '../rule/field-level'
import { ruleShape } from '../rule/rule-shape'
import { suppressionServerFields, suppressionShape } from '../suppression/suppression-shape'

/** What the tenant does to a rule, from its root. */
export const ruleLevel: FieldLevel = levelOf(ruleShape) ?? {}

/** The same for the attributes of a suppression. */
export const suppressionLevel: FieldLevel = withServerFields(levelOf(suppressionShape) ?? {}, suppressionServerFields)

/** Every field of a level that the API is known to have. */
export function knownFields(level: FieldLevel): ReadonlySet<string> {
  const known = knownByLevel.get(level) ?? new Set(level.known)
  knownByLevel.set(level, known)
  return known
}

const knownByLevel = new WeakMap<FieldLevel, ReadonlySet<string>>()

function withServerFields(level: FieldLevel, fields: readonly string[]): FieldLevel {
  return { ...level, server: [...(level.server ?? []), ...fields], known: [...(level.known ?? []), ...fields] }
}
