import type { Explanation, NearMiss } from '../../../src/explain/explanation'
import { makePainter } from '../../../src/medium/painter'
import { explainJson, explainNdjson } from '../../../src/report/explain/explain-json'
import { explainText } from '../../../src/report/explain/explain-text'
import { nearMissText } from '../../../src/report/explain/near-miss-text'
import { explain, sequenceOf, suppressionWith, thresholdOf } from '../../explain/room'

const plain = makePainter(false)
const pair = sequenceOf(['add', 'delete'])
const textOf = (explanation: Explanation) => String(explainText(explanation, plain))

it('an explanation reads from the queries over the steps to what nearly happened', () => {
  const told = explain(pair, [
    { at: 0, k: 'add', g: 'x' },
    { at: 141, k: 'delete', g: 'x' },
    { at: 142, k: 'Delete', g: 'x' },
  ])
  expect(textOf(told)).toBe(`r  Rule
sequence_detection, 3 logs read, no signal

Queries
  add  @k:add
    matched  1970-01-01 00:00:00Z  1  @g=x
  delete  @k:delete
    matched  1970-01-01 00:02:21Z  2  @g=x
    missed   1970-01-01 00:02:22Z  3
               @k:delete: @k is "Delete", which differs in capitals

Steps
  step_add  add > 0  within 1 min
    true  1970-01-01 00:00:00Z  @g=x
  step_delete  delete > 0  within 1 min, at most 1 min 40 s after the step before
    true  1970-01-01 00:02:21Z  @g=x
    never in its place

Near misses
  too late  @g=x  step_delete: came 41 s after the 1 min 40 s that it has from the step before
              step_add     1970-01-01 00:00:00Z  1
              step_delete  1970-01-01 00:02:21Z  2
`)
})

it('a signal stands with its steps, and with what the suppressions did to it', () => {
  const suppressions = [
    suppressionWith({ suppressionQuery: '@g:x' }),
    suppressionWith({ id: 'old', suppressionQuery: '@g:x', expiresMs: 40_000 }),
    suppressionWith({ id: 'other', suppressionQuery: '@g:y' }),
  ]
  const logs = [
    { at: 0, k: 'add', g: 'x' },
    { at: 40, k: 'delete', g: 'x' },
  ]
  const text = textOf(explain(pair, logs, { suppressions }))
  expect(text).toContain('no signal, 1 hidden')
  expect(text.slice(text.indexOf('Signals'))).toBe(`Signals
  1  medium    Rule
     1970-01-01 00:00:00Z to 1970-01-01 00:00:40Z  @g=x
     step_add  1970-01-01 00:00:00Z  1
     step_delete  1970-01-01 00:00:40Z  2
     hidden by s

Suppressions
  s
    hides signal 1
  old
    would hide signal 1, but had expired at 1970-01-01 00:00:40Z
  other
    does not hide signal 1: @g:y: @g is "x"
`)
})

it('a rule that cannot be evaluated says so at the top', () => {
  const rule = thresholdOf('fail > 0', { isEnabled: false }, { detectionMethod: 'anomaly_detection' })
  expect(textOf(explain(rule, []))).toMatch(
    /^r {2}Rule\nanomaly_detection, 0 logs read, disabled in the tenant\nnot evaluated, because .+\n\nQueries\n {2}fail/,
  )
})

it('of many logs five are written, and how many more there are', () => {
  const logs = Array.from({ length: 9 }, (_, at) => ({ at, k: 'fail', g: 'x' }))
  expect(textOf(explain(thresholdOf('fail > 10'), logs))).toContain('and 4 more matched')
})

it('a suppression that looks at what may not be on the signal is told as such', () => {
  const logs = [{ at: 0, k: 'fail', g: 'x', answer: 'y' }]
  const told = (suppressionQuery: string) =>
    textOf(explain(thresholdOf('fail > 0'), logs, { suppressions: [suppressionWith({ suppressionQuery })] }))
  const unknown = 'may not hide signal 1, so it is shown: it is not known to be on signals: '
  expect(told('@answer:y')).toContain(`${unknown}@answer:y`)
  expect(told('-@answer:y')).toContain(`${unknown}-@answer:y`)
  expect(told('@g:x')).toContain('hides signal 1')
  expect(told('@g:z')).toContain('does not hide signal 1')
})

it('what a log carries cannot speak to the terminal', () => {
  const logs = [{ at: 0, id: 'a\u001b[31mb', k: 'fail', g: 'x\u001b[2J' }]
  expect(textOf(explain(thresholdOf('fail > 0'), logs))).not.toContain('\u001b')
})

