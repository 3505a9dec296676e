import type { Remark, RuleCheck } from '../check'
import type { RuleParts } from '../rule-parts'
import { needsConditions } from './case-without-condition'

export const conditionMissing: RuleCheck = {
  about: 'rule',
  code: 'R350',
  name: 'condition-missing',
  level: 'error',
  page: {
    why: 'The first case whose condition is true wins. Of several cases, one without a condition says nothing of when it is to win, and the tenant refuses the rule.',
    bad: `
cases: [{ status: high, condition: a > 10 }, { status: low }]`,
    good: `
cases: [{ status: high, condition: a > 10 }, { status: low, condition: a > 0 }]`,
    ground: 'assumed',
    source: 'an empty condition is accepted for a rule of a single case alone (terraform-provider-datadog#3716)',
  },
  run: missing,
}

function* missing({ rule }: RuleParts): Iterable<Remark> {
  if (rule.cases.length < 2 || !needsConditions(rule)) return
  for (const [index, { condition }] of rule.cases.entries()) {
    if (condition?.trim()) continue
    const path = ['cases', index, ...(condition === undefined ? [] : ['condition'])]
    yield {
      path,
      message: 'this case has no condition',
      help: 'of several cases each needs one: condition: a > 0, say',
    }
  }
}
