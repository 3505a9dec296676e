import fc from 'fast-check'
import { compileRules, compileSides } from '../../../src/detect/compile-rules'
import { OpenEvaluation } from '../../../src/detect/evaluate'
import { GroupCounts } from '../../../src/detect/hits/group-counts'
import type { HitRows } from '../../../src/detect/hits/hit-rows'
import { HitSelection } from '../../../src/detect/hits/hit-selection'
import type { LogEvent } from '../../../src/event/log-event'
import type { Draft } from '../../../src/rule/rule'
import { often, seedOr } from '../../random-runs'
import { asDatadog } from '../as-datadog'
import { anyRun, anyRunOfSeveral } from '../random-run'

const minute = 60_000
const hour = 60 * minute

const queryOf = (name: string) => ({ name, query: `@do:${name}`, groupByFields: ['@who'] })
const threshold = (condition: string, more: Partial<Draft['queries'][number]> = {}): Draft => ({
  id: 'r',
  name: 'r',
  message: '',
  isEnabled: true,
  queries: [{ ...queryOf('a'), ...more }, queryOf('b')],
  cases: [{ status: 'low', condition }],
  options: { evaluationWindow: 3600, keepAlive: 0, maxSignalDuration: 0 },
})
const sequence: Draft = {
  ...threshold('two > 0'),
  options: {
    detectionMethod: 'sequence_detection',
    keepAlive: 0,
    maxSignalDuration: 0,
    sequenceDetectionOptions: {
      steps: [
        { name: 'one', condition: 'a > 0', evaluationWindow: 60 },
        { name: 'two', condition: 'b > 1', evaluationWindow: 60 },
      ],
      stepTransitions: [{ parent: 'one', child: 'two', evaluationWindow: 3600 }],
    },
  },
}

type Log = readonly [timeMs: number, does: string, who: string | readonly string[], more?: LogEvent['attributes']]

const eventsOf = (logs: readonly Log[], startMs: number): readonly LogEvent[] =>
  logs.map(([timeMs, does, who, more], index) => ({
    id: `e${more?.['id'] ?? index}`,
    timeMs: startMs + timeMs,
    tags: [],
    attributes: { do: does, who, ...more } as LogEvent['attributes'],
  }))

function signalsOf(rules: readonly Draft[], events: readonly LogEvent[], countsFrom: number) {
  const open = new OpenEvaluation(compileRules(rules), { countsFrom })
  for (const event of events) open.show(event)
  return open.finish(events.length).signals
}

const many = (count: number, gapMs: number): readonly Log[] =>
  Array.from({ length: count }, (_, index): Log => [index * gapMs, 'a', 'x'])

test.each<[string, number, Draft, readonly Log[]]>([
  [
    'a window that its events just fit into',
    1,
    threshold('a > 1'),
    [
      [0, 'a', 'x'],
      [hour, 'a', 'x'],
    ],
  ],
  [
    'one that they just miss',
    0,
    threshold('a > 1'),
    [
      [0, 'a', 'x'],
      [hour + 1, 'a', 'x'],
    ],
  ],
  [
    'another group',
    0,
    threshold('a > 1'),
    [
      [0, 'a', 'x'],
      [1, 'a', 'y'],
    ],
  ],
  [
    'another query',
    0,
    threshold('a > 1'),
    [
      [0, 'a', 'x'],
      [1, 'b', 'x'],
    ],
  ],
  [
    'a case that needs both',
    1,
    threshold('a > 0 && b > 0'),
    [
      [0, 'a', 'x'],
      [1, 'b', 'x'],
    ],
  ],
  [
    'a case that asks for few',
    2,
    threshold('a > 0 && b < 1'),
    [
      [0, 'a', 'x'],
      [1, 'a', 'y'],
      [2 * hour, 'b', 'z'],
    ],
  ],
  [
    'an order',
    1,
    threshold('a > 0 THEN b > 0'),
    [
      [0, 'a', 'x'],
      [hour, 'b', 'x'],
    ],
  ],
  ['more events than a counter tells', 1, threshold('a > 299'), many(300, 1000)],
  ['one too few of these', 0, threshold('a > 299'), many(299, 1000)],
  [
    'an event in several groups',
    1,
    threshold('a > 1'),
    [
      [0, 'a', ['x', 'y']],
      [1, 'a', 'x'],
    ],
  ],
  [
    'many values of one event',
    1,
    threshold('a > 2', { aggregation: 'cardinality', distinctFields: ['@v'] }),
    [[0, 'a', 'x', { v: [1, 2, 3] }]],
  ],
  ['a sum', 1, threshold('a > 99', { aggregation: 'sum', metrics: ['@v'] }), [[0, 'a', 'x', { v: 100 }]]],
  [
    'an event that came once before, when nobody needed it',
    0,
    threshold('a > 1'),
    [
      [0, 'a', 'y', { id: 'same' }],
      [minute, 'a', 'x'],
      [2 * minute, 'a', 'x', { id: 'same' }],
    ],
  ],
  [
    'a chain that takes all its time',
    1,
    sequence,
    [
      [0, 'a', 'x'],
      [hour - minute, 'b', 'x'],
      [hour, 'b', 'x'],
    ],
  ],
  [
    'a chain that takes a moment more',
    0,
    sequence,
    [
      [0, 'a', 'x'],
      [hour, 'b', 'x'],
      [hour + 1, 'b', 'x'],
    ],
  ],
  [
    'half a chain',
    0,
    sequence,
    [
      [0, 'a', 'x'],
      [1, 'b', 'x'],
      [1, 'b', 'y'],
    ],
  ],
])('%s: %i signals, whatever is left out', (_, count, rule, logs) => {
  // Where time is cut must not show.
  for (const startMs of [0, 1, hour - 1, hour, 2 * hour + 17, 1_767_225_600_000]) {
    const events = eventsOf(logs, startMs)
    const signals = signalsOf([rule], events, 0)
    expect(signals).toHaveLength(count)
    expect(signals).toEqual(signalsOf([rule], events, Number.POSITIVE_INFINITY))
  }
})

