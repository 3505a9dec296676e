import type { ImpossibleTravelOptions, NewValueOptions } from '../../src/rule/methods/detection-methods'
import type { Draft } from '../../src/rule/rule'
import { explain, missesOf, ruleWith, suppressionWith } from './room'

const day = 86_400

describe('a new-value rule', () => {
  const rule = (newValueOptions: NewValueOptions) =>
    ruleWith(
      {
        queries: [
          { name: 'login', query: '@k:login', groupByFields: ['@g'], aggregation: 'new_value', metrics: ['@country'] },
        ],
        cases: [{ status: 'low' }],
      },
      { detectionMethod: 'new_value', newValueOptions, evaluationWindow: 0 },
    )
  const login = (at: number, country?: string, g = 'x') => ({ at, k: 'login', g, ...(country && { country }) })

  it.each([
    ['on the last moment of learning is silent', day, 0, day * 1000],
    ['just after learning fires', day + 0.001, 1, undefined],
  ])('a new value %s', (_, at, signals, untilMs) => {
    const told = explain(rule({ learningDuration: 1 }), [login(0, 'fr'), login(at, 'de')])
    expect(told.signals).toHaveLength(signals)
    const learning = missesOf(told, 'learning')
    if (untilMs === undefined) expect(learning).toEqual([])
    else
      expect(learning).toEqual([
        { kind: 'learning', group: { '@g': 'x' }, event: { id: '2', atMs: day * 1000 }, untilMs },
      ])
  })

  it('that learns by values says how many', () => {
    const told = explain(rule({ learningMethod: 'threshold', learningThreshold: 1 }), [login(0, 'fr')])
    expect(told.nearMisses).toMatchObject([{ kind: 'learning', learnedValues: 1, event: { id: '1' } }])
  })

  it.each([
    [2 * day, 0, 1],
    [2 * day + 0.001, 1, 0],
  ])('a value seen again after %d s: %d signals, %d times known', (at, signals, known) => {
    const options = { learningMethod: 'threshold' as const, learningThreshold: 1, forgetAfter: 2 }
    const told = explain(rule(options), [login(0, 'fr'), login(at, 'fr')])
    expect(told.signals).toHaveLength(signals)
    expect(missesOf(told, 'known').map(({ value, seen, forgetAfterMs }) => [value, seen, forgetAfterMs])).toEqual(
      known === 0 ? [] : [['fr', { id: '1', atMs: 0 }, 2 * day * 1000]],
    )
  })

  it('names the value that came nearest to being forgotten', () => {
    const options = { learningMethod: 'threshold' as const, learningThreshold: 2, forgetAfter: 2 }
    const told = explain(rule(options), [
      login(0, 'fr'),
      login(10, 'de'),
      login(15, 'de'),
      login(90, 'fr'),
      login(91, 'de'),
    ])
    expect(missesOf(told, 'known')).toMatchObject([{ value: 'fr', event: { atMs: 90_000 }, seen: { atMs: 0 } }])
  })

  it('names logs that carry no value', () => {
    const told = explain(rule({}), [login(0)])
    expect(told.queries[0]?.dropped.first).toMatchObject([{ why: { kind: 'valueless', fields: ['@country'] } }])
  })
})

