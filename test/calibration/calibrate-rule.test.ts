import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { alternatives } from '../../src/calibration/alternatives'
import { calibrateRule, type RuleGround, risingSeverity } from '../../src/calibration/calibrate-rule'
import { evaluateEvents } from '../../src/detect/evaluate'
import type { LogEvent } from '../../src/event/log-event'
import { behavioursIn } from '../../src/explain/assumptions'
import { readRuleObject } from '../../src/rule/read-rule'
import type { Draft } from '../../src/rule/rule'
import type { RemoteSignal } from '../../src/wire/decode-signal'

const start = Date.UTC(2026, 10, 20)
const hour = 3_600_000

function ruleOf(changes: object = {}): Draft {
  const { draft } = readRuleObject({
    name: 'r',
    type: 'log_detection',
    message: 'm',
    isEnabled: true,
    tags: [],
    options: { detectionMethod: 'threshold', evaluationWindow: 60, keepAlive: 300, maxSignalDuration: 3600 },
    queries: [{ name: 'a', query: '@k:a', groupByFields: ['@g'] }],
    cases: [
      { status: 'high', name: 'many', condition: 'a > 1' },
      { status: 'low', name: 'some', condition: 'a > 0' },
    ],
    ...changes,
  })
  if (!draft) throw new Error('no rule')
  return { ...draft, id: 'r' }
}

const log = (seconds: number, g = 'x', k = 'a'): LogEvent => ({
  id: `${seconds}-${g}-${k}`,
  timeMs: start + seconds * 1000,
  tags: [],
  attributes: { k, g },
})

function signal(first: number, last: number, changes: Partial<RemoteSignal> = {}, g = 'x'): RemoteSignal {
  const event = { id: 's', timeMs: start, tags: [], attributes: { g } }
  const [firstSeenMs, lastSeenMs] = [start + first * 1000, start + last * 1000]
  return {
    id: 's',
    ruleId: 'abc',
    ruleName: 'r',
    case: 'some',
    severity: 'low',
    firstSeenMs,
    lastSeenMs,
    tags: [],
    event,
    ...changes,
  }
}

function calibrated(events: readonly LogEvent[], theirs: readonly RemoteSignal[], ground: Partial<RuleGround> = {}) {
  const rule = ground.rule ?? ruleOf()
  const times = { fromMs: start, toMs: start + 24 * hour, untilMs: start + 24 * hour }
  return calibrateRule({ rule, rules: [rule], suppressions: [], events, theirs, ...times, ...ground })
}

it('a signal of the same group, case and times agrees', () => {
  expect(calibrated([log(0), log(100)], [signal(0, 100)])).toEqual([{ kind: 'agrees' }])
})

it.each<[string, Partial<RemoteSignal>]>([
  ['another case', { case: 'other' }],
  ['another severity', { severity: 'critical' }],
  ['another last sight', { lastSeenMs: start + 200_000 }],
])('one with %s differs', (_, changes) => {
  const logs = [log(0), log(100), log(200, 'y')]
  const [first] = calibrated(logs, [signal(0, 100, changes)])
  expect(first).toMatchObject({ kind: 'differs', because: 'not explained' })
})

it('what only one side raised is told as that', () => {
  expect(calibrated([log(0)], [signal(0, 0, {}, 'y')]).map(({ kind }) => kind)).toEqual(['theirs alone', 'ours alone'])
})

it('of a second without any log the logs were not to be had', () => {
  expect(calibrated([log(0)], [signal(0, 100)])).toEqual([{ kind: 'differs', because: 'not to be had' }])
  expect(calibrated([log(0), log(50, 'x', 'other')], [signal(50, 50)])).toMatchObject([
    { kind: 'theirs alone', because: 'not to be had' },
    { kind: 'ours alone' },
  ])
})

