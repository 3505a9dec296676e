import { withId, withTime } from '../../src/event/change-log'
import { profileOf, profiles } from '../../src/event/known-profiles'
import { logShapes } from '../../src/event/log-shapes'
import { openLog } from '../../src/event/open-log'
import { readLog } from '../../src/event/read-log'
import type { JsonObject } from '../../src/json/json'
import { isJsonObject } from '../../src/json/json-object'
import { recordOf } from './source-records'

const time = '2026-03-01T10:20:30Z'

const call: JsonObject = {
  eventVersion: '1.10',
  eventID: 'e-1',
  eventName: 'DeleteIdentity',
  eventSource: 'ses.amazonaws.com',
  eventTime: time,
}

const some = { usr: { id: 'a' } }
const bridged = { 'detail-type': 'AWS API Call via CloudTrail', source: 'aws.some', id: 'b-1', time }

/** Logs of each shape. A new shape without one fails here. */
const examples: Readonly<Record<string, readonly JsonObject[]>> = {
  'EventBridge event': [
    ...sources((record) => ({ 'detail-type': 'AWS API Call via CloudTrail', id: 'b-1', time, detail: record })),
    { 'detail-type': 'Scheduled Event', id: 'b-1', time, detail: { type: 'Recon:EC2/PortProbeUnprotectedPort' } },
    { 'detail-type': 'Scheduled Event', detail: { type: 'Recon:EC2/PortProbeUnprotectedPort' } },
  ],
  "source's own record": sources((record) => record),
  "element of Datadog's log search, API v2": [
    { id: 'l-1', type: 'log', attributes: { timestamp: time, tags: ['source:x'], attributes: some } },
    { type: 'log', attributes: { attributes: some } },
    ...sources((record, source) => ({ type: 'log', attributes: { tags: [`source:${source}`], attributes: record } })),
  ],
  "element of Datadog's signal search": [
    { id: 's-1', type: 'signal', attributes: { timestamp: time, tags: ['source:x'], custom: some } },
    { type: 'signal', attributes: { attributes: some } },
  ],
  'sample of a signal': [
    { id: 'l-1', content: { timestamp: time, custom: some } },
    { eventId: 'l-1', content: { timestamp: time, attributes: some } },
    { content: {} },
  ],
  'line of a log archive': [
    { _id: 'l-1', date: time, attributes: some },
    { id: 'l-1', timestamp: time, attributes: some },
    { timestamp: null, attributes: {} },
    ...sources((record, source) => ({ source, attributes: record })),
  ],
  'EventBridge event that was delivered as a message': [
    ...sources((record) => ({ timestamp: 1, message: JSON.stringify({ ...bridged, detail: record }) })),
    { _id: 'm-1', timestamp: 1, message: { ...bridged, detail: some } },
    { message: JSON.stringify({ 'detail-type': 'Scheduled Event', detail: some }) },
  ],
  'log on its way in': [
    { message: 'hello' },
    { _id: 'l-1', ddsource: 'x', '@timestamp': time, date: 'never read', message: 'hello' },
    { ddsource: 'x', timestamp: time, message: JSON.stringify({ date: time, ...some }) },
    ...sources((record, source) => ({ ddsource: source, timestamp: 1, ...record })),
    ...sources((record, source) => ({ ddsource: source, _id: 'l-1', ...record })),
    ...sources((record, source) => ({ ddsource: source, timestamp: 1, message: JSON.stringify(record) })),
    ...sources((record) => ({ id: 'd-1', timestamp: 1, message: JSON.stringify(record) })),
    ...sources((record, source) => ({ ddsource: source, timestamp: 1, message: JSON.stringify(bare(record, source)) })),
  ],
}

function sources(log: (record: JsonObject, source: string) => JsonObject): readonly JsonObject[] {
  return profiles.map((profile) => log(recordOf(profile), profile.sourceOf(recordOf(profile))))
}

/** A record without time and id. */
function bare(record: JsonObject, source: string): JsonObject {
  const profile = profileOf(source, record)
  const own = [...(profile?.time ?? []), ...(profile?.id ?? [])]
  return own.reduce((rest, place) => without(rest, place), record)
}

function without(object: JsonObject, [key = '', ...rest]: readonly string[]): JsonObject {
  const { [key]: value, ...others } = object
  if (value === undefined || rest.length === 0) return others
  return isJsonObject(value) ? { ...others, [key]: without(value, rest) } : object
}

function shapeOf(log: JsonObject): string | undefined {
  const open = openLog(log)
  return 'trouble' in open ? open.trouble : open.shape.name
}

function eventOf(log: unknown) {
  const read = readLog(log, { defaultTimeMs: 5 })
  if ('trouble' in read) throw new Error(read.trouble)
  return read.event
}

test('there is a record of every source', () => {
  for (const profile of profiles) expect([profile.source, recordOf(profile)]).not.toEqual([profile.source, {}])
})

test('there is an example of every shape, and it is told as that shape', () => {
  expect(Object.keys(examples)).toEqual(logShapes.map(({ name }) => name))
  for (const [name, logs] of Object.entries(examples)) {
    expect(logs.length).toBeGreaterThan(0)
    expect(logs.map(shapeOf)).toEqual(logs.map(() => name))
  }
})

describe.each(Object.entries(examples))('%s', (_name, logs) => {
  test.each(logs.map((log) => [JSON.stringify(log), log] as const))('%s', (_text, log) => {
    const before = structuredClone(log)
    const event = eventOf(log)
    const moved = withTime(log, 86_400_123)
    const named = withId(log, 'fresh')
    expect(eventOf(moved)).toEqual({ ...eventOf(moved), timeMs: 86_400_123, source: event.source })
    expect(eventOf(named)).toEqual({ ...eventOf(named), id: 'fresh', source: event.source })
    expect(eventOf(withId(moved, 'fresh'))).toMatchObject({ timeMs: 86_400_123, id: 'fresh' })
    expect(eventOf(withTime(named, 7))).toMatchObject({ timeMs: 7, id: 'fresh', tags: event.tags })
    expect([shapeOf(moved as JsonObject), shapeOf(named as JsonObject)]).toEqual([_name, _name])
    expect(log).toEqual(before)
  })
})

test('a delivered record happened when its source says, not when it was delivered', () => {
  const delivered = (message: string) => ({ ddsource: 'cloudtrail', timestamp: 1_772_400_000_000, message })
  const { eventTime: _time, ...untimed } = call
  expect(eventOf(delivered(JSON.stringify(call))).timeMs).toBe(Date.parse(time))
  expect(eventOf({ timestamp: 1, ddsource: 'cloudtrail', ...call }).timeMs).toBe(Date.parse(time))
  expect(eventOf(delivered(JSON.stringify(untimed))).timeMs).toBe(1_772_400_000_000)
  expect(eventOf(delivered('{"date":1772360430}')).timeMs).toBe(Date.parse(time))
  expect(eventOf(delivered('plain words')).timeMs).toBe(1_772_400_000_000)
})

test('what Datadog has processed keeps the time that Datadog gave it', () => {
  const processed = { timestamp: 1_772_400_000_000, source: 'cloudtrail', attributes: call }
  expect(eventOf(processed).timeMs).toBe(1_772_400_000_000)
})

test('a JSON message without a source is opened only where the house knows whose record it is', () => {
  const log = { timestamp: 1, message: '{"a":1}' }
  expect(eventOf(log)).toMatchObject({ message: '{"a":1}', attributes: {} })
  expect(eventOf({ ...log, message: JSON.stringify(call) })).toMatchObject({ source: 'cloudtrail' })
})
