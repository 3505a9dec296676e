import Ajv from 'ajv'
import fc from 'fast-check'
import { placeFinding } from '../../src/diagnostic/diagnostic'
import { filesOf } from '../../src/testing/declared-test'
import { readTests } from '../../src/testing/read-tests'
import { testJsonSchema } from '../../src/testing/test-schema'
import { readYaml } from '../../src/yaml/yaml-document'
import { often } from '../random-runs'

const whole = `rule: ses
start: 2026-03-02T09:00:00Z
baseLogs:
  add: { file: add.json, record: 2 }
  delete: { base: add, set: { eventName: DeleteIdentity }, unset: [requestParameters.x] }
tests:
  - name: fires
    logs:
      - add
      - { base: delete, at: +2h22m26s, id: mine }
      - { file: more.json, at: -5m }
      - { log: { a: 1 }, at: 2026-03-02T10:00:00Z, repeat: 3, every: 1m30s }
    expect:
      suppressed: 1
      signals:
        - severity: medium
          title: whole
          message: { contains: [a, b], excludes: c }
          group: { '@n': 5 }
          firstSeen: +0s
          lastSeen: +1d
          events: 2
          steps: [one, { step: two, at: +1m, events: [x] }]
        - { suppressedBy: [s] }
  - { name: silent, logs: [add], expect: silence, suppressions: [], start: 2027-01-01T00:00:00Z }
  - { name: two, logs: [add], expect: 2, suppressions: all }
`

const document = (text: string) => readYaml({ path: 'ses.test.yaml', text })
const startMs = Date.UTC(2026, 2, 2, 9)

it('a whole file is read, its times worked out', () => {
  const { tests: file, findings } = readTests(document(whole))
  expect(findings).toEqual([])
  expect(file?.rules).toEqual(['ses'])
  expect(file && filesOf(file)).toEqual(['add.json', 'more.json'])
  expect([...(file?.baseLogs.keys() ?? [])]).toEqual(['add', 'delete'])
  const [fires, silent, two] = file?.tests ?? []
  expect(fires?.logs).toMatchObject([
    { origin: { kind: 'base', base: 'add' }, repeat: 1 },
    { origin: { kind: 'base', base: 'delete' }, atMs: startMs + 8_546_000, id: 'mine' },
    { origin: { kind: 'file', file: 'more.json' }, atMs: startMs - 300_000 },
    { origin: { kind: 'record', record: { a: 1 } }, atMs: startMs + 3_600_000, repeat: 3, everyMs: 90_000 },
  ])
  expect(fires?.expect).toMatchObject({
    suppressed: 1,
    signals: [
      {
        severity: 'medium',
        title: { equals: 'whole' },
        message: { contains: ['a', 'b'], excludes: ['c'] },
        group: { '@n': '5' },
        firstSeenMs: startMs,
        lastSeenMs: startMs + 86_400_000,
        events: 2,
        steps: [{ step: 'one' }, { step: 'two', atMs: startMs + 60_000, events: ['x'] }],
      },
      { suppressedBy: ['s'] },
    ],
  })
  expect(silent).toMatchObject({ startMs: Date.UTC(2027, 0, 1), suppressions: [], expect: { signals: 0 } })
  expect(two).toMatchObject({ startMs, suppressions: 'all', expect: { signals: 2 } })
})

const inTest = (lines: string) =>
  `rule: r\nbaseLogs: { add: { log: {} } }\ntests:\n  - name: t\n    ${lines.replaceAll('\n', '\n    ')}\n`
const withLog = (log: string) => inTest(`logs: [${log}]\nexpect: 1`)
const withSignal = (signal: string) => inTest(`logs: [add]\nexpect: { signals: [${signal}] }`)

