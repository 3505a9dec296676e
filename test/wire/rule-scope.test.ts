import { ruleScopeQuery, rulesOfScope, withoutOwners } from '../../src/wire/rule-scope'

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

test.each<[readonly string[], string]>([
  [['a'], 'ddac:a ddac_workspace:soc'],
  [['a', 'late'], '(ddac:a ddac_workspace:soc) OR ddac:late'],
  [['a', 'source:x'], '(ddac:a ddac_workspace:soc) OR source:x'],
  [['late', 'a', 'b'], 'ddac:late OR (ddac:a ddac_workspace:soc) OR (ddac:b ddac_workspace:soc)'],
])('%j with owners is %s, and back', (rules, query) => {
  const ownerOf = (slug: string): string | undefined => (slug === 'late' ? undefined : 'soc')
  expect(ruleScopeQuery(rules, { ownerOf, remoteIdOf: () => undefined })).toBe(query)
  expect(rulesOfScope(query, ['soc'])).toEqual(rules)
  expect(rulesOfScope(query, ['other'])).toBeUndefined()
})

test.each([
  'ddac:a ddac_workspace:other',
  '(ddac:a ddac_workspace:soc',
  'ddac:a ddac_workspace:soc)',
  'ddac:a ddac_workspace:soc env:x',
  'team:a ddac_workspace:soc',
  'ddac_workspace:soc ddac:a',
  '-ddac:a ddac_workspace:soc',
])('%s says more than a rule of ours, and stays as it is', (query) => {
  expect(withoutOwners(query, ['soc'])).toBe(query)
})
