import { shortened } from '../../diagnostic/shown'
import type { Remark, RuleCheck } from '../check'
import type { RuleParts } from '../rule-parts'

export const capitalInRuleTag: RuleCheck = {
  about: 'rule',
  code: 'R348',
  name: 'capital-in-rule-tag',
  level: 'warning',
  page: {
    why: 'Signals carry the tags of their rule in lower case. A suppression, a notification rule or a dashboard that asks for the tag as the rule writes it finds nothing. The tags of ATT&CK are written with capitals by custom, and not told.',
    bad: `
tags: [source:cloudtrail, team:SecOps]`,
    good: `
tags: [source:cloudtrail, team:secops]`,
    ground: 'observed',
    source: 'recorded signals: tags of rules in lower case; Datadog docs, Getting started > Tags',
  },
  run: capitals,
}

function* capitals({ rule }: RuleParts): Iterable<Remark> {
  for (const [at, tag] of (rule.tags ?? []).entries()) {
    const lower = tag.toLowerCase()
    if (lower === tag || /^(?:tactic|technique):/.test(tag)) continue
    const message = `signals carry this tag in lower case: ${shortened(lower)}`
    yield { path: ['tags', at], message, help: `write ${shortened(lower)}` }
  }
}
