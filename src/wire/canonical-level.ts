import { sameJson } from '../json/canonical-json'
import type { Json, JsonObject } from '../json/json'
import { isJsonObject } from '../json/json-object'
import type { FieldLevel, RuleKind } from '../rule/field-level'
import { isIdentityTag } from '../rule/tenant/identity-tags'

/**
 * Brings one object to the form that its table describes: the tenant's own fields gone, defaults filled in, values
 * that mean absence gone, sets in order, keys in order. Fields in no table are kept as they are.
 */
export function canonicalLevel(level: FieldLevel, value: JsonObject, kind: RuleKind): JsonObject {
  const server = new Set(level.server)
  const fields = new Map<string, Json>()
  for (const [key, raw] of Object.entries(value)) {
    if (raw === undefined || server.has(key)) continue
    if (!meansAbsent(level, key, raw)) fields.set(key, raw)
  }
  for (const [key, filling] of Object.entries(level.filled ?? {})) {
    if (fields.has(key)) continue
    const filled = typeof filling === 'function' ? filling(kind) : filling
    if (filled !== undefined) fields.set(key, filled)
  }
  for (const key of level.sets ?? []) {
    const list = fields.get(key)
    if (Array.isArray(list)) fields.set(key, asSet(list))
  }
  for (const [key, inner] of Object.entries(level.inner ?? {})) {
    const held = fields.get(key)
    if (held !== undefined) fields.set(key, canonicalInner(inner, held, kind))
  }
  return Object.fromEntries([...fields].sort(([left], [right]) => (left < right ? -1 : 1)))
}

function meansAbsent(level: FieldLevel, key: string, value: Json): boolean {
  const alike = own(level.absentAs, key)
  if (alike) return value === null || alike.some((empty) => sameJson(empty, value))
  return value === null && own(level.filled, key) !== undefined
}

function canonicalInner(level: FieldLevel, value: Json, kind: RuleKind): Json {
  if (Array.isArray(value)) {
    return value.map((item: Json) => (isJsonObject(item) ? canonicalLevel(level, item, kind) : item))
  }
  return isJsonObject(value) ? canonicalLevel(level, value, kind) : value
}

function asSet(list: readonly Json[]): Json {
  const others = list.filter((item) => typeof item !== 'string')
  const texts = list.filter((item): item is string => typeof item === 'string' && !isIdentityTag(item))
  return [...[...new Set(texts)].sort(), ...others]
}

function own<Value>(table: Readonly<Record<string, Value>> | undefined, key: string): Value | undefined {
  return table && Object.hasOwn(table, key) ? table[key] : undefined
}
