import { methodOf } from '../../rule/methods/method-of'
import type { Remark, RuleCheck } from '../check'
import type { RuleParts } from '../rule-parts'

export const emptyQuery: RuleCheck = {
  about: 'rule',
  code: 'R313',
  name: 'empty-query',
  level: 'error',
  page: {
    why: 'An empty search would match every log, and Datadog refuses it: "Query filter cannot be empty".',
    bad: `
queries: [{ name: a, query: "" }]`,
    good: `
queries: [{ name: a, query: source:cloudtrail }]`,
    ground: 'observed',
    source: 'recorded answer 400 of the rules API',
  },
  run: emptyQueries,
}

/** A query that counts the signals of another rule searches for nothing. */
function* emptyQueries({ rule }: RuleParts): Iterable<Remark> {
  if (methodOf(rule).reads === 'signals') return
  for (const [index, { query, ruleId, defaultRuleId }] of rule.queries.entries()) {
    if (query?.trim() || ruleId || defaultRuleId) continue
    const path = query === undefined ? ['queries', index] : ['queries', index, 'query']
    yield { path, message: 'this query searches for nothing', help: 'say which logs it is about: source:cloudtrail' }
  }
}
