import { unquotedPath } from '../event/attribute-path'
import { readAddress } from '../event/ip-address'
import type { LogEvent } from '../event/log-event'
import type { Json } from '../json/json'
import { isScalar } from '../json/json-object'
import { nameOfField } from './field-named'
import { compileQuery, type Predicate } from './matching/compile-query'
import { reachField } from './matching/field-values'
import { nearPath } from './matching/near-path'
import { compileValueTest } from './matching/value-test'
import { numberOf } from './number-literal'
import type { CidrClause, Clause, PatternPart, Query, Value } from './query'

/** What one part of a query says of an event. Every clause is asked, also where the outcome was settled before. */
export interface Verdict {
  readonly query: Query
  readonly matched: boolean
  /** Why not; only on clauses and negations that did not match. */
  readonly reason?: Reason
  readonly parts: readonly Verdict[]
}

/**
 * Why a clause missed an event: no such field (`near` differs from it in letter case only), a value that differs in
 * letter case only, a value of another type (a text where a number was asked for), other values, or, for a negation,
 * the values by which the negated part matched. At most five values are given.
 */
export type Reason =
  | { readonly kind: 'absent'; readonly field: string; readonly near?: string }
  | { readonly kind: 'other-case'; readonly field: string; readonly found: Json }
  | { readonly kind: 'other-type'; readonly field: string; readonly found: Json }
  | { readonly kind: 'other-value'; readonly field: string; readonly found: readonly Json[] }
  | { readonly kind: 'excluded'; readonly field: string; readonly found: readonly Json[] }

const shownValues = 5

/** Tells for each part of a query whether an event matches it, and for what does not, why. */
export function explainQuery(query: Query, event: LogEvent): Verdict {
  return compileExplanation(query)(event)
}

/** The same for many events: what does not depend on the event is worked out once. */
export function compileExplanation(query: Query): (event: LogEvent) => Verdict {
  const compiled = new Map<Query, Predicate>()
  compileQuery(query, (node, predicate) => {
    compiled.set(node, predicate)
    return predicate
  })
  const explain = (node: Query, event: LogEvent): Verdict => {
    const matched = compiled.get(node)?.(event) ?? false
    const parts = partsOf(node).map((part) => explain(part, event))
    if (matched) return { query: node, matched, parts }
    const reason = reasonAgainst(node, event)
    return { query: node, matched, ...(reason && { reason }), parts }
  }
  return (event) => explain(query, event)
}

function partsOf(query: Query): readonly Query[] {
  if (query.kind === 'and' || query.kind === 'or') return query.queries
  return query.kind === 'not' ? [query.query] : []
}

function reasonAgainst(query: Query, event: LogEvent): Reason | undefined {
  switch (query.kind) {
    case 'clause':
      return reasonAgainstClause(query, event)
    case 'cidr':
      return reasonAgainstCidr(query, event)
    case 'not': {
      const inner = query.query
      if (inner.kind !== 'clause' && inner.kind !== 'cidr') return undefined
      const test = inner.kind === 'clause' && isText(inner) ? () => true : testOf(inner)
      return {
        kind: 'excluded',
        field: shownName(inner),
        found: valuesIn(inner, event).filter(test).slice(0, shownValues),
      }
    }
    default:
      return undefined
  }
}

function reasonAgainstClause(clause: Clause, event: LogEvent): Reason {
  const field = shownName(clause)
  const found = valuesIn(clause, event)
  if (clause.field.kind === 'everywhere') return { kind: 'other-value', field, found: [] }
  if (found.length === 0) return absent(clause, event)
  if (!isText(clause)) {
    const folded = compileValueTest(lowerCased(clause.value))
    const otherCase = found.find((value) => typeof value === 'string' && folded(value.toLowerCase()))
    if (otherCase !== undefined && isTextual(clause.value)) return { kind: 'other-case', field, found: otherCase }
    const otherType = found.find((value) => hasOtherType(clause.value, value))
    if (otherType !== undefined) return { kind: 'other-type', field, found: otherType }
  }
  return { kind: 'other-value', field, found: found.slice(0, shownValues) }
}

function reasonAgainstCidr(clause: CidrClause, event: LogEvent): Reason {
  const field = shownName(clause)
  const found = valuesIn(clause, event)
  if (found.length === 0) return absent(clause, event)
  const otherType = found.find((value) => typeof value !== 'string' || readAddress(value) === undefined)
  if (otherType !== undefined) return { kind: 'other-type', field, found: otherType }
  return { kind: 'other-value', field, found: found.slice(0, shownValues) }
}

function absent(clause: Clause | CidrClause, event: LogEvent): Reason {
  const { field } = clause
  const near = field.kind === 'attribute' ? nearPath(event, unquotedPath(field.path)) : undefined
  return { kind: 'absent', field: shownName(clause), ...(near !== undefined && { near: `@${near}` }) }
}

/** The name of a clause's field; the message where none is written. */
function shownName({ field }: Clause | CidrClause): string {
  return nameOfField(field) || 'message'
}

function valuesIn({ field }: Clause | CidrClause, event: LogEvent): readonly Json[] {
  const values: Json[] = []
  reachField(field)(event, (value) => {
    values.push(value)
    return false
  })
  return values
}

/** Whether a clause searches running text, where case never counts. */
function isText({ field }: Clause): boolean {
  return (
    field.kind === 'default' || field.kind === 'everywhere' || (field.kind === 'reserved' && field.name === 'message')
  )
}

function testOf(clause: Clause | CidrClause): (value: Json) => boolean {
  return clause.kind === 'clause' ? compileValueTest(clause.value) : () => true
}

function isTextual(value: Value): boolean {
  return value.kind === 'term' || value.kind === 'phrase' || value.kind === 'wildcard'
}

function lowerCased(value: Value): Value {
  if (value.kind === 'term' || value.kind === 'phrase') return { ...value, text: value.text.toLowerCase() }
  if (value.kind !== 'wildcard') return value
  const lower = (part: PatternPart): PatternPart =>
    part.kind === 'text' ? { kind: 'text', text: part.text.toLowerCase() } : part
  return { ...value, pattern: value.pattern.map(lower) }
}

function hasOtherType(value: Value, found: Json): boolean {
  if (!isScalar(found)) return isTextual(value) || value.kind === 'comparison' || value.kind === 'range'
  const bounds =
    value.kind === 'comparison' ? [value.bound] : value.kind === 'range' ? [value.lower.bound, value.upper.bound] : []
  return bounds.some((bound) => {
    if (bound === undefined) return false
    return (typeof found === 'number') !== (numberOf(bound) !== undefined)
  })
}