describe('an impossible-travel rule', () => {
  const rule = (impossibleTravelOptions: ImpossibleTravelOptions = {}) =>
    ruleWith(
      {
        queries: [
          {
            name: 'login',
            query: '@k:login',
            groupByFields: ['@g'],
            aggregation: 'geo_data',
            metrics: ['@network.client.geoip'],
          },
        ],
        cases: [{ status: 'low' }],
      },
      { detectionMethod: 'impossible_travel', impossibleTravelOptions },
    )
  const login = (at: number, longitude: number) => ({
    at,
    k: 'login',
    g: 'x',
    network: { client: { geoip: { location: { latitude: 0, longitude } } } },
  })
  // Ten degrees along the equator are 1112 km.
  const journey = (hours: number) => [login(0, 0), login(hours * 3600, 10)]

  it.each([
    ['faster than the limit', 1.11, 1, []],
    ['slower than the limit', 1.12, 0, [993]],
  ])('%s', (_, hours, signals, speeds) => {
    const told = explain(rule(), journey(hours))
    expect(told.signals).toHaveLength(signals)
    expect(missesOf(told, 'travel').map(({ speedKmH }) => Math.round(speedKmH))).toEqual(speeds)
  })

  it('names the journey that came nearest to both limits', () => {
    const told = explain(rule(), [login(0, 0), login(60, 4), login(20_000, 14), login(20_001, 14.1)])
    expect(told.nearMisses).toMatchObject([
      { kind: 'travel', from: { id: '1' }, event: { id: '2' }, limits: { distanceKm: 500, speedKmH: 1000 } },
    ])
    expect(missesOf(told, 'travel')[0]?.distanceKm).toBeCloseTo(444.8, 0)
  })

  it('says until when places are learned', () => {
    const told = explain(rule({ baselineUserLocations: true, baselineUserLocationsDuration: 1 }), journey(1))
    expect(told.nearMisses).toMatchObject([
      { kind: 'usual', from: { id: '1' }, event: { id: '2' }, untilMs: day * 1000 },
    ])
  })

  it('names logs without coordinates', () => {
    const told = explain(rule(), [{ at: 0, k: 'login', g: 'x' }])
    expect(told.queries[0]?.dropped.first).toMatchObject([
      { why: { kind: 'valueless', fields: ['@network.client.geoip'] } },
    ])
  })
})

describe('a third-party rule', () => {
  const rule = ruleWith(
    { queries: [], cases: [], thirdPartyCases: [{ name: 'bad', query: '@level:high', status: 'high' }] },
    {
      detectionMethod: 'third_party',
      thirdPartyRuleOptions: { rootQueries: [{ query: '@k:alert', groupByFields: ['@g'] }] },
    },
  )

  it('names the logs that no case grades, and the case that came near', () => {
    const told = explain(rule, [{ at: 0, k: 'alert', g: 'x', level: 'High' }])
    expect(told.nearMisses).toEqual([{ kind: 'ungraded', group: { '@g': 'x' }, event: { id: '1', atMs: 0 } }])
    expect(told.queries).toMatchObject([
      { name: 'a', role: 'root', matched: { total: 1 } },
      { name: 'bad', role: 'grade', near: [{ id: '1', because: [{ reason: { kind: 'other-case' } }] }] },
    ])
  })

  it('that grades a log has a signal and no miss', () => {
    const told = explain(rule, [{ at: 0, k: 'alert', g: 'x', level: 'high' }])
    expect(told.signals).toHaveLength(1)
    expect(told.nearMisses).toEqual([])
  })

  it('is told of an exclusion as other rules are', () => {
    const suppressions = [{ id: 's', name: 'S', enabled: true, rules: ['r'], tags: [], dataExclusionQuery: '@g:x' }]
    const told = explain(rule, [{ at: 0, k: 'alert', g: 'x', level: 'high' }], { suppressions })
    expect(told.nearMisses).toMatchObject([{ kind: 'excluded', suppressions: ['s'] }])
  })
})

it.each(['anomaly_detection', 'anomaly_threshold', 'hardcoded'] as const)(
  'a rule of the method %s says why it is not evaluated, and what its queries match',
  (detectionMethod) => {
    const rule = ruleWith(
      { queries: [{ name: 'a', query: '@k:x' }], cases: [{ status: 'low', condition: 'a > 0.9' }] },
      { detectionMethod },
    )
    const told = explain(rule, [
      { at: 0, k: 'x' },
      { at: 1, k: 'X' },
    ])
    expect(told).toMatchObject({ notEvaluated: expect.stringMatching(/./), signals: [], nearMisses: [] })
    expect(told.queries).toMatchObject([{ matched: { total: 1 }, near: [{ id: '2' }] }])
  },
)

