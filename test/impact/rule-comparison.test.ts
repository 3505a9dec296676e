import fc from 'fast-check'
import type { Signal } from '../../src/detect/signals/signal'
import { changeKinds, signalChanges } from '../../src/impact/pair-signals'
import { type RaisedChange, RuleComparison } from '../../src/impact/rule-comparison'
import { often } from '../random-runs'

const few = (max: number) => fc.integer({ min: 0, max })
const signal = fc
  .record({
    user: few(2),
    isHigh: fc.boolean(),
    fromMs: few(6),
    lengthMs: few(3),
    events: fc.array(few(9), { minLength: 1, maxLength: 3 }),
    isHidden: fc.boolean(),
  })
  .map(
    ({ user, isHigh, fromMs, lengthMs, events, isHidden }): Signal => ({
      rule: 'r',
      case: isHigh ? 'high' : '',
      severity: isHigh ? 'high' : 'low',
      title: '',
      message: '',
      group: { '@usr.id': `${user}` },
      firstSeenMs: 1.7e12 + fromMs * 1000,
      lastSeenMs: 1.7e12 + (fromMs + lengthMs) * 1000,
      steps: [],
      events: events.map(String),
      count: events.length,
      tags: [],
      suppressedBy: isHidden ? ['s'] : [],
      notifications: [],
      attributes: {},
    }),
  )
const side = fc.constantFrom('before' as const, 'after' as const)

test('signals that come one by one, in any turn of the sides, are paired as those that are all at hand', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(side, signal), { maxLength: 40 }), (turns) => {
      const seen: RaisedChange[] = []
      const comparison = new RuleComparison((change) => seen.push(change))
      for (const [position, [own, one]] of turns.entries()) {
        comparison.take(own, one, { run: 0, position, principal: 0 })
      }
      const of = (wanted: string) => turns.flatMap(([own, one]) => (own === wanted ? [one] : []))
      const paired = signalChanges(of('before'), of('after'))
      const told = ({ before, after }: RaisedChange) => [before, after].map((one) => one && turns[one.position]?.[1])
      const firsts = comparison.end()
      for (const kind of changeKinds) {
        const own = paired.filter((change) => change.kind === kind)
        expect(seen.filter((change) => change.kind === kind).length).toBe(own.length)
        const first = firsts.get(kind)
        expect(first && told(first)).toEqual(own[0] && [own[0].before, own[0].after])
        expect(first?.differences).toEqual(own[0]?.differences)
      }
    }),
    { numRuns: often(400) },
  )
})

test('those that wait by thousands find their like, and give back what they held', () => {
  const one = (index: number, later: number): Signal => ({
    rule: 'r',
    case: '',
    severity: 'low',
    title: '',
    message: '',
    group: { user: `${index}` },
    firstSeenMs: index + later,
    lastSeenMs: index + later,
    steps: [],
    events: [`${index}`],
    count: 1,
    tags: [],
    suppressedBy: [],
    notifications: [],
    attributes: {},
  })
  const counts = new Map<string, number>()
  const comparison = new RuleComparison(({ kind }) => counts.set(kind, (counts.get(kind) ?? 0) + 1))
  const told = { run: 0, position: 0, principal: 0 }
  for (let round = 0; round < 3; round += 1) {
    for (let index = 0; index < 2000; index += 1) comparison.take('before', one(index, round * 10_000), told)
    // A third comes again as it was, a third at another time with the same event, a third never.
    for (let index = 0; index < 2000; index += 1) {
      if (index % 3 < 2) comparison.take('after', one(index, round * 10_000 + (index % 3) * 5000), told)
    }
  }
  comparison.end()
  expect(Object.fromEntries(counts)).toEqual({ changed: 2001, gone: 1998 })
})
