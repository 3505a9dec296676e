import { attackTactics } from '../attack-tactics'
import { attackTagsOf, techniqueOf } from '../attack-tags'
import { attackTechniques } from '../attack-techniques'
import type { Remark, RuleCheck } from '../check'
import type { RuleParts } from '../rule-parts'

export const attackTagsAgainstMessage: RuleCheck = {
  about: 'rule',
  code: 'R334',
  name: 'attack-tags-against-message',
  level: 'warning',
  page: {
    why: 'The message names a tactic or technique that the tags do not have. Whoever responds reads one thing, and whoever counts coverage another.',
    bad: `
message: "Somebody uses a stolen account (T1078)."
tags: [source:cloudtrail, security:attack, tactic:TA0005-defense-evasion, technique:T1070-indicator-removal]`,
    good: `
message: "Somebody uses a stolen account (T1078)."
tags: [source:cloudtrail, security:attack, tactic:TA0005-defense-evasion, technique:T1078-valid-accounts]`,
    ground: 'documented',
    source: 'MITRE ATT&CK for Enterprise, version 18',
  },
  run: otherIds,
}

/** A rule without tags of a kind says nothing that a message could disagree with. */
function* otherIds(parts: RuleParts): Iterable<Remark> {
  const { rule } = parts
  const tags = attackTagsOf(parts).flatMap(({ id }) => (id === undefined ? [] : [id]))
  const told = new Set<string>()
  for (const match of rule.message.matchAll(/\b(?:TA\d{4}|T\d{4}(?:[./]\d{3})?)\b/g)) {
    const id = match[0].replace('/', '.')
    const isTactic = id.startsWith('TA')
    const isKnown = isTactic ? attackTactics.has(id) : attackTechniques.has(techniqueOf(id))
    const rivals = tags.filter((tag) => tag.startsWith('TA') === isTactic)
    const agrees = rivals.some((tag) => (isTactic ? tag === id : techniqueOf(tag) === techniqueOf(id)))
    if (!isKnown || rivals.length === 0 || agrees || told.has(id)) continue
    told.add(id)
    yield {
      path: ['message'],
      range: { start: match.index, end: match.index + match[0].length },
      message: `the message speaks of ${id}, and the tags of ${rivals.join(', ')}`,
      help: 'correct the one that is wrong, or add the tag',
    }
  }
}
