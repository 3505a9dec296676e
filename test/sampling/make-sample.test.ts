import fc from 'fast-check'
import { evaluateEvents } from '../../src/detect/evaluate'
import { readLog } from '../../src/event/read-log'
import type { JsonObject } from '../../src/json/json'
import { readRuleObject } from '../../src/rule/read-rule'
import type { Draft } from '../../src/rule/rule'
import type { FetchedLog } from '../../src/sampling/anonymise/anonymise-logs'
import { makeSample, type Sample } from '../../src/sampling/make-sample'
import { often, seedOr } from '../random-runs'

const key = 'k'.repeat(64)

function ruleOf(query: string, options: JsonObject = {}): Draft {
  const { draft } = readRuleObject({
    name: 'r',
    type: 'log_detection',
    message: 'm',
    isEnabled: true,
    tags: [],
    options: {
      detectionMethod: 'threshold',
      evaluationWindow: 60,
      keepAlive: 300,
      maxSignalDuration: 3600,
      ...options,
    },
    cases: [{ status: 'low', condition: 'a > 1' }],
    queries: [{ query, groupByFields: ['@usr.id'] }],
  })
  if (!draft) throw new Error('no rule')
  return { ...draft, id: 'r' }
}

function fetched(seconds: number, attributes: JsonObject): FetchedLog {
  const timestamp = new Date(Date.UTC(2026, 10, 20) + seconds * 1000 + 250).toISOString()
  const raw: JsonObject = {
    id: `AQ${seconds}${JSON.stringify(attributes)}`,
    type: 'log',
    attributes: { timestamp, attributes },
  }
  const read = readLog(raw)
  if ('trouble' in read) throw new Error(read.trouble)
  return { raw, event: read.event }
}

const sampled = (sample: ReturnType<typeof makeSample>): Sample => {
  if ('refusal' in sample) throw new Error(sample.refusal)
  return sample
}

it('the first log lies at the beginning of the year, its milliseconds kept, the others as far from it as before', () => {
  const logs = [fetched(0, { usr: { id: 'ann' } }), fetched(40, { usr: { id: 'ann' } })]
  const { logs: out, startMs, signals } = sampled(makeSample({ rules: [ruleOf('*')], logs, key }))
  expect(out.map((log) => (log['attributes'] as JsonObject)['timestamp'])).toEqual([
    '2026-01-01T00:00:00.250Z',
    '2026-01-01T00:00:40.250Z',
  ])
  expect(startMs).toBe(Date.UTC(2026, 0, 1))
  expect(signals).toMatchObject([{ count: 2, firstSeenMs: startMs, lastSeenMs: startMs + 40_000 }])
})

it('without a key the logs stay as they are', () => {
  const logs = [fetched(0, { usr: { id: 'ann' } })]
  expect(makeSample({ rules: [ruleOf('*')], logs })).toMatchObject({
    logs: [logs[0]?.raw],
    startMs: Date.UTC(2026, 10, 20),
    named: [],
  })
})

it.each<[string, Draft, readonly FetchedLog[], string]>([
  ['no logs', ruleOf('*'), [], 'there are no logs'],
  [
    'a rule that is not evaluated',
    ruleOf('*', { detectionMethod: 'anomaly_detection' }),
    [fetched(0, {})],
    'r is not evaluated, because',
  ],
  [
    'what no name keeps',
    ruleOf('@usr.id:????'),
    [fetched(0, { usr: { id: 'mary' } }), fetched(1, { usr: { id: 'mary' } })],
    'once anonymised, the logs raise 0 signals in place of 1',
  ],
])('of %s there is no sample', (_, rule, logs, refusal) => {
  expect(makeSample({ rules: [rule], logs, key })).toEqual({ refusal: expect.stringContaining(refusal) })
})

it('whatever the logs, a sample raises the same signals for as many groups', () => {
  const user = fc.constantFrom(
    'ann',
    'bob',
    'carl@corp.com',
    'dora',
    'arn:aws:iam::987654321098:user/eve',
    '10.1.2.3',
    '203.0.113.9',
  )
  const log = fc.record({
    at: fc.integer({ min: 0, max: 400 }),
    id: user,
    bytes: fc.integer({ min: 0, max: 99_999 }),
    path: fc.constantFrom('/home/ann/x', '/tmp', 'secret-plan.txt'),
  })
  const query = fc.constantFrom(
    '*',
    '@bytes:>=5000',
    '-@bytes:[10 TO 900]',
    '@path:*ann*',
    '-@usr.id:ann',
    '@usr.id:(ann OR bob)',
    '@usr.id:*@corp.com',
    'CIDR(@usr.id, 10.0.0.0/8)',
    '@usr.id:arn*eve',
    '@path:/tmp OR @bytes:<100',
  )
  fc.assert(
    fc.property(fc.array(log, { minLength: 1, maxLength: 25 }), query, (records, text) => {
      const logs = records.map(({ at, id, bytes, path }, index) =>
        fetched(at, { usr: { id }, bytes, path, index: index + 10 }),
      )
      const rules = [ruleOf(text)]
      const before = evaluateEvents(
        rules,
        logs.map(({ event }) => event),
      ).signals
      const { signals } = sampled(makeSample({ rules, logs, key }))
      expect(signals.map(({ count }) => count).sort()).toEqual(before.map(({ count }) => count).sort())
      const groups = (all: typeof signals) => new Set(all.map(({ group }) => JSON.stringify(group))).size
      expect(groups(signals)).toBe(groups(before))
    }),
    { numRuns: often(120), seed: seedOr(14) },
  )
})
