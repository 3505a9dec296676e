import type { Path } from '../../diagnostic/diagnostic'
import { quoted } from '../../diagnostic/shown'
import { isJsonObject } from '../../json/json-object'
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

/** All lists of targets, of cases and of what has no case, wherever a method keeps them. */
function* targetsOf(value: unknown, path: Path = []): Iterable<{ readonly target: unknown; readonly path: Path }> {
  if (Array.isArray(value)) {
    for (const [at, item] of value.entries()) yield* targetsOf(item, [...path, at])
  }
  if (!isJsonObject(value)) return
  for (const [key, each] of Object.entries(value)) {
    const here = [...path, key]
    if (!/^(?:default)?notifications$/i.test(key) || !Array.isArray(each)) yield* targetsOf(each, here)
    else for (const [at, target] of each.entries()) yield { target, path: [...here, at] }
  }
}
