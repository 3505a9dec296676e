import { shortened } from '../../diagnostic/shown'
import type { Remark, RuleCheck } from '../check'
import type { RuleParts } from '../rule-parts'

const longest = 200

export const tagTooLong: RuleCheck = {
  about: 'rule',
  code: 'R351',
  name: 'tag-too-long',
  level: 'error',
  page: {
    why: 'Datadog takes tags of up to 200 characters. A longer one is refused or cut, and what is cut is found by nobody.',
    bad: `
tags: [source:cloudtrail, "note:${'a long story '.repeat(20)}"]`,
    good: `
tags: [source:cloudtrail, note:short]`,
    ground: 'documented',
    source: 'Datadog docs, Getting started > Tags: tags can be up to 200 characters long',
  },
  run: long,
}

function* long({ rule }: RuleParts): Iterable<Remark> {
  for (const [at, tag] of (rule.tags ?? []).entries()) {
    const characters = [...tag].length
    if (characters <= longest) continue
    const message = `this tag has ${characters} characters: ${shortened(tag)}`
    yield { path: ['tags', at], message, help: `a tag has ${longest} at most` }
  }
}
