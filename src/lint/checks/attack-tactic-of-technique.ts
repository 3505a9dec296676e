import { attackTactics } from '../attack-tactics'
import { attackTagsOf, fullTag, techniqueOf } from '../attack-tags'
import { attackTechniques } from '../attack-techniques'
import type { Remark, RuleCheck } from '../check'
import type { RuleParts } from '../rule-parts'

export const attackTacticOfTechnique: RuleCheck = {
  about: 'rule',
  code: 'R332',
  name: 'attack-tactic-of-technique',
  level: 'warning',
  page: {
    why: 'A technique serves certain tactics. When none of them is among the tags, the rule stands in the wrong column of the ATT&CK map.',
    bad: `
tags: [source:cloudtrail, security:attack, tactic:TA0006-credential-access, technique:T1070-indicator-removal]`,
    good: `
tags: [source:cloudtrail, security:attack, tactic:TA0005-defense-evasion, technique:T1070-indicator-removal]`,
    ground: 'documented',
    source: 'MITRE ATT&CK for Enterprise, version 18',
  },
  run: strangers,
}

function* strangers(parts: RuleParts): Iterable<Remark> {
  const tags = attackTagsOf(parts)
  const tactics = tags.flatMap(({ id }) => (id !== undefined && attackTactics.has(id) ? [id] : []))
  if (tactics.length === 0) return
  for (const { id, at } of tags) {
    const technique = id === undefined ? undefined : attackTechniques.get(techniqueOf(id))
    if (technique === undefined || technique.tactics.some((tactic) => tactics.includes(tactic))) continue
    const named = technique.tactics.map((tactic) => fullTag('tactic', tactic, attackTactics.get(tactic)))
    yield {
      path: ['tags', at],
      message: `${id} does not serve ${tactics.join(' or ')}`,
      help: `it belongs to ${named.join(', ')}`,
    }
  }
}
