import { namesIn } from '../../condition/names-in'
import { Effort } from '../../diagnostic/effort'
import { shortened } from '../../diagnostic/shown'
import { methodOf } from '../../rule/methods/method-of'
import type { Remark, RuleCheck } from '../check'
import { domainIn } from '../domain-of'
import type { RuleParts } from '../rule-parts'
import { follows } from '../satisfiable'

export const caseNeverWins: RuleCheck = {
  about: 'rule',
  code: 'R308',
  name: 'case-never-wins',
  level: 'warning',
  page: {
    why: 'Cases are tried from the top, and the first true one wins. A case that is true only when an earlier one is true too never makes a signal: its severity and its notifications are lost.',
    bad: `
queries: [{ name: failed, query: source:okta @evt.outcome:FAILURE }]
cases: [{ name: some, status: high, condition: failed > 5 }, { name: many, status: high, condition: failed > 50 }]`,
    good: `
queries: [{ name: failed, query: source:okta @evt.outcome:FAILURE }]
cases: [{ name: many, status: high, condition: failed > 50 }, { name: some, status: high, condition: failed > 5 }]`,
    ground: 'documented',
    source: 'Datadog docs: the first matching case makes the signal',
  },
  run: deadCases,
}

/** How many comparisons are held against each other in one rule; beyond that nothing is told. */
const maxComparisons = 100_000

function* deadCases(parts: RuleParts): Iterable<Remark> {
  const { rule, conditions } = parts
  if (methodOf(rule).cases !== 'conditions') return
  const cases = conditions.filter(({ of }) => of === 'case')
  const always = rule.cases.findIndex(({ condition }) => !condition)
  if (always !== -1 && always < rule.cases.length - 1) {
    const message = `case ${always + 1} has no condition, so it always wins, and this one never does`
    yield { path: ['cases', always + 1], message, help: 'put the case without a condition last' }
  }
  const effort = new Effort(maxComparisons)
  const sizes = cases.map(({ condition }) => namesIn(condition).length)
  for (const [at, later] of cases.entries()) {
    if (always !== -1 && later.index > always) continue
    const domainOf = domainIn(parts, later)
    const earlier = cases.find(
      ({ condition }, before) =>
        before < at &&
        effort.spend((sizes[before] ?? 0) + (sizes[at] ?? 0)) &&
        follows(condition, later.condition, domainOf),
    )
    if (earlier === undefined) continue
    yield {
      path: later.path,
      message: `this case never wins: whenever it is true, so is case ${earlier.index + 1}, "${shortened(earlier.text)}"`,
      help: 'put the narrower case first, or remove it',
    }
  }
}
