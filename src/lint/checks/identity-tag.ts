import { isIdentityTag } from '../../rule/tenant/identity-tags'
import type { Remark, RuleCheck } from '../check'
import type { RuleParts } from '../rule-parts'

export const identityTag: RuleCheck = {
  about: 'rule',
  code: 'R336',
  name: 'identity-tag',
  level: 'warning',
  page: {
    why: 'The tags ddac:, ddac_workspace: and ddac_rev: tie a rule of the tenant to its file, and are set when a rule is applied. Written by hand they are left out, and in a copied file they name another rule.',
    bad: `
tags: [source:cloudtrail, ddac:another-rule]`,
    good: `
tags: [source:cloudtrail]`,
    ground: 'documented',
    source: "this program's own design: the id of a rule travels as a tag",
  },
  run: ownTags,
}

function* ownTags({ rule: { tags = [] } }: RuleParts): Iterable<Remark> {
  for (const [at, tag] of tags.entries()) {
    if (!isIdentityTag(tag)) continue
    yield {
      path: ['tags', at],
      message: `"${tag}" is a tag that ddac sets itself`,
      help: 'remove it; the key id is what counts',
    }
  }
}
