import { KeptEvents } from '../../../src/archive/kept/kept-events'
import { FileNumbers, readRecordFrom } from '../../../src/archive/kept/read-again'
import { SpillFolder } from '../../../src/archive/kept/spill-folder'
import type { ClosedSignal } from '../../../src/detect/signals/closed-signal'
import { ShownAttributes } from '../../../src/detect/signals/shown-attributes'

const recordOf = (id: string): string =>
  JSON.stringify({
    eventVersion: '1.10',
    eventID: id,
    eventName: 'DeleteIdentity',
    eventSource: 'ses.amazonaws.com',
    eventTime: '2026-03-01T10:00:00Z',
    requestID: `request of ${id}`,
  })

test.each([
  ['at hand', 2],
  ['on disk', 0],
])('an event that is kept as the text of its record (%s) is told as it was read', (_, heldMost) => {
  const spill = new SpillFolder()
  const numbers = new FileNumbers([{ path: 'a.json', name: 'a.json' }])
  const givenOf = (): object => ({ tags: ['env:test'] })
  const readAgain = (): Promise<void> => Promise.reject(new Error('nothing has to be read again'))
  const kept = new KeptEvents(spill, { readAgain, readRecord: readRecordFrom({ givenOf }, numbers) }, heldMost)
  const timeMs = Date.parse('2026-03-01T10:00:00Z')
  const places = [0, 500].map((offset) => ({ file: 0, offset, part: 0 }))
  for (const [index, place] of places.entries()) kept.keepRecord(place, timeMs, recordOf(`${index}`))
  const events = places.map((place, index) => ({ id: `${index}`, timeMs, tiebreaker: undefined, place }))
  const times = { openedMs: timeMs, firstSeenMs: timeMs, lastSeenMs: timeMs }
  const state = {
    rule: 0,
    order: 0,
    ordinal: 0,
    caseIndex: 0,
    severity: 'low' as const,
    values: [],
    matched: [],
    added: {},
  }
  const signal: ClosedSignal = { ...state, ...times, events, steps: [], looks: [], atEnd: false }
  kept.want(signal, 'all')
  const told = kept.eventsOf(() => 'all')(signal)
  expect(told).toMatchObject([
    { id: '0', timeMs, source: 'cloudtrail', tags: ['env:test'], attributes: { requestID: 'request of 0' } },
    { id: '1', timeMs, source: 'cloudtrail', tags: ['env:test'], attributes: { evt: { name: 'DeleteIdentity' } } },
  ])
  const nothing = new ShownAttributes()
  kept.want(signal, nothing)
  expect(
    kept
      .eventsOf(() => nothing)(signal)
      .map(({ id, attributes }) => [id, 'requestID' in attributes]),
  ).toEqual([
    ['0', false],
    ['1', false],
  ])
  spill.close()
})
