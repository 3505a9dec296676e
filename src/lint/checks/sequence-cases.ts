import { methodOf } from '../../rule/methods/method-of'
import type { Remark, RuleCheck } from '../check'
import type { RuleParts } from '../rule-parts'

export const sequenceCases: RuleCheck = {
  about: 'rule',
  code: 'R304',
  name: 'sequence-cases',
  level: 'error',
  page: {
    why: 'A sequence has exactly one case, on its last step. The evaluator uses the first case alone; what Datadog makes of others is not known.',
    bad: `
queries: [{ name: a, query: source:x }]
options:
  detectionMethod: sequence_detection
  sequenceDetectionOptions: { steps: [{ name: one, condition: a > 0 }], stepTransitions: [] }
cases: [{ status: high, condition: one > 0 }, { status: low, condition: one > 0 }]`,
    good: `
queries: [{ name: a, query: source:x }]
options:
  detectionMethod: sequence_detection
  sequenceDetectionOptions: { steps: [{ name: one, condition: a > 0 }], stepTransitions: [] }
cases: [{ status: high, condition: one > 0 }]`,
    ground: 'documented',
    source: 'Datadog docs, Sequence, API schema reference: exactly one case',
  },
  run: severalCases,
}

function* severalCases({ rule }: RuleParts): Iterable<Remark> {
  const { cases } = rule
  if (methodOf(rule).cases !== 'lastStep' || cases.length < 2) return
  yield {
    path: ['cases', 1],
    message: `a sequence has one case, this one ${cases.length}`,
    help: 'keep the case of the last step; another severity is another rule',
  }
}
