import type { Draft, Rule, WireRule } from '../../src/rule/rule'
import { ruleFrom } from './rule-from'

const values = { name: 'n', message: 'm', queries: [{ query: 'a' }], cases: [{ status: 'low' as const }], options: {} }

test('only reading makes a rule; a draft and the JSON of a tenant do not fit where one is wanted', () => {
  const rule: Rule = ruleFrom(values)
  const draft: Draft = { ...values, isEnabled: true }
  const wire: WireRule = { name: 'n', options: {} }
  const copy: Rule = { ...rule, isEnabled: false }
  const wider: Draft = rule
  // @ts-expect-error A draft may hold mistakes.
  const drafted: Rule = draft
  // @ts-expect-error Nothing is known of what a tenant sends.
  const received: Draft = wire
  // @ts-expect-error A rule is sent in another form.
  const sent: WireRule = rule
  expect([copy, wider, drafted, received, sent]).toHaveLength(5)
})

test('words that Datadog may add to are open in the types, as they are in the shapes', () => {
  const rule = ruleFrom({
    ...values,
    queries: [{ query: 'a', aggregation: 'a_newer_aggregation' }],
    options: { detectionMethod: 'a_newer_method' },
  })
  expect(rule.options.detectionMethod).toBe('a_newer_method')
  expect(rule.queries[0]?.aggregation).toBe('a_newer_aggregation')
})
