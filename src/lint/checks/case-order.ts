import { caseStatuses } from '../../rule/case-status'
import { methodOf } from '../../rule/methods/method-of'
import type { RuleCase } from '../../rule/rule'
import type { Remark, RuleCheck } from '../check'
import type { RuleParts } from '../rule-parts'

export const caseOrder: RuleCheck = {
  about: 'rule',
  code: 'R307',
  name: 'case-order',
  level: 'warning',
  page: {
    why: 'Cases are tried from the top, and the first true one makes the signal. A graver case below a milder one is passed over whenever both are true.',
    bad: `
queries: [{ name: failed, query: source:okta @evt.outcome:FAILURE }, { name: succeeded, query: source:okta @evt.outcome:SUCCESS }]
cases: [{ status: low, condition: failed > 5 }, { status: high, condition: failed > 5 && succeeded > 0 }]`,
    good: `
queries: [{ name: failed, query: source:okta @evt.outcome:FAILURE }, { name: succeeded, query: source:okta @evt.outcome:SUCCESS }]
cases: [{ status: high, condition: failed > 5 && succeeded > 0 }, { status: low, condition: failed > 5 }]`,
    ground: 'documented',
    source:
      'Datadog docs: the first matching case makes the signal; partner guide: cases stand from the gravest to the mildest',
  },
  run: graverBelowMilder,
}

/** Grades stand each for logs of their own, so their order says nothing. */
function* graverBelowMilder({ rule }: RuleParts): Iterable<Remark> {
  if (methodOf(rule).cases === 'grades') return
  /** The severities met so far, in the order of their first cases. A severity that could not be read is none. */
  const met = new Set<number>()
  for (const [index, later] of rule.cases.entries()) {
    const gravity = caseStatuses.indexOf(statusOf(later))
    const milder = [...met].find((each) => each < gravity)
    if (gravity !== -1) met.add(gravity)
    if (milder === undefined) continue
    yield {
      path: ['cases', index, 'status'],
      message: `this ${statusOf(later)} case stands below one that is only ${caseStatuses[milder]}`,
      help: 'the first true case wins; put the gravest case first',
    }
  }
}

function statusOf({ status, customStatus }: RuleCase): RuleCase['status'] {
  return customStatus ?? status
}
