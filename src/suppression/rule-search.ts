import type { JsonObject } from '../json/json'
import { compileQuery } from '../query/matching/compile-query'
import { parseQuery } from '../query/parse-query'
import type { Rule } from '../rule/rule'
import { asRuleSearch, ruleAsEvent } from './rule-as-event'

/** A query of Datadog's rule search as a test on rules of the tenant; nothing for a query that does not parse. */
export function compileRuleSearch(text: string): ((rule: JsonObject) => boolean) | undefined {
  const { query } = parseQuery(text)
  if (!query) return undefined
  const matches = compileQuery(asRuleSearch(query))
  return (rule) => {
    const { id, ...content } = rule
    const event = ruleAsEvent({ cases: [], options: {}, name: '', ...content } as unknown as Rule)
    // The tenant's id, which a rule in a file does not have: there `id` is the slug, here the slug is a tag already.
    return matches({ ...event, tags: [...event.tags, `ruleId:${String(id)}`, `id:${String(id)}`] })
  }
}
