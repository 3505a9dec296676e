import { isIdPath, isTimePath, openedForm, withId, withTime } from '../../src/event/change-log'
import { readLog } from '../../src/event/read-log'

const record = { eventVersion: '1.10', eventName: 'DeleteIdentity', eventSource: 'ses.amazonaws.com' }

const timeOf = (raw: unknown) => {
  const read = readLog(raw)
  return 'event' in read ? read.event.timeMs : undefined
}

test.each([
  ["a source's own record", record, 'eventID', 'eventTime'],
  [
    'the same with an id of its delivery',
    { ddsource: 'cloudtrail', _id: 'x', ...record, eventID: 'y' },
    'eventID',
    'eventTime',
  ],
  [
    'one that was delivered as text',
    openedForm({ message: JSON.stringify(record) }),
    'message.eventID',
    'message.eventTime',
  ],
  ['any other log', { message: 'x' }, '_id', '@timestamp'],
])('%s is asked for id and time at its own places', (_what, log, id, time) => {
  expect([isIdPath(log, id), isTimePath(log, time)]).toEqual([true, true])
  expect([isIdPath(log, 'requestID'), isTimePath(log, 'requestID')]).toEqual([false, false])
})

test('what is no log has neither, and is left as it is', () => {
  for (const raw of [7, null, [], { CloudTrailEvent: '{' }]) {
    expect([withTime(raw, 5), withId(raw, 'x'), openedForm(raw)]).toEqual([raw, raw, raw])
    expect([isIdPath(raw, '_id'), isTimePath(raw, 'timestamp')]).toEqual([false, false])
  }
})

test('a log inside a text is opened, changed and read where it lies', () => {
  const eventTime = '2026-03-01T10:20:30Z'
  const delivered = { ddsource: 'cloudtrail', timestamp: 1, message: JSON.stringify({ ...record, eventTime, n: 9 }) }
  expect(openedForm(delivered)).toEqual({ ...delivered, message: { ...record, eventTime, n: 9 } })
  expect(withId(withTime(delivered, 7), 'x')).toEqual({
    ...delivered,
    message: { ...record, n: 9, eventTime: '1970-01-01T00:00:00.007Z', eventID: 'x' },
  })
  expect(openedForm({ CloudTrailEvent: JSON.stringify(record) })).toEqual(record)
})

test('every time that a log can write is read again, and later ones are the last of them', () => {
  const last = Date.parse('9999-12-31T23:59:59.999Z')
  const first = Date.parse('0100-01-01T00:00:00Z')
  for (const timeMs of [first, -1, 0, 1_772_360_430_456, last]) expect(timeOf(withTime(record, timeMs))).toBe(timeMs)
  expect([timeOf(withTime(record, 1e300)), timeOf(withTime(record, -1e300))]).toEqual([last, first])
})
