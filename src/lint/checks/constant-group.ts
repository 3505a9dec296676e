import type { Remark, RuleCheck } from '../check'
import { valuesAskedFor } from '../demands'
import { queriesOf, type RuleParts } from '../rule-parts'

export const constantGroup: RuleCheck = {
  about: 'rule',
  code: 'R321',
  name: 'constant-group',
  level: 'info',
  page: {
    why: 'The query itself fixes this field to one value, so grouping by it tells no two signals apart. It only helps to show the value in a title.',
    bad: `
queries: [{ name: a, query: "source:cloudtrail @evt.name:DeleteTrail", groupByFields: ["@evt.name"] }]`,
    good: `
queries: [{ name: a, query: "source:cloudtrail @evt.name:DeleteTrail", groupByFields: ["@userIdentity.arn"] }]`,
    ground: 'documented',
    source: 'Datadog docs, rule queries: one signal for each combination of group-by values',
  },
  run: constantGroups,
}

function* constantGroups(parts: RuleParts): Iterable<Remark> {
  for (const { query, index } of queriesOf(parts)) {
    const values = valuesAskedFor(query)
    for (const [at, field] of (parts.rule.queries[index]?.groupByFields ?? []).entries()) {
      const fixed = values.get(field)
      if (fixed?.size !== 1) continue
      const message = `the query asks for one value of ${field}, so grouping by it changes nothing`
      yield { path: ['queries', index, 'groupByFields', at], message }
    }
  }
}
