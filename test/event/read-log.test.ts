import fc from 'fast-check'
import { recordsIn } from '../../src/event/envelopes/envelopes'
import { type ReadLogOptions, readLog } from '../../src/event/read-log'
import { often } from '../random-runs'

function eventOf(raw: unknown, options?: ReadLogOptions) {
  const result = readLog(raw, options)
  if ('trouble' in result) throw new Error(result.trouble)
  return result.event
}

const troubleOf = (raw: unknown) => {
  const result = readLog(raw)
  return 'trouble' in result ? result.trouble : undefined
}

const timeMs = Date.UTC(2026, 2, 1, 10, 20, 30)
const record = {
  eventVersion: '1.10',
  eventID: 'e-1',
  eventName: 'DeleteIdentity',
  eventSource: 'ses.amazonaws.com',
  eventTime: '2026-03-01T10:20:30Z',
  requestParameters: null,
}

test.each([
  ['alone', record],
  ['looked up', recordsIn({ Events: [{ EventId: 'e-1', CloudTrailEvent: JSON.stringify(record) }] })[0]],
  ['on the event bus', { id: 'b', 'detail-type': 'AWS API Call via CloudTrail', time: 'x', detail: record }],
  ['on its way in', { ddsource: 'cloudtrail', service: 'cloudtrail', ...record }],
  ['on its way in as a message', { ddsource: 'cloudtrail', message: JSON.stringify(record) }],
])('a CloudTrail record %s is one event', (_way, raw) => {
  expect(eventOf(raw)).toEqual({
    id: 'e-1',
    timeMs,
    source: 'cloudtrail',
    service: 'cloudtrail',
    status: 'info',
    tags: [],
    attributes: { ...record, evt: { name: 'DeleteIdentity' } },
  })
})

const processed = {
  timeMs,
  source: 'cloudtrail',
  service: 'mail',
  status: 'warn',
  host: 'h-1',
  message: 'hello',
  tags: ['env:prod', 'bare'],
  attributes: { eventName: 'DeleteIdentity', evt: { name: 'Renamed' } },
}
const { attributes } = processed
const fields = { service: 'mail', status: 'warn', host: 'h-1', message: 'hello' }

test.each([
  [
    'of the log search',
    {
      id: 'l-1',
      type: 'log',
      attributes: {
        ...fields,
        timestamp: '2026-03-01T10:20:30.000Z',
        tags: ['source:cloudtrail', 'env:prod', 'bare'],
        attributes,
      },
    },
  ],
  [
    'of an archive',
    {
      ...fields,
      _id: 'l-1',
      date: '2026-03-01T10:20:30.000Z',
      source: 'cloudtrail',
      tags: ['env:prod', 'bare'],
      attributes,
    },
  ],
  [
    'in a signal',
    {
      id: 'l-1',
      content: { ...fields, timestamp: timeMs, source: 'cloudtrail', tags: ['env:prod', 'bare'], custom: attributes },
    },
  ],
  [
    'as the UI shows it',
    {
      id: 'l-1',
      content: { ...fields, timestamp: timeMs, tags: ['source:cloudtrail', 'env:prod', 'bare'], attributes },
    },
  ],
  [
    'as programs hand it over',
    { ...fields, id: 'l-1', timestamp: timeMs, source: 'cloudtrail', tags: 'env:prod, bare', attributes },
  ],
])('a processed log %s is left as it is', (_way, raw) => {
  expect(eventOf(raw)).toEqual({ id: 'l-1', ...processed })
})

test('a log on its way in: its fields are fields, everything else is an attribute', () => {
  const raw = {
    ddsource: 'nginx',
    ddtags: 'env:staging,version:5.1',
    hostname: 'i-012345678',
    message: 'GET /',
    service: 'web',
    timestamp: timeMs,
    userIdentity: { assumed_role: 'fake' },
    id: 7,
  }
  expect(eventOf(raw)).toMatchObject({
    source: 'nginx',
    tags: ['env:staging', 'version:5.1'],
    host: 'i-012345678',
    message: 'GET /',
    service: 'web',
    attributes: { userIdentity: { assumed_role: 'fake' }, id: 7 },
  })
})

test('a log without an id is named by its content, whatever the order of its keys, or as it is told', () => {
  const one = eventOf({ timestamp: 1, attributes: { a: 1, b: { c: 2, d: 3 } } })
  expect(eventOf({ attributes: { b: { d: 3, c: 2 }, a: 1 }, timestamp: 1 }).id).toBe(one.id)
  expect(eventOf({ timestamp: 2, attributes: { a: 1, b: { c: 2, d: 3 } } }).id).not.toBe(one.id)
  expect([one.isNamedByContent, eventOf({ id: 'x', timestamp: 1, attributes: {} }).isNamedByContent]).toEqual([
    true,
    undefined,
  ])
  expect(eventOf({ timestamp: 1, attributes: {} }, { defaultId: 'x' })).toMatchObject({ id: 'x' })
  expect(eventOf({ id: 'y', timestamp: 1, attributes: {} }, { defaultId: 'x' })).toMatchObject({ id: 'y' })
})

