import type { Signal } from '../../src/detect/signals/signal'
import { signalChanges } from '../../src/impact/pair-signals'

/** A signal of a user, from one second to another. */
const signal = (user: string, from: number, to: number, more: Partial<Signal> = {}): Signal => ({
  rule: 'r',
  case: '',
  severity: 'low',
  title: 't',
  message: 'm',
  group: { '@usr.id': user },
  firstSeenMs: from * 1000,
  lastSeenMs: to * 1000,
  steps: [],
  events: [`${user}-${from}`],
  count: 1,
  tags: [],
  suppressedBy: [],
  notifications: [],
  attributes: {},
  ...more,
})
const hidden = { suppressedBy: ['s'] }

test.each<[string, readonly Signal[], readonly Signal[], readonly string[]]>([
  ['the same', [signal('ann', 0, 9)], [signal('ann', 0, 9)], []],
  [
    'another text alone is no other signal',
    [signal('ann', 0, 9)],
    [signal('ann', 0, 9, { title: 'u', tags: ['a:b'] })],
    [],
  ],
  ['overlapping at one moment', [signal('ann', 0, 9)], [signal('ann', 9, 12)], ['changed time events']],
  ['a second apart', [signal('ann', 0, 8)], [signal('ann', 9, 12)], ['gone', 'new']],
  [
    'a second apart, of one event',
    [signal('ann', 0, 8)],
    [signal('ann', 9, 12, { events: ['ann-0'] })],
    ['changed time'],
  ],
  ['of another group', [signal('ann', 0, 9)], [signal('bob', 0, 9)], ['gone', 'new']],
  [
    'of other fields, of one event',
    [signal('ann', 0, 9)],
    [signal('ann', 0, 9, { group: { host: 'h' } })],
    ['changed group'],
  ],
  [
    'another severity and case',
    [signal('ann', 0, 9)],
    [signal('ann', 0, 9, { severity: 'high', case: 'c' })],
    ['changed severity case'],
  ],
  ['one that fell apart', [signal('ann', 0, 9)], [signal('ann', 0, 3), signal('ann', 6, 9)], ['changed time', 'new']],
  [
    'the one of equal time goes before an earlier one',
    [signal('ann', 5, 9)],
    [signal('ann', 0, 5), signal('ann', 5, 9)],
    ['new'],
  ],
  ['hidden now', [signal('ann', 0, 9)], [signal('ann', 0, 9, hidden)], ['suppressed']],
  ['shown now', [signal('ann', 0, 9, hidden)], [signal('ann', 0, 9)], ['unsuppressed']],
  ['hidden on both sides, though other', [signal('ann', 0, 9, hidden)], [signal('ann', 0, 8, hidden)], []],
  ['hidden ones that came and went', [signal('ann', 0, 9, hidden)], [signal('bob', 0, 8, hidden)], []],
])('%s', (_, before, after, told) => {
  const changes = signalChanges(before, after)
  expect(changes.map(({ kind, differences }) => [kind, ...differences].join(' '))).toEqual(told)
})
