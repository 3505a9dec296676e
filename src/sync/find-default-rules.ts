import type { JsonObject } from '../json/json'
import { isCalled } from '../override/default-rule'
import type { Override } from '../override/override'
import { identityTags } from '../rule/tenant/identity-tags'
import { nearestName } from '../shape/nearest-name'
import { compileRuleSearch } from '../suppression/rule-search'
import type { Held, Holdings } from './managed'
import type { PlanProblem } from './plan/plan'

/** The default rules that an override is for, or why that cannot be told. */
export type FoundRules =
  | { readonly kind: 'found'; readonly rules: readonly Held[] }
  | { readonly kind: 'withheld'; readonly problem: PlanProblem }

/**
 * Finds the default rules of a tenant that overrides are for. A search looks at them as Datadog ships them, without the
 * tags, names and severities of overrides: what an override changes never decides whether it applies.
 */
export function defaultRuleFinder(rules: Holdings): (override: Override) => FoundRules {
  const { provided } = rules
  return (override) => {
    if (override.rule !== undefined) return findOne(override.id, override.rule, rules)
    const matches = compileRuleSearch(override.ruleQuery ?? '') ?? (() => false)
    return { kind: 'found', rules: provided.filter(({ remoteId, body }) => matches(asShipped(remoteId, body))) }
  }
}

function findOne(id: string, written: string, { provided, byHand, ours, theirs }: Holdings): FoundRules {
  const found = provided.filter(({ remoteId, body }) => isCalled(written, remoteId, body))
  const [exact] = found.filter(({ remoteId, body }) => remoteId === written || body.defaultRuleId === written)
  const [first, ...more] = exact ? [exact] : found
  if (first && more.length === 0) return { kind: 'found', rules: [first] }
  if (first) {
    const ids = [first, ...more].map(({ remoteId }) => remoteId).join(', ')
    const message = `${found.length} default rules have the name "${written}": ${ids}`
    return withheld(id, 'D102', message, 'write the id of the one that is meant')
  }
  const own = [...byHand, ...[...ours.values()].flat(), ...theirs.values()].find(({ remoteId, body }) =>
    isCalled(written, remoteId, body),
  )
  if (own) {
    const message = `${own.remoteId} ("${own.name}") is a rule of your organisation, not one of Datadog's`
    return withheld(id, 'D103', message, 'change it in a rule file; overrides are for default rules')
  }
  const names = provided.flatMap(({ name, remoteId }) => [name, remoteId])
  const near = nearestName(written, names)
  const help = near ? `did you mean "${near}"?` : 'look the rule up in Datadog; ids look like def-000-yax'
  return withheld(id, 'D101', `the tenant has no default rule "${written}"`, help)
}

function asShipped(remoteId: string, body: JsonObject): JsonObject {
  const { defaultTags, tags } = body
  return { ...body, id: remoteId, tags: Array.isArray(defaultTags) ? defaultTags : identityTags(tags).rest }
}

function withheld(id: string, code: PlanProblem['code'], message: string, help: string): FoundRules {
  return { kind: 'withheld', problem: { kind: 'override', id, code, severity: 'error', path: ['rule'], message, help } }
}
