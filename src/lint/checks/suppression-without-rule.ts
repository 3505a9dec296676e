import { nearestName } from '../../shape/nearest-name'
import { isNamedBy } from '../../suppression/rule-as-event'
import type { Remark, SuppressionCheck, Surroundings } from '../check'
import type { SuppressionParts } from '../suppression-parts'

export const suppressionWithoutRule: SuppressionCheck = {
  about: 'suppression',
  code: 'S104',
  name: 'suppression-without-rule',
  level: 'warning',
  page: {
    why: 'A suppression that names a rule which is not there does nothing, and the noise it was written for goes on. A rule that was renamed leaves such a suppression behind.',
    bad: `
id: login-failures
name: Many failed logins
---
rules: [login-failurs]
suppressionQuery: "@usr.id:deploy"`,
    good: `
id: login-failures
name: Many failed logins
---
rules: [login-failures]
suppressionQuery: "@usr.id:deploy"`,
    ground: 'documented',
    source:
      "Datadog docs, Suppressions: the rule query selects rules. Rules outside of the workspace cannot be seen here: for a suppression of Datadog's own rules set this check to info",
  },
  run: withoutRule,
}

function* withoutRule({ suppression, scope }: SuppressionParts, { rules }: Surroundings): Iterable<Remark> {
  for (const [at, name] of suppression.rules.entries()) {
    // Whatever a name stands for is in the scope, so that the other rules need not be looked at.
    if (scope.some(({ rule }) => isNamedBy(name, rule))) continue
    const isTag = name.includes(':')
    const known = rules.flatMap(({ rule }) => (isTag ? (rule.tags ?? []) : rule.id === undefined ? [] : [rule.id]))
    const near = nearestName(name, known)
    yield {
      path: ['rules', at],
      message: isTag
        ? `no rule of this workspace has the tag "${name}"`
        : `there is no rule "${name}" in this workspace`,
      help: near ? `did you mean ${near}?` : 'correct it or remove it',
    }
  }
  if (suppression.ruleQuery !== undefined && scope.length === 0) {
    const help = 'if it is meant for rules outside of the workspace, set suppression-without-rule to info'
    yield { path: ['ruleQuery'], message: 'this finds no rule of the workspace', help }
  }
}
