import { explain, logEvent, missesOf, ruleWith, type ShortLog, sequenceOf, suppressionWith, thresholdOf } from '../room'

const pair = sequenceOf(['add', 'delete'])
const add = (at: number, g: string | undefined = 'x'): ShortLog => ({ at, k: 'add', ...(g && { g }) })
const del = (at: number, g: string | undefined = 'x'): ShortLog => ({ at, k: 'delete', ...(g && { g }) })
const fails = (...seconds: readonly number[]): ShortLog[] => seconds.map((at) => ({ at, k: 'fail', g: 'x' }))

describe('a near miss of time', () => {
  it('is a step that came after its transition had closed, by how much', () => {
    const told = explain(pair, [add(0), del(141)])
    expect(told.signals).toEqual([])
    expect(told.nearMisses).toEqual([
      {
        kind: 'time',
        stage: { kind: 'step', name: 'step_delete' },
        group: { '@g': 'x' },
        atMs: 141_000,
        window: { what: 'transition', of: 'step_delete', windowMs: 100_000 },
        lateMs: 41_000,
        short: [],
        parts: [
          { step: 'step_add', atMs: 0, first: [{ id: '1', atMs: 0 }], total: 1 },
          { step: 'step_delete', atMs: 141_000, first: [{ id: '2', atMs: 141_000 }], total: 1 },
        ],
      },
    ])
  })

  it.each([
    ['exactly at the end of the transition there is a signal and no miss', 100, 1, []],
    ['a millisecond later it is missed by that millisecond', 100.001, 0, [1]],
    ['three days later it is missed by three days', 259_300, 0, [259_200_000]],
  ])('%s', (_, at, signals, late) => {
    const told = explain(pair, [add(0), del(at)])
    expect(told.signals).toHaveLength(signals)
    expect(told.nearMisses.map((miss) => miss.kind === 'time' && miss.lateMs)).toEqual(late)
  })

  it('counts from the latest step before, not from the first', () => {
    expect(missesOf(explain(pair, [add(0), add(30), del(140)]), 'time')).toMatchObject([{ lateMs: 10_000 }])
  })

  it('is the last event of a count that came too late, with what the window did hold', () => {
    const told = explain(thresholdOf('fail > 4'), fails(0, 1, 2, 3, 72))
    expect(told.nearMisses).toMatchObject([
      {
        kind: 'time',
        stage: { kind: 'case', name: 'many' },
        window: { what: 'window', windowMs: 60_000 },
        lateMs: 12_000,
        atMs: 72_000,
        short: [{ comparison: 'fail > 4', reached: 4, bound: 4, needed: 5 }],
        parts: [{ step: 'fail', total: 5 }],
      },
    ])
  })

  it.each([
    [60, 1, 0],
    [60.001, 0, 1],
  ])('of a count whose last event comes after %d s: %d signals, %d misses', (at, signals, misses) => {
    const told = explain(thresholdOf('fail > 4'), fails(0, 1, 2, 3, at))
    expect([told.signals.length, told.nearMisses.length]).toEqual([signals, misses])
  })

  // In binary numbers 128003 / 1000 * 1000 is less than 128003.
  it('is told to the millisecond also where seconds round', () => {
    expect(missesOf(explain(pair, [add(0), del(128.003)]), 'time')).toMatchObject([{ lateMs: 28_003 }])
  })

  it('looks for the narrowest stretch anywhere in the logs', () => {
    const told = explain(thresholdOf('fail > 2'), fails(0, 40, 100, 200, 250, 265))
    expect(missesOf(told, 'time')).toMatchObject([{ lateMs: 5000, atMs: 265_000 }])
  })

  it('is a step whose own window is too short for its count', () => {
    const rule = sequenceOf(['add', 'delete'], { needs: 1, wait: 1000 })
    const told = explain(rule, [add(0), add(1), del(10), del(75)])
    expect(missesOf(told, 'time')).toMatchObject([
      {
        stage: { name: 'step_delete' },
        window: { what: 'window', of: 'step_delete', windowMs: 60_000 },
        lateMs: 5000,
        short: [{ comparison: 'delete > 1', reached: 1, needed: 2 }],
      },
    ])
  })

  it('is told at the step at which a longer sequence got stuck, even if it never went on', () => {
    const three = sequenceOf(['add', 'use', 'delete'])
    const told = explain(three, [add(0), { at: 103, k: 'use', g: 'x' }])
    expect(missesOf(told, 'time')).toMatchObject([{ stage: { name: 'step_use' }, lateMs: 3000 }])
  })

  it('is told of the last of ten steps', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']
    const logs = names.map((k, index) => ({ at: index < 9 ? index * 10 : 182, k, g: 'x' }))
    const told = explain(sequenceOf(names), logs)
    expect(told.nearMisses).toMatchObject([{ kind: 'time', stage: { name: 'step_j' }, lateMs: 2000 }])
    expect(told.stages.map(({ reached }) => reached?.total)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 0])
  })

  it('is a THEN whose two sides did not fit in the window', () => {
    const rule = thresholdOf('fail > 1 THEN win > 0', {
      queries: ['fail', 'win'].map((name) => ({ name, query: `@k:${name}`, groupByFields: ['@g'] })),
    })
    const told = explain(rule, [...fails(0, 10), { at: 65, k: 'win', g: 'x' }])
    expect(told.nearMisses).toMatchObject([{ kind: 'time', lateMs: 5000, stage: { name: 'many' } }])
  })

  it('with window 0 is how far apart the events were', () => {
    const told = explain(thresholdOf('fail > 1', {}, { evaluationWindow: 0 }), fails(0, 7))
    expect(told.nearMisses).toMatchObject([{ kind: 'time', lateMs: 7000, window: { windowMs: 0 } }])
  })

  it('comes nearest first, and no more than five of them', () => {
    const logs = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].flatMap((g, index) => [
      add(index * 10, g),
      del(200 + index * 9, g),
    ])
    const told = explain(pair, logs)
    expect(missesOf(told, 'time').map(({ lateMs }) => lateMs)).toEqual([94_000, 95_000, 96_000, 97_000, 98_000])
    expect(told.cuts).toEqual([expect.stringContaining('kind time')])
  })

  it('is not told of a group that fired', () => {
    expect(explain(pair, [add(0), del(50), add(300), del(401)]).nearMisses).toEqual([])
  })
})

