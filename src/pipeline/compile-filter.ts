import type { Json } from '../json/json'
import { compileQuery, type Predicate } from '../query/matching/compile-query'
import { reachField } from '../query/matching/field-values'
import { compileValueTest } from '../query/matching/value-test'
import { numberOf } from '../query/number-literal'
import type { Bound, Clause, Query } from '../query/query'
import { clausesIn } from '../query/walk-query'

const plainNumber = /^[+-]?\d{1,20}(?:\.\d{1,20})?(?:[eE][+-]?\d{1,3})?$/

/**
 * The filter of a pipeline or category: a log search, but that a bound which is a number compares the number that a text
 * holds as well (observed in the public pipelines' tests: a status code taken by grok as a text falls into its range).
 */
export function compileFilter(query: Query): Predicate {
  const numeric = clausesIn(query).some(({ clause }) => clause.kind === 'clause' && hasNumericBound(clause))
  if (!numeric) return compileQuery(query)
  return compileQuery(query, (node, predicate) =>
    node.kind === 'clause' && hasNumericBound(node) ? numericToo(node) : predicate,
  )
}

function hasNumericBound({ field, value }: Clause): boolean {
  const isAttribute = field.kind === 'attribute'
  if (value.kind === 'comparison') return isAttribute && isNumber(value.bound)
  if (value.kind !== 'range') return false
  const bounds = [value.lower.bound, value.upper.bound].filter((bound) => bound !== undefined)
  return isAttribute && bounds.length > 0 && bounds.every(isNumber)
}

function isNumber(bound: Bound): boolean {
  return numberOf(bound) !== undefined
}

function numericToo({ field, value }: Clause): Predicate {
  const test = compileValueTest(value)
  const reach = reachField(field)
  const holds = (stored: Json): boolean =>
    typeof stored === 'string' && plainNumber.test(stored.trim()) ? test(Number(stored)) : test(stored)
  return (event) => reach(event, holds)
}
