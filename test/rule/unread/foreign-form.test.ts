import { readRuleObject } from '../../../src/rule/read-rule'

const rule = {
  name: 'A',
  message: 'm',
  queries: [{ query: 'source:a' }],
  cases: [{ status: 'low', condition: 'a > 0' }],
  options: { evaluationWindow: 300, keepAlive: 300, maxSignalDuration: 300 },
}
const told = (value: unknown) =>
  readRuleObject(value).findings.map(({ code, message, path }) => [code, path[0], message])
const sigma = { title: 'T', logsource: { product: 'aws' }, detection: { condition: 'a', a: { b: 1 } }, level: 'high' }

test.each<[string, unknown, string | undefined, RegExp]>([
  ['an answer of the API', { data: { id: 'x', type: 'rules', attributes: rule } }, 'data', /under data\.attributes/],
  ['a rule under data', { data: rule }, 'data', /under data$/],
  ['the attributes of an answer', { id: 'x', type: 'rules', attributes: rule }, 'attributes', /under attributes/],
  ['a page of rules', { data: [rule], meta: {} }, 'data', /its rules stand under data/],
  ['rules of a bulk export', { rules: [rule] }, 'rules', /its rules stand under rules/],
  ['a list of rules', [rule], undefined, /a list of rules/],
  ['a list of texts', ['a'], undefined, /a list, not a rule/],
  ['a Sigma rule', sigma, 'detection', /Sigma/],
  ['a rule of Elastic', { rule_id: 'x', name: 'n', language: 'kuery', query: 'a' }, 'rule_id', /Elastic/],
  ['a rule of Splunk', { name: 'n', search: 'a', known_false_positives: 'none' }, 'search', /Splunk/],
  ['a rule of Sentinel', { kind: 'Scheduled', query: 'a', queryFrequency: '1h' }, 'queryFrequency', /Sentinel/],
  ['a rule of Panther', { AnalysisType: 'rule', RuleID: 'x' }, 'AnalysisType', /Panther/],
  ['a monitor', { type: 'log alert', query: 'logs("a")', options: {}, message: 'm', name: 'n' }, 'type', /monitor/],
  ['Terraform as JSON', { resource: { datadog_security_monitoring_rule: { a: rule } } }, 'resource', /Terraform/],
])('%s is told as what it is, and nothing else is', (_, value, key, message) => {
  expect(told(value)).toEqual([['R100', key, expect.stringMatching(message)]])
})

test.each<[string, unknown]>([
  ['a rule', rule],
  ['a rule with a key data', { ...rule, data: { attributes: {} } }],
  ['a rule with a key detection', { ...rule, detection: {}, title: 'T' }],
  ['what has a title and no detection', { title: 'T', logsource: {} }],
  ['a rule with a key of another program', { ...rule, rule_id: 'x', language: 'x', RuleID: 'x' }],
  ['a text under data', { data: 'x' }],
])('%s is not', (_, value) => {
  expect(told(value).map(([code]) => code)).not.toContain('R100')
})

test('what Datadog sets in an export is told in one line', () => {
  const read = readRuleObject({ ...rule, version: 1, createdAt: 2, isDefault: false, creator: {} })
  expect(read.findings.map(({ code, path }) => [code, path])).toEqual([['R107', ['version']]])
  expect(read.findings[0]?.message).toContain('version, createdAt, isDefault, creator')
  expect(read.rule).toBeDefined()
})

test.each<[string, object, readonly string[]]>([
  ['severity for status', { cases: [{ severity: 'low', condition: 'a > 0' }] }, ['cases', '0', 'severity']],
  ['severity at the top', { severity: 'low' }, ['severity']],
  ['the method at the top', { detectionMethod: 'threshold' }, ['detectionMethod']],
  ['enabled', { enabled: false }, ['enabled']],
  ['underscores', { has_extended_title: true }, ['has_extended_title']],
  ['a query for queries', { queries: undefined, query: 'source:a' }, ['query']],
])('%s is one error', (_, change, path) => {
  const value = Object.fromEntries(Object.entries({ ...rule, ...change }).filter(([, each]) => each !== undefined))
  expect(readRuleObject(value).findings.map(({ code, path }) => [code, path.map(String)])).toEqual([['R110', path]])
})
