import type { JsonObject } from '../json/json'
import { isJsonObject, listIn } from '../json/json-object'
import { asText, textIn } from '../json/json-text'
import { compileQuery, type Predicate } from '../query/matching/compile-query'
import { parseQuery } from '../query/parse-query'
import type { Query } from '../query/query'

/** A security filter of an organisation. A log is analysed if one filter in force lets it through (documented). */
export interface SecurityFilter {
  readonly name: string
  readonly isInForce: boolean
  /** What gets through: taken in by its query, taken out by no exclusion. Undefined where the query cannot be read. */
  readonly admitted: Query | undefined
  /** Queries that cannot be read. More gets through then than Datadog would let, never less. */
  readonly unread: readonly string[]
}

/** Reads the attributes of a security filter as the API has them. */
export function readSecurityFilter(attributes: JsonObject): SecurityFilter {
  const { name, query, is_enabled, filtered_data_type, exclusion_filters } = attributes
  const exclusions = listIn(exclusion_filters)
    .filter(isJsonObject)
    .map((each) => textIn(each.query))
  const outs = exclusions.filter((text) => text !== '').map((text) => ({ text, query: parseQuery(text).query }))
  const taken = parseQuery(textIn(query)).query
  const kept = outs.flatMap(({ query: out }): readonly Query[] =>
    out ? [{ kind: 'not', query: out, ...nowhere }] : [],
  )
  return {
    name: textIn(name),
    isInForce: is_enabled === true && (asText(filtered_data_type) ?? 'logs') === 'logs',
    admitted: taken && { kind: 'and', queries: [taken, ...kept], ...nowhere },
    unread: [...(taken ? [] : [textIn(query)]), ...outs.flatMap((out) => (out.query ? [] : [out.text]))],
  }
}

/** Whether filters have a say in what a rule sees: a scheduled rule looks into indexes instead (documented). */
export function isFiltered({ schedulingOptions }: { readonly schedulingOptions?: unknown }): boolean {
  return schedulingOptions === undefined || schedulingOptions === null
}

/**
 * What all filters together let through; undefined where they keep nothing out. Where none is in force, the organisation
 * may choose its logs by other means, so that all are analysed (assumed).
 */
export function compileSecurityFilters(filters: readonly SecurityFilter[]): Predicate | undefined {
  const tests = filters
    .filter(({ isInForce }) => isInForce)
    .map(({ admitted }) => (admitted ? compileQuery(admitted) : undefined))
  const readable = tests.filter((test) => test !== undefined)
  return tests.length === 0 || readable.length < tests.length
    ? undefined
    : (event) => readable.some((matches) => matches(event))
}

const nowhere = { start: 0, end: 0 }
