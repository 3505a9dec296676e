import fc from 'fast-check'
import { eachEventOnce, eachOnce } from '../../src/event/each-once'
import type { LogEvent } from '../../src/event/log-event'
import { readLog } from '../../src/event/read-log'
import { often } from '../random-runs'

function eventOf(raw: object): LogEvent {
  const read = readLog(raw)
  if ('trouble' in read) throw new Error(read.trouble)
  return read.event
}

const line = (message: string) => eventOf({ timestamp: 1000, ddsource: 'sshd', message })
const named = (id: string, timestamp: number) => eventOf({ timestamp, id, attributes: {} })

test('equal logs without an id are as many events, whatever stands between them and in whatever order', () => {
  const logs = [line('failed'), line('failed'), line('ok'), line('failed'), named('e', 1000), line('ok')]
  const expected = eachEventOnce(logs)
  expect(expected).toHaveLength(6)
  expect(new Set(expected.map(({ id }) => id)).size).toBe(6)
  expect(expected.map(({ id }) => id)).toEqual(
    expect.arrayContaining([line('failed').id, `${line('failed').id}-2`, `${line('failed').id}-3`]),
  )
  fc.assert(
    fc.property(fc.shuffledSubarray(logs, { minLength: logs.length }), (shuffled) => {
      expect(eachEventOnce(shuffled)).toEqual(expected)
    }),
    { seed: 3, numRuns: often(50) },
  )
})

test('logs of one id are one event, and the first in order stays', () => {
  expect(eachEventOnce([named('e', 2000), named('e', 1000), named('f', 1000)])).toEqual([
    named('e', 1000),
    named('f', 1000),
  ])
})

test('what was told apart once stays so', () => {
  const once = eachEventOnce([line('failed'), line('failed'), line('failed')])
  expect(eachEventOnce(once)).toEqual(once)
})

test('what stands beside an event stays beside it', () => {
  const items = [1, 2].map((n) => ({ n, event: line('failed') }))
  expect(eachOnce(items).map(({ n, event }) => [n, event.id.endsWith('-2')])).toEqual([
    [1, false],
    [2, true],
  ])
})