describe('a sequence over a log and the signals of another rule', () => {
  const rule = ruleWith(
    {
      queries: [
        { name: 'login', query: '@k:login', groupByFields: ['@g'] },
        { name: 'alarm', query: 'team:red', dataSource: 'security_signals', groupByFields: ['@g'] },
      ],
      cases: [{ status: 'high', condition: 'second > 0' }],
    },
    {
      detectionMethod: 'sequence_detection',
      sequenceDetectionOptions: {
        steps: [
          { name: 'first', condition: 'login > 0' },
          { name: 'second', condition: 'alarm > 0' },
        ],
        stepTransitions: [{ parent: 'first', child: 'second', evaluationWindow: 60 }],
      },
    },
  )
  const alarms: Draft = {
    ...ruleWith({ queries: [{ name: 'a', query: '@k:bad', groupByFields: ['@g'] }], tags: ['team:red'] }),
    id: 'alarms',
    cases: [{ status: 'low', condition: 'a > 0' }],
  }
  const login = { at: 0, k: 'login', g: 'x' }

  it('names the logs and the signals that its queries match, each at its place', () => {
    const { signals, queries } = explain(rule, [login, { at: 60, k: 'bad', g: 'x' }], { rules: [rule, alarms] })
    expect(signals).toHaveLength(1)
    expect(queries).toMatchObject([
      { name: 'login', text: '@k:login', matched: { total: 1, first: [{ id: '1', groups: [{ '@g': 'x' }] }] } },
      { name: 'alarm', text: 'signals of other rules: team:red', matched: { total: 1, first: [{ atMs: 60_000 }] } },
    ])
  })

  it('says by how much the signal came too late', () => {
    const told = explain(rule, [login, { at: 61, k: 'bad', g: 'x' }], { rules: [rule, alarms] })
    expect(told.signals).toEqual([])
    expect(missesOf(told, 'time')).toMatchObject([
      { lateMs: 1000, window: { what: 'transition', of: 'second' }, group: { '@g': 'x' } },
    ])
  })

  it('says that a suppression hid the signal that it waited for', () => {
    const hidden = suppressionWith({ id: 'hide', rules: ['alarms'], suppressionQuery: '@g:x' })
    const logs = [login, { at: 10, k: 'bad', g: 'x' }]
    const told = explain(rule, logs, { rules: [rule, alarms], suppressions: [hidden] })
    expect(told.signals).toEqual([])
    expect(missesOf(told, 'hiddenSource')).toMatchObject([{ suppressions: ['hide'] }])
  })

  it('counts each moment once where rules look at each other', () => {
    const mutual: Draft = {
      ...rule,
      id: 'mutual',
      queries: [{ name: 'a', query: '@workflow.rule.id:r', dataSource: 'security_signals', groupByFields: ['@g'] }],
      cases: [{ status: 'low', condition: 'a > 0' }],
      options: { evaluationWindow: 60, keepAlive: 60, maxSignalDuration: 600 },
    }
    const logs = [login, { at: 10, k: 'bad', g: 'x' }]
    const missed = suppressionWith({ suppressionQuery: '@g:z' })
    const told = explain(rule, logs, { rules: [rule, alarms, mutual], suppressions: [missed] })
    expect(told.signals).toHaveLength(1)
    // The signal of the alarms, and that of the mutual rule, which carries the tag on.
    expect(told.queries[1]?.matched.first.map(({ groups }) => groups)).toEqual([[{ '@g': 'x' }], [{ '@g': 'x' }]])
    expect(told.stages).toMatchObject([
      { name: 'first', reached: { total: 1, first: [{ moments: 1 }] } },
      { name: 'second', reached: { total: 1, first: [{ moments: 1 }] } },
    ])
    expect(told.suppressions).toMatchObject([{ id: 's', signals: [{ signal: 0, kind: 'missed' }] }])
  })
})
