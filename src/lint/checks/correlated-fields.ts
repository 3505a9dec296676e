import type { Remark, RuleCheck } from '../check'
import type { RuleParts } from '../rule-parts'

const mostFields = 3

export const correlatedFields: RuleCheck = {
  about: 'rule',
  code: 'R327',
  name: 'correlated-fields',
  level: 'error',
  page: {
    why: 'Signals of two rules can be correlated by three attributes at most.',
    bad: `
type: signal_correlation
queries: [{ name: a, ruleId: abc-def-ghi, correlatedByFields: ["@a", "@b", "@c", "@d"] }]`,
    good: `
type: signal_correlation
queries: [{ name: a, ruleId: abc-def-ghi, correlatedByFields: ["@a", "@b", "@c"] }]`,
    ground: 'documented',
    source: 'Datadog docs, Signal correlation rules',
  },
  run: tooManyFields,
}

function* tooManyFields({ rule }: RuleParts): Iterable<Remark> {
  for (const [index, { correlatedByFields = [] }] of rule.queries.entries()) {
    if (correlatedByFields.length <= mostFields) continue
    yield {
      path: ['queries', index, 'correlatedByFields'],
      message: `signals correlate by at most ${mostFields} fields, here are ${correlatedByFields.length}`,
      help: 'keep those that tell who or what the signals are about',
    }
  }
}
