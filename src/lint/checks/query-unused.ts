import { namesIn } from '../../condition/names-in'
import { methodOf } from '../../rule/methods/method-of'
import { stepsOf } from '../../rule/methods/steps'
import type { Remark, RuleCheck } from '../check'
import type { RuleParts } from '../rule-parts'

export const queryUnused: RuleCheck = {
  about: 'rule',
  code: 'R310',
  name: 'query-unused',
  level: 'warning',
  page: {
    why: 'A query that no condition names decides nothing. Most often the condition was meant to name it, or the query was left behind.',
    bad: `
queries: [{ name: failed, query: source:okta @evt.outcome:FAILURE }, { name: succeeded, query: source:okta @evt.outcome:SUCCESS }]
cases: [{ status: low, condition: failed > 5 }]`,
    good: `
queries: [{ name: failed, query: source:okta @evt.outcome:FAILURE }, { name: succeeded, query: source:okta @evt.outcome:SUCCESS }]
cases: [{ status: low, condition: failed > 5 && succeeded > 0 }]`,
    ground: 'documented',
    source: 'Datadog docs, rule cases: conditions name the queries that they are about',
  },
  run: unusedQueries,
}

function* unusedQueries({ rule, queryNames, conditions, templates }: RuleParts): Iterable<Remark> {
  const { joinsQueries, cases } = methodOf(rule)
  if (!joinsQueries) return
  const where = cases === 'lastStep' ? 'step' : 'case'
  const expected = where === 'step' ? stepsOf(rule).steps.length : rule.cases.length
  const telling = conditions.filter(({ of }) => of === where)
  // A condition that is missing or cannot be read may have been about any query.
  if (telling.length === 0 || telling.length < expected) return
  const used = new Set(telling.flatMap(({ condition }) => namesIn(condition).map(({ name }) => name)))
  for (const { references } of templates) {
    for (const reference of references) {
      if (reference.kind === 'name') used.add(reference.name.replace(/^events_matched_per_query\./, ''))
    }
  }
  for (const { correlatedQueryIndex } of rule.queries) {
    if (correlatedQueryIndex !== undefined) used.add(queryNames[correlatedQueryIndex] ?? '')
  }
  for (const [index, name] of queryNames.entries()) {
    if (used.has(name)) continue
    const message = `no ${where} names the query "${name}"`
    yield { path: ['queries', index], message, help: 'name it in a condition, or remove it' }
  }
}
