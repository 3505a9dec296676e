import fc from 'fast-check'
import type { ClosedSignal } from '../../../src/detect/signals/closed-signal'
import { signalBlocks } from '../../../src/detect/signals/signal-blocks'
import { caseStatuses } from '../../../src/rule/case-status'
import { often } from '../../random-runs'

const timeMs = fc.integer({ min: -8.64e15, max: 8.64e15 })
const small = fc.nat({ max: 9 })
/** Any signs, halves of pairs among them. */
const text = fc.string({ unit: fc.oneof(fc.constantFrom('a', 'é', '\u{1f600}', '\ud800'), fc.string()), maxLength: 3 })
const state = fc.record({
  openedMs: timeMs,
  ordinal: small,
  caseIndex: small,
  firstSeenMs: timeMs,
  lastSeenMs: timeMs,
  severity: fc.constantFrom(...caseStatuses),
  values: fc.array(fc.option(text, { nil: undefined }), { maxLength: 3 }),
  matched: fc.array(fc.nat(), { maxLength: 3 }),
  added: fc.dictionary(text, fc.oneof(text, small), { maxKeys: 2, noNullPrototype: true }),
})
const place = fc.record({ file: fc.nat({ max: 0xffff_ffff }), offset: fc.nat({ max: 2 ** 40 }), part: fc.nat() })
const event = fc.record({ id: text, timeMs, tiebreaker: fc.option(fc.integer(), { nil: undefined }), place })
const signal: fc.Arbitrary<ClosedSignal> = fc
  .tuple(
    state,
    fc.record({
      rule: small,
      order: fc.nat(),
      atEnd: fc.boolean(),
      events: fc.array(event, { maxLength: 3 }),
      steps: fc.array(fc.record({ step: text, atMs: timeMs, events: fc.array(small) }), { maxLength: 2 }),
      looks: fc.array(fc.record({ isAsked: fc.boolean(), atMs: timeMs, events: small, state }), { maxLength: 2 }),
    }),
  )
  .map(([own, more]) => ({ ...own, ...more }))

test('signals come out of a block as they went in, whatever their texts are', () => {
  fc.assert(
    fc.property(fc.array(signal, { maxLength: 4 }), (signals) => {
      const block = signalBlocks.unpack(signalBlocks.pack(signalBlocks.blockOf(signals)))
      const read = signalBlocks.itemsOf(block)
      for (const expected of signals) expect(read.next().value).toEqual(expected)
      expect(read.next().done).toBe(true)
    }),
    { numRuns: often(400) },
  )
})
