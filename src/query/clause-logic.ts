import { sameJson } from '../json/canonical-json'
import { nameOfField } from './field-named'
import { compileWildcard } from './matching/wildcard'
import type { CidrClause, Clause } from './query'

/** The value of a clause on a field that is compared as a whole; undefined for wildcards, ranges and running text. */
export function plainValue({ field, value }: Clause): string | undefined {
  const isWhole =
    field.kind === 'attribute' || field.kind === 'tag' || (field.kind === 'reserved' && field.name !== 'message')
  return isWhole && (value.kind === 'term' || value.kind === 'phrase') ? value.text : undefined
}

/** Whether every log that matches `narrow` also matches `wide`, as far as the two clauses alone can tell. */
export function covers(wide: Clause | CidrClause, narrow: Clause | CidrClause): boolean {
  if (wide.kind === 'cidr' || narrow.kind === 'cidr') return false
  if (nameOfField(wide.field) !== nameOfField(narrow.field)) return false
  if (wide.value.kind === 'any' || wide.value.kind === 'exists') return true
  const text = plainValue(narrow)
  if (
    text !== undefined &&
    wide.value.kind === 'wildcard' &&
    plainValue({ ...wide, value: narrow.value }) !== undefined
  ) {
    return compileWildcard(wide.value.pattern)(text)
  }
  if (wide.value.kind === 'wildcard' && narrow.value.kind === 'wildcard') {
    return sameJson(wide.value.pattern, narrow.value.pattern)
  }
  const isText = wide.value.kind === 'term' || wide.value.kind === 'phrase'
  return isText && plainValue(wide) !== undefined && plainValue(wide) === text
}

/** Fields of which a log has one value. An attribute may be a list, and a tag key may come several times. */
const single = new Set(['source', 'service', 'status', 'host', 'trace_id'])

/** Whether two clauses ask a field of which a log has one value for two that cannot be the same. */
export function askForOthers(one: Clause | CidrClause, other: Clause | CidrClause): boolean {
  if (one.kind === 'cidr' || other.kind === 'cidr') return false
  const field = nameOfField(one.field)
  if (!single.has(field) || nameOfField(other.field) !== field) return false
  const [value, otherValue] = [plainValue(one), plainValue(other)]
  if (value !== undefined && otherValue !== undefined) return value !== otherValue
  return misses(one, otherValue) || misses(other, value)
}

function misses({ value }: Clause, text: string | undefined): boolean {
  return text !== undefined && value.kind === 'wildcard' && !compileWildcard(value.pattern)(text)
}
