import { methodOf } from '../rule/methods/method-of'
import type { ConditionPart, RuleParts } from './rule-parts'
import { countDomain, type Domain } from './satisfiable'

/** The numbers that the names in a condition can stand for: counts, save for sums, maxima and scores of a model. */
export function domainIn({ rule, queryNames }: RuleParts, { of }: ConditionPart): (name: string) => Domain {
  const method = methodOf(rule)
  const isStepName = of === 'case' && method.cases === 'lastStep'
  return (name) => {
    if (method.numbers === 'scores') return { whole: false, least: 0, most: Number.POSITIVE_INFINITY }
    const { aggregation } = (isStepName ? undefined : rule.queries[queryNames.indexOf(name)]) ?? {}
    if (aggregation !== 'sum' && aggregation !== 'max') return countDomain
    return { whole: false, least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY }
  }
}
