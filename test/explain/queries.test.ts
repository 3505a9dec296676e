import { explainRule, RuleExplainer } from '../../src/explain/explain-rule'
import { explain, logEvent, ruleWith, sequenceOf, suppressionWith, thresholdOf } from './room'

const over = (query: string, more: object = {}) => thresholdOf('a > 0', { queries: [{ name: 'a', query, ...more }] })

describe('a log that came near to a query', () => {
  it.each([
    ['has the value in other capitals', { k: 'Fail' }, { kind: 'other-case', field: '@k', found: 'Fail' }],
    ['has the field in other capitals', { K: 'fail' }, { kind: 'absent', field: '@k', near: '@K' }],
    ['lacks the field', { other: 1 }, { kind: 'absent', field: '@k' }],
    ['has another value', { k: 'win' }, { kind: 'other-value', field: '@k', found: ['win'] }],
  ])('%s', (_, log, reason) => {
    expect(explain(over('@k:fail'), [{ at: 0, ...log }]).queries[0]?.near).toEqual([
      { id: '1', atMs: 0, because: [{ clause: '@k:fail', reason }] },
    ])
  })

  it('has a text where a number is asked for', () => {
    const [query] = explain(over('@n:<5'), [{ at: 0, n: 'six' }]).queries
    expect(query?.near[0]?.because).toEqual([
      { clause: '@n:<5', reason: { kind: 'other-type', field: '@n', found: 'six' } },
    ])
  })

  it('was filtered out for its error', () => {
    const rule = over('@k:fail -@error.kind:*')
    const told = explain(rule, [
      { at: 0, k: 'fail' },
      { at: 1, k: 'fail', error: { kind: 'AccessDenied' } },
    ])
    expect(told.queries[0]).toMatchObject({
      matched: { total: 1 },
      near: [{ id: '2', because: [{ reason: { kind: 'excluded', field: '@error.kind', found: ['AccessDenied'] } }] }],
    })
  })

  it('is told of all the clauses that failed, and of none that matched', () => {
    const [query] = explain(over('@k:fail @a:1 (@b:2 OR @b:3)'), [{ at: 0, k: 'fail', a: 5, b: 4 }]).queries
    expect(query?.near[0]?.because).toEqual([
      { clause: '@a:1', reason: { kind: 'other-value', field: '@a', found: [5] } },
      { clause: '@b:(2 OR 3)', reason: { kind: 'other-value', field: '@b', found: [4] } },
    ])
  })

  it('of an OR is told by the part that was nearest', () => {
    const [query] = explain(over('@k:(win OR fail)'), [{ at: 0, k: 'FAIL' }]).queries
    expect(query?.near[0]?.because).toMatchObject([{ reason: { kind: 'other-case', found: 'FAIL' } }])
  })

  it('comes before those that came less near; three are told', () => {
    const logs = [
      { at: 0, k: 'win', a: 1 },
      { at: 1, k: 'fail', a: 2 },
      { at: 2, k: 'FAIL', a: 1 },
      { at: 3, k: 'x', a: 5 },
    ]
    expect(explain(over('@k:fail @a:1'), logs).queries[0]?.near.map(({ id }) => id)).toEqual(['3', '1', '2'])
  })

  it('is not told beside logs that match if it is plainly another one', () => {
    const logs = [
      { at: 0, k: 'fail' },
      { at: 1, k: 'win' },
      { at: 2, k: 'fails' },
      { at: 3, k: 'FAIL' },
    ]
    expect(explain(over('@k:fail'), logs).queries[0]?.near.map(({ id }) => id)).toEqual(['4'])
  })

  it('is not crowded out by logs that are plainly others', () => {
    const others = ['win', 'draw', 'lose'].map((k, at) => ({ at, k, a: 1 }))
    const logs = [...others, { at: 5, k: 'fail', b: 1 }, { at: 6, k: 'fail', a: 1 }]
    expect(explain(over('@k:fail @a:1 -@b:*'), logs).queries[0]?.near.map(({ id }) => id)).toEqual(['4'])
  })

  it('is not told of a log that another query of the rule matched', () => {
    const told = explain(sequenceOf(['add', 'ADD']), [{ at: 0, k: 'add', g: 'x' }])
    expect(told.queries.map(({ near }) => near)).toEqual([[], []])
  })

  it('can be one that a query extension kept out', () => {
    const rule = over('@k:fail', { customQueryExtension: '-@g:robot' })
    expect(explain(rule, [{ at: 0, k: 'fail', g: 'robot' }]).queries[0]).toMatchObject({
      text: '@k:fail -@g:robot',
      near: [{ because: [{ clause: '-@g:robot', reason: { kind: 'excluded', found: ['robot'] } }] }],
    })
  })

  it.each([
    [true, 'bob', ['ann']],
    [false, 'ann', ['ann']],
  ])('can be one that a reference table kept out (checkPresence %s)', (checkPresence, g, rows) => {
    const table = { tableName: 'staff', columnName: 'name', logFieldPath: '@g', ruleQueryName: 'a', checkPresence }
    const rule = { ...over('@k:fail'), referenceTables: [table] }
    const tables = new Map([['staff', rows.map((name) => ({ name }))]])
    expect(explain(rule, [{ at: 0, k: 'fail', g }], { tables }).queries[0]?.near[0]?.because).toEqual([
      {
        clause: 'reference table staff, column name',
        reason: { kind: 'table', field: '@g', found: [g], wanted: checkPresence },
      },
    ])
  })
})

