import type { Draft } from '../../src/rule/rule'
import { compileSuppression } from '../../src/suppression/compile-suppression'
import { rulesUnder, suppressionsOn } from '../../src/suppression/scopes'
import type { Suppression } from '../../src/suppression/suppression'
import { numberedRule } from '../datadog/large-workspace'

const rules: readonly Draft[] = [
  numberedRule('one', { tags: ['source:okta', 'team:a'] }),
  numberedRule('two', { tags: ['source:github', 'team:a'], isEnabled: false }),
  numberedRule('three', { tags: [], cases: [{ status: 'high', condition: 'a > 0' }] }),
]
const scope = (id: string, given: Partial<Suppression>): Suppression => ({
  id,
  name: id,
  enabled: true,
  rules: [],
  suppressionQuery: '@a:b',
  tags: [],
  ...given,
})
const suppressions = [
  scope('slug', { rules: ['one'] }),
  scope('slugs', { rules: ['one', 'three', 'none'] }),
  scope('tag', { rules: ['team:a'] }),
  scope('severity', { rules: ['severity:high'] }),
  scope('query', { ruleQuery: 'source:okta' }),
  scope('and', { ruleQuery: 'type:log_detection team:a source:github' }),
  scope('or', { ruleQuery: 'source:okta OR source:github' }),
  scope('half', { ruleQuery: 'source:okta OR Rule' }),
  scope('not', { ruleQuery: '-source:okta' }),
  scope('presence', { ruleQuery: 'team:*' }),
  scope('range', { ruleQuery: 'ruleId:>a' }),
  scope('everything', { ruleQuery: '*' }),
  scope('text', { ruleQuery: 'three' }),
  scope('broken', { ruleQuery: 'source:(' }),
  scope('both', { rules: ['two'], ruleQuery: 'source:okta' }),
  scope('nothing', {}),
]

it('who asks for suppressions by rule or for rules by suppression gets all that one by one would find, in order', () => {
  const on = suppressionsOn(suppressions)
  const under = rulesUnder(rules)
  for (const rule of rules) {
    const wanted = suppressions.filter((each) => compileSuppression(each).appliesTo(rule))
    expect(on(rule).map(({ suppression }) => suppression.id)).toEqual(wanted.map(({ id }) => id))
  }
  for (const suppression of suppressions) {
    expect([suppression.id, under(suppression)]).toEqual([
      suppression.id,
      rules.filter(compileSuppression(suppression).appliesTo),
    ])
  }
  expect(on(rules[0] as Draft).length).toBeGreaterThan(8)
})
