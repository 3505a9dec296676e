import { printDuration } from '../../rule/durations'
import { methodOf } from '../../rule/methods/method-of'
import { windowOf } from '../../rule/usual-options'
import type { Remark, RuleCheck } from '../check'
import type { RuleParts } from '../rule-parts'

export const sequenceWindowUnused: RuleCheck = {
  about: 'rule',
  code: 'R305',
  name: 'sequence-window-unused',
  level: 'warning',
  page: {
    why: 'A sequence has a window in each step and in each transition. options.evaluationWindow looks as if it bounded the whole, and does nothing.',
    bad: `
queries: [{ name: a, query: source:x }]
options:
  detectionMethod: sequence_detection
  evaluationWindow: 15m
  sequenceDetectionOptions: { steps: [{ name: one, condition: a > 0 }], stepTransitions: [] }
cases: [{ status: high, condition: one > 0 }]`,
    good: `
queries: [{ name: a, query: source:x }]
options:
  detectionMethod: sequence_detection
  sequenceDetectionOptions:
    steps: [{ name: one, condition: a > 0, evaluationWindow: 15m }]
    stepTransitions: []
cases: [{ status: high, condition: one > 0 }]`,
    ground: 'documented',
    source: 'Datadog docs, Sequence, API schema reference: options.evaluationWindow is unused, leave it at 0',
  },
  run: unusedWindow,
}

function* unusedWindow({ rule }: RuleParts): Iterable<Remark> {
  const evaluationWindow = windowOf(rule.options)
  if (methodOf(rule).window !== 'ofSteps' || evaluationWindow === 0) return
  yield {
    path: ['options', 'evaluationWindow'],
    message: `the window of ${printDuration(evaluationWindow)} has no effect on a sequence`,
    help: 'remove it, and set evaluationWindow in the steps and transitions',
  }
}
