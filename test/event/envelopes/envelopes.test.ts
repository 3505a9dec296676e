import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { envelopeOf, envelopes, holdsLogs, listKeys, recordsIn } from '../../../src/event/envelopes/envelopes'
import { readLog } from '../../../src/event/read-log'
import type { Json, JsonObject } from '../../../src/json/json'
import { isJsonObject } from '../../../src/json/json-object'
import { often } from '../../random-runs'
import { examples, packed, plain, trail } from './examples'

test.each([
  ['CloudTrail records', { Records: [{ a: 1 }, { b: 2 }] }, [{ a: 1 }, { b: 2 }]],
  ['no CloudTrail records', { Records: [] }, []],
  ['a list', [{ a: 1 }, { b: 2 }], [{ a: 1 }, { b: 2 }]],
  ['a list of containers', [{ Records: [{ a: 1 }] }, [{ b: 2 }]], [{ a: 1 }, { b: 2 }]],
  ['one object', { a: 1 }, [{ a: 1 }]],
  ['events looked up', { Events: [{ CloudTrailEvent: '{"a":1}' }], NextToken: 'x' }, [{ a: 1 }]],
  ['one event looked up', { EventId: 'x', CloudTrailEvent: ' {"a":9007199254740993}' }, [{ a: '9007199254740993' }]],
  ['one that is damaged', { CloudTrailEvent: '{"a":' }, [{ CloudTrailEvent: '{"a":' }]],
  ['a digest, which lists files', { digestStartTime: 'x', logFiles: [{ s3Object: 'y' }] }, []],
  ['a log with the time of a digest', { digestStartTime: 'x' }, [{ digestStartTime: 'x' }]],
  ['a page of found logs', { data: [{ type: 'log', attributes: {} }], meta: {} }, [{ type: 'log', attributes: {} }]],
  ['a page that found nothing', { data: [], meta: { page: {} } }, []],
  ['a page of API v1', { logs: [{ id: '1', content: {} }], status: 'done' }, [{ id: '1', content: {} }]],
  ['a log with data of its own', { message: 'x', data: [{ a: 1 }] }, [{ message: 'x', data: [{ a: 1 }] }]],
  ['a log with empty data of its own', { message: 'x', data: [] }, [{ message: 'x', data: [] }]],
  ['what is no log', 7, [7]],
])('%s', (_shape, document, records) => {
  expect(recordsIn(document)).toEqual(records)
})

test('lists nested a hundred thousand deep are opened', () => {
  let deep: unknown = { a: 1 }
  for (let level = 0; level < 100_000; level += 1) deep = [deep]
  expect(recordsIn(deep)).toEqual([{ a: 1 }])
})

test('there is an example of every envelope', () => {
  expect(Object.keys(examples)).toEqual(envelopes.map(({ name }) => name))
})

test.each(Object.entries(examples))('%s is opened, and told from a log that is much like it', (name, example) => {
  const { envelope, records, log } = example
  expect(envelopeOf(envelope)?.name).toBe(name)
  expect(recordsIn(envelope)).toEqual(records)
  expect([envelopeOf(log), recordsIn(log)]).toEqual([undefined, [log]])
})

test.each(Object.entries(examples))('%s has what is said of its key, and is none without', (name, { envelope }) => {
  const sealed = envelopes.find((each) => each.name === name)
  if (sealed?.kind !== 'sealed') return
  const { key, inside, isNested = false, recognise } = sealed
  const document = envelope as JsonObject
  const scalars: readonly Json[] = ['x', plain({ a: 1 }), JSON.stringify(trail), 7, true]
  if (isNested) expect(scalars.filter((value) => recognise({ ...document, [key]: value }))).toEqual([])
  if (inside === undefined) return
  expect(recognise({ ...document, [key]: { ...trail, type: 'log', a: [trail] } })).toBe(false)
  const there = document[key]
  if (!isJsonObject(there)) return
  expect(inside.some((inner) => Object.hasOwn(there, inner))).toBe(true)
  const others = Object.fromEntries(Object.entries(there).filter(([inner]) => !inside.includes(inner)))
  expect(recognise({ ...document, [key]: others })).toBe(false)
})

const at = '2026-03-01T10:20:30Z'
const stream = (text: string): string => Buffer.from(text).toString('base64')
const hub = {
  'detail-type': 'Security Hub Findings - Imported',
  source: 'aws.securityhub',
  detail: { findings: [{ Id: 'f' }] },
}

