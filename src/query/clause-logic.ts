import { sameJson } from '../json/canonical-json'
import { nameOfField } from './field-named'
import { blocksCover, valueCovers } from './matching/value-covers'
import { compileWildcard } from './matching/wildcard'
import type { CidrClause, Clause, Field, Value } from './query'

/** The value of a clause on a field that is compared as a whole; undefined for wildcards, ranges and running text. */
export function plainValue({ field, value }: Clause): string | undefined {
  return isComparedWhole(field) && isText(value) ? value.text : undefined
}

function isComparedWhole(field: Field): boolean {
  return field.kind === 'attribute' || field.kind === 'tag' || (field.kind === 'reserved' && field.name !== 'message')
}

function isText(value: Value): value is Extract<Value, { readonly kind: 'term' | 'phrase' }> {
  return value.kind === 'term' || value.kind === 'phrase'
}

/** Whether every log that matches `narrow` also matches `wide`, as far as the two clauses alone can tell. */
export function covers(wide: Clause | CidrClause, narrow: Clause | CidrClause): boolean {
  if (nameOfField(wide.field) !== nameOfField(narrow.field)) return false
  if (wide.kind === 'cidr') return narrow.kind === 'cidr' && blocksCover(wide.blocks, narrow.blocks)
  if (wide.value.kind === 'any' || wide.value.kind === 'exists') return true
  if (narrow.kind === 'cidr') return false
  if (isComparedWhole(wide.field)) return valueCovers(wide.value, narrow.value)
  return wide.value.kind === 'wildcard' && narrow.value.kind === 'wildcard'
    ? sameJson(wide.value.pattern, narrow.value.pattern)
    : isText(wide.value) &&
        isText(narrow.value) &&
        wide.value.kind === narrow.value.kind &&
        wide.value.text === narrow.value.text
}

/** Fields of which there is one value. An attribute may be a list, and a tag key may come several times. */
const singles = {
  log: new Set(['source', 'service', 'status', 'host', 'trace_id']),
  // A signal has the sources, services and hosts of all its logs.
  signal: new Set(['status']),
} as const

/** What a query is asked of. */
export type Asked = keyof typeof singles

/** Whether two clauses ask a field of which there is one value for two that cannot be the same. */
export function askForOthers(one: Clause | CidrClause, other: Clause | CidrClause, asked: Asked = 'log'): boolean {
  if (one.kind === 'cidr' || other.kind === 'cidr') return false
  const field = nameOfField(one.field)
  if (!singles[asked].has(field) || nameOfField(other.field) !== field) return false
  const [value, otherValue] = [plainValue(one), plainValue(other)]
  if (value !== undefined && otherValue !== undefined) return value !== otherValue
  return misses(one, otherValue) || misses(other, value)
}

function misses({ value }: Clause, text: string | undefined): boolean {
  return text !== undefined && value.kind === 'wildcard' && !compileWildcard(value.pattern)(text)
}
