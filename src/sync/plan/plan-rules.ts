import type { JsonObject } from '../../json/json'
import { textIn } from '../../json/json-text'
import type { Rule } from '../../rule/rule'
import { makePlan, type PlanOptions } from './make-plan'
import type { Plan } from './plan'

/**
 * Plans rules alone, from plain values: wanted rules with the API's keys and the tenant's rules as it lists them. A
 * rule without `id` gets one made of its name. Pure; for programs that do their own reading and writing.
 */
export function planRules(
  wanted: readonly Rule[],
  actual: readonly JsonObject[],
  options: PlanOptions = {},
): Pick<Plan, 'changes' | 'unmanaged' | 'problems' | 'summary'> {
  const rules = wanted.map((rule) => (rule.id ? rule : { ...rule, id: slugOf(rule.name) }))
  const listed = actual.map((body) => ({
    id: textIn(body.id),
    version: typeof body.version === 'number' ? body.version : 0,
    body,
  }))
  const plan = makePlan({ rules, suppressions: [] }, { tenant: '', rules: listed, suppressions: [] }, options)
  return { changes: plan.changes, unmanaged: plan.unmanaged, problems: plan.problems, summary: plan.summary }
}

function slugOf(name: string): string {
  const words = name.toLowerCase().split(/[^a-z0-9]+/)
  return words.filter((word) => word !== '').join('-')
}
