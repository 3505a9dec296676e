import { type Group, type Hit, inOrder, noValue, type ReferenceQuery, type ReferenceRule, type Thing } from './model'
import { valuesOf } from './search'

/** A log or signal, with the queries that match it. */
export interface Matched {
  readonly thing: Thing
  readonly queries: readonly number[]
}

/** The groups that things join, in the order in which their first thing stands. Queries join by position of their fields. */
export function groupsOf(rule: ReferenceRule, matched: readonly Matched[]): readonly Group[] {
  const groups = new Map<string, { key: Group['key']; hits: Map<Thing, Hit> }>()
  for (const { thing, queries } of [...matched].sort((x, y) => inOrder(x.thing, y.thing))) {
    for (const query of queries) {
      const asked = rule.queries[query]
      for (const key of asked === undefined ? [] : keysOf(rule, asked, query, thing)) {
        const name = JSON.stringify(key)
        const group = groups.get(name) ?? { key, hits: new Map() }
        const known = group.hits.get(thing)?.queries ?? []
        group.hits.set(thing, { thing, time: thing.time, queries: [...known, query] })
        groups.set(name, group)
      }
    }
  }
  return [...groups.values()].map(({ key, hits }) => ({ key, hits: [...hits.values()] }))
}

/** Each value of a list is a group of its own. Root queries of a third party group apart, each by its own fields. */
function keysOf(rule: ReferenceRule, query: ReferenceQuery, index: number, thing: Thing): readonly Group['key'][] {
  let keys: (string | undefined)[][] = [[]]
  for (const field of query.groupBy) {
    const own = [...new Set(valuesOf(thing, field))]
    const values = own.length === 0 && query.optional ? [noValue] : own
    keys = keys.flatMap((key) => values.map((value) => [...key, value]))
  }
  const fields = groupFieldsOf(rule)
  if (rule.method !== 'third_party') return keys
  return keys.map((key) =>
    fields.map(({ query: of }, at) => (of === index ? key[at - firstOf(fields, index)] : undefined)),
  )
}

/** The fields by which a rule groups: by position for all queries, and for a third party those of one query after another. */
export function groupFieldsOf(
  rule: ReferenceRule,
): readonly { readonly query: number; readonly names: readonly string[] }[] {
  if (rule.method === 'third_party') {
    return rule.queries.flatMap(({ groupBy }, query) => groupBy.map((name) => ({ query, names: [name] })))
  }
  const positions = rule.queries[0]?.groupBy ?? []
  return positions.map((_, at) => ({
    query: 0,
    names: [...new Set(rule.queries.flatMap(({ groupBy }) => groupBy.slice(at, at + 1)))],
  }))
}

function firstOf(fields: readonly { readonly query: number }[], index: number): number {
  return fields.findIndex(({ query }) => query === index)
}
