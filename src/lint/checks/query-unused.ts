import { namesIn } from '../../condition/names-in'
import { methodOf } from '../../rule/methods/method-of'
import { stepsOf } from '../../rule/methods/steps'
import type { Remark, RuleCheck } from '../check'
import type { RuleParts } from '../rule-parts'

export const queryUnused: RuleCheck = {
  about: 'rule',
  code: 'R310',
  name: 'query-unused',
  level: 'error',
  page: {
    why: 'A query that no condition names decides nothing, and Datadog refuses the rule. Most often the condition was meant to name it, or the query was left behind.',
    bad: `
queries: [{ name: failed, query: source:okta @evt.outcome:FAILURE }, { name: succeeded, query: source:okta @evt.outcome:SUCCESS }]
cases: [{ status: low, condition: failed > 5 }]`,
    good: `
queries: [{ name: failed, query: source:okta @evt.outcome:FAILURE }, { name: succeeded, query: source:okta @evt.outcome:SUCCESS }]
cases: [{ status: low, condition: failed > 5 && succeeded > 0 }]`,
    ground: 'observed',
    source:
      'an answer of the API: "Query a must be used at least once in a case" (datadog-sync-cli#598); no query of its default rules is unused',
  },
  run: unusedQueries,
}

function* unusedQueries({ rule, queryNames, conditions }: RuleParts): Iterable<Remark> {
  const { joinsQueries, cases } = methodOf(rule)
  if (!joinsQueries) return
  const where = cases === 'lastStep' ? 'step' : 'case'
  const expected = where === 'step' ? stepsOf(rule).steps.length : rule.cases.length
  const telling = conditions.filter(({ of }) => of === where)
  // A condition that is missing or cannot be read may have been about any query.
  if (telling.length === 0 || telling.length < expected) return
  const used = new Set(telling.flatMap(({ condition }) => namesIn(condition).map(({ name }) => name)))
  // A name that no query has was meant for one of them, and is told as what it is.
  const known = new Set(queryNames)
  if (where === 'case' && [...used].some((name) => !known.has(name))) return
  for (const { correlatedQueryIndex } of rule.queries) {
    if (correlatedQueryIndex !== undefined) used.add(queryNames[correlatedQueryIndex] ?? '')
  }
  for (const [index, name] of queryNames.entries()) {
    if (used.has(name)) continue
    const message = `no ${where} names the query "${name}"`
    yield { path: ['queries', index], message, help: 'name it in a condition, or remove it' }
  }
}