describe('mistakes are findings at their place', () => {
  it.each([
    ['no tests', 'rule: r\n', 'T001', 'rule'],
    ['an empty list of tests', 'rule: r\ntests: []\n', 'T001', '[]'],
    ['a mistyped key of a test', inTest('log: [add]\nlogs: [add]\nexpect: 1'), 'T003', 'log'],
    ['no expectation', inTest('logs: [add]'), 'T001', expect.any(String)],
    ['no logs', inTest('logs: []\nexpect: silence'), 'T001', '[]'],
    ['an expectation in other words', inTest('logs: [add]\nexpect: nothing'), 'T002', 'nothing'],
    ['a negative count', inTest('logs: [add]\nexpect: -1'), 'T002', '-1'],
    ['a mistyped key of a signal', withSignal('{ severty: high }'), 'T003', 'severty'],
    ['a severity that does not exist', withSignal('{ severity: severe }'), 'T002', 'severe'],
    ['a time without a unit', withSignal('{ firstSeen: +10 }'), 'T004', '+10'],
    ['units in the wrong order', withSignal('{ firstSeen: +10s5m }'), 'T004', '+10s5m'],
    [
      'a number that contradicts the list',
      inTest('logs: [add]\nexpect: { signals: [{}], suppressed: 1 }'),
      'T008',
      '1',
    ],
    ['a base that nobody declares', withLog('{ base: ad }'), 'T007', 'ad'],
    ['the same by its bare name', withLog('ad'), 'T007', 'ad'],
    ['a log that is two things', withLog('{ base: add, file: x }'), 'T006', '{ base: add, file: x }'],
    ['a log that is nothing', withLog('{ at: +1m }'), 'T006', '{ at: +1m }'],
    ['a record without a file', withLog('{ base: add, record: 1 }'), 'T006', 'record'],
    ['a time that is a number', withLog('{ base: add, at: 600 }'), 'T004', '600'],
    ['a repeat of nothing', withLog('{ base: add, repeat: 0 }'), 'T002', '0'],
    [
      'a start that is no time',
      'rule: r\nstart: noon\ntests: [{ name: a, logs: [{ log: {} }], expect: 1 }]\n',
      'T004',
      'noon',
    ],
    ['a rule that is a number', 'rule: 5\ntests: [{ name: a, logs: [{ log: {} }], expect: 1 }]\n', 'T002', '5'],
    [
      'a circle of bases',
      'rule: r\nbaseLogs: { a: { base: b }, b: { base: a } }\ntests: [{ name: a, logs: [a], expect: 1 }]\n',
      'T007',
      'b',
    ],
    [
      'a name that is taken',
      'rule: r\ntests: [{ name: a, logs: [{ log: {} }], expect: 1 }, { name: a, logs: [{ log: {} }], expect: 0 }]\n',
      'T009',
      'a',
    ],
  ])('%s', (_, text, code, at) => {
    const read = document(text)
    const { tests, findings } = readTests(read)
    const placed = findings.map((finding) => ({ ...finding, ...placeFinding(finding, read.locate) }))
    expect(placed).toHaveLength(1)
    expect(placed[0]).toMatchObject({ code, severity: 'error' })
    expect(text.slice(placed[0]?.span?.start, placed[0]?.span?.end)).toEqual(at)
    expect(tests?.tests.length ?? 0).toBeLessThan(2)
  })

  it('a mistake in one test leaves the others', () => {
    const text = `${inTest('logs: [add]\nexpect: nothing')}  - { name: other, logs: [add], expect: 1 }\n`
    expect(readTests(document(text)).tests?.tests.map(({ name }) => name)).toEqual(['other'])
  })

  it('a mistake in a base log stops the tests that stand on it, and those only', () => {
    const text = `rule: r
baseLogs: { bad: { fil: x }, worse: { base: bad }, good: { log: {} } }
tests:
  - { name: a, logs: [worse], expect: 1 }
  - { name: b, logs: [good], expect: 1 }
`
    const { tests, findings } = readTests(document(text))
    expect(tests?.tests.map(({ name }) => name)).toEqual(['b'])
    expect(findings.map(({ code }) => code)).toContain('T003')
  })

  it('every without repeat is a warning', () => {
    const { tests, findings } = readTests(document(withLog('{ base: add, every: 1m }')))
    expect(findings).toMatchObject([{ code: 'T005', severity: 'warning' }])
    expect(tests?.tests).toHaveLength(1)
  })
})

it('any data at all is read without throwing', () => {
  const keys = [
    'rule',
    'tests',
    'name',
    'logs',
    'expect',
    'signals',
    'base',
    'log',
    'file',
    'set',
    'at',
    'baseLogs',
    '__proto__',
  ]
  const data = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom(null, 0, 1, -1, 1.5, true, '', 'add', '+1m', 'silence', 'all'),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 5 }),
    ),
  })).value
  fc.assert(
    fc.property(data, (value) => {
      readTests({ value })
    }),
    { seed: 20260302, numRuns: often(600) },
  )
})

describe('the JSON Schema', () => {
  const validate = new Ajv({ strict: false }).compile(testJsonSchema())

  it('accepts what the reader accepts', () => {
    validate(document(whole).value)
    expect(validate.errors).toBeNull()
  })
  it.each([
    withSignal('{ severty: high }'),
    withLog('{ base: add, file: x }'),
    withLog('{ at: +1m }'),
    inTest('logs: [add]'),
  ])('refuses what the reader refuses (%#)', (text) => {
    expect(validate(document(text).value)).toBe(false)
  })
})
