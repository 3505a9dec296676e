import { listed, quoted } from '../../diagnostic/shown'
import { nearestName } from '../../shape/nearest-name'
import type { Remark, RuleCheck } from '../check'
import type { RuleParts } from '../rule-parts'

export const templateQueryUnknown: RuleCheck = {
  about: 'rule',
  code: 'R342',
  name: 'template-query-unknown',
  level: 'warning',
  page: {
    why: 'events_matched_per_query. is followed by the name of a query. Under any other name there is nothing to count, and the text shows nothing.',
    bad: `
queries: [{ name: failed, query: source:okta }]
cases: [{ status: low, condition: failed > 5 }]
message: "{{events_matched_per_query.failures}} failed attempts"`,
    good: `
queries: [{ name: failed, query: source:okta }]
cases: [{ status: low, condition: failed > 5 }]
message: "{{events_matched_per_query.failed}} failed attempts"`,
    ground: 'documented',
    source: 'Datadog docs, Notification variables',
  },
  run: unknownCounts,
}

const prefix = 'events_matched_per_query.'

function* unknownCounts({ queryNames, templates }: RuleParts): Iterable<Remark> {
  const known = new Set(queryNames)
  for (const { path, text, references } of templates) {
    for (const reference of references) {
      if (reference.kind !== 'name' || !reference.name.startsWith(prefix)) continue
      const name = reference.name.slice(prefix.length)
      if (known.has(name)) continue
      const { start, end } = reference
      const near = nearestName(name, queryNames)
      yield {
        path,
        ...(text.slice(start, end) === reference.name && { range: { start, end } }),
        message: `there is no query ${quoted(name)} in this rule`,
        help: near ? `did you mean ${near}?` : `this rule's queries: ${listed(queryNames)}`,
      }
    }
  }
}
