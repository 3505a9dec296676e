import { readRuleObject } from '../../src/rule/read-rule'
import type { Draft, Rule } from '../../src/rule/rule'

/** The rule that these values make when they are read. Throws for values with a mistake. */
export function ruleFrom(values: Partial<Draft>): Rule {
  const { rule, findings } = readRuleObject(values)
  if (!rule) throw new Error(findings.map(({ message, path }) => `${path.join('.')}: ${message}`).join('\n'))
  return rule
}
