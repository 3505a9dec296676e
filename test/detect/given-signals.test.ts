import { evaluateEvents } from '../../src/detect/evaluate'
import { recordsIn } from '../../src/event/envelopes/envelopes'
import type { LogEvent } from '../../src/event/log-event'
import { readLog } from '../../src/event/read-log'
import { explainRule } from '../../src/explain/explain-rule'
import type { Draft } from '../../src/rule/rule'
import type { Suppression } from '../../src/suppression/suppression'

const options = { evaluationWindow: 600, keepAlive: 600, maxSignalDuration: 600 }
const source: Draft = {
  id: 'logins',
  name: 'Logins',
  message: '',
  isEnabled: true,
  type: 'log_detection',
  queries: [{ name: 'a', query: 'source:okta', groupByFields: ['@usr.id'] }],
  cases: [{ status: 'low', condition: 'a > 0' }],
  options,
}
const correlation: Draft = {
  id: 'both',
  name: 'Both',
  message: '',
  isEnabled: true,
  type: 'signal_correlation',
  queries: [{ name: 'a', ruleId: 'logins', aggregation: 'event_count', correlatedByFields: ['@usr.id'], query: '' }],
  cases: [{ status: 'high', condition: 'a > 1' }],
  options,
}

/** A signal as the tenant's search answers it. */
const signal = (id: string, minute: number, more: object = {}) => ({
  id,
  type: 'signal',
  attributes: {
    timestamp: `2026-03-01T10:${10 + minute}:00Z`,
    status: 'low',
    message: 'm',
    tags: ['source:okta', 'env:prod'],
    custom: { usr: { id: 'ann' }, workflow: { rule: { id: 'logins', name: 'Logins' } }, ...more },
  },
})

function eventsOf(...signals: readonly object[]): readonly LogEvent[] {
  return recordsIn({ data: signals, meta: {} }).flatMap((raw) => {
    const read = readLog(raw)
    return 'event' in read ? read.event : []
  })
}

const raised = (
  events: readonly LogEvent[],
  suppressions: readonly Suppression[] = [],
  rules = [source, correlation],
) => evaluateEvents(rules, events, { suppressions })

test('signals of a tenant count for a rule that correlates them, and are no logs', () => {
  const { signals, unheard, stats } = raised(eventsOf(signal('1', 0), signal('2', 1)))
  expect(signals).toMatchObject([{ rule: 'both', group: { '@usr.id': 'ann' }, events: ['1', '2'] }])
  expect([unheard, stats.logs, stats.matched]).toEqual([[], 2, 0])
  expect(explainRule(source, eventsOf(signal('1', 0)))).toMatchObject({ signals: [] })
  expect(
    explainRule(correlation, eventsOf(signal('1', 0), signal('2', 1)), { rules: [source, correlation] }),
  ).toMatchObject({
    signals: [{ rule: 'both' }],
  })
})

test.each<[string, readonly object[], number]>([
  ['one signal', [signal('1', 0)], 0],
  ['one signal twice', [signal('1', 0), signal('1', 0)], 0],
  ['signals further apart than the window', [signal('1', 0), signal('2', 11)], 0],
  ['signals just within it', [signal('1', 0), signal('2', 10)], 1],
  ['signals of two groups', [signal('1', 0), signal('2', 1, { usr: { id: 'bob' } })], 0],
  ['signals of another rule', [signal('1', 0), signal('2', 1, { workflow: { rule: { id: 'other' } } })], 0],
  [
    'signals of a default rule',
    [signal('1', 0), signal('2', 1, { workflow: { rule: { id: 'x', defaultRuleId: 'logins' } } })],
    1,
  ],
])('%s: %d', (_what, signals, count) => {
  expect(raised(eventsOf(...signals)).signals).toHaveLength(count)
})

test('a signal says by our tag which file its rule is', () => {
  const tagged = ['1', '2'].map((id) => {
    const one = signal(id, Number(id), { workflow: { rule: { id: 'abc-def-ghi' } } })
    return { ...one, attributes: { ...one.attributes, tags: ['ddac:logins'] } }
  })
  expect(raised(eventsOf(...tagged)).signals).toHaveLength(1)
})

test('a suppression of its rule hides a signal that is given', () => {
  const hidden: Suppression = {
    id: 's',
    name: 's',
    enabled: true,
    tags: [],
    rules: ['logins'],
    suppressionQuery: '@usr.id:ann env:prod',
  }
  expect(raised(eventsOf(signal('1', 0), signal('2', 1)), [hidden]).signals).toEqual([])
  const other: Suppression = { ...hidden, suppressionQuery: '@usr.id:bob' }
  expect(raised(eventsOf(signal('1', 0), signal('2', 1)), [other]).signals).toHaveLength(1)
})
