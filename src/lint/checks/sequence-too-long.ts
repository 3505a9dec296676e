import { printDuration } from '../../rule/durations'
import { stepsOf, stepsPath } from '../../rule/methods/steps'
import { windowOf } from '../../rule/usual-options'
import type { Remark, RuleCheck } from '../check'
import type { RuleParts } from '../rule-parts'

const longestSeconds = 86_400

export const sequenceTooLong: RuleCheck = {
  about: 'rule',
  code: 'R303',
  name: 'sequence-too-long',
  level: 'error',
  page: {
    why: 'The transitions of a sequence may take 24 hours in all. Each may be six hours long, so five of them are already too many.',
    bad: `
queries: [{ name: a, query: source:x }, { name: b, query: source:y }, { name: c, query: source:z }]
options:
  detectionMethod: sequence_detection
  sequenceDetectionOptions:
    steps: [{ name: one, condition: a > 0 }, { name: two, condition: b > 0 }, { name: three, condition: c > 0 }]
    stepTransitions:
      - { parent: one, child: two, evaluationWindow: 1d }
      - { parent: two, child: three, evaluationWindow: 6h }
cases: [{ status: low, condition: three > 0 }]`,
    good: `
queries: [{ name: a, query: source:x }, { name: b, query: source:y }, { name: c, query: source:z }]
options:
  detectionMethod: sequence_detection
  sequenceDetectionOptions:
    steps: [{ name: one, condition: a > 0 }, { name: two, condition: b > 0 }, { name: three, condition: c > 0 }]
    stepTransitions:
      - { parent: one, child: two, evaluationWindow: 6h }
      - { parent: two, child: three, evaluationWindow: 6h }
cases: [{ status: low, condition: three > 0 }]`,
    ground: 'documented',
    source: 'Datadog docs, Sequence: the sum of stepTransitions[].evaluationWindow is at most 24 h',
  },
  run: tooLong,
}

function* tooLong({ rule }: RuleParts): Iterable<Remark> {
  const { stepTransitions } = stepsOf(rule)
  const seconds = stepTransitions.reduce((sum, transition) => sum + windowOf(transition), 0)
  if (seconds <= longestSeconds) return
  yield {
    path: [...stepsPath, 'stepTransitions'],
    on: 'key',
    message: `the transitions take ${printDuration(seconds)} in all, and Datadog allows ${printDuration(longestSeconds)}`,
    help: 'shorten some of the windows, or split the sequence',
  }
}
