import { compileQuery } from '../query/matching/compile-query'
import { parseQuery } from '../query/parse-query'
import type { WireRule } from '../rule/rule'
import { asRuleSearch, wireRuleAsEvent } from './rule-as-event'

/** A query of Datadog's rule search as a test on rules of the tenant; nothing for a query that does not parse. */
export function compileRuleSearch(text: string): ((rule: WireRule) => boolean) | undefined {
  const { query } = parseQuery(text)
  if (!query) return undefined
  const matches = compileQuery(asRuleSearch(query))
  return (rule) => matches(wireRuleAsEvent(rule))
}
