import { factsOfType, usualType } from '../../rule/rule-types'
import type { Remark, RuleCheck } from '../check'
import type { RuleParts } from '../rule-parts'

export const deprecatedFilters: RuleCheck = {
  about: 'rule',
  code: 'R324',
  name: 'deprecated-filters',
  level: 'warning',
  page: {
    why: 'Datadog has given up filters for rules that read events. They hide in the rule what suppressions show in a list, with a reason and an end.',
    bad: `
filters: [{ action: suppress, query: "@usr.id:deploy" }]`,
    good: `
filters: []`,
    ground: 'documented',
    source:
      'Datadog docs, Suppressions, and the API model: filters are deprecated for log_detection, signal_correlation and workload_security',
  },
  run: filtersInUse,
}

function* filtersInUse({ rule: { type, filters = [] } }: RuleParts): Iterable<Remark> {
  if (filters.length === 0 || !factsOfType(type || usualType)?.filtersGivenUp) return
  yield {
    path: ['filters'],
    on: 'key',
    message: 'Datadog has given up filters for this type of rule',
    help: 'narrow the query, or write a suppression with a dataExclusionQuery',
  }
}
