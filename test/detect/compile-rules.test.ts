import { compileRules } from '../../src/detect/compile-rules'
import { evaluateEvents } from '../../src/detect/evaluate'
import type { Draft } from '../../src/rule/rule'

const rule = (some: Partial<Draft>): Draft => ({
  id: 'r',
  name: 'r',
  message: '',
  isEnabled: true,
  queries: [{ name: 'failed', query: '@k:a' }],
  cases: [{ status: 'low', condition: 'failed > 0' }],
  options: {},
  ...some,
})

describe('mistakes of a rule are told at their place, and the rule is named as not evaluated', () => {
  it.each<[string, Partial<Draft>, { code: string; path: readonly (string | number)[]; range?: object }]>([
    [
      'an unknown name in a condition',
      { cases: [{ status: 'low', condition: 'logins > 5' }] },
      { code: 'R204', path: ['cases', 0, 'condition'], range: { start: 0, end: 6 } },
    ],
    [
      'a query that does not parse',
      { queries: [{ name: 'failed', query: '@k:"a' }] },
      { code: 'Q001', path: ['queries', 0, 'query'] },
    ],
    [
      'group-bys of different lengths',
      {
        queries: [
          { name: 'failed', query: 'a', groupByFields: ['@g'] },
          { name: 'b', query: 'b' },
        ],
      },
      { code: 'R207', path: ['queries', 1, 'groupByFields'] },
    ],
    [
      'a group for signals that no query has',
      { groupSignalsBy: ['@x'] },
      { code: 'R209', path: ['groupSignalsBy', 0] },
    ],
    [
      'two queries of one name',
      {
        queries: [
          { name: 'failed', query: 'a' },
          { name: 'failed', query: 'b' },
        ],
      },
      { code: 'R213', path: ['queries', 1] },
    ],
    [
      'cardinality of nothing',
      { queries: [{ name: 'failed', query: 'a', aggregation: 'cardinality' }] },
      { code: 'R208', path: ['queries', 0] },
    ],
    [
      'a query of signals that names no rule',
      { type: 'signal_correlation', queries: [{ name: 'failed' }] },
      { code: 'R211', path: ['queries', 0] },
    ],
    ['a rule without queries', { queries: [] }, { code: 'R214', path: ['queries'] }],
  ])('%s', (_, some, expected) => {
    const { rules, findings, notEvaluated } = compileRules([rule(some)])
    expect(findings.map(({ finding }) => finding)).toContainEqual(expect.objectContaining(expected))
    expect(rules).toEqual([])
    expect(notEvaluated).toEqual([{ rule: 'r', reason: expect.any(String) }])
  })
})

test('a condition with an unknown name is helped by the names that exist', () => {
  const { findings } = compileRules([rule({ cases: [{ status: 'low', condition: 'logins > 5' }] })])
  expect(findings[0]?.finding.help).toBe("this rule's queries: failed")
})

test('a disabled rule is compiled like any other', () => {
  expect(compileRules([rule({ isEnabled: false })]).rules).toHaveLength(1)
})

it('a source that is named by the id Datadog ships it under alone is evaluated, and warned about: nobody can send it', () => {
  const counting = { id: 'counting', type: 'signal_correlation', queries: [{ name: 'failed', defaultRuleId: 'r' }] }
  const { rules, findings } = compileRules([rule(counting), rule({})])
  expect(rules.map(({ name }) => name)).toEqual(['r', 'counting'])
  expect(findings.map(({ finding }) => [finding.code, finding.severity, finding.path])).toEqual([
    ['R211', 'warning', ['queries', 0, 'defaultRuleId']],
  ])
})

it('rules that wait for each other by name are told at the key that names the other', () => {
  const waiting = (id: string, source: Draft['queries'][number]) =>
    rule({ id, type: 'signal_correlation', queries: [{ name: 'failed', ...source }] })
  const { rules, findings } = compileRules([
    waiting('a', { ruleId: 'b' }),
    waiting('b', { ruleId: '', defaultRuleId: 'a' }),
  ])
  expect(rules).toEqual([])
  expect(findings.map(({ finding }) => [finding.code, finding.severity, finding.path])).toEqual([
    ['R212', 'error', ['queries', 0, 'ruleId']],
    ['R211', 'warning', ['queries', 0, 'defaultRuleId']],
    ['R212', 'error', ['queries', 0, 'defaultRuleId']],
  ])
})

describe('queries are told apart by bits of one number', () => {
  const many = (count: number): Draft =>
    rule({
      queries: Array.from({ length: count }, (_, index) => ({ name: `q${index}`, query: `@k:v${index}` })),
      cases: [{ status: 'low', condition: `q${count - 1} > 0` }],
      options: { evaluationWindow: 60 },
    })
  const logs = (count: number) => [
    { id: 'first', timeMs: 0, tags: [], attributes: { k: 'v0' } },
    { id: 'last', timeMs: 1000, tags: [], attributes: { k: `v${count - 1}` } },
  ]

  it('the last of thirty decides its case, and the first does not', () => {
    const { signals, notEvaluated } = evaluateEvents([many(30)], logs(30))
    expect(notEvaluated).toEqual([])
    expect(signals.map(({ firstSeenMs, lastSeenMs }) => [firstSeenMs, lastSeenMs])).toEqual([[0, 1000]])
    expect(evaluateEvents([many(30)], logs(30).slice(0, 1)).signals).toEqual([])
  })

  it.each([31, 32, 33, 40])('%i are more than one number has bits for, which is said', (count) => {
    const { signals, notEvaluated } = evaluateEvents([many(count)], logs(count))
    expect(signals).toEqual([])
    expect(notEvaluated).toEqual([{ rule: 'r', reason: `it has ${count} queries; at most 30 are evaluated` }])
  })
})
