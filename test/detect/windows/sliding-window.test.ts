import fc from 'fast-check'
import { type Hit, heldFile } from '../../../src/detect/hits/hit'
import { CardinalityWindow, MaxWindow, type SlidingWindow, SumWindow } from '../../../src/detect/windows/sliding-window'
import { often } from '../../random-runs'

const event = (id: number, timeMs: number, v: number): Hit => ({
  id: `${id}`,
  timeMs,
  isNonProduction: false,
  place: { file: heldFile, offset: id, part: 0 },
  readings: [{ numbers: [v], texts: [`${v}`] }],
})
const numberOf = ({ readings }: Hit): number => readings[0]?.numbers?.[0] ?? Number.NaN
const greatest = (values: readonly number[]): number => (values.length === 0 ? Number.NaN : Math.max(...values))
const distinct = (values: readonly number[]): number => new Set(values).size
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)

it.each<[string, () => SlidingWindow, (values: readonly number[]) => number]>([
  ['max', () => new MaxWindow(0), greatest],
  ['cardinality', () => new CardinalityWindow(0), distinct],
  ['sum', () => new SumWindow(0), total],
])('%s is what a fresh look at the window finds, with and without one of its newest events', (_, make, aggregate) => {
  const instants = fc.array(
    fc.tuple(fc.integer({ min: 1, max: 4 }), fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 4 })),
    { maxLength: 40 },
  )
  fc.assert(
    fc.property(instants, (steps) => {
      const window = make()
      const all: Hit[] = []
      let now = 0
      for (const [wait, values] of steps) {
        now += wait
        window.advanceTo(now - 5)
        window.beginInstant()
        const newest = values.map((value, index) => event(all.length + index, now, value))
        for (const one of newest) window.add(one)
        all.push(...newest)
        const inside = all.filter(({ timeMs }) => timeMs >= now - 5)
        expect(window.value()).toBe(aggregate(inside.map(numberOf)))
        for (const one of newest) {
          expect(window.valueWithout(one)).toBe(aggregate(inside.filter((other) => other !== one).map(numberOf)))
        }
      }
    }),
    { numRuns: often(100), seed: 3 },
  )
})
