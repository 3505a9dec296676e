import { excessesOf, parseFailOn } from '../../src/impact/fail-on'
import type { Impact } from '../../src/impact/measure-impact'
import type { Counts } from '../../src/impact/tally'

const counts = (some: Partial<Counts>): Counts => ({
  before: 0,
  after: 0,
  new: 0,
  gone: 0,
  changed: 0,
  suppressed: 0,
  unsuppressed: 0,
  ...some,
})
/** Fifty new ones on one day, fifty-one on another, and one that is gone. */
const impact: Impact = {
  rules: [],
  suppressions: [],
  unchanged: 0,
  totals: counts({ new: 101, gone: 1 }),
  severities: new Map(),
  principals: new Map(),
  otherPrincipals: undefined,
  days: new Map([
    ['2026-11-20', counts({ new: 50 })],
    ['2026-11-21', counts({ new: 51, gone: 1 })],
  ]),
}

test.each<[string, object | undefined]>([
  ['new', { count: 101 }],
  ['new > 100', { count: 101 }],
  ['new > 101', undefined],
  ['new > 50/day', { count: 51, day: '2026-11-21' }],
  ['NEW>51/day', undefined],
  [' gone > 0 / day ', { count: 1, day: '2026-11-21' }],
  ['any > 101', { count: 102 }],
  ['any > 52/day', undefined],
  ['changed', undefined],
  ['suppressed', undefined],
])('--fail-on %p', (text, excess) => {
  const [found] = excessesOf(impact, [parseFailOn(text)])
  if (excess === undefined) expect(found).toBeUndefined()
  else expect(found).toMatchObject(excess)
})

test.each(['', 'lots', 'new > ', 'new > -1', 'new 50', 'new > 50/week', 'new > 1.5'])(
  '--fail-on %p is refused',
  (text) => {
    expect(() => parseFailOn(text)).toThrow(/--fail-on cannot be/)
  },
)
