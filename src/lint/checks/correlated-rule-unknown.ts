import { nearestName } from '../../shape/nearest-name'
import type { Remark, WorkspaceCheck, WorkspaceParts } from '../check'
import type { RuleParts } from '../rule-parts'

export const correlatedRuleUnknown: WorkspaceCheck = {
  about: 'workspace',
  code: 'R353',
  name: 'correlated-rule-unknown',
  level: 'error',
  page: {
    why: 'A query over the signals of a rule names it by its id in this workspace, or by that of the tenant (abc-def-ghi). Anything else is the name of no rule, and the tenant refuses it.',
    bad: `
id: one
type: signal_correlation
queries: [{ name: a, ruleId: nope, aggregation: event_count }]`,
    good: `
id: one
type: signal_correlation
queries: [{ name: a, ruleId: abc-def-ghi, aggregation: event_count }]`,
    ground: 'observed',
    source: 'ids of rules in all recordings: three groups of three letters or digits',
  },
  run: unknown,
}

const idOfTenant = /^[a-z0-9]{3}-[a-z0-9]{3}-[a-z0-9]{3}$/

function* unknown({ rules }: WorkspaceParts): Iterable<Remark & { readonly of: RuleParts }> {
  const ids = new Set(rules.flatMap(({ rule }) => [rule.id ?? [], rule.formerly ?? []].flat()))
  for (const of of rules) {
    for (const [index, { ruleId }] of of.rule.queries.entries()) {
      if (ruleId === undefined || ruleId === '' || ids.has(ruleId) || idOfTenant.test(ruleId)) continue
      const near = nearestName(ruleId, ids)
      const help = near
        ? `did you mean ${near}?`
        : 'name the id of a rule here, or of a rule in the tenant: abc-def-ghi'
      yield { of, path: ['queries', index, 'ruleId'], message: `there is no rule "${ruleId}"`, help }
    }
  }
}
