import type { Path } from '../../diagnostic/diagnostic'
import { quoted } from '../../diagnostic/shown'
import { asObject } from '../../json/json-object'
import type { Remark, RuleCheck } from '../check'
import type { RuleParts } from '../rule-parts'

export const notificationWithoutAt: RuleCheck = {
  about: 'rule',
  code: 'R346',
  name: 'notification-without-at',
  level: 'warning',
  page: {
    why: 'Who is told is named with an @: a person, a channel, a webhook. A name without it tells nobody, and nothing says so before the first signal.',
    bad: `
cases: [{ status: high, condition: a > 0, notifications: [slack-secops] }]`,
    good: `
cases: [{ status: high, condition: a > 0, notifications: ["@slack-secops"] }]`,
    ground: 'documented',
    source: 'Datadog docs, Notifications: @-mentions; all notifications of its own rules begin with @',
  },
  run: namesWithoutAt,
}

function* namesWithoutAt({ rule }: RuleParts): Iterable<Remark> {
  for (const { target, path } of targetsOf(rule)) {
    // A template chooses whom to tell when the signal is there.
    if (typeof target !== 'string' || target.startsWith('@') || target.includes('{{')) continue
    yield { path, message: `${quoted(target)} tells nobody: it has no @`, help: `write "@${target}"` }
  }
}

function* targetsOf(rule: RuleParts['rule']): Iterable<{ readonly target: unknown; readonly path: Path }> {
  for (const list of ['cases', 'thirdPartyCases']) {
    const cases = rule[list]
    if (!Array.isArray(cases)) continue
    for (const [index, each] of cases.entries()) {
      const targets = asObject(each)?.notifications
      if (Array.isArray(targets)) yield* placed(targets, [list, index, 'notifications'])
    }
  }
  const path = ['options', 'thirdPartyRuleOptions', 'defaultNotifications']
  yield* placed(rule.options.thirdPartyRuleOptions?.defaultNotifications ?? [], path)
}

function* placed(targets: readonly unknown[], path: Path): Iterable<{ readonly target: unknown; readonly path: Path }> {
  for (const [at, target] of targets.entries()) yield { target, path: [...path, at] }
}