test('a rule that looks at logs and at signals needs its logs, whatever signals there are', () => {
  const other = { ...threshold('a > 0'), id: 'other', name: 'other' }
  const mixed: Draft = {
    ...threshold('a > 0 && b > 0'),
    queries: [queryOf('a'), { ...queryOf('b'), query: '*', dataSource: 'security_signals' }],
  }
  const events = eventsOf(
    [
      [0, 'a', 'x'],
      [1, 'a', 'x'],
    ],
    0,
  )
  const signals = signalsOf([other, mixed], events, 0)
  expect(new Set(signals.map(({ rule }) => rule))).toEqual(new Set(['other', 'r']))
  expect(signals).toEqual(signalsOf([other, mixed], events, Number.POSITIVE_INFINITY))
})

test('a rule whose suppression is taken away needs what it has beside the logs that come back', () => {
  const suppression = {
    id: 's',
    name: 's',
    enabled: true,
    rules: [],
    ruleQuery: '*',
    dataExclusionQuery: '@v:1',
    tags: [],
  }
  const side = 'without'
  const variations = [{ kind: 'without' as const, side, suppression: { ...suppression, enabled: false } }]
  const sides = [{ side: 'now', rules: [threshold('a > 1')], options: { suppressions: [suppression] }, variations }]
  const open = new OpenEvaluation(compileSides(sides), { countsFrom: 0 })
  const logs: readonly Log[] = [
    [0, 'a', 'x'],
    [1, 'a', 'x', { v: 1 }],
  ]
  for (const event of eventsOf(logs, 0)) open.show(event)
  expect(open.finish(2).signals.map((signal) => signal.side)).toEqual([side])
})

test.each([
  ['a rule over logs', anyRun],
  ['rules over signals', anyRunOfSeveral],
])('no signal of %s misses a hit that was left out', (_, runs) => {
  fc.assert(
    fc.property(runs, (run) => {
      const { rules, events, options, untilMs } = asDatadog(run)
      const told = (countsFrom: number) => {
        const open = new OpenEvaluation(compileRules(rules, options), { untilMs, countsFrom })
        for (const event of events) open.show(event)
        return open.finish(events.length)
      }
      expect(told(0)).toEqual(told(Number.POSITIVE_INFINITY))
    }),
    { numRuns: often(150), seed: seedOr(20260103) },
  )
})

test('most hits of principals that do half of a sequence, or come near no threshold, are known to be needless', () => {
  const rules = [sequence, threshold('a > 1')]
  const counts = new GroupCounts(compileRules(rules).rules, 0)
  const who = Array.from({ length: 1000 }, (_, index) => `p${index}`)
  const logs = who.map((name, index): Log => [index * minute, 'a', name])
  const rows = rowsOf(rules, [...logs, [2 * minute, 'a', 'p1'], [3 * minute, 'b', 'p1'], [3 * minute, 'b', 'p1']])
  counts.add(rows)
  const needed = new Set<string>()
  for (const [at, rule] of rows.rules.entries()) {
    const row = rows.hitEnds.findIndex((end) => end > at)
    if (counts.mayFire(rule, rows.groups[at] ?? 0, rows.times[row] ?? 0)) needed.add(`${rule} ${row}`)
  }
  // The principal with a chain has two calls of the first kind and two of the second, which the other rule needs not.
  expect([...needed].filter((name) => name.startsWith('0 '))).toHaveLength(4)
  expect([...needed].filter((name) => name.startsWith('1 ')).length).toBeLessThan(8)
})

function rowsOf(rules: readonly Draft[], logs: readonly Log[]): HitRows {
  const selection = new HitSelection(compileRules(rules))
  for (const [offset, event] of eventsOf(logs, 0).entries()) selection.show(event, { file: 0, offset, part: 0 })
  return selection.take().rows
}
