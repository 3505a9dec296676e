import { attackTagsOf, fullTag } from '../attack-tags'
import type { Remark, RuleCheck } from '../check'
import type { RuleParts } from '../rule-parts'

export const attackTagName: RuleCheck = {
  about: 'rule',
  code: 'R331',
  name: 'attack-tag-name',
  level: 'warning',
  page: {
    why: 'The id and the name of the tag belong to different entries of ATT&CK. Which of the two was meant, no reader can tell.',
    bad: `
tags: [source:cloudtrail, security:attack, technique:T1070-valid-accounts]`,
    good: `
tags: [source:cloudtrail, security:attack, technique:T1078-valid-accounts]`,
    ground: 'documented',
    source: 'MITRE ATT&CK for Enterprise, version 18; former names of techniques are taken as well',
  },
  run: wrongNames,
}

/** The names of sub-techniques are not in the tables. */
function* wrongNames(parts: RuleParts): Iterable<Remark> {
  for (const { kind, at, id, name, names } of attackTagsOf(parts)) {
    if (id === undefined || id.includes('.') || names === undefined || name === '') continue
    const written = name.toLowerCase().replace(/[^a-z0-9]+/g, '-')
    if (names.includes(written)) continue
    yield {
      path: ['tags', at],
      message: `${id} is "${names[0]}", not "${name}"`,
      help: `write ${fullTag(kind, id, names[0])}, or the id of what is meant`,
    }
  }
}