describe('a near miss of count', () => {
  it('says how many of how many, and when', () => {
    expect(explain(thresholdOf('fail > 4'), fails(0, 1, 2, 30)).nearMisses).toEqual([
      {
        kind: 'count',
        stage: { kind: 'case', name: 'many' },
        group: { '@g': 'x' },
        atMs: 30_000,
        windowMs: 60_000,
        short: [{ comparison: 'fail > 4', reached: 4, bound: 4, needed: 5 }],
      },
    ])
  })

  it.each([
    ['fail > 2', [{ comparison: 'fail > 2', reached: 2, bound: 2, needed: 3 }]],
    ['fail >= 3', [{ comparison: 'fail >= 3', reached: 2, bound: 3, needed: 3 }]],
    ['4 <= 2 * fail', []],
    ['5 <= 2 * fail', [{ comparison: '5 <= 2 * fail', reached: 5, bound: 4 }]],
    ['fail > 2 || fail > 7', [{ comparison: 'fail > 2', reached: 2, bound: 2, needed: 3 }]],
    [
      'fail > 2 && fail > 3',
      [
        { comparison: 'fail > 2', reached: 2, bound: 2, needed: 3 },
        { comparison: 'fail > 3', reached: 2, bound: 3, needed: 4 },
      ],
    ],
  ])('of two events under %s', (condition, short) => {
    const told = explain(thresholdOf(condition), fails(0, 1))
    expect(missesOf(told, 'count').flatMap((miss) => miss.short)).toEqual(short)
    expect(told.signals).toHaveLength(short.length === 0 ? 1 : 0)
  })

  it.each([
    ['sum', [{ comparison: 'fail > 4', reached: 3.5, bound: 4 }]],
    ['max', [{ comparison: 'fail > 4', reached: 2.5, bound: 4 }]],
    ['cardinality', [{ comparison: 'fail > 4', reached: 2, bound: 4, needed: 5 }]],
  ] as const)('of a %s is what it came to', (aggregation, short) => {
    const query = { name: 'fail', query: '@k:fail', groupByFields: ['@g'], aggregation }
    const rule = thresholdOf('fail > 4', { queries: [{ ...query, metrics: ['@n'], distinctFields: ['@n'] }] })
    const told = explain(
      rule,
      [1, 2.5].map((n, at) => ({ at, k: 'fail', g: 'x', n })),
    )
    expect(missesOf(told, 'count').map((miss) => miss.short)).toEqual([short])
  })

  it('comes with the least lacking first', () => {
    const told = explain(thresholdOf('fail > 4'), [...fails(0), ...[0, 1, 2].map((at) => ({ at, k: 'fail', g: 'y' }))])
    expect(missesOf(told, 'count').map(({ group }) => group['@g'])).toEqual(['y', 'x'])
  })

  it('is told at the first of equally near moments', () => {
    expect(missesOf(explain(thresholdOf('fail > 2'), fails(5, 3000)), 'time')).toHaveLength(0)
    expect(missesOf(explain(thresholdOf('fail > 2'), fails(5, 3000)), 'count')).toMatchObject([{ atMs: 5000 }])
  })

  it('with window 0 looks at each event of a moment alone', () => {
    const query = {
      name: 'fail',
      query: '@k:fail',
      groupByFields: ['@g'],
      aggregation: 'sum' as const,
      metrics: ['@n'],
    }
    const rule = thresholdOf('fail > 9', { queries: [query] }, { evaluationWindow: 0 })
    const told = explain(
      rule,
      [5, 1].map((n) => ({ at: 0, k: 'fail', g: 'x', n })),
    )
    expect(missesOf(told, 'count')).toMatchObject([{ short: [{ reached: 5 }] }])
  })

  it('names each case that fell short, also beside one that held', () => {
    const rule = thresholdOf('', {
      cases: [
        { status: 'high', name: 'many', condition: 'fail > 4' },
        { status: 'low', name: 'some', condition: 'fail > 1' },
      ],
    })
    const told = explain(rule, fails(0, 1, 2))
    expect(told.signals).toMatchObject([{ case: 'some' }])
    expect(told.nearMisses).toMatchObject([
      { kind: 'count', stage: { name: 'many' }, short: [{ reached: 3, needed: 5 }] },
    ])
    expect(told.stages).toMatchObject([
      { kind: 'case', name: 'many', held: { total: 0 }, reached: { total: 0 } },
      { kind: 'case', name: 'some', held: { first: [{ moments: 2 }] }, reached: { first: [{ moments: 2 }] } },
    ])
  })

  it('is the side of a THEN, or the query of an &&, that lacked', () => {
    const queries = ['fail', 'win'].map((name) => ({ name, query: `@k:${name}`, groupByFields: ['@g'] }))
    const win = { at: 5, k: 'win', g: 'x' }
    const then = explain(thresholdOf('fail > 2 THEN win > 0', { queries }), [...fails(0, 1), win])
    expect(missesOf(then, 'count')).toMatchObject([{ short: [{ comparison: 'fail > 2', reached: 2, needed: 3 }] }])
    const and = explain(thresholdOf('fail > 1 && win > 0', { queries }), fails(0, 1))
    expect(missesOf(and, 'count')).toMatchObject([{ short: [{ comparison: 'win > 0', reached: 0, needed: 1 }] }])
  })

  it('is a step that lacked, and nothing is told of steps that nothing began', () => {
    const rule = sequenceOf(['add', 'delete'], { needs: 1 })
    const short = explain(rule, [add(0), add(1), del(5)])
    expect(short.nearMisses).toMatchObject([
      { kind: 'count', stage: { name: 'step_delete' }, short: [{ reached: 1, needed: 2 }] },
    ])
    expect(explain(rule, [add(0), add(1)]).nearMisses).toEqual([])
  })
})

