import type { ReadyTests } from '../../src/mutation/ready-tests'
import { mutationScore, runRuleMutations, runSuppressionMutations } from '../../src/mutation/run-mutations'
import type { Draft } from '../../src/rule/rule'
import type { Suppression } from '../../src/suppression/suppression'
import { readTests } from '../../src/testing/read-tests'
import { readYaml } from '../../src/yaml/yaml-document'

const rule: Draft = {
  id: 'failures',
  name: 'failures',
  message: '',
  isEnabled: true,
  queries: [{ name: 'f', query: 'source:app @outcome:failure', groupByFields: ['@user'] }],
  cases: [{ status: 'high', condition: 'f > 1' }],
  options: { detectionMethod: 'threshold', evaluationWindow: 300 },
}
const robots: Suppression = {
  id: 'robots',
  name: 'r',
  enabled: true,
  rules: ['failures'],
  suppressionQuery: '@user:robot',
  tags: [],
}

function ready(tests: string, head = 'rule: failures'): ReadyTests {
  const text = `${head}
baseLogs: { f: { log: { ddsource: app, outcome: failure, user: ann } } }
tests:
${tests}`
  const { tests: file, findings } = readTests(readYaml({ path: 't', text }))
  expect(findings).toEqual([])
  if (!file) throw new Error('the tests were not read')
  return {
    file,
    detections: { rules: [rule], suppressions: [robots] },
    options: { readRecords: () => ({ records: [] }) },
  }
}

const test = (name: string, logs: string, expected: string) =>
  `  - { name: ${name}, logs: [${logs}], expect: ${expected} }\n`
const first = '{ base: f, at: +0s }'
const whole = [
  test('inside', `${first}, { base: f, at: +5m }`, '{ signals: [{ severity: high }] }'),
  test('outside', `${first}, { base: f, at: +5m1s }`, 'silence'),
  test('two users', `${first}, { base: f, at: +1m, set: { user: bob } }`, 'silence'),
  test('other source', `${first}, { base: f, at: +1m, set: { ddsource: x } }`, 'silence'),
  test('success', `${first}, { base: f, at: +1m, set: { outcome: success } }`, 'silence'),
]

it('tests that state every edge notice every change', () => {
  const report = runRuleMutations(rule, [ready(whole.join(''))])
  expect(report.survivors).toEqual([])
  expect(report.killed.length).toBeGreaterThan(8)
  expect(mutationScore(report)).toBe(1)
})

describe('without a test, the change that it was for survives', () => {
  it.each([
    [0, 'the severity high becomes critical'],
    [1, 'the evaluation window is 301 s instead of 300 s'],
    [2, 'the rule no longer groups by @user'],
    [3, 'the clause source:app is dropped'],
    [4, 'the clause @outcome:failure is dropped'],
  ])('test %i', (index, description) => {
    const report = runRuleMutations(rule, [ready(whole.filter((_, other) => other !== index).join(''))])
    expect(report.survivors.map((mutation) => mutation.description)).toContain(description)
    expect(mutationScore(report)).toBeLessThan(1)
  })
})

it('a test that fails on the unchanged rule proves nothing', () => {
  const report = runRuleMutations(rule, [ready(test('wrong', first, '1'))])
  expect(report.killed).toEqual([])
  expect(report.failing).toEqual(['wrong'])
})

it('a rule that is not evaluated is not changed, and has no score', () => {
  const odd = { ...rule, options: { ...rule.options, detectionMethod: 'anomaly_detection' as const } }
  const report = runRuleMutations(odd, [ready(whole.join(''))])
  expect(report).toMatchObject({
    killed: [],
    survivors: [],
    notEvaluated: expect.stringContaining('anomaly_detection'),
  })
  expect(mutationScore(report)).toBeUndefined()
})

it('where nothing can be changed there is no score', () => {
  expect(mutationScore({ killed: [], survivors: [] })).toBeUndefined()
})

it('tests of other rules do not count', () => {
  const report = runRuleMutations({ ...rule, id: 'other', name: 'other' }, [ready(whole.join(''))])
  expect(report.killed).toEqual([])
})

it('a suppression is held against the tests that name it', () => {
  const pair = (user: string) =>
    `{ base: f, at: +0s, set: { user: ${user} } }, { base: f, at: +1m, set: { user: ${user} } }`
  const hides = test('hides', pair('robot'), '{ signals: 0, suppressed: 1 }')
  const shows = test('shows', pair('ann'), '1')
  const head = 'suppression: robots\nrule: failures'
  expect(mutationScore(runSuppressionMutations(robots, [ready(hides + shows, head)]))).toBe(1)
  const report = runSuppressionMutations(robots, [ready(hides, head)])
  expect(report.survivors.map(({ description }) => description)).toEqual(['suppressionQuery is widened to everything'])
})
