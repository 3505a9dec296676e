import type { GivenOfLogs } from '../../src/event/given'
import { readTests } from '../../src/testing/read-tests'
import { resolveLogs } from '../../src/testing/resolve-logs'
import { readYaml } from '../../src/yaml/yaml-document'

const record = (id: string, time: string, more: object = {}) => ({
  eventVersion: '1.11',
  eventID: id,
  eventTime: time,
  eventName: 'DeleteIdentity',
  eventSource: 'ses.amazonaws.com',
  requestParameters: { identity: 'a@example.com', items: [{ x: 1 }, { x: 2 }] },
  ...more,
})

const files: Readonly<Record<string, readonly unknown[]>> = {
  'one.json': [record('one', '2026-03-02T09:00:00Z')],
  'two.json': [record('late', '2026-03-02T09:10:00Z'), record('early', '2026-03-02T09:00:00Z')],
  'lookup.json': [{ EventId: 'x', CloudTrailEvent: JSON.stringify(record('inside', '2026-03-02T09:00:00Z')) }],
  'bridge.json': [{ 'detail-type': 'AWS API Call via CloudTrail', detail: record('bridged', '2026-03-02T09:00:00Z') }],
  'finding.json': [
    { 'detail-type': 'GuardDuty Finding', id: 'b', time: '2026-03-02T09:00:00Z', detail: { type: 'x' } },
  ],
  'flat.json': [{ ddsource: 'cloudtrail', _id: 'd', timestamp: 1, ...record('flat', '2026-03-02T09:00:00Z') }],
  'text.json': [
    { ddsource: 'cloudtrail', timestamp: 1, message: JSON.stringify(record('spoken', '2026-03-02T09:00:00Z')) },
  ],
  'search.json': [
    { id: 'AAA', type: 'log', attributes: { timestamp: '2026-03-02T09:00:00Z', attributes: { usr: { id: 'a' } } } },
  ],
  'archive.json': [{ _id: 'BBB', date: '2026-03-02T09:00:00Z', attributes: { usr: { id: 'a' } } }],
  'intake.json': [{ ddsource: 'x', '@timestamp': '2026-03-02T09:00:00Z', usr: { id: 'a' } }],
  'own-time.json': [{ a: 1, createdAt: '2026-03-02T09:00:00Z' }],
  'scalar.json': [5],
  'empty.json': [],
}

function resolve(
  logs: string,
  baseLogs = '{ one: { file: one.json }, two: { file: two.json, record: 2 } }',
  given?: GivenOfLogs,
) {
  const text = `rule: r\nstart: 2026-03-02T12:00:00Z\nbaseLogs: ${baseLogs}\ntests:\n  - { name: t, logs: [${logs}], expect: 1 }\n`
  const { tests, findings } = readTests(readYaml({ path: 't', text }))
  expect(findings).toEqual([])
  const [test] = tests?.tests ?? []
  if (!tests || !test) throw new Error('the test was not read')
  const read = (file: string) => {
    const records = files[file]
    return records ? { records } : { trouble: `there is no file ${file}` }
  }
  return resolveLogs(tests, test, { readRecords: read, given })
}

const told = (logs: string, baseLogs?: string) =>
  resolve(logs, baseLogs).events.map(({ id, timeMs }) => `${id} ${new Date(timeMs).toISOString().slice(11, 19)}`)

describe('times and ids', () => {
  it.each<[string, string, readonly string[]]>([
    ['a base keeps its time and gets an id of its own at each use', 'one, one', ['one-1 09:00:00', 'one-2 09:00:00']],
    ['a base at a time', '{ base: one, at: +10m }', ['one-1 12:10:00']],
    ['a base of a base', '{ base: two, at: -1h }', ['two-1 11:00:00']],
    ['an id that is given', '{ base: one, id: x }, { base: one, id: x }', ['x 09:00:00', 'x 09:00:00']],
    ['an id that is set', '{ base: one, set: { eventID: y } }', ['y 09:00:00']],
    ['a file keeps ids and times', '{ file: two.json }', ['late 09:10:00', 'early 09:00:00']],
    [
      'a file at a time starts there and keeps its distances',
      '{ file: two.json, at: +0s }',
      ['late 12:10:00', 'early 12:00:00'],
    ],
    ['one record of a file', '{ file: two.json, record: 2 }', ['early 09:00:00']],
    [
      'copies, each later',
      '{ base: one, at: +0s, repeat: 3, every: 10s }',
      ['one-1.1 12:00:00', 'one-1.2 12:00:10', 'one-1.3 12:00:20'],
    ],
    ['copies at one time', '{ base: one, repeat: 2 }', ['one-1.1 09:00:00', 'one-1.2 09:00:00']],
    ['a record without a time happens at start', '{ log: { _id: n, a: 1 } }', ['n 12:00:00']],
    ['what LookupEvents carries as text', '{ file: lookup.json, at: +1m, id: i }', ['i 12:01:00']],
    ['what EventBridge wraps', '{ file: bridge.json, at: +1m, id: i }', ['i 12:01:00']],
    ['what EventBridge wraps, of a source that is not known', '{ file: finding.json, at: +1m, id: i }', ['i 12:01:00']],
    ['a record beside the fields of its delivery', '{ file: flat.json, at: +1m, id: i }', ['i 12:01:00']],
    ['a record in the message of its delivery', '{ file: text.json, at: +1m, id: i }', ['i 12:01:00']],
    ['a result of the log search', '{ file: search.json, at: +1m, id: i }', ['i 12:01:00']],
    ['a log of an archive', '{ file: archive.json, at: +1m, id: i }', ['i 12:01:00']],
    ['a log on its way in', '{ file: intake.json, at: +1m, id: i }', ['i 12:01:00']],
  ])('%s', (_, logs, expected) => {
    expect(told(logs)).toEqual(expected)
  })
})

