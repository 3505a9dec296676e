import { compilePath } from '../event/attribute-path'
import type { LogEvent } from '../event/log-event'
import type { Json } from '../json/json'
import { nameOfField } from '../query/field-named'
import type { Predicate } from '../query/matching/compile-query'
import { readNumber } from '../query/number-literal'
import type { Query } from '../query/query'
import type { CompiledRule } from './compiled-rule'
import { scalarText } from './scalar-text'

/** Names one query of one rule, both by position. */
interface SelectorRef {
  readonly rule: number
  readonly query: number
}

/** A query over logs, asked once however many rules have it. */
export interface DistinctQuery {
  readonly query: Query
  readonly matches: Predicate
  readonly refs: readonly SelectorRef[]
}

/** Answers which queries of all rules could match an event: never too few, and rarely many that do not. */
export interface CandidateIndex {
  readonly queries: readonly DistinctQuery[]
  candidatesFor(event: LogEvent): readonly DistinctQuery[]
}

/**
 * Builds one index over the queries of all rules. Most queries demand one of a few values of a field, as in
 * `@evt.name:(A OR B)`; such a query is looked up by that value, and only the others are always candidates.
 */
export function indexCandidates(rules: readonly CompiledRule[]): CandidateIndex {
  const queries = distinctQueries(rules)
  const always: DistinctQuery[] = []
  const fields = new Map<string, FieldIndex>()
  const demands = queries.map((query) => ({ query, demands: demandsOf(query.query) }))
  const useOf = countUses(demands.flatMap((each) => each.demands))
  for (const { query, demands: choices } of demands) {
    const [best] = [...choices].sort((a, b) => costOf(a, useOf) - costOf(b, useOf))
    if (best === undefined) {
      always.push(query)
      continue
    }
    let index = fields.get(best.field)
    if (index === undefined) {
      index = new FieldIndex(best.field)
      fields.set(best.field, index)
    }
    index.add(best.texts, query)
  }
  const indexes = [...fields.values()]
  return {
    queries,
    candidatesFor: (event) => {
      let found: DistinctQuery[] | undefined
      for (const index of indexes) found = index.collect(event, found)
      return found === undefined ? always : [...always, ...found]
    },
  }
}

function distinctQueries(rules: readonly CompiledRule[]): readonly DistinctQuery[] {
  const byText = new Map<string, { readonly refs: SelectorRef[] }>()
  const queries: DistinctQuery[] = []
  for (const [rule, { selectors }] of rules.entries()) {
    for (const [query, selector] of selectors.entries()) {
      const known = selector.text === undefined ? undefined : byText.get(selector.text)
      if (known !== undefined) {
        known.refs.push({ rule, query })
        continue
      }
      const distinct = { query: selector.query, matches: selector.matches, refs: [{ rule, query }] }
      if (selector.text !== undefined) byText.set(selector.text, distinct)
      queries.push(distinct)
    }
  }
  return queries
}

/** A field of which a matching event has one of these values. */
interface Demand {
  readonly field: string
  readonly texts: ReadonlySet<string>
}

/** How often each value of each field is demanded: one that all rules share tells little. */
function countUses(demands: readonly Demand[]): ReadonlyMap<string, number> {
  const uses = new Map<string, number>()
  for (const { field, texts } of demands) {
    for (const text of texts) uses.set(`${field}:${text}`, (uses.get(`${field}:${text}`) ?? 0) + 1)
  }
  return uses
}

function costOf({ field, texts }: Demand, uses: ReadonlyMap<string, number>): number {
  let cost = 0
  for (const text of texts) cost += uses.get(`${field}:${text}`) ?? 0
  return cost
}

/** The demands of a query that stand on their own: each one must be met. */
function demandsOf(query: Query): readonly Demand[] {
  if (query.kind === 'and') return query.queries.flatMap(demandsOf)
  const demand = demandOf(query)
  return demand === undefined ? [] : [demand]
}

function demandOf(query: Query): Demand | undefined {
  if (query.kind === 'or') {
    const demands = query.queries.map(demandOf)
    const [first] = demands
    const texts = new Set<string>()
    for (const demand of demands) {
      if (demand === undefined || demand.field !== first?.field) return undefined
      for (const text of demand.texts) texts.add(text)
    }
    return first && { field: first.field, texts }
  }
  if (query.kind !== 'clause' || (query.value.kind !== 'term' && query.value.kind !== 'phrase')) return undefined
  const { field, value } = query
  const isPlain =
    field.kind === 'attribute' ||
    (field.kind === 'reserved' && (field.name === 'source' || field.name === 'service' || field.name === 'host'))
  return isPlain ? { field: nameOfField(field), texts: new Set([value.text]) } : undefined
}

class FieldIndex {
  private readonly read: (event: LogEvent) => readonly Json[]
  private readonly byText = new Map<string, DistinctQuery[]>()
  private readonly byNumber = new Map<number, DistinctQuery[]>()

  constructor(field: string) {
    this.read = compilePath(field)
  }

  add(texts: ReadonlySet<string>, query: DistinctQuery): void {
    for (const text of texts) {
      append(this.byText, text, query)
      const number = readNumber(text)
      if (number !== undefined) append(this.byNumber, number, query)
    }
  }

  collect(event: LogEvent, found: DistinctQuery[] | undefined): DistinctQuery[] | undefined {
    const values = this.read(event)
    if (values.length === 0) return found
    const met = new Set<DistinctQuery>()
    for (const value of values) {
      const known = typeof value === 'number' ? this.byNumber.get(value) : this.byText.get(scalarText(value) ?? '')
      for (const query of known ?? []) met.add(query)
    }
    return met.size === 0 ? found : [...(found ?? []), ...met]
  }
}

function append<Key>(map: Map<Key, DistinctQuery[]>, key: Key, query: DistinctQuery): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, [query])
  else if (known.at(-1) !== query) known.push(query)
}
