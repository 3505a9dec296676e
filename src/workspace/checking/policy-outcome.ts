import { compileRules } from '../../detect/compile-rules'
import type { Diagnostic } from '../../diagnostic/diagnostic'
import type { CaseCount } from '../../testing/count-cases'
import { bindingPolicy, holdToPolicy, type PolicyBase, type PolicyVerdict } from '../../testing/test-policy'
import type { Workspace } from '../workspace'
import type { LocalDetections } from './local-detections'
import { policyFindings, type Reach } from './policy-findings'

/** What `policy.tests` says of rules, with the diagnostics that this comes to. */
export interface PolicyOutcome extends PolicyVerdict {
  readonly reach: Reach
  readonly diagnostics: readonly Diagnostic[]
}

/** What was measured of the tests of rules. */
interface Measured {
  /** Ids of the rules that were looked at. */
  readonly rules: Iterable<string>
  readonly counts: ReadonlyMap<string, CaseCount>
  /** In percent; undefined where no rule was changed on purpose. */
  readonly scores?: ReadonlyMap<string, number>
  readonly base: PolicyBase | undefined
  /** As if all that is asked had been measured. */
  readonly reach: Reach
}

/**
 * Holds rules to `policy.tests` of the workspace and of the base; undefined where neither has one. A rule that is not evaluated here cannot have
 * the tests that are asked of it, and counts nowhere.
 */
export function policyOutcome(
  workspace: Workspace,
  { rules }: LocalDetections,
  { rules: ids, counts, scores, base, reach }: Measured,
): PolicyOutcome | undefined {
  const { tests, harmlessKeys } = workspace.config.policy
  const policy = bindingPolicy(tests, base)
  if (!policy) return undefined
  const { notEvaluated } = compileRules(rules, { tables: workspace.tables, harmlessKeys })
  const away = new Set(notEvaluated.map(({ rule }) => rule))
  const measured = [...ids].flatMap((rule) => {
    const score = scores?.get(rule)
    const { firing, silent } = counts.get(rule) ?? { firing: 0, silent: 0 }
    return away.has(rule) ? [] : [{ rule, firing, silent, ...(score !== undefined && { score }) }]
  })
  const isPart = policy.minMutationScore !== undefined && scores === undefined
  const verdict = holdToPolicy(policy, measured, base)
  const reached = reach === 'whole' && isPart ? 'at least' : reach
  return { ...verdict, reach: reached, diagnostics: policyFindings(workspace, policy, verdict, base, reached) }
}
