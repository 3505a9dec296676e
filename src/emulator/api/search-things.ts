import type { Json, JsonObject } from '../../json/json'
import { listIn, objectsIn } from '../../json/json-object'
import { compileQuery } from '../../query/matching/compile-query'
import { parseQuery } from '../../query/parse-query'
import { asRuleSearch } from '../../suppression/rule-as-event'
import { compileRuleSearch } from '../../suppression/rule-search'

/** The rules that a list's `query` asks for: all without one, none for one that does not parse (assumed). */
export function ruleSearch(query: string | null): (rule: JsonObject) => boolean {
  if (query === null || query.trim() === '') return () => true
  return compileRuleSearch(query) ?? (() => false)
}

/** The suppressions that a list's `query` asks for; `id:a OR id:b` is observed, other fields as tags are assumed. */
export function suppressionSearch(query: string | null): (suppression: JsonObject) => boolean {
  if (query === null || query.trim() === '') return () => true
  const parsed = parseQuery(query).query
  if (!parsed) return () => false
  const matches = compileQuery(asRuleSearch(parsed))
  return (suppression) => {
    const fields = ['id', 'name', 'enabled', 'rule_query'].map((field) => `${field}:${String(suppression[field])}`)
    const tags = [...fields, ...tagsOf(suppression)]
    return matches({ id: '', timeMs: 0, message: String(suppression.name), tags, attributes: {} })
  }
}

/** Rules in the order that `sort` names, ties in the order of their creation; `-` turns it round. */
export function sortedThings(things: readonly JsonObject[], sort: string | null): readonly JsonObject[] {
  if (!sort) return things
  const descending = sort.startsWith('-')
  const keyOf = sortKeys.get(descending ? sort.slice(1) : sort)
  if (!keyOf) return things
  const sorted = [...things].sort((a, b) => compared(keyOf(a), keyOf(b)))
  return descending ? sorted.reverse() : sorted
}

const severities = ['info', 'low', 'medium', 'high', 'critical']

const sortKeys = new Map<string, (thing: JsonObject) => Json | undefined>([
  ['name', (thing) => thing.name],
  ['creation_date', (thing) => thing.createdAt ?? thing.creation_date],
  ['update_date', (thing) => thing.updatedAt ?? thing.update_date ?? thing.createdAt],
  ['start_date', (thing) => thing.start_date],
  ['expiration_date', (thing) => thing.expiration_date],
  ['enabled', (thing) => Number(thing.isEnabled ?? thing.enabled)],
  ['type', (thing) => thing.type],
  ['source', (thing) => tagsOf(thing).find((tag) => tag.startsWith('source:'))],
  ['highest_severity', (thing) => highestSeverity(thing)],
])

function highestSeverity(thing: JsonObject): number {
  return Math.max(-1, ...objectsIn(thing.cases).map((one) => severities.indexOf(String(one.status))))
}

function tagsOf(thing: JsonObject): readonly string[] {
  return listIn(thing.tags).map(String)
}

function compared(a: Json | undefined, b: Json | undefined): number {
  if (a === b) return 0
  if (a === undefined || a === null) return 1
  if (b === undefined || b === null) return -1
  return a < b ? -1 : 1
}
