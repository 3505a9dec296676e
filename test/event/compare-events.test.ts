import fc from 'fast-check'
import { compareEvents } from '../../src/event/compare-events'
import type { LogEvent } from '../../src/event/log-event'
import { often } from '../random-runs'

const event = (some: Partial<LogEvent>): LogEvent => ({ id: 'a', timeMs: 0, tags: [], attributes: {}, ...some })

test('events go by time, then by tiebreaker with those without one first, then by id, then by content', () => {
  const inOrder = [
    event({ timeMs: -1, id: 'z' }),
    event({ id: 'y' }),
    event({ tiebreaker: -5, id: 'x' }),
    event({ tiebreaker: 2, id: 'a', attributes: { n: 1 } }),
    event({ tiebreaker: 2, id: 'a', attributes: { n: 2 } }),
    event({ tiebreaker: 2, id: 'b' }),
    event({ timeMs: 1 }),
  ]
  fc.assert(
    fc.property(fc.shuffledSubarray(inOrder, { minLength: inOrder.length }), (shuffled) => {
      expect([...shuffled].sort(compareEvents)).toEqual(inOrder)
    }),
    { seed: 6, numRuns: often(100) },
  )
})

test('events of equal content are equal, whatever the order of their keys', () => {
  expect(compareEvents(event({ attributes: { a: 1, b: 2 } }), event({ attributes: { b: 2, a: 1 } }))).toBe(0)
})
