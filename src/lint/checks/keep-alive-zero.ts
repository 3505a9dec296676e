import { methodOf } from '../../rule/methods/method-of'
import type { Remark, RuleCheck } from '../check'
import type { RuleParts } from '../rule-parts'

export const keepAliveZero: RuleCheck = {
  about: 'rule',
  code: 'R312',
  name: 'keep-alive-zero',
  level: 'info',
  page: {
    why: 'With a keepAlive of 0 no match joins an open signal: every one makes a signal, and a notification, of its own.',
    bad: `
options: { evaluationWindow: 0, keepAlive: 0, maxSignalDuration: 1d }`,
    good: `
options: { evaluationWindow: 0, keepAlive: 1h, maxSignalDuration: 1d }`,
    ground: 'documented',
    source:
      'Datadog docs, new value: set the update time to 0 minutes for a signal for each value; for other methods assumed',
  },
  run: neverMerged,
}

function* neverMerged({ rule }: RuleParts): Iterable<Remark> {
  if (rule.options.keepAlive !== 0 || methodOf(rule).keepAlive !== 'joins') return
  const message = 'every match makes a signal of its own'
  yield { path: ['options', 'keepAlive'], message, help: 'if that is not meant, let matches join: keepAlive: 1h' }
}
