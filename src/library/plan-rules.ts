import type { Finding } from '../diagnostic/diagnostic'
import { asObject } from '../json/json-object'
import { asNumber, textIn } from '../json/json-text'
import type { WireRule } from '../rule/rule'
import { slugFrom } from '../rule/slug'
import { makePlan } from '../sync/plan/make-plan'
import type { Change, Kind, PlanProblem, PlanSummary, Unmanaged } from '../sync/plan/plan'
import type { PlanOptions } from '../sync/plan/wanted-state'
import type { RemoteSuppression } from '../sync/remote'
import { type Given, givenOverride, givenRule, givenSuppression } from './read-given'

/** What is planned beside rules, and how. */
export interface PlanRulesOptions extends PlanOptions {
  /** The name of the workspace, as `workspace:` in ddac.yaml. Absent: what carries the name of one is not touched. */
  readonly workspace?: string
  /** The name that it had before. */
  readonly formerlyWorkspace?: string
  /** The wanted suppressions, in the form of `*.suppression.yaml` or as `loadWorkspace` gives them. */
  readonly suppressions?: readonly object[]
  /** The tenant's suppressions, as its API lists them. */
  readonly tenantSuppressions?: readonly object[]
  /** In the form of `*.override.yaml`. Absent: the tenant's default rules are not spoken of, and stay as they are. */
  readonly overrides?: readonly object[]
}

/** What would change in a tenant, in the order in which it is applied, and what keeps more from being planned. */
export interface RulesPlan {
  readonly changes: readonly Change[]
  readonly unmanaged: readonly Unmanaged[]
  readonly problems: readonly PlanProblem[]
  readonly summary: PlanSummary
}

/**
 * Plans rules against a tenant's, as values: what would make the tenant's equal to the wanted ones. Wanted rules are
 * plain objects with the API's keys, one without `id` gets one made of its name; the tenant's rules are as its API lists
 * them, default rules among them. What has a mistake is answered as `problems` and not planned: what the tenant holds of
 * it is left alone, and nothing is pruned. With a mistake in one override none is planned, since they add up.
 */
export function planRules(
  wanted: readonly object[],
  actual: readonly object[],
  options: PlanRulesOptions = {},
): RulesPlan {
  const { suppressions = [], tenantSuppressions = [], overrides, workspace, formerlyWorkspace, ...how } = options
  const rules = wanted.map((value) => ({ ...givenRule(value), id: slugOf(value) }))
  const hiding = suppressions.map((value) => ({ ...givenSuppression(value), id: slugOf(value) }))
  const changing = overrides?.map((value) => ({ ...givenOverride(value), id: slugOf(value) }))
  const mistakes = [
    ...mistakesIn('rule', rules),
    ...mistakesIn('suppression', hiding),
    ...mistakesIn('override', changing ?? []),
  ]
  const allChange = changing?.every(({ taken }) => taken)
  const plan = makePlan(
    {
      rules: rules.flatMap(({ id, taken }) => (taken ? { ...taken, id } : [])),
      suppressions: hiding.flatMap(({ taken }) => taken ?? []),
      ...(allChange && { overrides: changing?.flatMap(({ taken }) => taken ?? []) ?? [] }),
      ownership: {
        ...(workspace !== undefined && { owner: workspace }),
        ...(formerlyWorkspace !== undefined && { formerly: formerlyWorkspace }),
      },
    },
    { tenant: '', rules: actual.map(listedRule), suppressions: tenantSuppressions.map(listedSuppression) },
    mistakes.length > 0 ? { ...how, prune: false } : how,
  )
  const unread = new Set(mistakes.map(({ kind, id }) => `${kind} ${id}`))
  const unmanaged = plan.unmanaged.filter(
    ({ kind, why, id }) => !['no-file', 'unowned'].includes(why) || !unread.has(`${kind} ${id}`),
  )
  const problems = [...mistakes, ...plan.problems]
  const summary = { ...plan.summary, unmanaged: unmanaged.length, problems: problems.length }
  return { changes: plan.changes, unmanaged, problems, summary }
}

function mistakesIn(kind: Kind, given: readonly (Given<unknown> & { readonly id: string })[]): readonly PlanProblem[] {
  return given.flatMap(({ id, mistakes }) => mistakes.map((finding: Finding) => ({ kind, id, ...finding })))
}

/** As it is written, right or wrong, else made of the name as the command line makes it of a file's. */
function slugOf(value: unknown): string {
  const { id, name } = asObject(value) ?? {}
  return textIn(id) || slugFrom(textIn(name))
}

function listedRule(value: object) {
  const body: WireRule = asObject(value) ?? {}
  return { id: textIn(body.id), version: asNumber(body.version) ?? 0, body }
}

function listedSuppression(value: object): RemoteSuppression {
  const { id, attributes } = asObject(value) ?? {}
  const held = asObject(attributes) ?? {}
  return { id: textIn(id), version: asNumber(held.version) ?? 0, attributes: held }
}
