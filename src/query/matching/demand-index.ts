import { compilePath } from '../../event/attribute-path'
import type { LogEvent } from '../../event/log-event'
import type { Json } from '../../json/json'
import { nameOfField } from '../field-named'
import { readNumber } from '../number-literal'
import type { Query } from '../query'

/**
 * Answers which of many queries could match an event: never too few, and rarely many that do not. Most queries demand one of a
 * few values of a field, as in `@evt.name:(A OR B)`; such a query is looked up by that value, and only the others are always
 * candidates.
 */
export class DemandIndex<Item> {
  private readonly always: Item[] = []
  private readonly indexes: readonly FieldIndex<Item>[]

  /** Where nobody knows what an item asks, it is always a candidate. */
  constructor(asked: readonly { readonly query: Query | undefined; readonly item: Item }[]) {
    const fields = new Map<string, FieldIndex<Item>>()
    const demands = asked.map(({ query, item }) => ({ item, choices: query ? demandsOf(query) : [] }))
    const useOf = countUses(demands.flatMap(({ choices }) => choices))
    for (const { item, choices } of demands) {
      const [best] = [...choices].sort((a, b) => costOf(a, useOf) - costOf(b, useOf))
      if (best === undefined) {
        this.always.push(item)
        continue
      }
      let index = fields.get(best.field)
      if (index === undefined) {
        index = new FieldIndex(best.field)
        fields.set(best.field, index)
      }
      index.add(best.texts, item)
    }
    this.indexes = [...fields.values()]
  }

  candidatesFor(event: LogEvent): readonly Item[] {
    let found: Item[] | undefined
    for (const index of this.indexes) found = index.collect(event, found)
    return found === undefined ? this.always : [...this.always, ...found]
  }
}

/** A field of which a matching event has one of these values. */
interface Demand {
  readonly field: string
  readonly texts: ReadonlySet<string>
}

/** How often each value of each field is demanded: one that all queries share tells little. */
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

class FieldIndex<Item> {
  private readonly read: (event: LogEvent) => readonly Json[]
  private readonly byText = new Map<string, Item[]>()
  private readonly byNumber = new Map<number, Item[]>()

  constructor(field: string) {
    this.read = compilePath(field)
  }

  add(texts: ReadonlySet<string>, item: Item): void {
    for (const text of texts) {
      append(this.byText, text, item)
      const number = readNumber(text)
      if (number !== undefined) append(this.byNumber, number, item)
    }
  }

  collect(event: LogEvent, found: Item[] | undefined): Item[] | undefined {
    const values = this.read(event)
    if (values.length === 0) return found
    const met = new Set<Item>()
    for (const value of values) for (const item of this.withValue(value)) met.add(item)
    return met.size === 0 ? found : [...(found ?? []), ...met]
  }

  private withValue(value: Json): readonly Item[] {
    if (typeof value === 'number') return this.byNumber.get(value) ?? []
    if (typeof value === 'string') return this.byText.get(value) ?? []
    return (typeof value === 'boolean' ? this.byText.get(value ? 'true' : 'false') : undefined) ?? []
  }
}

function append<Key, Item>(map: Map<Key, Item[]>, key: Key, item: Item): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, [item])
  else if (known.at(-1) !== item) known.push(item)
}
