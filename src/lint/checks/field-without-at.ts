import { reservedField } from '../../event/attribute-path'
import { looksLikeAttribute } from '../../query/trap-names'
import type { Remark, RuleCheck } from '../check'
import { fieldsNamed } from '../fields-named'
import type { RuleParts } from '../rule-parts'

export const fieldWithoutAt: RuleCheck = {
  about: 'rule',
  code: 'R320',
  name: 'field-without-at',
  level: 'warning',
  page: {
    why: 'Without its @ a name is a tag. No log has such a tag, so every log lacks the group-by field and is dropped: the rule never fires.',
    bad: `
queries: [{ name: a, query: source:cloudtrail, groupByFields: [userIdentity.arn] }]`,
    good: `
queries: [{ name: a, query: source:cloudtrail, groupByFields: ["@userIdentity.arn"] }]`,
    ground: 'documented',
    source:
      'Datadog docs, Log search syntax and rule queries: attributes are written with @; events without a group-by value are ignored',
  },
  run: fieldsWithoutAt,
}

function* fieldsWithoutAt({ rule }: RuleParts): Iterable<Remark> {
  for (const { field, path } of fieldsNamed(rule)) {
    if (reservedField(field) !== undefined || field.startsWith('@') || !looksLikeAttribute(field)) continue
    const message = `"${field}" is a tag as written, and no log has it`
    yield { path, message, help: `write "@${field}" for the attribute` }
  }
}