it.each<[string, readonly LogEvent[], readonly RemoteSignal[], Draft]>([
  [
    'a match exactly keepAlive after the last one updates the signal',
    [log(0), log(300)],
    [signal(0, 0), signal(300, 300)],
    ruleOf(),
  ],
  ['events of one count exactly the window apart add up', [log(0), log(60)], [signal(0, 60)], ruleOf()],
  [
    'a match exactly the maximum duration after what the signal saw first updates it',
    [log(0), log(250), log(500)],
    [signal(0, 250), signal(500, 500)],
    ruleOf({ options: { detectionMethod: 'threshold', evaluationWindow: 60, keepAlive: 300, maxSignalDuration: 500 } }),
  ],
])('an assumption that decided it is named: %s', (behaviour, events, theirs, rule) => {
  const outcomes = calibrated(events, theirs, { rule })
  expect(outcomes.length).toBeGreaterThan(0)
  for (const outcome of outcomes) expect(outcome).toMatchObject({ because: { behaviour } })
})

it('a child exactly the transition window after its parent', () => {
  const rule = ruleOf({
    options: {
      detectionMethod: 'sequence_detection',
      evaluationWindow: 0,
      keepAlive: 300,
      maxSignalDuration: 3600,
      sequenceDetectionOptions: {
        steps: [
          { name: 'one', condition: 'a > 0', evaluationWindow: 60 },
          { name: 'two', condition: 'b > 0', evaluationWindow: 60 },
        ],
        stepTransitions: [{ parent: 'one', child: 'two', evaluationWindow: 300 }],
      },
    },
    queries: [
      { name: 'a', query: '@k:a', groupByFields: ['@g'] },
      { name: 'b', query: '@k:b', groupByFields: ['@g'] },
    ],
    cases: [{ status: 'low', name: 'some', condition: 'two > 0' }],
  })
  const behaviour = 'a child exactly the transition window after its parent is inside'
  expect(calibrated([log(0), log(300, 'x', 'b')], [], { rule })).toEqual([
    { kind: 'ours alone', because: { behaviour } },
  ])
})

it('a severity that only we let rise', () => {
  const outcomes = calibrated([log(0), log(30)], [signal(0, 30)])
  expect(outcomes).toEqual([{ kind: 'differs', because: { behaviour: risingSeverity } }])
})

it('a hidden signal that only here holds its keepAlive open', () => {
  const suppressions = [{ id: 's', name: 's', enabled: true, rules: ['r'], tags: [], suppressionQuery: '@who:robot' }]
  const robot = { ...log(0), attributes: { k: 'a', g: 'x', who: 'robot' } }
  const rule = ruleOf({ message: '{{@who}}' })
  const behaviour = 'a hidden signal holds its keepAlive open'
  expect(calibrated([robot, log(100)], [signal(100, 100)], { suppressions, rule })).toEqual([
    { kind: 'theirs alone', because: { behaviour } },
  ])
})

it('a suppressed signal of ours is none', () => {
  const suppressions = [{ id: 's', name: 's', enabled: true, rules: ['r'], tags: [], suppressionQuery: '@g:x' }]
  expect(calibrated([log(0)], [], { suppressions })).toEqual([])
})

it.each([
  ['at the beginning', 100, 100, 1],
  ['before it', 101, 200, 0],
  ['at the end', 0, 100, 1],
  ['still seen after it', 0, 99, 0],
])('a signal first seen at 100 s counts within its time: %s', (_, from, to, count) => {
  const ground = { fromMs: start + from * 1000, toMs: start + to * 1000 }
  expect(calibrated([log(100)], [signal(100, 100)], ground)).toHaveLength(count)
})

it('every assumption that can be turned round is one that users read of', () => {
  const folder = join(__dirname, '../conformance')
  const files = readdirSync(folder).map((name) => ({
    path: name,
    value: parse(readFileSync(join(folder, name), 'utf8')),
  }))
  const weighing = behavioursIn(files).filter(({ weighs, knownFrom }) => weighs && knownFrom === 'assumed')
  const names = weighing.map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining([...alternatives.map(({ behaviour }) => behaviour), risingSeverity]))
})

it('turned round, each changes something about rules for which it plays a part, and nothing about the logs at hand', () => {
  const events = [log(0), log(30)]
  for (const { instead } of alternatives) {
    const other = instead({ rule: ruleOf(), events, suppressions: [] })
    if (!other) continue
    const { signals } = evaluateEvents([other.rule], other.events, { suppressions: other.suppressions })
    expect(signals).toMatchObject([{ severity: 'high', count: 2 }])
  }
})
