import type { CaseCount } from './count-cases'

/** What a workspace asks of the tests of its rules. */
export interface TestPolicy {
  readonly minFiring: number
  readonly minSilent: number
  /** In percent; undefined where nothing is asked of it. */
  readonly minMutationScore?: number
  /** How many rules may have less than that. The number may only fall. */
  readonly stillBelow: number
}

/** The tests of one rule, as far as they were counted. */
export interface RuleTests extends CaseCount {
  readonly rule: string
  /** The share of noticed changes in percent; undefined where it was not measured, or nothing can be changed. */
  readonly score?: number
}

/** Why a policy binds a rule: it was not there before, looks for something else now, or was off. */
export type Novelty = 'new' | 'changed' | 'enabled'

/** What a commit had already. */
export interface PolicyBase {
  /** As it was asked for. */
  readonly ref: string
  /** The rules that it had not, or not so, by the id of today. */
  readonly rules: ReadonlyMap<string, Novelty>
  readonly policy: TestPolicy | undefined
}

/** What a policy says of rules and their tests. */
export interface PolicyVerdict {
  /** The commit that rules are laid beside; without one all are counted. */
  readonly base?: string
  /** Each rule that the policy binds. */
  readonly bound: readonly (RuleTests & { readonly since: Novelty; readonly isBelow: boolean })[]
  /** The rules below the policy that it does not bind, by id. */
  readonly stillBelow: readonly string[]
  readonly allowed: number
}

/** Whether a rule has less than what is asked of its tests. */
function isBelowPolicy(
  { minFiring, minSilent, minMutationScore }: TestPolicy,
  { firing, silent, score }: RuleTests,
): boolean {
  return (
    firing < minFiring ||
    silent < minSilent ||
    (minMutationScore !== undefined && score !== undefined && score < minMutationScore)
  )
}

/** Holds rules to a policy: each that is new beside a commit, and the number of the others. */
export function holdToPolicy(
  policy: TestPolicy,
  rules: readonly RuleTests[],
  base: PolicyBase | undefined,
): PolicyVerdict {
  const bound = rules.flatMap((each) => {
    const since = base?.rules.get(each.rule)
    return since === undefined ? [] : [{ ...each, since, isBelow: isBelowPolicy(policy, each) }]
  })
  const others = rules.filter(({ rule }) => !base?.rules.has(rule))
  return {
    ...(base && { base: base.ref }),
    bound,
    stillBelow: others.flatMap((each) => (isBelowPolicy(policy, each) ? [each.rule] : [])),
    allowed: policy.stillBelow,
  }
}

/** What can be asked of the tests of each rule. */
const minima = ['minFiring', 'minSilent', 'minMutationScore'] as const

/** Whether more rules may be below than before, though nothing more is asked of them. */
export function isLoosened(policy: TestPolicy, before: TestPolicy | undefined): boolean {
  if (before === undefined || policy.stillBelow <= before.stillBelow) return false
  return minima.every((least) => (policy[least] ?? 0) <= (before[least] ?? 0))
}

/** What a policy asks less of than before, as `minFiring: 1 (was 2)`; all of it where it is gone. */
export function lowered(policy: TestPolicy | undefined, before: TestPolicy | undefined): readonly string[] {
  return minima.flatMap((least) => {
    const [now, then] = [policy?.[least] ?? 0, before?.[least] ?? 0]
    return now < then ? [`${least}: ${now} (was ${then})`] : []
  })
}

/** What binds: whoever changes rules does not also say what is asked of them, so the base's minima hold where they are higher. */
export function bindingPolicy(policy: TestPolicy | undefined, base: PolicyBase | undefined): TestPolicy | undefined {
  const before = base?.policy
  if (!policy || !before) return policy ?? before
  const score = Math.max(policy.minMutationScore ?? 0, before.minMutationScore ?? 0)
  return {
    minFiring: Math.max(policy.minFiring, before.minFiring),
    minSilent: Math.max(policy.minSilent, before.minSilent),
    ...(score > 0 && { minMutationScore: score }),
    stillBelow: policy.stillBelow,
  }
}
