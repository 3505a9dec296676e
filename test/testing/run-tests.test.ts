import type { Draft } from '../../src/rule/rule'
import type { Suppression } from '../../src/suppression/suppression'
import { countCases, readMinimum, rulesBelow } from '../../src/testing/count-cases'
import type { TestableDetections } from '../../src/testing/find-subject'
import { readTests } from '../../src/testing/read-tests'
import { type RunOptions, runTests } from '../../src/testing/run-tests'
import type { TestOutcome } from '../../src/testing/test-result'
import { readYaml } from '../../src/yaml/yaml-document'

const rule: Draft = {
  id: 'logins',
  name: 'Failed logins of {{@usr.id}}',
  message: 'by {{@usr.id}}',
  isEnabled: false,
  queries: [{ name: 'failed', query: 'source:app @evt.outcome:failure', groupByFields: ['@usr.id'] }],
  cases: [
    { status: 'high', name: 'many', condition: 'failed > 2' },
    { status: 'low', name: 'some', condition: 'failed > 0', notifications: ['@slack-soc'] },
  ],
  options: { detectionMethod: 'threshold', evaluationWindow: 300, keepAlive: 3600, maxSignalDuration: 86_400 },
  tags: ['source:app'],
}
const anomaly: Draft = { ...rule, id: 'odd', options: { ...rule.options, detectionMethod: 'anomaly_detection' } }

const suppression = (some: Partial<Suppression>): Suppression => ({
  id: 'robots',
  name: 'r',
  enabled: true,
  rules: ['logins'],
  suppressionQuery: '@usr.id:robot',
  tags: [],
  ...some,
})
const detections: TestableDetections = {
  rules: [rule, anomaly],
  suppressions: [
    suppression({}),
    suppression({ id: 'lab', suppressionQuery: '@usr.id:nobody', dataExclusionQuery: '@lab:true' }),
  ],
}

const base = 'baseLogs: { f: { log: { ddsource: app, evt: { outcome: failure }, usr: { id: ann } } } }\n'

function run(
  test: string,
  head = 'rule: logins',
  where: TestableDetections = detections,
  more: Partial<RunOptions> = {},
) {
  const text = `${head}\n${base}tests:\n  - name: t\n    ${test}\n`
  const { tests, findings } = readTests(readYaml({ path: 't', text }))
  expect(findings).toEqual([])
  if (!tests) throw new Error('the file was not read')
  return runTests(tests, where, { readRecords: () => ({ trouble: 'there is no such file' }), ...more })
}

function outcome(logs: string, expected: string, head?: string): TestOutcome | undefined {
  return run(`logs: [${logs}]\n    expect: ${expected}`, head).results[0]?.outcome
}

const differences = (logs: string, expect: string) => {
  const result = outcome(logs, expect)
  return result?.kind === 'failed' ? result.differences.map(({ what }) => what) : result?.kind
}

const one = '{ base: f, at: +0s }'
const many = '{ base: f, at: +0s, repeat: 3, every: 1m }'
const robot = '{ base: f, at: +0s, set: { usr.id: robot } }'

describe('a passed test', () => {
  it.each([
    ['a number', one, '1'],
    ['silence', '{ base: f, set: { evt.outcome: success } }', 'silence'],
    [
      'every key of a signal',
      many,
      `{ signals: [{ rule: logins, severity: high, case: many, title: Failed logins of ann - many, message: { contains: by, excludes: bob, equals: by ann }, group: { '@usr.id': ann }, firstSeen: +0s, lastSeen: +2m, events: [f-1.1, f-1.2, f-1.3], count: 3, tags: ['source:app'], suppressedBy: [] }] }`,
    ],
    ['any signal', one, '{ signals: [{}] }'],
    [
      'signals in another order than they came',
      `${one}, { base: f, at: +1m, set: { usr.id: bob } }`,
      `{ signals: [{ group: { '@usr.id': bob } }, { group: { '@usr.id': ann } }] }`,
    ],
    ['a hidden signal by number', robot, '{ signals: 0, suppressed: 1 }'],
    ['a hidden signal by name', robot, '{ signals: [{ suppressedBy: [robots] }] }'],
    ['an excluded log', '{ base: f, set: { lab: true } }', '{ signals: 0, excluded: 1 }'],
  ])('expects %s', (_, logs, expected) => {
    expect(outcome(logs, expected)).toEqual({ kind: 'passed' })
  })
})