test.each([
  ['texts of records, as jq writes them', [JSON.stringify(trail)], [trail]],
  ['a text of a record', JSON.stringify(trail), [trail]],
  [
    'a page of two lists',
    { events: [{ when: at, a: 1 }], alerts: [{ when: at, b: 1 }], users: [{ id: 1 }] },
    [
      { when: at, a: 1 },
      { when: at, b: 1 },
    ],
  ],
  [
    'a page whose records have the time of Datadog',
    { schema: [{ Name: 'x' }], results: [{ Timestamp: at }] },
    [{ Timestamp: at }],
  ],
  [
    'objects behind each other in a stream',
    { kinesis: { data: stream('{"a":"}{"}{"b":{}}\n {"c":1}') } },
    [{ message: { a: '}{' } }, { message: { b: {} } }, { message: { c: 1 } }],
  ],
  ['what is no such objects', { kinesis: { data: stream('{"a":1}{"b":}') } }, [{ message: '{"a":1}{"b":}' }]],
  [
    'findings of Security Hub in CloudWatch Logs',
    { messageType: 'DATA_MESSAGE', logEvents: [{ id: '1', timestamp: 1, message: JSON.stringify(hub) }] },
    [{ ...hub, detail: { finding: { Id: 'f', resources: {} } } }],
  ],
  ['a text that is none', ['hello', '{"a":'], ['hello', '{"a":']],
  ['rows of Logs Insights by themselves', [[{ field: '@message', value: 'm' }]], [{ message: 'm' }]],
  [
    'a row without its message',
    [
      { field: 'eventName', value: 'x' },
      { field: '@ptr', value: 'p' },
    ],
    [{ eventName: 'x', _id: 'p' }],
  ],
  ['a row of one column that is none of CloudTrail', [{ a: 1 }], [{ a: 1 }]],
  ['a row with one name twice', [{ eventName: 1 }, { eventName: 2 }], [{ eventName: 1 }, { eventName: 2 }]],
  [
    'a question whether anybody listens',
    { messageType: 'CONTROL_MESSAGE', logEvents: [{ message: 'x', timestamp: 1 }] },
    [],
  ],
  [
    'records of Kinesis in a Lambda event',
    { Records: [{ kinesis: { data: plain('hi'), approximateArrivalTimestamp: 7 } }] },
    [{ message: '"hi"', timestamp: 7 }],
  ],
  [
    'lines that Firehose packed',
    { recordId: 'r', data: Buffer.from('{"a":1}\n{"a":2}\n').toString('base64') },
    [{ message: { a: 1 } }, { message: { a: 2 } }],
  ],
  [
    'CloudTrail in SNS in SQS',
    {
      receiptHandle: 'r',
      messageId: 'm',
      body: JSON.stringify({ Type: 'Notification', TopicArn: 'a', Message: JSON.stringify(trail) }),
    },
    [trail],
  ],
  [
    'a Lake row with a struct as SQL prints it',
    [[{ eventName: 'x' }, { userIdentity: '{type=IAMUser, username=ann, sessioncontext={attributes=null}}' }]],
    [{ eventName: 'x', userIdentity: { type: 'IAMUser', userName: 'ann', sessionContext: {} } }],
  ],
])('%s', (_what, document, records) => {
  expect(recordsIn(document)).toMatchObject(records)
  expect(recordsIn(document)).toHaveLength(records.length)
})

test.each([
  [
    'what unpacks to more than 64 MB',
    { awslogs: { data: gzipSync(Buffer.alloc(65 * 1024 * 1024, 0x20)).toString('base64') } },
  ],
  ['what is no base64', { awslogs: { data: '{}' } }],
  ['a gzip that is damaged', { awslogs: { data: gzipSync('{}').fill(0xff, 10, 14).toString('base64') } }],
  ['bytes that are no text', { recordId: 'r', data: Buffer.from([0xff, 0xfe, 0xff]).toString('base64') }],
])('%s stays packed', (_what, document) => {
  expect(recordsIn(document)).toEqual([document])
  expect(readLog(document)).toMatchObject({ trouble: expect.stringMatching(/cannot be unpacked|is no text/) })
})

test('what is packed in itself again and again ends', () => {
  let nested: unknown = { awslogs: { data: packed({ a: 1 }) } }
  for (let level = 0; level < 50; level += 1) nested = { awslogs: { data: packed(nested) } }
  expect(recordsIn(nested)).toEqual([{ a: 1 }])
  const many = { records: Array.from({ length: 1100 }, () => ({ recordId: 'r', data: plain({ a: 1 }) })) }
  expect(recordsIn(many).filter((record) => Object.hasOwn(record as object, 'message'))).toHaveLength(1024)
})

test.each(Object.values(examples).filter(({ envelope, records }) => records[0] === envelope))(
  '%j is told',
  ({ envelope }) => {
    expect(readLog(envelope)).toEqual({
      trouble: expect.stringMatching(/^is /),
      help: expect.stringMatching(/^give ddac the/),
    })
  },
)

test.each([
  ['an AWS Lambda event of API Gateway', { requestContext: { a: 1 }, httpMethod: 'GET' }],
  ['an AWS Lambda event of a load balancer', { requestContext: { elb: {} }, httpMethod: 'GET' }],
  ['an AWS Lambda event of Cognito', { triggerSource: 'PreSignUp_SignUp', userPoolId: 'p' }],
  ['a list of objects under "audit_events"', { audit_events: [{ a: 1 }] }],
])('%s is named where it has no time, and is a log with one', (what, document) => {
  expect(readLog(document)).toEqual({ trouble: expect.stringContaining(what), help: expect.any(String) })
  expect(readLog({ timestamp: 1, ...document })).toMatchObject({ event: { timeMs: 1 } })
})

/** Values as logs have them, under names that tell nothing of a source. */
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('any'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.constantFrom('a', 'b', 'name', 'count', 'sku', 'text', 'user'), tie('any'), { maxKeys: 3 }),
}))

test('a log that has lists under the keys of envelopes stays one log', () => {
  const property = fc.property(
    fc.constantFrom(...listKeys).filter((key) => key !== 'Records'),
    fc.array(value.object ?? fc.constant({}), { minLength: 1, maxLength: 3 }),
    (key, elements) => {
      const log = { timestamp: 1, message: 'x', [key]: elements }
      expect([recordsIn(log), holdsLogs(key, elements[0])]).toEqual([[log], false])
    },
  )
  fc.assert(property, { seed: 1, numRuns: often(300) })
})
