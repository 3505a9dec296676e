import { methodOf } from '../../rule/methods/method-of'
import type { Remark, RuleCheck } from '../check'
import type { RuleParts } from '../rule-parts'

export const caseWithoutCondition: RuleCheck = {
  about: 'rule',
  code: 'R349',
  name: 'case-without-condition',
  level: 'warning',
  page: {
    why: 'A case without a condition is true for every match. The tenant takes it where it is the only case, though hardly anybody means it.',
    bad: `
cases: [{ status: low }]`,
    good: `
cases: [{ status: low, condition: a > 0 }]`,
    ground: 'observed',
    source: 'an empty condition is accepted for a rule of a single case (terraform-provider-datadog#3716)',
  },
  run: alone,
}

function* alone({ rule }: RuleParts): Iterable<Remark> {
  const [only, ...more] = rule.cases
  if (!only || more.length > 0 || !needsConditions(rule) || only.condition?.trim()) return
  const path = ['cases', 0, ...(only.condition === undefined ? [] : ['condition'])]
  yield { path, message: 'this case has no condition, so that every match is one', help: 'write condition: a > 0, say' }
}

/** Whether its cases are told apart by conditions on counts. */
export function needsConditions(rule: RuleParts['rule']): boolean {
  const { cases, joinsQueries } = methodOf(rule)
  return cases === 'conditions' && joinsQueries === true
}
