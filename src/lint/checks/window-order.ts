import { printDuration } from '../../rule/durations'
import { methodOf } from '../../rule/methods/method-of'
import type { Remark, RuleCheck } from '../check'
import type { RuleParts } from '../rule-parts'

export const windowOrder: RuleCheck = {
  about: 'rule',
  code: 'R302',
  name: 'window-order',
  level: 'error',
  page: {
    why: 'A signal must be able to outlive its evaluation window: Datadog refuses a rule unless evaluationWindow ≤ keepAlive ≤ maxSignalDuration.',
    bad: `
options: { evaluationWindow: 1h, keepAlive: 10m, maxSignalDuration: 1d }`,
    good: `
options: { evaluationWindow: 1h, keepAlive: 1h, maxSignalDuration: 1d }`,
    ground: 'documented',
    source:
      'Datadog docs, pages of the detection methods ("server-enforced"); the refusal of a short maxSignalDuration is recorded',
  },
  run: timesOutOfOrder,
}

function* timesOutOfOrder({ rule }: RuleParts): Iterable<Remark> {
  const { evaluationWindow, keepAlive, maxSignalDuration } = rule.options
  const method = methodOf(rule)
  if (method.keepAlive === 'unused') return
  const usesWindow = method.window === 'counts' || method.window === 'kept'
  if (keepAlive !== undefined && evaluationWindow !== undefined && usesWindow) {
    if (keepAlive < evaluationWindow) {
      yield {
        path: ['options', 'keepAlive'],
        message: `a keepAlive of ${written(keepAlive)} is shorter than the evaluation window of ${written(evaluationWindow)}`,
        help: `Datadog refuses that; make it at least ${written(evaluationWindow)}`,
      }
    }
  }
  if (keepAlive !== undefined && maxSignalDuration !== undefined && maxSignalDuration < keepAlive) {
    yield {
      path: ['options', 'maxSignalDuration'],
      message: `a maxSignalDuration of ${written(maxSignalDuration)} is shorter than the keepAlive of ${written(keepAlive)}`,
      help: `Datadog refuses that; make it at least ${written(keepAlive)}`,
    }
  }
}

function written(seconds: number): string {
  return String(printDuration(seconds))
}
