import type { Remark, RuleCheck } from '../check'
import type { RuleParts } from '../rule-parts'

export const distinctWithoutCardinality: RuleCheck = {
  about: 'rule',
  code: 'R347',
  name: 'distinct-without-cardinality',
  level: 'warning',
  page: {
    why: 'Only cardinality counts the different values of distinctFields. Any other aggregation takes the list and counts without it: ten failures of one user are ten, and not one.',
    bad: `
queries: [{ name: a, query: source:okta @evt.outcome:FAILURE, distinctFields: ["@usr.id"] }]`,
    good: `
queries: [{ name: a, query: source:okta @evt.outcome:FAILURE, aggregation: cardinality, distinctFields: ["@usr.id"] }]`,
    ground: 'observed',
    source: 'all queries of recorded rules with distinctFields have aggregation: cardinality',
  },
  run: unusedDistinctFields,
}

function* unusedDistinctFields({ rule }: RuleParts): Iterable<Remark> {
  for (const [index, { aggregation, distinctFields = [] }] of rule.queries.entries()) {
    if (distinctFields.length === 0 || aggregation === 'cardinality') continue
    const message = `${aggregation ?? 'count'} counts without distinctFields`
    yield {
      path: ['queries', index, 'distinctFields'],
      on: 'key',
      message,
      help: 'add aggregation: cardinality, or remove the list',
    }
  }
}