it.each([
  'lookup.json',
  'bridge.json',
  'finding.json',
  'flat.json',
  'text.json',
  'search.json',
  'archive.json',
  'intake.json',
])('a base log of %s used twice is two events', (file) => {
  const base = `{ one: { file: ${file} } }`
  expect(told('{ base: one, at: +1m }, { base: one, at: +2m }', base)).toEqual(['one-1 12:01:00', 'one-2 12:02:00'])
})

describe('changes', () => {
  const parameters = (logs: string) => resolve(logs).events[0]?.attributes['requestParameters']

  it.each<[string, string, unknown]>([
    [
      'a value is replaced',
      '{ base: one, set: { requestParameters.identity: b } }',
      { identity: 'b', items: [{ x: 1 }, { x: 2 }] },
    ],
    ['a map replaces a map', '{ base: one, set: { requestParameters: { a: 1 } } }', { a: 1 }],
    [
      'missing parents are made',
      '{ base: one, set: { requestParameters: null, requestParameters.a.b: 1 } }',
      { a: { b: 1 } },
    ],
    [
      'a number steps into a list',
      '{ base: one, set: { requestParameters.items.1.x: 9 }, unset: [requestParameters.items.0] }',
      { identity: 'a@example.com', items: [{ x: 2 }, { x: 9 }] },
    ],
    [
      'a dot inside a key',
      "{ base: one, set: { 'requestParameters.a\\.b': 1 }, unset: [requestParameters.items] }",
      { identity: 'a@example.com', 'a.b': 1 },
    ],
  ])('%s', (_, logs, expected) => {
    expect(parameters(logs)).toEqual(expected)
  })

  it('a base changes the base that it stands on', () => {
    const { events } = resolve('b', '{ a: { file: one.json, set: { x: 1, y: 1 } }, b: { base: a, set: { y: 2 } } }')
    expect(events[0]?.attributes).toMatchObject({ x: 1, y: 2 })
  })

  it('the record of the base stays as it is', () => {
    resolve('{ base: one, set: { requestParameters.identity: b } }')
    expect(files['one.json']?.[0]).toMatchObject({ requestParameters: { identity: 'a@example.com' } })
  })

  it('a key of the record that begins with @ can be set', () => {
    const { findings, events } = resolve('{ file: intake.json, set: { "@timestamp": 2026-03-02T10:00:00Z } }')
    expect([findings, events[0]?.timeMs]).toEqual([[], Date.UTC(2026, 2, 2, 10)])
  })

  it('a record that was delivered as text is changed in its message', () => {
    const { events } = resolve('{ file: text.json, set: { message.eventName: CreateEmailIdentity } }')
    expect(events).toMatchObject([{ id: 'spoken', attributes: { evt: { name: 'CreateEmailIdentity' } } }])
  })

  it('what is given for the file counts for the logs that stand in it, also where they are moved', () => {
    const given = { source: 'okta', time: 'published' }
    const { events } = resolve(
      '{ log: { published: 2026-03-02T09:00:00Z } }, { log: { published: x }, at: +1m }',
      '{}',
      given,
    )
    expect(events).toMatchObject([
      { source: 'okta', timeMs: Date.UTC(2026, 2, 2, 9) },
      { source: 'okta', timeMs: Date.UTC(2026, 2, 2, 12, 1) },
    ])
  })

  it('a log of a file happened when its source says, one of a test when the test begins', () => {
    const { events } = resolve('{ file: own-time.json }, { log: { createdAt: 2026-03-02T09:00:00Z } }')
    expect(events.map(({ timeMs }) => timeMs)).toEqual([Date.UTC(2026, 2, 2, 9), Date.UTC(2026, 2, 2, 12)])
  })

  it('an envelope that is written down is opened', () => {
    const { events } = resolve('{ log: { Records: [{ a: 1 }, { a: 2 }] }, at: +1m, id: i }')
    expect(events.map(({ attributes }) => attributes)).toEqual([{ a: 1 }, { a: 2 }])
  })

  it('names that belong to every object are keys like any other', () => {
    resolve('{ base: one, set: { __proto__.polluted: 1, constructor.prototype.polluted: 1 } }')
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})

describe('what cannot be made is a finding', () => {
  it.each([
    ['a file that is not there', '{ file: gone.json }', 'T010'],
    ['a file without logs', '{ file: empty.json }', 'T010'],
    ['a record past the end', '{ file: one.json, record: 2 }', 'T010'],
    ['a path that is not there', '{ base: one, unset: [requestParameters.identitiy] }', 'T010'],
    ['a path through a text', '{ base: one, set: { eventName.x: 1 } }', 'T010'],
    ['a place past the end of a list', '{ base: one, set: { requestParameters.items.7: 1 } }', 'T010'],
    ['a record that is no log', '{ file: scalar.json }', 'T011'],
  ])('%s', (_, logs, code) => {
    expect(resolve(logs).findings).toMatchObject([{ code, severity: 'error' }])
  })

  it.each(['set: { "@userIdentity.arn": x }', 'unset: ["@userIdentity.arn"]'])(
    'a path as queries write it, which is none of the raw record: %s',
    (change) => {
      const { findings } = resolve(`{ base: one, ${change} }`)
      expect(findings).toMatchObject([{ code: 'T010', severity: 'error', help: expect.stringContaining('without @') }])
    },
  )

  it('a base of several records', () => {
    expect(resolve('all', '{ all: { file: two.json } }').findings).toMatchObject([
      { code: 'T010', path: ['baseLogs', 'all'] },
    ])
  })
})
