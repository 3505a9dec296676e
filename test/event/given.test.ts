import { isTimePath, withId, withTime } from '../../src/event/change-log'
import { type GivenOfLogs, mergeGiven } from '../../src/event/given'
import { readLog } from '../../src/event/read-log'

const [noon, one] = ['2026-03-01T12:00:00Z', '2026-03-01T13:00:00Z']
const trail = { eventVersion: '1.10', eventName: 'A', eventSource: 'b', eventTime: noon, eventID: 'e' }

function eventOf(raw: unknown, given?: GivenOfLogs) {
  const read = readLog(raw, { given })
  if ('trouble' in read) throw new Error(read.trouble)
  return read.event
}

test.each<[string, object, GivenOfLogs, object]>([
  ['a source that a log lacks', { timestamp: 1 }, { source: 'okta' }, { source: 'okta' }],
  ['a source that it names', { timestamp: 1, ddsource: 'x' }, { source: 'okta' }, { source: 'x' }],
  ['a source that a tag names', { timestamp: 1, ddtags: 'source:x' }, { source: 'okta' }, { source: 'x' }],
  ['a source that its record is known by', trail, { source: 'okta' }, { source: 'cloudtrail' }],
  [
    'a source with a profile',
    { eventName: 'A', timestamp: 1 },
    { source: 'cloudtrail' },
    { attributes: { evt: { name: 'A' } } },
  ],
  [
    'a source for a record that it does not fit',
    { a: 1, timestamp: 1 },
    { source: 'cloudtrail' },
    { attributes: { a: 1 } },
  ],
  ['a service', { timestamp: 1 }, { service: 'web' }, { service: 'web' }],
  ['a service that a log names', { timestamp: 1, service: 'x' }, { service: 'web' }, { service: 'x' }],
  ['a service before that of a profile', trail, { service: 'web' }, { service: 'web' }],
  [
    'tags',
    { timestamp: 1, ddtags: 'env:dev' },
    { tags: ['Env:prod', 'team:a', 'team:b', 'bare'] },
    { tags: ['env:dev', 'team:a', 'bare'] },
  ],
  ['a time', { when: noon }, { time: 'when' }, { timeMs: Date.parse(noon) }],
  ['a time further in', { id: { time: noon } }, { time: 'id.time' }, { timeMs: Date.parse(noon) }],
  ['a time under a key with a dot', { 'id.time': noon }, { time: 'id.time' }, { timeMs: Date.parse(noon) }],
  ['a time as queries write it', { id: { time: noon } }, { time: '@id.time' }, { timeMs: Date.parse(noon) }],
  [
    'a time in the message',
    { ddsource: 'x', message: `{"when":"${noon}"}` },
    { time: 'when' },
    { timeMs: Date.parse(noon) },
  ],
  [
    'a time in the message of a log whose source is given',
    { message: `{"when":"${noon}"}` },
    { time: 'when', source: 'x' },
    { timeMs: Date.parse(noon), attributes: { when: noon } },
  ],
  ['a time beside that of the log', { when: one, timestamp: noon }, { time: 'when' }, { timeMs: Date.parse(noon) }],
  ['a time beside that of the source', { ...trail, when: one }, { time: 'when' }, { timeMs: Date.parse(noon) }],
  [
    'a time beside one that cannot be read',
    { when: noon, timestamp: 'soon' },
    { time: 'when' },
    { timeMs: Date.parse(noon) },
  ],
  [
    'a time of a log that Datadog processed',
    { attributes: { when: noon } },
    { time: 'when' },
    { timeMs: Date.parse(noon) },
  ],
])('%s is given', (_what, log, given, event) => {
  expect(eventOf(log, given)).toMatchObject(event)
})

test.each<[object, GivenOfLogs, string, string]>([
  [{ a: 1 }, {}, 'has no time', '--time-field'],
  [{ a: 1 }, { time: 'when' }, 'has no time, nor anything at "when"', 'the path is keys'],
  [{ when: 'soon' }, { time: 'when' }, 'has a time that cannot be read: "soon"', '--time-field'],
  [{ when: 'soon', timestamp: 'late' }, { time: 'when' }, 'has a time that cannot be read: "soon"', 'logs:'],
])('%j with %j is refused with the way out', (log, given, trouble, help) => {
  expect(readLog(log, { given })).toEqual({ trouble, help: expect.stringContaining(help) })
})

test('of two that say something of logs the first goes before, and the tags of both are given', () => {
  const [first, second] = [
    { source: 'a', tags: ['x:1'] },
    { source: 'b', time: 't', tags: ['x:2', 'y:2'] },
  ]
  expect(mergeGiven(first, second)).toMatchObject({ source: 'a', time: 't', tags: ['x:1', 'x:2', 'y:2'] })
  expect(eventOf({ t: noon }, mergeGiven(first, second))).toMatchObject({ source: 'a', tags: ['x:1', 'y:2'] })
})

test.each<[object, GivenOfLogs]>([
  [{ when: noon }, { time: 'when' }],
  [{ when: noon, timestamp: 'soon' }, { time: 'when' }],
  [{ eventName: 'A', eventTime: noon }, { source: 'cloudtrail' }],
  [{ message: `{"when":"${noon}","eventName":"A"}` }, { time: 'when', source: 'cloudtrail' }],
  [{ a: 1 }, { time: 'when' }],
])('the time and id of %j with %j can be changed', (log, given) => {
  expect(eventOf(withTime(log, 7, given), given).timeMs).toBe(7)
  expect(eventOf(withId(withTime(log, 7, given), 'i', given), given)).toMatchObject({ timeMs: 7, id: 'i' })
})

test('the place of a time that was given is one', () => {
  expect([isTimePath({ '@when': noon }, '@when'), isTimePath({ '@when': noon }, '@when', { time: '@when' })]).toEqual([
    false,
    true,
  ])
})
