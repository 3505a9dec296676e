import { unquotedPath } from '../../event/attribute-path'
import { nameOfField } from '../../query/field-named'
import type { Remark, SuppressionCheck } from '../check'
import { demandsOf } from '../demands'
import type { SuppressionParts } from '../suppression-parts'
import { sureOnSignals } from '../sure-on-signals'

export const suppressionBesideGroup: SuppressionCheck = {
  about: 'suppression',
  code: 'S103',
  name: 'suppression-beside-group',
  level: 'info',
  page: {
    why: 'A signal gathers the values of all its logs. Where the rule does not group by the attribute, one log with the value hides the whole signal, with everything that others did in it. An exclusion of logs takes only those logs out.',
    bad: `
name: login
queries: [{ name: a, query: source:okta, groupByFields: ["@network.client.ip"] }]
---
ruleQuery: name:login
suppressionQuery: "@usr.id:deploy"`,
    good: `
name: login
queries: [{ name: a, query: source:okta, groupByFields: ["@usr.id"] }]
---
ruleQuery: name:login
suppressionQuery: "@usr.id:deploy"`,
    ground: 'observed',
    source:
      'recorded signals carry lists of the values of their logs; that one value of a list is enough to hide is assumed',
  },
  run: besideGroup,
}

function* besideGroup({ suppressionQuery, scope }: SuppressionParts): Iterable<Remark> {
  if (suppressionQuery === undefined) return
  for (const clause of demandsOf(suppressionQuery).required) {
    if (clause.field.kind !== 'attribute' || /^workflow\./.test(clause.field.path)) continue
    const field = nameOfField(clause.field)
    const { path } = clause.field
    const ungrouped = scope.filter(
      (parts) =>
        !parts.rule.queries.some(({ groupByFields }) => groupByFields?.includes(field)) &&
        sureOnSignals(parts)(unquotedPath(path)),
    )
    const [first] = ungrouped
    if (first === undefined) continue
    const more = ungrouped.length - 1
    const others = more === 0 ? '' : more === 1 ? ', nor does another in scope' : `, nor do ${more} others in scope`
    yield {
      path: ['suppressionQuery'],
      range: { start: clause.start, end: clause.end },
      message: `"${first.rule.id ?? first.rule.name}" does not group by ${field}${others}: one log with this value hides all of a signal`,
      help: 'a dataExclusionQuery takes away only the logs that match',
    }
  }
}
