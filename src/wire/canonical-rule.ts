import { sameJson } from '../json/canonical-json'
import type { Json, JsonObject } from '../json/json'
import { isJsonObject } from '../json/json-object'
import { asText } from '../json/json-text'
import type { RuleKind } from '../rule/field-level'
import { methodNamed, usualMethod } from '../rule/methods/method-of'
import type { Draft, WireRule } from '../rule/rule'
import { factsOfType, usualType } from '../rule/rule-types'
import { canonicalLevel } from './canonical-level'
import { ruleLevel } from './server-fields'

/**
 * The one form in which rules are compared: a file, a request and the tenant's answer to it come out equal. Server
 * fields and our own tags are gone, defaults are filled in, tags are a set; the order of queries, cases and steps
 * stays, since it is meaning. Fields that nobody knows yet stay as they are.
 */
export function canonicalRule(rule: Draft | WireRule): WireRule {
  const raw = rule as JsonObject
  const kind = ruleKind(raw)
  const filled = canonicalLevel(ruleLevel, raw, kind)
  return withoutInvented(
    {
      ...filled,
      options: canonicalOptions(filled.options, kind),
      queries: eachObject(filled.queries, (query) => canonicalQuery(query, kind)),
    },
    kind,
  )
}

/** Type and method of a rule in any form, with the tenant's defaults where they are not said. */
export function ruleKind(rule: Draft | WireRule): RuleKind {
  const { type, options } = rule as JsonObject
  const method = isJsonObject(options) ? options.detectionMethod : undefined
  return {
    type: asText(type) ?? usualType,
    method: asText(method) ?? usualMethod,
  }
}

/** Some windows are stored as others. */
function canonicalOptions(options: Json | undefined, { type, method }: RuleKind): Json {
  if (!isJsonObject(options)) return options ?? {}
  const stored = methodNamed(type, method).wire?.storedWindows?.[Number(options.evaluationWindow)]
  return stored === undefined ? options : { ...options, evaluationWindow: stored }
}

function canonicalQuery(query: JsonObject, { type }: RuleKind): JsonObject {
  const { metric, metrics, index, indexes, dataSource, ...rest } = query
  const source = dataSource === 'app_sec_spans' ? 'spans' : dataSource
  const implied: readonly Json[] = factsOfType(type)?.dataSource.implied ?? []
  return sorted({
    ...rest,
    ...onePlural('metric', metric, 'metrics', metrics),
    ...onePlural('index', index, 'indexes', indexes),
    ...(source !== undefined && !implied.includes(source) && { dataSource: source }),
  })
}

/**
 * The tenant answers with both the old single field and the new list, whichever was sent. The list alone stays; a
 * single value that is not in the list stays too, since nobody can tell which one counts (assumed).
 */
function onePlural(one: string, single: Json | undefined, many: string, list: Json | undefined): JsonObject {
  if (single === undefined) return list === undefined ? {} : { [many]: list }
  if (list === undefined) return { [many]: [single] }
  return Array.isArray(list) && list.includes(single) ? { [many]: list } : { [one]: single, [many]: list }
}

/** The queries and cases that the tenant derives from other fields are no content: they follow from those. */
function withoutInvented(rule: JsonObject, kind: RuleKind): JsonObject {
  const invented = inventedFields(rule, kind)
  const kept = Object.entries(rule).map(([key, value]): [string, Json] => {
    const made = Object.hasOwn(invented, key) ? invented[key] : undefined
    return made !== undefined && sameJson(value, made) ? [key, []] : [key, value]
  })
  return Object.fromEntries(kept)
}

function inventedFields(rule: JsonObject, kind: RuleKind): JsonObject {
  const invented = methodNamed(kind.type, kind.method).wire?.invents?.(rule)
  if (invented) return asCanonical(kind, { ...invented })
  if (kind.type === 'cloud_configuration') {
    const compliance = isJsonObject(rule.options) ? rule.options.complianceRuleOptions : undefined
    const resourceType = isJsonObject(compliance) ? compliance.resourceType : undefined
    if (typeof resourceType !== 'string') return {}
    const groupByFields = ['resource_type', 'resource_id']
    const query = { query: `resource_type:${resourceType}`, aggregation: 'count', name: 'a', groupByFields }
    return { queries: asCanonical(kind, { queries: [query] }).queries ?? [] }
  }
  return {}
}

function asCanonical(kind: RuleKind, fields: JsonObject): JsonObject {
  const { queries, cases } = canonicalLevel(ruleLevel, fields, kind)
  return { queries: eachObject(queries, (query) => canonicalQuery(query, kind)), cases: cases ?? [] }
}

function eachObject(list: Json | undefined, change: (item: JsonObject) => JsonObject): Json {
  if (!Array.isArray(list)) return list ?? []
  return list.map((item: Json) => (isJsonObject(item) ? change(item) : item))
}

function sorted(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)))
}
