import { namesIn } from '../../condition/names-in'
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
  const { detectionMethod = 'threshold' } = rule.options
  if (detectionMethod !== 'threshold' && detectionMethod !== 'sequence_detection') return
  const isSequence = detectionMethod === 'sequence_detection'
  const stepCount = rule.options.sequenceDetectionOptions?.steps?.length ?? 0
  const expected = isSequence ? stepCount : rule.cases.length
  const telling = conditions.filter(({ of }) => of === (isSequence ? 'step' : 'case'))
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
    const message = `no ${isSequence ? 'step' : 'case'} names the query "${name}"`
    yield { path: ['queries', index], message, help: 'name it in a condition, or remove it' }
  }
}