test('a log without a time is refused, or takes the time it is given', () => {
  expect(troubleOf({ message: 'x' })).toBe('has no time')
  expect(troubleOf({ timestamp: 'soon', message: 'x' })).toBe('has a time that cannot be read: "soon"')
  expect(troubleOf({ timestamp: {}, message: 'x' })).toBe('has a time that cannot be read: a list or an object')
  expect(eventOf({ message: 'x' }, { defaultTimeMs: 5 }).timeMs).toBe(5)
  expect(readLog({ timestamp: 'soon' }, { defaultTimeMs: 5 })).toHaveProperty('trouble')
})

test.each([
  [null, 'is null, not an object'],
  [[], 'is a list, not an object'],
  ['text', 'is a string, not an object'],
  [undefined, 'is nothing, not an object'],
  [{ CloudTrailEvent: '{"eventName":' }, 'has a CloudTrailEvent that is not the JSON of a record'],
  [{ CloudTrailEvent: '[]' }, 'has a CloudTrailEvent that is not the JSON of a record'],
])('%j is no log', (raw, trouble) => {
  expect(troubleOf(raw)).toBe(trouble)
})

test('two hundred levels are read, one more is refused', () => {
  const nested = (levels: number): unknown => JSON.parse(`${'{"a":'.repeat(levels)}null${'}'.repeat(levels)}`)
  expect(troubleOf({ timestamp: 1, attributes: nested(199) })).toBeUndefined()
  expect(troubleOf({ timestamp: 1, attributes: nested(200) })).toBe('is nested deeper than 200 levels')
  expect(troubleOf(nested(10_000))).toBe('is nested deeper than 200 levels')
})

test('keys named after the language are plain keys', () => {
  const raw = JSON.parse(
    '{"ddsource":"x","timestamp":1,"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
  )
  const event = eventOf(raw)
  expect(Object.keys(event.attributes).sort()).toEqual(['__proto__', 'constructor'])
  expect(Object.getPrototypeOf(event.attributes)).toBe(Object.prototype)
  expect({}).not.toHaveProperty('polluted')
})

test('lone surrogates are kept', () => {
  expect(eventOf({ timestamp: 1, message: '\ud800', attributes: { '\udc00': '\ud800' } })).toMatchObject({
    message: '\ud800',
    attributes: { '\udc00': '\ud800' },
  })
})

test('the EC2 instance behind a role session is the host', () => {
  const by = (session: string) => ({
    ...record,
    userIdentity: { arn: `arn:aws:sts::111122223333:assumed-role/web/${session}` },
  })
  expect(eventOf(by('i-0123456789abcdef0')).host).toBe('i-0123456789abcdef0')
  expect(eventOf(by('i-01234567')).host).toBe('i-01234567')
  expect(eventOf(by('i-012345678')).host).toBeUndefined()
  expect(eventOf(by('deploy')).host).toBeUndefined()
})

test.each([
  [12, 12],
  ['12', 12],
  ['x', undefined],
  [null, undefined],
])('the tiebreaker %p orders by %p', (tiebreaker, expected) => {
  expect(eventOf({ timestamp: 1, tiebreaker }).tiebreaker).toBe(expected)
})

test('whatever it is given, it answers with an event or a trouble', () => {
  const key = fc.constantFrom(
    'attributes',
    'content',
    'custom',
    'detail',
    'detail-type',
    'timestamp',
    'tags',
    'type',
    'id',
  )
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 4 }, fc.jsonValue(), fc.constant('log'), tie('object')),
    object: fc.dictionary(key, tie('value'), { maxKeys: 5 }),
  }))
  fc.assert(
    fc.property(value, (raw) => {
      const result = readLog(raw)
      if ('trouble' in result) expect(result.trouble).toMatch(/^(is|has) /)
      else expect([typeof result.event.id, Number.isInteger(result.event.timeMs)]).toEqual(['string', true])
    }),
    { seed: 9, numRuns: often(300) },
  )
})

const named = '2026-03-01T10:20:30Z'
test.each<[string, object]>([
  ['createdAt', { createdAt: named }],
  ['the event before the record about it', { submissionTimestamp: '2027-01-01', eventTimestamp: named }],
  ['an object', { id: { time: named } }],
  ['the message', { ddsource: 'x', message: JSON.stringify({ published: named }) }],
  ['seconds', { ts: 1772360430 }],
  ['a text of seconds', { event_ts: '1772360430.0' }],
])('without a time where one is looked for, that of the source itself counts: %s', (_where, log) => {
  expect(readLog(log)).toMatchObject({ event: { timeMs: Date.parse(named) } })
  expect(readLog(log, { defaultTimeMs: 7 })).toMatchObject({ event: { timeMs: 7 } })
  expect(readLog(log, { defaultTimeMs: 7, guessesTime: true })).toMatchObject({ event: { timeMs: Date.parse(named) } })
  expect(readLog({ ...log, at: '2026-01-01' }, { given: { time: 'at' } })).toMatchObject({
    event: { timeMs: Date.UTC(2026, 0, 1) },
  })
  expect(readLog({ ...log, timestamp: 5 })).toMatchObject({ event: { timeMs: 5 } })
})

test.each([{ time: 350 }, { time: '12' }, { ts: true }, { when: 'soon' }, { attributes: { createdAt: named } }])(
  '%j has no time',
  (log) => {
    expect(readLog(log)).toMatchObject({ trouble: expect.stringMatching(/^has no time/) })
  },
)
