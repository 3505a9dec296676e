import { liesIn } from '../../../src/workspace/tenants/file-pattern'

test.each([
  ['aws/prod', 'aws/prod/a.rule.yaml', true],
  ['aws/prod/', 'aws/prod/deep/a.rule.yaml', true],
  ['./aws/prod', 'aws/prod/a.rule.yaml', true],
  ['aws/prod', 'aws/production/a.rule.yaml', false],
  ['aws/prod', 'x/aws/prod/a.rule.yaml', false],
  ['aws/prod/**', 'aws/prod/deep/a.rule.yaml', true],
  ['aws/prod/**', 'aws/prod2/a.rule.yaml', false],
  ['*/prod', 'aws/prod/a.rule.yaml', true],
  ['*/prod', 'aws/eu/prod/a.rule.yaml', false],
  ['**/prod', 'aws/eu/prod/a.rule.yaml', true],
  ['**/prod', 'prod/a.rule.yaml', true],
  ['**/*.suppression.yaml', 'prod/a.suppression.yaml', true],
  ['**/*.suppression.yaml', 'prod/a.rule.yaml', false],
  ['a?s', 'aws/a.rule.yaml', true],
  ['a?s', 'a/s/a.rule.yaml', false],
  ['a.s', 'aws/a.rule.yaml', false],
  ['(a+', '(a+/a.rule.yaml', true],
  ['aws/a.rule.yaml', 'aws/a.rule.yaml', true],
])('the folder %s holds %s: %s', (pattern, path, holds) => {
  expect(liesIn(path, pattern)).toBe(holds)
})
