import { attackTagsOf } from '../attack-tags'
import type { Remark, RuleCheck } from '../check'
import type { RuleParts } from '../rule-parts'

export const attackTagWithoutSecurity: RuleCheck = {
  about: 'rule',
  code: 'R333',
  name: 'attack-tag-without-security',
  level: 'info',
  page: {
    why: "The tag security: says what kind of signal it is. Rules of partners need security:attack beside a tactic or technique, and all of Datadog's own have it.",
    bad: `
tags: [source:cloudtrail, tactic:TA0005-defense-evasion]`,
    good: `
tags: [source:cloudtrail, security:attack, tactic:TA0005-defense-evasion]`,
    ground: 'documented',
    source:
      'Datadog docs, Create a Cloud SIEM detection rule (partners): a tactic or technique tag needs security:attack',
  },
  run: withoutSecurity,
}

function* withoutSecurity(parts: RuleParts): Iterable<Remark> {
  const [first] = attackTagsOf(parts)
  if (first === undefined || parts.rule.tags?.some((tag) => tag.startsWith('security:'))) return
  yield { path: ['tags', first.at], message: 'an ATT&CK tag without security:attack', help: 'add security:attack' }
}
