import { ruleScopeQuery, rulesOfScope } from '../../src/wire/rule-scope'

test.each<[readonly string[], string]>([
  [['ses-identity'], 'ddac:ses-identity'],
  [['a', 'b'], 'ddac:a OR ddac:b'],
  [['tactic:TA0005-defense-evasion'], 'tactic:TA0005-defense-evasion'],
  [['team:blue and green'], 'team:"blue and green"'],
  [['repo:https://example.com'], 'repo:"https://example.com"'],
  [['team:a"b\\c'], 'team:"a\\"b\\\\c"'],
])('%j is the rule query %s, and back', (rules, query) => {
  expect(ruleScopeQuery(rules)).toBe(query)
  expect(rulesOfScope(query)).toEqual(rules)
})

test.each([
  '',
  'cloudtrail',
  'type:log_detection',
  'severity:low source:cloudtrail',
  'source:a AND source:b',
  '-source:a',
  'source:*',
  'source:(a OR b)',
  'ruleId:abc-def-ghi',
  'ddac:"a"',
  'ddac:a  OR ddac:b',
  'ddac:a:b',
  ' ddac:a',
  'team:"open',
  'team:"a"b"',
  'team:"a\\b"',
  'team:"ends in a backslash\\"',
  'team:two words',
  'team:""',
  'team:',
  '9team:a',
])('%j stays a query', (query) => {
  expect(rulesOfScope(query)).toBeUndefined()
})
