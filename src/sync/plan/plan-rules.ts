import { asObject } from '../../json/json-object'
import { asNumber, textIn } from '../../json/json-text'
import { readRuleObject } from '../../rule/read-rule'
import type { Rule, WireRule } from '../../rule/rule'
import { slugFrom } from '../../rule/slug'
import { makePlan, type PlanOptions } from './make-plan'
import type { Plan, PlanProblem } from './plan'

/**
 * Plans rules alone, from plain values: wanted rules with the API's keys and the tenant's rules as it lists them. A
 * rule without `id` gets one made of its name. One with a mistake is answered as problems and not planned: its rule in
 * the tenant is left alone, and nothing is pruned. Pure; for programs that do their own reading and writing.
 */
export function planRules(
  wanted: readonly object[],
  actual: readonly WireRule[],
  options: PlanOptions = {},
): Pick<Plan, 'changes' | 'unmanaged' | 'problems' | 'summary'> {
  const read = wanted.map(readWanted)
  const mistaken = new Set(read.flatMap(({ id, rule }) => (rule ? [] : [id])))
  const listed = actual.map((body) => ({
    id: textIn(body.id),
    version: asNumber(body.version) ?? 0,
    body,
  }))
  const plan = makePlan(
    { rules: read.flatMap(({ rule }) => rule ?? []), suppressions: [] },
    { tenant: '', rules: listed, suppressions: [] },
    mistaken.size > 0 ? { ...options, prune: false } : options,
  )
  const unmanaged = plan.unmanaged.filter(({ why, id }) => why !== 'no-file' || id === undefined || !mistaken.has(id))
  const problems = [...read.flatMap((each) => each.problems), ...plan.problems]
  const summary = { ...plan.summary, unmanaged: unmanaged.length, problems: problems.length }
  return { changes: plan.changes, unmanaged, problems, summary }
}

interface Wanted {
  readonly id: string
  readonly rule?: Rule
  readonly problems: readonly PlanProblem[]
}

function readWanted(value: object): Wanted {
  const { rule, findings } = readRuleObject(value)
  const id = idOf(value)
  if (rule) return { id, rule: { ...rule, id }, problems: [] }
  const mistakes = findings.filter(({ severity }) => severity === 'error')
  return { id, problems: mistakes.map((finding) => ({ kind: 'rule', id, ...finding })) }
}

/** As it is written, right or wrong, else made of the name as the command line makes it of a file's. */
function idOf(value: unknown): string {
  const { id, name } = asObject(value) ?? {}
  return textIn(id) || slugFrom(textIn(name))
}
