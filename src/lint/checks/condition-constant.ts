import type { PlainCondition } from '../../condition/condition'
import { methodOf } from '../../rule/methods/method-of'
import type { Remark, RuleCheck } from '../check'
import { domainIn } from '../domain-of'
import type { RuleParts } from '../rule-parts'
import { isAlwaysTrue, isNeverTrue } from '../satisfiable'

export const conditionConstant: RuleCheck = {
  about: 'rule',
  code: 'R309',
  name: 'condition-constant',
  level: 'warning',
  page: {
    why: 'Counts start at 0 and are whole numbers. A condition that no count meets never fires, and one that every count meets says nothing.',
    bad: `
queries: [{ name: failed, query: source:okta @evt.outcome:FAILURE }]
cases: [{ status: low, condition: failed >= 0 }]`,
    good: `
queries: [{ name: failed, query: source:okta @evt.outcome:FAILURE }]
cases: [{ status: low, condition: failed > 0 }]`,
    ground: 'documented',
    source: 'Datadog docs, rule cases: a query name stands for the number of its matching logs',
  },
  run: constants,
}

function* constants(parts: RuleParts): Iterable<Remark> {
  const { cases } = methodOf(parts.rule)
  for (const part of parts.conditions) {
    // A case that names the last step is R206's.
    if (cases === 'lastStep' && part.of === 'case') continue
    const { condition, path } = part
    const domainOf = domainIn(parts, part)
    const sides: readonly PlainCondition[] = condition.kind === 'then' ? [condition.left, condition.right] : [condition]
    for (const side of sides) {
      const { start, end } = side
      const range = { start, end }
      if (isNeverTrue(side, domainOf)) {
        yield { path, range, message: 'no numbers make this true', help: 'as it is, no signal comes of it' }
      } else if (isAlwaysTrue(side, domainOf)) {
        yield { path, range, message: 'this is true whatever is counted', help: 'ask for at least one: > 0' }
      }
    }
  }
}