describe('a failed test tells each difference', () => {
  it.each<[string, string, string, readonly string[]]>([
    ['one signal too few', one, '2', ['signals']],
    ['silence that is not', one, 'silence', ['signals']],
    ['a hidden signal where silence is expected', robot, 'silence', ['suppressed']],
    ['a hidden signal where a shown one is expected', robot, '{ signals: [{}] }', ['suppressedBy']],
    [
      'a shown signal where a hidden one is expected',
      one,
      '{ signals: [{ suppressedBy: [robots] }] }',
      ['suppressedBy'],
    ],
    [
      'a signal that is not in the list',
      `${one}, { base: f, at: +1m, set: { usr.id: bob } }`,
      '{ signals: [{}] }',
      ['signals'],
    ],
    ['a signal of the list that did not come', one, '{ signals: [{}, {}] }', ['signals']],
    [
      'values',
      one,
      `{ signals: [{ rule: x, severity: high, case: many, title: a, message: { contains: a, excludes: by }, group: { '@usr.id': bob }, firstSeen: +1s, lastSeen: +1s, events: 2, count: 2, tags: [a], notifications: [] }] }`,
      [
        'rule',
        'severity',
        'case',
        'title',
        'message',
        'group',
        'firstSeen',
        'lastSeen',
        'events',
        'count',
        'tags',
        'notifications',
      ],
    ],
    ['a group where none is expected', one, '{ signals: [{ group: {} }] }', ['group']],
    ['other steps', one, '{ signals: [{ steps: [a, b] }] }', ['steps']],
    ['no excluded log', one, '{ signals: 1, excluded: 1 }', ['excluded']],
  ])('%s', (_, logs, expected, what) => {
    const told = differences(logs, expected)
    expect(new Set(told)).toEqual(new Set(what))
  })

  it('at the expectation in the file, in words', () => {
    const result = outcome('{ base: f, at: +2h22m26s }', '{ signals: [{ firstSeen: +1s }] }')
    expect(result).toMatchObject({
      differences: [
        {
          what: 'firstSeen',
          expected: '+1s (2026-01-01T00:00:01Z)',
          got: '+2h22m26s (2026-01-01T02:22:26Z)',
          path: ['tests', 0, 'expect', 'signals', 0, 'firstSeen'],
        },
      ],
    })
  })

  it('with the signals that came and the explanation of each rule', () => {
    expect(outcome(one, 'silence')).toMatchObject({
      signals: [{ rule: 'logins' }],
      excluded: 0,
      explanations: [
        { rule: 'logins', queries: [{ name: 'failed', matched: { total: 1 } }], signals: [{ rule: 'logins' }] },
      ],
    })
  })

  it('with the suppressions that were in force', () => {
    expect(outcome(robot, 'silence')).toMatchObject({
      explanations: [
        {
          suppressions: [
            { id: 'robots', signals: [{ signal: 0, kind: 'hidden' }] },
            { id: 'lab', signals: [{ signal: 0, kind: 'missed' }] },
          ],
        },
      ],
    })
  })

  it('with the log that came nearest to a query that matched none, and what kept it out', () => {
    const logs =
      '{ base: f, set: { evt.outcome: Failure } }, { base: f, set: { ddsource: other, evt.outcome: success } }'
    expect(outcome(logs, '1')).toMatchObject({
      explanations: [
        {
          queries: [
            {
              matched: { total: 0 },
              near: [
                {
                  id: 'f-1',
                  because: [{ clause: '@evt.outcome:failure', reason: { kind: 'other-case', found: 'Failure' } }],
                },
                { id: 'f-2' },
              ],
            },
          ],
        },
      ],
    })
  })

  it('without an explanation where none is asked for', () => {
    expect(
      run(`logs: [${one}]\n    expect: silence`, undefined, detections, { explains: false }).results,
    ).toMatchObject([{ outcome: { kind: 'failed', explanations: [] } }])
  })
})

it('a rule that cannot be evaluated never passes', () => {
  const [result] = run(`logs: [f]\n    expect: silence`, 'rule: odd').results
  expect(result?.outcome).toEqual({ kind: 'notEvaluated', reason: expect.stringContaining('anomaly') })
})

it('a test whose file is missing is broken, at its place', () => {
  const [result] = run(`logs: [{ file: gone.json }]\n    expect: 1`).results
  expect(result?.outcome).toMatchObject({
    kind: 'broken',
    findings: [{ code: 'T010', path: ['tests', 0, 'logs', 0, 'file'] }],
  })
})

