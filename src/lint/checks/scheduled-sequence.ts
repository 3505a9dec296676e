import { methodOf } from '../../rule/methods/method-of'
import type { Remark, RuleCheck } from '../check'
import type { RuleParts } from '../rule-parts'

export const scheduledSequence: RuleCheck = {
  about: 'rule',
  code: 'R326',
  name: 'scheduled-sequence',
  level: 'error',
  page: {
    why: 'Datadog offers sequences for real-time rules and historical jobs, and not for scheduled rules.',
    bad: `
queries: [{ name: a, query: source:x }]
schedulingOptions: { rrule: "FREQ=DAILY;INTERVAL=1" }
options:
  detectionMethod: sequence_detection
  sequenceDetectionOptions: { steps: [{ name: one, condition: a > 0 }], stepTransitions: [] }
cases: [{ status: low, condition: one > 0 }]`,
    good: `
queries: [{ name: a, query: source:x }]
options:
  detectionMethod: sequence_detection
  sequenceDetectionOptions: { steps: [{ name: one, condition: a > 0 }], stepTransitions: [] }
cases: [{ status: low, condition: one > 0 }]`,
    ground: 'documented',
    source: 'Datadog docs, Create a rule: sequence is listed for real-time rules and historical jobs',
  },
  run: scheduled,
}

function* scheduled({ rule }: RuleParts): Iterable<Remark> {
  if (!rule.schedulingOptions || !methodOf(rule).neverScheduled) return
  const help = 'make it a real-time rule: remove schedulingOptions'
  yield { path: ['schedulingOptions'], on: 'key', message: 'a sequence cannot be scheduled', help }
}
