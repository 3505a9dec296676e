import type { Remark, RuleCheck } from '../check'
import type { RuleParts } from '../rule-parts'

/** ddac's own tags (id, revision, owner) are among them. */
const [most, ofOurs] = [100, 3]

export const tooManyTags: RuleCheck = {
  about: 'rule',
  code: 'R352',
  name: 'too-many-tags',
  level: 'error',
  page: {
    why: 'Signals carry the tags of their rule beside those of the logs, and Datadog keeps a hundred of them. ddac needs three for itself.',
    bad: `
tags: [source:cloudtrail, ${Array.from({ length: 100 }, (_, index) => `k${index}:v`).join(', ')}]`,
    good: `
tags: [source:cloudtrail, team:soc]`,
    ground: 'assumed',
    source: 'Datadog docs, Log management: a log has 100 tags at most; what a rule may have was never recorded',
  },
  run: many,
}

function* many({ rule: { tags = [] } }: RuleParts): Iterable<Remark> {
  const count = new Set(tags).size
  if (count <= most - ofOurs) return
  yield {
    path: ['tags'],
    message: `the rule has ${count} tags`,
    help: `a rule may have ${most - ofOurs} beside those of ddac`,
  }
}