describe('what is under test and in force', () => {
  const robotHidden = `logs: [${robot}]\n    expect: { signals: 0, suppressed: 1 }`
  const robotShown = `logs: [${robot}]\n    expect: 1`
  const outcomes = (test: string, head: string, where = detections) =>
    run(test, head, where).results.map(({ outcome: { kind } }) => kind)

  it.each([
    ['a rule under all suppressions', robotHidden, 'rule: logins'],
    ['a rule under none', robotShown, 'rule: logins\nsuppressions: []'],
    ['a rule under a named one', robotShown, 'rule: logins\nsuppressions: [lab]'],
    ['a suppression, with the rules in its scope', robotHidden, 'suppression: robots'],
    ['a suppression alone in force', robotShown, 'suppression: lab'],
    ['a suppression on a named rule', robotHidden, 'suppression: robots\nrule: logins'],
  ])('%s', (_, test, head) => {
    expect(outcomes(test, head)).toEqual(['passed'])
  })

  it('the sibling of the file, if the file names nothing', () => {
    expect(outcomes(robotHidden, '', { ...detections, sibling: { rule } })).toEqual(['passed'])
    const [robots] = detections.suppressions
    expect(robots && outcomes(robotHidden, '', { ...detections, sibling: { suppression: robots } })).toEqual(['passed'])
  })

  it.each([
    ['a rule that is not there', 'rule: login', ['rule']],
    ['a suppression that is not there', 'suppression: robot', ['suppression']],
    ['nothing at all', '', []],
  ])('%s is a finding', (_, head, path) => {
    expect(run(robotShown, head)).toMatchObject({ results: [], findings: [{ code: 'T012', path }] })
  })

  it('a suppression in force that is not there breaks the test', () => {
    const [result] = run(robotShown, 'rule: logins\nsuppressions: [robot]').results
    expect(result?.outcome).toMatchObject({
      kind: 'broken',
      findings: [{ code: 'T012', help: 'did you mean robots?' }],
    })
  })
})

describe('firing and silent cases', () => {
  const results = [
    ...run(`logs: [${one}]\n    expect: 1`).results,
    ...run(`logs: [${robot}]\n    expect: { signals: 0, suppressed: 1 }`).results,
    ...run(`logs: [{ base: f, set: { evt.outcome: x } }]\n    expect: silence`).results,
    ...run(`logs: [${one}]\n    expect: silence`).results,
    ...run(`logs: [{ base: f, set: { evt.outcome: x } }]\n    expect: silence`, 'suppression: robots').results,
  ]

  it('are counted over passed tests', () => {
    expect(countCases(results).get('logins')).toEqual({ firing: 2, silent: 1 })
  })

  it('are held against a demand', () => {
    const minimum = readMinimum('1+2')
    if (!minimum) throw new Error('the demand was not read')
    expect(rulesBelow(minimum, ['logins', 'odd'], countCases(results))).toEqual([
      { rule: 'logins', firing: 2, silent: 1 },
      { rule: 'odd', firing: 0, silent: 0 },
    ])
    expect(rulesBelow({ firing: 1, silent: 1 }, ['logins'], countCases(results))).toEqual([])
  })

  it.each(['', '1', '1+', '+1', '1 + 1', '-1+1', 'a+b'])('"%s" is no demand', (text) => {
    expect(readMinimum(text)).toBeUndefined()
  })
})

describe('until', () => {
  const quiet = { ...rule, cases: [{ status: 'high' as const, condition: 'failed < 1' }] }
  const where = { rules: [quiet], suppressions: [] }
  it.each([
    ['none fires while the window is not empty', 'logs: [{ base: f }]\n    until: +5m\n    expect: silence', []],
    [
      'the silence after it fires',
      'logs: [{ base: f }]\n    until: +5m1ms\n    expect: { signals: [{ firstSeen: +5m, events: 0 }] }',
      [],
    ],
    ['the clock stands still without it', 'logs: [{ base: f }]\n    expect: silence', []],
    [
      'a silence is no silence of the test',
      'logs: [{ base: f }, { base: f, at: +4h }]\n    expect: silence',
      ['signals'],
    ],
  ])('%s', (_, test, wrong) => {
    const found = run(test, 'rule: logins', where).results[0]?.outcome
    expect(found?.kind === 'failed' ? found.differences.map(({ what }) => what) : []).toEqual(wrong)
    expect(['passed', 'failed']).toContain(found?.kind)
  })

  it.each([
    ['+1h', 'T013'],
    ['+2h', undefined],
  ])('%s with a last log at +2h: %s', (until, code) => {
    const found = run(`logs: [{ base: f, at: +2h }]\n    until: ${until}\n    expect: silence`, 'rule: logins', where)
    const outcome = found.results[0]?.outcome
    expect(outcome?.kind === 'broken' ? outcome.findings.map((each) => each.code) : [undefined]).toEqual([code])
  })
})

describe('expect: notEvaluated', () => {
  it.each([
    ['odd', 'notEvaluated', 'passed'],
    ['odd', 'silence', 'notEvaluated'],
    ['logins', 'notEvaluated', 'failed'],
    ['logins', '1', 'passed'],
  ])('of %s, expecting %s: %s', (id, expected, kind) => {
    const { results } = run(`logs: [f]\n    expect: ${expected}`, `rule: ${id}`)
    expect(results[0]?.outcome.kind).toBe(kind)
  })

  it('says nothing of what a rule does, so that it is no silent case', () => {
    const { results } = run('logs: [f]\n    expect: notEvaluated', 'rule: odd')
    expect([...countCases(results)]).toEqual([])
  })
})