describe('a near miss of order', () => {
  it('is the later step before the earlier one, by how much', () => {
    expect(explain(pair, [del(0), add(40)]).nearMisses).toMatchObject([
      { kind: 'order', first: 'step_add', second: 'step_delete', aheadMs: 40_000, atMs: 40_000, group: { '@g': 'x' } },
    ])
  })

  it.each([
    ['at one time any order counts', 0, 1, 0],
    ['a millisecond apart the order counts', 0.001, 0, 1],
    ['as far apart as the transition is wide', 100, 0, 1],
    ['farther apart it is no near miss', 100.001, 0, 0],
  ])('%s', (_, at, signals, misses) => {
    const told = explain(pair, [del(0), add(at)])
    expect([told.signals.length, missesOf(told, 'order').length]).toEqual([signals, misses])
  })

  it('is the nearest one where there are several', () => {
    expect(missesOf(explain(pair, [del(0), del(10), add(40)]), 'order')).toMatchObject([{ aheadMs: 30_000 }])
  })

  it('is the first nearest one where the earlier step came again', () => {
    expect(missesOf(explain(pair, [del(0), add(40), add(45)]), 'order')).toMatchObject([{ aheadMs: 40_000 }])
  })

  it('is found when a step came before all others', () => {
    const three = sequenceOf(['add', 'use', 'delete'])
    const told = explain(three, [del(0), add(10), { at: 20, k: 'use', g: 'x' }])
    expect(missesOf(told, 'order')).toMatchObject([{ stage: { name: 'step_delete' }, second: 'step_delete' }])
  })

  it('is the sides of a THEN the wrong way round', () => {
    const queries = ['fail', 'win'].map((name) => ({ name, query: `@k:${name}`, groupByFields: ['@g'] }))
    const told = explain(thresholdOf('fail > 1 THEN win > 0', { queries }), [
      { at: 0, k: 'win', g: 'x' },
      ...fails(5, 9),
    ])
    expect(told.signals).toEqual([])
    expect(told.nearMisses).toMatchObject([{ kind: 'order', first: 'fail > 1', second: 'win > 0', aheadMs: 9000 }])
  })
})