describe('a near miss in words', () => {
  const stage = { kind: 'case', name: 'many' } as const
  const base = { stage, group: { '@g': 'x' }, atMs: 0 }
  const event = { id: 'e', atMs: 3_600_000 }
  const from = { id: 'd', atMs: 0 }
  const unfired = { group: { '@g': 'x' }, event }
  const short = [{ comparison: 'fail > 4', reached: 4, bound: 4, needed: 5 }]
  const window = { what: 'window', of: 'many', windowMs: 60_000 } as const

  it.each<[NearMiss, string]>([
    [
      { kind: 'time', ...base, window, lateMs: 12_500, short, parts: [] },
      '@g=x  many: 4 of the 5 needed (fail > 4) within 1 min; the last came 12 s 500 ms too late',
    ],
    [
      { kind: 'time', ...base, window: { ...window, windowMs: 0 }, lateMs: 1000, short: [], parts: [] },
      '@g=x  many: not true at one single event; the last came 1 s too late',
    ],
    [
      { kind: 'pause', ...base, pauseMs: 50_000, windowMs: 60_000 },
      '@g=x  many: the longest pause was 50 s, and silence takes more than 1 min',
    ],
    [
      { kind: 'answered', ...base, windowMs: 60_000, event: { id: '1', atMs: 0 }, by: { id: '2', atMs: 5000 } },
      '@g=x  many: answered after 5 s, within 1 min',
    ],
    [{ kind: 'count', ...base, windowMs: 600_000, short }, '@g=x  many: 4 of the 5 needed (fail > 4) within 10 min'],
    [
      { kind: 'count', ...base, windowMs: 60_000, short: [{ comparison: 'a > b', reached: 1, bound: 2 }] },
      '@g=x  many: a > b with 1 against 2 within 1 min',
    ],
    [
      { kind: 'order', ...base, first: 'add', second: 'delete', aheadMs: 0, parts: [] },
      '@g=x  delete came just before add, and must come after it',
    ],
    [
      { kind: 'group', stage, atMs: 0, fields: ['@g', '@h'], parts: [] },
      'many: true only across logs that differ in @g and @h',
    ],
    [
      {
        kind: 'group',
        stage,
        atMs: 0,
        fields: ['@g'],
        parts: [{ step: 'add', atMs: 0, values: [undefined], first: [], total: 0 }],
      },
      'many: true but for @g, which some of the logs lack',
    ],
    [
      { kind: 'excluded', ...base, suppressions: ['s', 't'], parts: [] },
      '@g=x  many: true with the logs that s, t took away',
    ],
    [{ kind: 'filtered', ...base, parts: [] }, "@g=x  many: true with the logs that the rule's own filters took away"],
    [{ kind: 'hiddenSource', ...base, suppressions: ['s'], parts: [] }, '@g=x  many: true with the signals that s hid'],
    [
      { kind: 'schedule', ...base, windowMs: 60_000, nextRunMs: 600_000 },
      '@g=x  many: true at 1970-01-01 00:00:00Z; the next run is at 1970-01-01 00:10:00Z and looks back 1 min',
    ],
    [
      { kind: 'learning', ...unfired, untilMs: 7_200_000 },
      '@g=x  a new value, but the rule learns in silence until 1970-01-01 02:00:00Z',
    ],
    [
      { kind: 'learning', ...unfired, learnedValues: 1 },
      '@g=x  a new value, but the first 1 values of a group are learned in silence',
    ],
    [
      { kind: 'known', ...unfired, value: 'fr', seen: from, forgetAfterMs: 86_400_000 },
      '@g=x  fr was seen 1 h before, and is forgotten only after 1 d',
    ],
    [
      {
        kind: 'travel',
        ...unfired,
        from,
        distanceKm: 443.6,
        speedKmH: 443.6,
        limits: { distanceKm: 500, speedKmH: 1000 },
      },
      '@g=x  444 km at 444 km/h; it takes more than 500 km and 1000 km/h',
    ],
    [
      { kind: 'usual', ...unfired, from },
      '@g=x  an impossible journey, but the place, or the change of address, is usual for the user',
    ],
    [
      { kind: 'ungraded', ...unfired },
      "@g=x  a root query matches, no case's query does, and there is no default status",
    ],
  ])('%#', (miss, sentence) => {
    expect(nearMissText(miss).sentence).toBe(sentence)
  })
})

describe('as data', () => {
  const logs = [
    { at: 0, k: 'add', g: 'x', groupMs: 5 },
    { at: 141, k: 'delete', g: 'x', lateMs: 6 },
  ]

  it('times are ISO, durations seconds, and nothing else is changed', () => {
    const [told] = JSON.parse(String(explainJson([explain(pair, logs)]))).explanations
    expect(told).toMatchObject({
      kind: 'explanation',
      rule: 'r',
      logs: 2,
      stages: [{ windowSeconds: 60 }, { waitSeconds: 100, held: { first: [{ first: '1970-01-01T00:02:21.000Z' }] } }],
      nearMisses: [
        {
          kind: 'time',
          at: '1970-01-01T00:02:21.000Z',
          lateSeconds: 41,
          window: { windowSeconds: 100 },
          group: { '@g': 'x' },
        },
      ],
    })
  })

  it('no key of ours ends in Ms, and no key of a log is renamed', () => {
    const named = { ...sequenceOf(['add', 'delete'], { wait: 200 }), message: '{{@groupMs}} {{@lateMs}}' }
    const fired = explain(named, logs)
    const text = String(explainJson([fired, explain(pair, logs)]))
    expect(text.match(/"\w+Ms"/g)).toEqual(['"groupMs"', '"lateMs"'])
  })

  it('is one object a line', () => {
    const lines = String(explainNdjson([explain(pair, logs), explain(pair, [])]))
      .trimEnd()
      .split('\n')
    expect(lines.map((line) => JSON.parse(line).logs)).toEqual([2, 0])
  })
})
