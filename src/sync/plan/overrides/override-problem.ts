import type { Override } from '../../../override/override'
import type { PlanProblem } from '../plan'

/** A problem at `path` of the file of an override. */
export function overrideProblem(
  id: string,
  code: PlanProblem['code'],
  severity: PlanProblem['severity'],
  path: PlanProblem['path'],
  message: string,
  help: string,
): PlanProblem {
  return { kind: 'override', id, code, severity, path, message, help }
}

/** The key by which an override says for which default rules it is. */
export function scopeKey({ rule }: Override): 'rule' | 'ruleQuery' {
  return rule === undefined ? 'ruleQuery' : 'rule'
}