describe('a near miss of group', () => {
  it('is a sequence that only two groups together complete', () => {
    expect(explain(pair, [add(0, 'x'), del(40, 'y')]).nearMisses).toEqual([
      {
        kind: 'group',
        stage: { kind: 'step', name: 'step_delete' },
        atMs: 40_000,
        fields: ['@g'],
        parts: [
          { step: 'step_add', atMs: 0, values: ['x'], first: [{ id: '1', atMs: 0 }], total: 1 },
          { step: 'step_delete', atMs: 40_000, values: ['y'], first: [{ id: '2', atMs: 40_000 }], total: 1 },
        ],
      },
    ])
  })

  it.each([
    [100, 1],
    [100.001, 0],
  ])('has to fit in the windows: %d s later', (at, misses) => {
    expect(missesOf(explain(pair, [add(0, 'x'), del(at, 'y')]), 'group')).toHaveLength(misses)
  })

  it('names the one field of several that differs', () => {
    const rule = sequenceOf(['add', 'delete'], { group: ['@g', '@h'] })
    const logs = [
      { at: 0, k: 'add', g: 'x', h: 'eu' },
      { at: 9, k: 'delete', g: 'x', h: 'us' },
    ]
    expect(explain(rule, logs).nearMisses).toMatchObject([
      { kind: 'group', fields: ['@h'], parts: [{ values: ['eu'] }, {}] },
    ])
  })

  it('names all fields where only all together will do', () => {
    const rule = sequenceOf(['add', 'delete'], { group: ['@g', '@h'] })
    const logs = [
      { at: 0, k: 'add', g: 'x', h: 'eu' },
      { at: 9, k: 'delete', g: 'y', h: 'us' },
    ]
    expect(missesOf(explain(rule, logs), 'group')).toMatchObject([{ fields: ['@g', '@h'] }])
  })

  it('says where the field is absent, and the log is told as lost', () => {
    const told = explain(pair, [add(0), { at: 40, k: 'delete' }])
    expect(missesOf(told, 'group')).toMatchObject([{ parts: [{ values: ['x'] }, { values: [undefined] }] }])
    expect(told.queries[1]).toMatchObject({
      matched: { total: 0 },
      dropped: { first: [{ id: '2', why: { kind: 'ungrouped', fields: ['@g'] } }], total: 1 },
    })
  })

  it('of a longer sequence is told where it comes nearest to the end, and only there', () => {
    const three = sequenceOf(['add', 'use', 'delete'])
    const told = explain(three, [add(0, 'x'), { at: 5, k: 'use', g: 'y' }, del(9, 'z')])
    expect(missesOf(told, 'group').map(({ stage }) => stage.name)).toEqual(['step_delete'])
  })

  it('comes with the fewest values first', () => {
    const logs = ['x', 'y', 'z', 'p', 'p', 'q'].map((g, index) => ({
      at: index * 20 + (index > 2 ? 200 : 0),
      k: 'fail',
      g,
    }))
    const told = explain(thresholdOf('fail > 2'), logs)
    expect(missesOf(told, 'group').map(({ atMs }) => atMs)).toEqual([300_000, 40_000])
  })

  it('is told once for the same two groups', () => {
    const told = explain(pair, [add(0, 'x'), del(40, 'y'), del(41, 'y'), del(50, 'z')])
    expect(missesOf(told, 'group').map(({ atMs }) => atMs)).toEqual([40_000, 50_000])
  })

  it('leaves groups aside that fired', () => {
    expect(explain(pair, [add(0, 'x'), del(10, 'x'), del(20, 'y')]).nearMisses).toEqual([])
  })

  it('is told of a single count only if no group reached it', () => {
    const logs = (second: string) => [0, 1, 2].map((at) => ({ at, k: 'fail', g: at === 0 ? 'x' : second }))
    expect(missesOf(explain(thresholdOf('fail > 2'), logs('y')), 'group')).toHaveLength(1)
    const more = [...logs('y'), ...[3, 4, 5].map((at) => ({ at, k: 'fail', g: 'z' }))]
    expect(missesOf(explain(thresholdOf('fail > 2'), more), 'group')).toHaveLength(0)
  })
})

