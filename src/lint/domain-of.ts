import type { ConditionPart, RuleParts } from './rule-parts'
import { countDomain, type Domain } from './satisfiable'

/** The numbers that the names in a condition can stand for: counts, save for sums, maxima and scores of anomalies. */
export function domainIn({ rule, queryNames }: RuleParts, { of }: ConditionPart): (name: string) => Domain {
  const isAnomaly = rule.options.detectionMethod?.startsWith('anomaly') ?? false
  const isStepName = of === 'case' && rule.options.detectionMethod === 'sequence_detection'
  return (name) => {
    if (isAnomaly) return { whole: false, least: 0, most: Number.POSITIVE_INFINITY }
    const { aggregation } = (isStepName ? undefined : rule.queries[queryNames.indexOf(name)]) ?? {}
    if (aggregation !== 'sum' && aggregation !== 'max') return countDomain
    return { whole: false, least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY }
  }
}