it('a log that came twice is told once, and twenty of many are named', () => {
  const logs = Array.from({ length: 30 }, (_, index) => ({
    at: index,
    id: `e${Math.min(index, 24)}`,
    k: 'fail',
    g: 'x',
  }))
  const [query] = explain(thresholdOf('fail > 0'), logs).queries
  expect(query?.matched.total).toBe(25)
  expect(query?.matched.first).toHaveLength(20)
  expect(query?.matched.first[0]).toEqual({ id: 'e0', atMs: 0, groups: [{ '@g': 'x' }] })
})

it('a log whose value a sum cannot use is lost', () => {
  const rule = over('@k:fail', { aggregation: 'sum', metrics: ['@n'] })
  const told = explain(rule, [
    { at: 0, k: 'fail', n: '5' },
    { at: 1, k: 'fail', n: 5 },
  ])
  expect(told.queries[0]).toMatchObject({
    matched: { first: [{ id: '2' }] },
    dropped: { first: [{ id: '1', why: { kind: 'valueless', fields: ['@n'] } }] },
  })
})

it('a missing field that the rule lets be is none lost', () => {
  const rule = over('@k:fail', { groupByFields: ['@g'], hasOptionalGroupByFields: true })
  expect(explain(rule, [{ at: 0, k: 'fail' }]).queries[0]).toMatchObject({
    matched: { first: [{ groups: [{ '@g': 'N/A' }] }] },
    dropped: { total: 0 },
  })
})

describe('a suppression', () => {
  const rule = thresholdOf('fail > 0')
  const logs = [{ at: 10, k: 'fail', g: 'x' }]
  const onSignal = (some: object) => explain(rule, logs, { suppressions: [suppressionWith(some)] }).suppressions

  it.each([
    ['hides the signal', { suppressionQuery: '@g:x' }, { kind: 'hidden' }],
    [
      'would hide it, had it not expired',
      { suppressionQuery: '@g:x', expiresMs: 10_000 },
      { kind: 'notInForce', state: 'expired', atMs: 10_000 },
    ],
    [
      'would hide it, were it in force yet',
      { suppressionQuery: '@g:x', startMs: 10_001 },
      { kind: 'notInForce', state: 'scheduled', atMs: 10_000 },
    ],
    [
      'would hide it, were it on',
      { suppressionQuery: '@g:x', enabled: false },
      { kind: 'notInForce', state: 'disabled', atMs: 10_000 },
    ],
    [
      'misses it, and why',
      { suppressionQuery: '@g:X' },
      { kind: 'missed', because: [{ clause: '@g:X', reason: { kind: 'other-case', field: '@g', found: 'x' } }] },
    ],
  ])('%s', (_, some, told) => {
    expect(onSignal(some)).toMatchObject([{ id: 's', signals: [{ signal: 0, ...told }] }])
  })

  it('at the last moment before it expires hides the signal', () => {
    expect(onSignal({ suppressionQuery: '@g:x', expiresMs: 10_001 })).toMatchObject([{ signals: [{ kind: 'hidden' }] }])
  })

  it('names the logs that it would have excluded', () => {
    expect(onSignal({ dataExclusionQuery: '@g:x', expiresMs: 10_000 })).toMatchObject([
      { excluded: 0, signals: [], notInForce: { first: [{ id: '1', state: 'expired' }] } },
    ])
  })

  it('of another rule is left out', () => {
    expect(onSignal({ rules: ['other'], suppressionQuery: '*' })).toEqual([])
  })

  it('is told of each signal by its place', () => {
    const two = [...logs, { at: 20, k: 'fail', g: 'y' }]
    const told = explain(rule, two, { suppressions: [suppressionWith({ suppressionQuery: '@g:y' })] })
    expect(told.signals.map(({ suppressedBy }) => suppressedBy)).toEqual([[], ['s']])
    expect(told.suppressions[0]?.signals.map(({ signal, kind }) => [signal, kind])).toEqual([
      [0, 'missed'],
      [1, 'hidden'],
    ])
  })
})

it('logs taken one by one are explained as logs at once', () => {
  const events = [
    { at: 0, k: 'add', g: 'x' },
    { at: 141, k: 'delete', g: 'x' },
  ].map(logEvent)
  const rule = sequenceOf(['add', 'delete'])
  const explainer = new RuleExplainer(rule)
  for (const event of events.toReversed()) explainer.take(event)
  expect(explainer.explain()).toEqual(explainRule(rule, events))
})

it('no logs at all are explained as nothing', () => {
  expect(explain(sequenceOf(['add', 'delete']), [])).toMatchObject({
    logs: 0,
    signals: [],
    nearMisses: [],
    stages: [{ held: { total: 0 } }, { held: { total: 0 } }],
  })
})

it('a rule with a mistake says it', () => {
  const rule = ruleWith({ queries: [{ name: 'a', query: '@k:(' }], cases: [{ status: 'low', condition: 'a > 0' }] })
  expect(explain(rule, [{ at: 0 }]).notEvaluated).toContain('queries[0].query')
})

it('of very many matched logs the first are searched for near misses, and a group that fired after them has none', () => {
  const noise = Array.from({ length: 5000 }, (_, index) => ({ at: index * 100, k: 'fail', g: `g${index % 50}` }))
  const last = [0, 1, 2].map((seconds) => ({ at: 5000 * 100 + seconds, k: 'fail', g: 'x' }))
  const told = explain(thresholdOf('fail > 2'), [{ at: 0, k: 'fail', g: 'x' }, ...noise, ...last])
  expect(told.cuts[0]).toBe('near misses were looked for among the first 5000 of 5004 matched logs')
  expect(told.queries[0]?.matched.total).toBe(5004)
  expect(told.signals).toMatchObject([{ group: { '@g': 'x' } }])
  const missed = told.nearMisses.flatMap((miss) => ('group' in miss ? [miss.group['@g']] : []))
  expect(missed.length).toBeGreaterThan(0)
  expect(missed).not.toContain('x')
})