describe('what is kept from the rule', () => {
  it('is told where the rule would have fired with it', () => {
    const suppressions = [suppressionWith({ dataExclusionQuery: '@k:add' })]
    const told = explain(pair, [add(0), del(40)], { suppressions })
    expect(told.nearMisses).toMatchObject([
      { kind: 'excluded', suppressions: ['s'], group: { '@g': 'x' }, atMs: 40_000 },
    ])
    expect(told.queries[0]?.dropped.first).toEqual([
      { id: '1', atMs: 0, why: { kind: 'excluded', suppressions: ['s'] } },
    ])
    expect(told.suppressions).toMatchObject([{ id: 's', excluded: 1 }])
  })

  it('is not told where it changes nothing', () => {
    const suppressions = [suppressionWith({ dataExclusionQuery: '@g:y' })]
    expect(explain(pair, [add(0), add(1, 'y'), del(40)], { suppressions }).nearMisses).toEqual([])
  })

  it('is told of the filters of the rule itself', () => {
    const filters = [{ action: 'suppress' as const, query: '@k:add' }]
    const told = explain({ ...pair, filters }, [add(0), del(40)])
    expect(told.nearMisses).toMatchObject([{ kind: 'filtered', group: { '@g': 'x' } }])
    expect(told.queries[0]?.dropped.first).toEqual([
      { id: '1', atMs: 0, why: { kind: 'filtered', action: 'suppress', query: '@k:add' } },
    ])
  })
})

