import { listed } from '../../diagnostic/shown'
import type { Remark, RuleCheck } from '../check'
import type { RuleParts } from '../rule-parts'

export const distinctOfGroup: RuleCheck = {
  about: 'rule',
  code: 'R323',
  name: 'distinct-of-group',
  level: 'warning',
  page: {
    why: 'Within a group every log has the same value of the group-by field. Counting the different values of that very field gives 1, whatever happens.',
    bad: `
queries: [{ name: a, query: source:okta, aggregation: cardinality, distinctFields: ["@usr.id"], groupByFields: ["@usr.id"] }]`,
    good: `
queries: [{ name: a, query: source:okta, aggregation: cardinality, distinctFields: ["@network.client.ip"], groupByFields: ["@usr.id"] }]`,
    ground: 'documented',
    source: 'Datadog docs, rule queries: cardinality counts distinct values within each group',
  },
  run: distinctGroups,
}

function* distinctGroups({ rule }: RuleParts): Iterable<Remark> {
  for (const [index, { aggregation, distinctFields = [], groupByFields = [] }] of rule.queries.entries()) {
    if (aggregation !== 'cardinality' || distinctFields.length === 0) continue
    if (!distinctFields.every((field) => groupByFields.includes(field))) continue
    yield {
      path: ['queries', index, 'distinctFields'],
      message: `each group has one value of ${listed(distinctFields)}, so this always counts 1`,
      help: 'count another field, or do not group by this one',
    }
  }
}
