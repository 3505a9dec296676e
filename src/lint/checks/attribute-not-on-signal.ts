import { unquotedPath } from '../../event/attribute-path'
import { nameOfField } from '../../query/field-named'
import { clausesIn } from '../../query/walk-query'
import type { Remark, SuppressionCheck } from '../check'
import type { SuppressionParts } from '../suppression-parts'
import { sureOnSignals } from '../sure-on-signals'

export const attributeNotOnSignal: SuppressionCheck = {
  about: 'suppression',
  code: 'S113',
  name: 'attribute-not-on-signal',
  level: 'warning',
  page: {
    why: "A suppressionQuery looks at the signal, and few attributes of its logs are on it: those by which the rule groups, Datadog's standard attributes, and those that title or message name. Of others recorded signals carry some and lack most, so the signal is shown here whatever the logs say.",
    bad: `
name: metadata
queries: [{ name: a, query: source:route53, groupByFields: [host] }]
---
ruleQuery: name:metadata
suppressionQuery: "host:i-1 @answers.Rdata:192.0.2.1"`,
    good: `
name: metadata
message: "{{@answers.Rdata}} was asked for"
queries: [{ name: a, query: source:route53, groupByFields: [host] }]
---
ruleQuery: name:metadata
suppressionQuery: "host:i-1 @answers.Rdata:192.0.2.1"`,
    ground: 'observed',
    source:
      'three recorded signals of 2022: of 138 attributes of a log 17 are on the signal; that one which the message names joins it is documented (Notifications > Variables)',
  },
  run: attributes,
}

/** What signals have of their own. */
const ofSignals = /^(?:workflow|triggeringRuleCase)\./

function* attributes({ suppressionQuery, scope }: SuppressionParts): Iterable<Remark> {
  if (suppressionQuery === undefined || scope.length === 0) return
  const rules = scope.map((rule) => ({ rule, isSure: sureOnSignals(rule) }))
  const told = new Set<string>()
  for (const { clause } of clausesIn(suppressionQuery)) {
    if (clause.field.kind !== 'attribute' || ofSignals.test(clause.field.path)) continue
    const path = unquotedPath(clause.field.path)
    const field = nameOfField(clause.field)
    const unsure = rules.filter(({ isSure }) => !isSure(path))
    const [first] = unsure
    if (first === undefined || told.has(field)) continue
    told.add(field)
    const more = unsure.length - 1
    const others = more === 0 ? '' : more === 1 ? ' and another rule in scope' : ` and ${more} other rules in scope`
    yield {
      path: ['suppressionQuery'],
      range: { start: clause.start, end: clause.end },
      message: `${field} may not be on the signals of "${first.rule.rule.id ?? first.rule.rule.name}"${others}, and then hides nothing`,
      help: 'name it in the message, group by it, or look at logs with a dataExclusionQuery',
    }
  }
}