describe('a rule over signals', () => {
  const source = thresholdOf('fail > 0', { id: 'source', name: 'Source' })
  const correlation = ruleWith({
    id: 'twice',
    type: 'signal_correlation',
    queries: [{ name: 'a', ruleId: 'source', correlatedByFields: ['@g'] }],
    cases: [{ status: 'high', condition: 'a > 1' }],
  })
  const rules = [source, correlation]

  it('shows the signals that it counted', () => {
    const told = explain(correlation, fails(0, 61, 122), { rules })
    expect(told.queries).toMatchObject([{ name: 'a', text: 'signals of source', matched: { total: 3 } }])
  })

  it.each([
    ['two signals in the window', [0, 60.5], 0, 0],
    ['two signals too far apart', [0, 65], 0, 5000],
  ])('%s', (_, seconds, __, late) => {
    const told = explain(correlation, fails(...seconds), {
      rules: [{ ...source, options: { ...source.options, keepAlive: 0 } }, correlation],
    })
    expect(missesOf(told, 'time').map(({ lateMs }) => lateMs)).toEqual(late === 0 ? [500] : [late])
  })

  it('is told of signals that a suppression hides from it', () => {
    const eager = { ...source, options: { ...source.options, keepAlive: 0 } }
    const suppressions = [suppressionWith({ rules: ['source'], suppressionQuery: '@g:x' })]
    const told = explain(correlation, fails(0, 10), { rules: [eager, correlation], suppressions })
    expect(told.signals).toEqual([])
    expect(told.nearMisses).toMatchObject([{ kind: 'hiddenSource', suppressions: ['s'] }])
  })

  it('has no near miss across groups that needs signals of a group that fired', () => {
    const queries = [
      { name: 'a', ruleId: 'source', correlatedByFields: ['@g'] },
      { name: 'b', ruleId: 'other', correlatedByFields: ['@g'] },
    ]
    const both = { ...correlation, queries, cases: [{ status: 'high' as const, condition: 'a > 0 && b > 0' }] }
    const other = thresholdOf('win > 0', {
      id: 'other',
      name: 'Other',
      queries: [{ name: 'win', query: '@k:win', groupByFields: ['@g'] }],
    })
    const win = (g: string) => ({ at: 5, k: 'win', g })
    const run = (g: string) => explain(both, [...fails(0), win('x'), win(g)], { rules: [source, other, both] })
    expect(run('y').signals).toHaveLength(1)
    expect(missesOf(run('y'), 'group')).toEqual([])
    const apart = explain(both, [...fails(0), win('y')], { rules: [source, other, both] })
    expect(missesOf(apart, 'group')).toMatchObject([{ parts: [{ values: ['x'] }, { values: ['y'] }] }])
  })

  it('without the other rule is not evaluated', () => {
    expect(explain(correlation, fails(0)).notEvaluated).toContain('"source"')
  })
})

it('a scheduled rule says when it was true between its runs', () => {
  const rule = thresholdOf(
    'fail > 2',
    {
      schedulingOptions: { rrule: 'FREQ=DAILY', start: '1970-01-01T00:10:00', timezone: 'UTC' },
    },
    { evaluationWindow: 300 },
  )
  expect(explain(rule, fails(0, 1, 2)).nearMisses).toMatchObject([
    { kind: 'schedule', atMs: 2000, nextRunMs: 600_000, windowMs: 300_000 },
  ])
  expect(explain(rule, fails(300, 301, 302)).signals).toHaveLength(1)
  expect(missesOf(explain(rule, fails(300, 301, 302)), 'schedule')).toEqual([])
})

it('logs can be handed in one by one, in any order', () => {
  const logs = [add(0), del(141), add(3, 'y')].map(logEvent)
  expect(explain(pair, [add(0), del(141), add(3, 'y')])).toMatchObject({ logs: logs.length })
})

describe('a rule that waits', () => {
  it('for silence is told the longest pause of each group', () => {
    const told = explain(thresholdOf('fail < 1'), fails(0, 50, 110, 150))
    expect(told.signals).toEqual([])
    expect(told.nearMisses).toEqual([
      {
        kind: 'pause',
        stage: { kind: 'case', name: 'many' },
        group: { '@g': 'x' },
        atMs: 50_000,
        pauseMs: 60_000,
        windowMs: 60_000,
      },
    ])
    expect(explain(thresholdOf('fail < 1'), fails(0, 50, 110.001)).nearMisses).toEqual([])
  })

  it('and of which no log was read is not evaluated, as eval says', () => {
    const told = explain(thresholdOf('fail < 1'), [add(0), add(5000)])
    expect(told.notEvaluated).toContain('a silence begins with the first log of a group')
  })

  it('for no answer is told the first one', () => {
    const waiting = ruleWith({
      queries: ['add', 'delete'].map((name) => ({ name, query: `@k:${name}`, groupByFields: ['@g'] })),
      cases: [{ status: 'high', condition: 'add > 0 && delete < 1' }],
    })
    const told = explain(waiting, [add(0), del(60), add(200, 'y')])
    expect(told.nearMisses).toMatchObject([
      { kind: 'answered', group: { '@g': 'x' }, event: { id: '1' }, by: { id: '2' }, windowMs: 60_000 },
    ])
    expect(explain(waiting, [add(0), del(60.001), add(200, 'y')]).signals).toHaveLength(1)
  })
})
