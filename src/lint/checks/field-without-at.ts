import type { Path } from '../../diagnostic/diagnostic'
import { reservedField } from '../../event/attribute-path'
import { looksLikeAttribute } from '../../query/trap-names'
import type { Remark, RuleCheck } from '../check'
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
  for (const { field, path } of fieldsOf(rule)) {
    if (reservedField(field) !== undefined || field.startsWith('@') || !looksLikeAttribute(field)) continue
    const message = `"${field}" is a tag as written, and no log has it`
    yield { path, message, help: `write "@${field}" for the attribute` }
  }
}

function* fieldsOf(rule: RuleParts['rule']): Iterable<{ readonly field: string; readonly path: Path }> {
  const lists = ['groupByFields', 'distinctFields', 'metrics', 'correlatedByFields'] as const
  for (const [index, query] of rule.queries.entries()) {
    for (const key of lists) {
      for (const [at, field] of (query[key] ?? []).entries()) yield { field, path: ['queries', index, key, at] }
    }
  }
  for (const [at, field] of (rule.groupSignalsBy ?? []).entries()) yield { field, path: ['groupSignalsBy', at] }
  for (const [at, { logFieldPath }] of (rule.referenceTables ?? []).entries()) {
    yield { field: logFieldPath, path: ['referenceTables', at, 'logFieldPath'] }
  }
}
