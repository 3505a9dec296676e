import { envelopeOf, envelopes, recordsIn } from '../../../src/event/envelopes/envelopes'
import type { JsonObject } from '../../../src/json/json'

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

/** A document of each envelope, and one beside it that is a log itself. A new envelope without them fails here. */
const examples: Readonly<Record<string, readonly [envelope: JsonObject, log: JsonObject]>> = {
  'CloudTrail file': [{ Records: [{ a: 1 }] }, { Records: [1] }],
  'answer of LookupEvents': [{ Events: [{ CloudTrailEvent: '{"a":1}' }] }, { Events: [{ a: 1 }] }],
  "page of Datadog's log search, API v2": [
    { data: [{ type: 'log', attributes: {} }] },
    { data: [{ type: 'user', attributes: {} }] },
  ],
  "page of Datadog's log search, API v1": [{ logs: [{ id: 'a', content: {} }] }, { logs: [{ content: {} }] }],
  "element of LookupEvents' answer": [{ CloudTrailEvent: '{"a":1}' }, { CloudTrailEvent: { a: 1 } }],
  'CloudTrail digest': [{ digestStartTime: 'x', logFiles: [] }, { digestStartTime: 'x' }],
}

test('there is an example of every envelope, told from a log that is much like it', () => {
  expect(Object.keys(examples)).toEqual(envelopes.map(({ name }) => name))
  for (const [name, [envelope, log]] of Object.entries(examples)) {
    expect(envelopeOf(envelope)?.name).toBe(name)
    expect(recordsIn(envelope)).not.toContain(envelope)
    expect([envelopeOf(log), recordsIn(log)]).toEqual([undefined, [log]])
  }
})
