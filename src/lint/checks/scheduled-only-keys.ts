import type { Remark, RuleCheck } from '../check'
import type { RuleParts } from '../rule-parts'

export const scheduledOnlyKeys: RuleCheck = {
  about: 'rule',
  code: 'R325',
  name: 'scheduled-only-keys',
  level: 'warning',
  page: {
    why: 'Calculated fields and indexes belong to scheduled rules, which search stored logs. A real-time rule sees logs as they come, before any index.',
    bad: `
queries: [{ name: a, query: source:okta, index: main }]`,
    good: `
queries: [{ name: a, query: source:okta, index: main }]
schedulingOptions: { rrule: "FREQ=DAILY;INTERVAL=1" }`,
    ground: 'documented',
    source:
      'Datadog docs, Scheduled rules, and the API model: index, indexes and calculatedFields go with schedulingOptions',
  },
  run: keysWithoutSchedule,
}

function* keysWithoutSchedule({ rule }: RuleParts): Iterable<Remark> {
  if (rule.schedulingOptions) return
  const help = 'add schedulingOptions, or remove it'
  if (rule.calculatedFields !== undefined && rule.calculatedFields.length > 0) {
    yield { path: ['calculatedFields'], on: 'key', message: 'only scheduled rules have calculated fields', help }
  }
  for (const [index, query] of rule.queries.entries()) {
    for (const key of ['index', 'indexes'] as const) {
      if (query[key] === undefined || query[key].length === 0) continue
      yield { path: ['queries', index, key], on: 'key', message: 'only scheduled rules search an index', help }
    }
  }
}
