import { compilePath } from '../event/attribute-path'
import type { LogEvent } from '../event/log-event'
import type { Json } from '../json/json'
import { nameOfField } from '../query/field-named'
import { readNumber } from '../query/number-literal'
import type { Query } from '../query/query'
import type { CompiledRule } from './compiled-rule'
import { scalarText } from './scalar-text'

/** Names one query of one rule, both by position. */
interface SelectorRef {
  readonly rule: number
  readonly query: number
}

/** Answers which queries of all rules could match an event: never too few, and rarely many that do not. */
export interface CandidateIndex {
  candidatesFor(event: LogEvent): readonly SelectorRef[]
}

/**
 * Builds one index over the queries of all rules. Most queries demand one of a few values of a field, as in
 * `@evt.name:(A OR B)`; such a query is looked up by that value, and only the others are always candidates.
 */
export function indexCandidates(rules: readonly CompiledRule[]): CandidateIndex {
  const always: SelectorRef[] = []
  const fields = new Map<string, FieldIndex>()
  const demands = rules.flatMap((rule, ruleIndex) =>
    rule.selectors.map(({ query }, queryIndex) => ({
      ref: { rule: ruleIndex, query: queryIndex },
      demands: demandsOf(query),
    })),
  )
  const useOf = countUses(demands.flatMap((selector) => selector.demands))
  for (const { ref, demands: choices } of demands) {
    const [best] = [...choices].sort((a, b) => costOf(a, useOf) - costOf(b, useOf))
    if (best === undefined) {
      always.push(ref)
      continue
    }
    let index = fields.get(best.field)
    if (index === undefined) {
      index = new FieldIndex(best.field)
      fields.set(best.field, index)
    }
    index.add(best.texts, ref)
  }
  const indexes = [...fields.values()]
  return {
    candidatesFor: (event) => {
      let found: SelectorRef[] | undefined
      for (const index of indexes) found = index.collect(event, found)
      return found === undefined ? always : [...always, ...found]
    },
  }
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
  private readonly byText = new Map<string, SelectorRef[]>()
  private readonly byNumber = new Map<number, SelectorRef[]>()

  constructor(field: string) {
    this.read = compilePath(field)
  }

  add(texts: ReadonlySet<string>, ref: SelectorRef): void {
    for (const text of texts) {
      append(this.byText, text, ref)
      const number = readNumber(text)
      if (number !== undefined) append(this.byNumber, number, ref)
    }
  }

  collect(event: LogEvent, found: SelectorRef[] | undefined): SelectorRef[] | undefined {
    const values = this.read(event)
    if (values.length === 0) return found
    const refs = new Set<SelectorRef>()
    for (const value of values) {
      const known = typeof value === 'number' ? this.byNumber.get(value) : this.byText.get(scalarText(value) ?? '')
      for (const ref of known ?? []) refs.add(ref)
    }
    return refs.size === 0 ? found : [...(found ?? []), ...refs]
  }
}

function append<Key>(map: Map<Key, SelectorRef[]>, key: Key, ref: SelectorRef): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, [ref])
  else if (known.at(-1) !== ref) known.push(ref)
}
