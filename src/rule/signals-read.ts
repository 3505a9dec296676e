import { isText } from '../json/json-text'
import { methodOf } from './methods/method-of'
import type { Draft, RuleQuery } from './rule'

/** The data source of a query that looks at signals. */
const overSignals = 'security_signals'

/**
 * The rules whose signals a query looks at, by all names that it gives them; none for the signals of any rule. Undefined
 * for a query over logs or other events.
 */
export function signalsReadBy({ ruleId, defaultRuleId, dataSource }: RuleQuery): readonly string[] | undefined {
  const named = [ruleId, defaultRuleId].filter(isText)
  return named.length > 0 || dataSource === overSignals ? named : undefined
}

/** Whether a rule looks at signals of other rules, perhaps beside logs: it can be judged among those alone. */
export function readsSignals(rule: Draft): boolean {
  return methodOf(rule).reads === 'signals' || rule.queries.some((query) => signalsReadBy(query) !== undefined)
}
