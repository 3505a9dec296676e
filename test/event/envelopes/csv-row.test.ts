import { isKnownHeader, readerOfRows } from '../../../src/event/envelopes/csv-row'
import { recordsIn } from '../../../src/event/envelopes/envelopes'
import { readLog } from '../../../src/event/read-log'

const explorer = ['Date', 'Host', 'Service', '@http.status_code', '@http.url', 'usr.id', 'Tags', 'Message']
const history = ['Event name', 'Event time', 'User name', 'Event source', 'Resource type', 'Resource name']

test.each<[string, readonly string[], readonly string[], object]>([
  [
    'a row of the Log Explorer is a log that Datadog has processed',
    explorer,
    ['2026-03-01T10:20:30.456Z', 'h', 'web', '500', '/a', '0012', 'env:prod,team:a', 'hello, "you"'],
    {
      date: '2026-03-01T10:20:30.456Z',
      host: 'h',
      service: 'web',
      tags: 'env:prod,team:a',
      message: 'hello, "you"',
      attributes: { http: { status_code: 500, url: '/a' }, usr: { id: '0012' } },
    },
  ],
  [
    'columns of attributes go before what the message says as JSON',
    ['Date', 'Service', '@usr.id', 'Content'],
    ['2026-03-01', 'web', 'ann', '{"usr":{"id":"bob","name":"b"},"a":[1]}'],
    { attributes: { usr: { id: 'ann', name: 'b' }, a: [1] } },
  ],
  [
    'attributes stand in one column as JSON',
    ['date', 'host', 'attributes', 'message'],
    ['2026-03-01', 'h', '{"evt":{"name":"x"}}', 'm'],
    { host: 'h', attributes: { evt: { name: 'x' } } },
  ],
  [
    'a value in the way leaves the path as one key',
    ['date', 'host', '@a', '@a.b', 'message'],
    ['2026-03-01', 'h', 'x', 'y', 'm'],
    { attributes: { a: 'x', 'a.b': 'y' } },
  ],
  [
    "a row of CloudTrail's event history is a record",
    history,
    [
      'StopLogging',
      'March 01, 2026, 10:20:30 (UTC+00:00)',
      'ann',
      'cloudtrail.amazonaws.com',
      'AWS::A, AWS::B',
      'a, b',
    ],
    {
      eventName: 'StopLogging',
      eventTime: '2026-03-01T10:20:30.000Z',
      eventSource: 'cloudtrail.amazonaws.com',
      userIdentity: { userName: 'ann' },
      resources: [
        { type: 'AWS::A', ARN: 'a' },
        { type: 'AWS::B', ARN: 'b' },
      ],
    },
  ],
  [
    'and has what more columns say',
    [...history, 'Event ID', 'AWS access key', 'Source IP address', 'Read-only', 'Error code'],
    ['X', '2026-03-01T10:20:30Z', '', 's', '', '', 'e-1', 'AKIA', '198.51.100.7', 'false', 'AccessDenied'],
    {
      eventID: 'e-1',
      userIdentity: { accessKeyId: 'AKIA' },
      sourceIPAddress: '198.51.100.7',
      readOnly: false,
      errorCode: 'AccessDenied',
    },
  ],
  [
    'a row of CloudTrail Lake is the record in its column',
    ['eventJson', 'eventTime'],
    ['{"eventName":"x"}', 'y'],
    { eventName: 'x' },
  ],
  [
    'a row of Athena gets its names again',
    ['eventname', 'eventtime', 'useridentity'],
    ['x', '2026-03-01', '{type=Root, arn=a}'],
    { eventName: 'x', eventTime: '2026-03-01', userIdentity: { type: 'Root', arn: 'a' }, ddsource: 'cloudtrail' },
  ],
  [
    'any other has a column an attribute, as JSON and numbers where it is written so',
    ['when', 'count', 'id', 'list', 'broken', 'empty', ' padded ', ''],
    ['2026-03-01', '7', '007', '[1]', '{a', '', 'x', 'unnamed'],
    { when: '2026-03-01', count: 7, id: '007', list: [1], broken: '{a', padded: 'x' },
  ],
])('%s', (_what, header, row, log) => {
  const read = readerOfRows(header)(row)
  expect(read).toMatchObject(log)
  expect(recordsIn(read)).toEqual([read])
})

test('names that belong to every object are keys like any other', () => {
  const read = readerOfRows(['date', 'host', 'message', '@__proto__.polluted'])(['1', 'h', 'm', 'x'])
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  expect(readLog(read)).toMatchObject({ event: { host: 'h' } })
})

test.each([
  [explorer, true],
  [history, true],
  [['eventName', 'eventTime', 'eventSource'], true],
  [['eventName', 'eventTime'], false],
  [['@timestamp', '@message'], true],
  [['eventJson'], true],
  [['date', 'message'], false],
  [['a', 'b'], false],
])('whether %j is a header that is known: %s', (header, isKnown) => {
  expect(isKnownHeader(header)).toBe(isKnown)
})
