import { methodOf } from '../../rule/methods/method-of'
import type { Remark, RuleCheck } from '../check'
import type { RuleParts } from '../rule-parts'

export const thenAmongCases: RuleCheck = {
  about: 'rule',
  code: 'R311',
  name: 'then-among-cases',
  level: 'warning',
  page: {
    why: 'Datadog offers THEN in rules of a single case only, and no rule of its own has it beside another case.',
    bad: `
queries: [{ name: a, query: source:x }, { name: b, query: source:y }]
options: { evaluationWindow: 15m, keepAlive: 1h, maxSignalDuration: 1d }
cases: [{ status: high, condition: a > 0 THEN b > 0 }, { status: low, condition: a > 9 }]`,
    good: `
queries: [{ name: a, query: source:x }, { name: b, query: source:y }]
options: { evaluationWindow: 15m, keepAlive: 1h, maxSignalDuration: 1d }
cases: [{ status: high, condition: a > 0 THEN b > 0 }]`,
    ground: 'documented',
    source: 'Datadog docs, rule cases: Then can be used on a single case; all 14 recorded rules with THEN have one',
  },
  run: thenBesideOthers,
}

function* thenBesideOthers({ rule, conditions }: RuleParts): Iterable<Remark> {
  if (rule.cases.length < 2 || methodOf(rule).cases === 'lastStep') return
  for (const { of, condition, path } of conditions) {
    if (of !== 'case' || condition.kind !== 'then') continue
    const message = `THEN is for rules of one case, and this one has ${rule.cases.length}`
    yield { path, message, help: 'make a rule of its own of this case' }
  }
}
