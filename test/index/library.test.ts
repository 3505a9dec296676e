import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type * as Library from 'ddac'
import { parse } from 'yaml'
import { ddac, makeFolder } from '../cli/run-in-process'
import { failure, smallWorkspace, suppression, tests } from '../cli/small-workspace'

// As a program that has installed ddac would load it.
const library = require('ddac') as typeof Library

const failedLogins: Library.Rule = {
  name: 'Failed logins',
  type: 'log_detection',
  isEnabled: true,
  message: 'by {{@usr.id}}',
  queries: [{ query: 'source:app @evt.outcome:failure', groupByFields: ['@usr.id'] }],
  cases: [{ name: 'several', status: 'medium', condition: 'a > 1', notifications: [] }],
  options: { detectionMethod: 'threshold', evaluationWindow: 300, keepAlive: 3600, maxSignalDuration: 86400 },
  tags: ['source:app'],
}

const log = (id: string, user: string, minute: number) => ({
  timestamp: `2026-11-20T10:0${minute}:00Z`,
  source: 'app',
  attributes: { id, evt: { outcome: 'failure' }, usr: { id: user } },
})

const logs = [log('e1', 'ann', 0), log('e2', 'robot', 1), log('e3', 'ann', 2), log('e4', 'robot', 3)]

it('the example of the README runs as it stands there', async () => {
  const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8')
  const [, example = ''] = /^```js\n([\s\S]*?)^```$/m.exec(readme.slice(readme.indexOf('## As a library'))) ?? []
  const run = new Function(
    'require',
    'logs',
    `return (async () => {${example}; return { matches, rules, signals } })()`,
  )
  const { matches, rules, signals } = await run(require, [])
  expect(matches({ source: 'cloudtrail', attributes: { evt: { name: 'DeleteIdentity' } } })).toBe(true)
  expect(rules.length).toBeGreaterThan(0)
  expect(signals).toEqual([])
})

it('gives what the README names, and nothing behind it can be loaded', () => {
  const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8')
  const section = readme.slice(readme.indexOf('## As a library'), readme.indexOf('## What is known'))
  for (const name of Object.keys(library)) expect(section).toContain(`\`${name}`)
  expect(() => require('ddac/dist/index.js')).toThrow(/not defined by "exports"/)
  expect(() => require('ddac/dist/query/parse-query')).toThrow(/not defined by "exports"/)
})

describe('parseQuery', () => {
  it('gives a tree, or problems with their places', () => {
    expect(library.parseQuery('source:app')).toMatchObject({ query: { kind: expect.any(String) }, problems: [] })
    const { query, problems } = library.parseQuery('source:(app')
    expect(query).toBeUndefined()
    expect(problems).toEqual([expect.objectContaining({ code: 'Q002', start: 7 })])
  })
})

describe('compileQuery', () => {
  it.each<[string, Library.Log, boolean]>([
    ['source:app', { source: 'app' }, true],
    ['source:app', {}, false],
    ['service:login status:error', { service: 'login', status: 'error' }, true],
    ['host:web-*', { host: 'web-1' }, true],
    ['@usr.id:ann', { attributes: { usr: { id: 'ann' } } }, true],
    ['@http.status_code:>=500', { attributes: { http: { status_code: 503 } } }, true],
    ['@http.status_code:>=500', { attributes: { http: { status_code: 404 } } }, false],
    ['env:prod', { tags: ['env:prod'] }, true],
    ['timeout', { message: 'a timeout of the gateway' }, true],
    ['-@usr.id:*', { message: 'nobody' }, true],
  ])('%s on %j is %s', (query, one, expected) => {
    expect(library.compileQuery(query)(one)).toBe(expected)
  })

  it('throws for a query that cannot be read, with the place', () => {
    expect(() => library.compileQuery('a:(b')).toThrow(SyntaxError)
    expect(() => library.compileQuery('a:(b')).toThrow(/Q002 at 2/)
  })
})

describe('evaluate', () => {
  it('takes rules as the API gives them, without an id too', async () => {
    const { signals, notEvaluated, stats } = await library.evaluate([failedLogins], logs)
    expect(signals.map(({ group, count, severity }) => ({ group, count, severity }))).toEqual([
      { group: { '@usr.id': 'ann' }, count: 2, severity: 'medium' },
      { group: { '@usr.id': 'robot' }, count: 2, severity: 'medium' },
    ])
    expect(notEvaluated).toEqual([])
    expect(stats).toMatchObject({ logs: 4, matched: 4, signals: 2, suppressed: 0, errors: 0 })
    // What another program gets for a rule without an id is its name.
    expect(signals[0]?.rule).toBe('Failed logins')
  })

  it('waits for silence up to the last log, or until a time', async () => {
    const quiet = { ...failedLogins, cases: [{ name: '', status: 'high', condition: 'a < 1' }] }
    const last = { ...logs[0], timestamp: '2026-03-02T09:00:00Z' }
    expect((await library.evaluate([quiet], [last])).signals).toEqual([])
    const { signals, stats } = await library.evaluate([quiet], [last], { until: '2026-03-03' })
    expect([signals.length, signals[0]?.atEnd, stats.atEnd]).toEqual([1, true, 1])
    await expect(library.evaluate([quiet], [last], { until: 'soon' })).rejects.toThrow('until is not a time: soon')
  })

  it('takes keys that change nothing', async () => {
    const odd = { ...failedLogins, sampleRate: 2 }
    expect((await library.evaluate([odd], logs)).notEvaluated).toHaveLength(1)
    expect((await library.evaluate([odd], logs, { harmlessKeys: ['sampleRate'] })).notEvaluated).toEqual([])
  })

  it('takes an async iterable, in any order', async () => {
    async function* backwards() {
      for (const one of [...logs].reverse()) yield one
    }
    const inOrder = await library.evaluate([failedLogins], logs)
    expect((await library.evaluate([failedLogins], backwards())).signals).toEqual(inOrder.signals)
  })

  it('takes raw CloudTrail documents among the logs', async () => {
    const rule = {
      ...failedLogins,
      queries: [{ query: 'source:cloudtrail @evt.name:DeleteTrail' }],
      cases: [{ name: '', status: 'high', condition: 'a > 0' }],
    }
    const record = {
      eventVersion: '1.09',
      eventID: 'c1',
      eventTime: '2026-11-20T10:00:00Z',
      eventName: 'DeleteTrail',
      eventSource: 'cloudtrail.amazonaws.com',
      awsRegion: 'us-east-1',
      userIdentity: { type: 'Root' },
    }
    const { signals } = await library.evaluate([rule], [{ Records: [record] }])
    expect(signals).toMatchObject([{ severity: 'high', events: ['c1'] }])
  })

  it('takes suppressions as the files have them, and names the one that hides a signal', async () => {
    const suppressions = [{ id: 'robots', name: 'Robots', rules: ['source:app'], suppressionQuery: '@usr.id:robot' }]
    const { signals, stats } = await library.evaluate([failedLogins], logs, { suppressions })
    expect(signals.map(({ suppressedBy }) => suppressedBy)).toEqual([[], ['robots']])
    expect(stats).toMatchObject({ signals: 1, suppressed: 1 })
  })

  it('a rule or suppression with a mistake is named with the reason, and the others are evaluated', async () => {
    const broken = { ...failedLogins, id: 'broken', queries: [{ query: 'source:(' }] }
    const shapeless = { name: 'Shapeless', queries: 'none' }
    const { signals, notEvaluated } = await library.evaluate([broken, shapeless, failedLogins], logs, {
      suppressions: [{ id: 'odd', name: 'Odd' }],
    })
    expect(signals).toHaveLength(2)
    expect(notEvaluated.map(({ rule }) => rule).sort()).toEqual(['Shapeless', 'broken', 'odd'])
    for (const { reason } of notEvaluated) expect(reason).not.toBe('')
  })

  it('what it cannot reproduce is said, and what is no log is counted', async () => {
    const anomaly = {
      ...failedLogins,
      id: 'odd',
      options: { ...failedLogins.options, detectionMethod: 'anomaly_detection' },
    }
    const { signals, notEvaluated, stats } = await library.evaluate([anomaly], [...logs, 'wat', 3, null])
    expect(signals).toEqual([])
    expect(notEvaluated).toEqual([{ rule: 'odd', reason: expect.stringContaining('anomaly_detection') }])
    expect(stats).toMatchObject({ errors: 3 })
  })
})

describe('evaluate with what a tenant has besides', () => {
  const known: object = {
    ...failedLogins,
    queries: [{ ...failedLogins.queries[0], name: 'failed' }],
    cases: [{ status: 'medium', condition: 'failed > 1' }],
    referenceTables: [
      { tableName: 'staff', columnName: 'id', logFieldPath: '@usr.id', ruleQueryName: 'failed', checkPresence: true },
    ],
  }
  const groups = ({ signals }: Library.EvaluateResult) => signals.map(({ group }) => group['@usr.id'])

  it.each<[string, Library.Tables]>([
    ['plain objects', { staff: [{ id: 'ann', since: 2020 }] }],
    ['as loadWorkspace gives them', new Map([['staff', [{ id: 'ann' }]]])],
  ])('tables as %s', async (_, tables) => {
    expect(groups(await library.evaluate([known], logs, { tables }))).toEqual(['ann'])
  })

  it('a number in a table is found by its text', async () => {
    const numbered = logs.map((one) => ({ ...one, attributes: { ...one.attributes, usr: { id: 7 } } }))
    expect(groups(await library.evaluate([known], numbered, { tables: { staff: [{ id: 7 }] } }))).toEqual(['7'])
    expect(groups(await library.evaluate([known], numbered, { tables: { staff: [{ id: 8 }, { id: null }] } }))).toEqual(
      [],
    )
  })

  it('without its table a rule is not evaluated', async () => {
    const { signals, notEvaluated } = await library.evaluate([known], logs)
    expect(signals).toEqual([])
    expect(notEvaluated).toEqual([{ rule: 'Failed logins', reason: expect.stringContaining('staff') }])
  })

  const filter = (query: string, more = {}) => ({ name: 'one', query, is_enabled: true, ...more })

  it('security filters, whole or their attributes alone, decide which logs are seen', async () => {
    const ann = filter('@usr.id:ann')
    expect(groups(await library.evaluate([failedLogins], logs, { filters: [ann] }))).toEqual(['ann'])
    const whole = { id: 'abc', type: 'security_filters', attributes: ann }
    expect(groups(await library.evaluate([failedLogins], logs, { filters: [whole] }))).toEqual(['ann'])
    const both = [ann, filter('source:app', { exclusion_filters: [{ name: 'no', query: '@usr.id:ann' }] })]
    expect(groups(await library.evaluate([failedLogins], logs, { filters: both }))).toEqual(['ann', 'robot'])
    expect(
      groups(await library.evaluate([failedLogins], logs, { filters: [filter('a', { is_enabled: false })] })),
    ).toEqual(['ann', 'robot'])
  })

  it('a security filter that cannot be read keeps nothing out, and is told', async () => {
    const result = await library.evaluate([failedLogins], logs, { filters: [filter('source:(')] })
    expect(groups(result)).toEqual(['ann', 'robot'])
    expect(result.notEvaluated).toEqual([{ rule: 'one', reason: expect.stringContaining('"source:("') }])
  })
})

describe('explainRule', () => {
  it('says what came near, what was no log, and what was not taken', async () => {
    const explanation = await library.explainRule(failedLogins, [logs[0], 'wat'], { suppressions: [{ id: 'odd' }] })
    expect(explanation).toMatchObject({ rule: 'Failed logins', method: 'threshold', logs: 1, errors: 1, signals: [] })
    expect(explanation.nearMisses).toMatchObject([{ kind: 'count', group: { '@usr.id': 'ann' } }])
    expect(explanation.notTaken).toMatchObject([{ rule: 'odd' }])
  })

  it('knows suppressions and tables', async () => {
    const suppressions = [{ id: 'robots', name: 'Robots', rules: ['source:app'], suppressionQuery: '@usr.id:robot' }]
    const { signals } = await library.explainRule(failedLogins, logs, { suppressions, tables: {} })
    expect(signals.map(({ suppressedBy }) => suppressedBy)).toEqual([[], ['robots']])
  })

  it('of a rule with a mistake it tells the mistake and what its queries match', async () => {
    const explanation = await library.explainRule({ ...failedLogins, cases: 'none' }, logs)
    expect(explanation.notEvaluated).toMatch(/cases/)
    expect(explanation).toMatchObject({ queries: [{ matched: { total: 4 } }], signals: [], nearMisses: [] })
    await expect(library.explainRule([], logs)).rejects.toThrow(TypeError)
  })
})

describe('loadWorkspace', () => {
  it('gives rules, suppressions and diagnostics; the first two fit evaluate', async () => {
    const folder = makeFolder(smallWorkspace())
    const workspace = library.loadWorkspace(folder)
    expect(workspace.diagnostics).toEqual([])
    const rules = workspace.rules.flatMap(({ rule }) => rule ?? [])
    const suppressions = workspace.suppressions.flatMap(({ suppression }) => suppression ?? [])
    const raw = ['ann', 'load-test'].flatMap((user, index) => [
      JSON.parse(failure(`a${index}`, user, '2026-11-20T10:00:00Z')),
      JSON.parse(failure(`b${index}`, user, '2026-11-20T10:01:00Z')),
    ])
    const { stats } = await library.evaluate(rules, raw, { suppressions })
    expect(stats).toMatchObject({ signals: 1, suppressed: 1 })
  })

  it.each([
    ['with dates and rules', ''],
    ['without an end', 'expires: 2027-01-31\n'],
    ['with a query for its rules', 'rules: [failed-logins]\n'],
    ['with neither', 'expires: 2027-01-31\nrules: [failed-logins]\n'],
  ])('a loaded suppression is taken as its file would be: %s', async (_, left) => {
    const written = left
      .split('\n')
      .reduce((text, line) => text.replace(line === '' ? '' : `${line}\n`, ''), suppression)
    const scoped = written.includes('rules:') ? written : `${written}ruleQuery: source:app\n`
    const folder = makeFolder(
      smallWorkspace({
        'ddac.yaml': 'tenants: { local: { emulator: true } }\npolicy: { suppressions: { required: [owner] } }\n',
        'app/load-test.suppression.yaml': scoped,
      }),
    )
    const workspace = library.loadWorkspace(folder)
    expect(workspace.diagnostics).toEqual([])
    const suppressions = workspace.suppressions.flatMap((file) => file.suppression ?? [])
    expect(suppressions).toHaveLength(1)
    const { notEvaluated } = await library.evaluate([], [], { suppressions })
    expect(notEvaluated).toEqual([])
    const plan = (given: readonly object[]) => library.planRules([], [], { suppressions: given })
    expect(plan(suppressions)).toEqual(plan([parse(scoped)]))
    expect(plan(suppressions).changes).toHaveLength(1)
  })

  it('throws where there is no workspace', () => {
    expect(() => library.loadWorkspace(makeFolder())).toThrow(/there is no ddac\.yaml/)
  })

  it('reads the shipped rules without a mistake', () => {
    const folder = makeFolder()
    cpSync(join(__dirname, '../../rules'), folder, { recursive: true })
    expect(library.loadWorkspace(folder).diagnostics).toEqual([])
  })
})

describe('validateWorkspace', () => {
  it('tells what ddac validate --format json prints, of a folder or a loaded workspace', async () => {
    const folder = makeFolder(
      smallWorkspace({ 'app/load-test.suppression.yaml': suppression.replace('[failed-logins]', '[failed-login]') }),
    )
    const nowMs = Date.UTC(2026, 10, 25, 12)
    const report = await library.validateWorkspace(folder, { nowMs })
    const { stdout } = await ddac(['validate', '--format', 'json'], { cwd: folder })
    const file = (path = ''): string => path.split('/').slice(-2).join('/')
    const places = (told: Library.DiagnosticsReport) =>
      told.diagnostics.map(({ code, line, file: path }) => [code, line, file(path)])
    expect(places(report)).toEqual(places(JSON.parse(stdout)))
    expect(places(report)).toContainEqual([expect.any(String), 3, 'app/load-test.suppression.yaml'])
    expect(report.summary).toEqual(JSON.parse(stdout).summary)
    expect(await library.validateWorkspace(library.loadWorkspace(folder), { nowMs })).toEqual(report)
  })

  it('looks at the time that it is given', async () => {
    const folder = makeFolder(smallWorkspace())
    const codes = async (nowMs: number) =>
      (await library.validateWorkspace(folder, { nowMs })).diagnostics.map(({ code }) => code)
    expect(await codes(Date.UTC(2026, 10, 25))).toEqual([])
    expect(await codes(Date.UTC(2027, 0, 31))).toEqual(['S105'])
  })

  it('takes no copy of a workspace', async () => {
    const workspace = library.loadWorkspace(makeFolder(smallWorkspace()))
    await expect(library.validateWorkspace({ ...workspace })).rejects.toThrow(TypeError)
    await expect(library.validateWorkspace(makeFolder())).rejects.toThrow(library.WorldError)
  })
})

describe('runTests', () => {
  const failing = tests.replace('count: 2', 'count: 3')

  it('runs the declared tests of a folder or a loaded workspace', async () => {
    const folder = makeFolder(smallWorkspace())
    const result = await library.runTests(folder)
    expect(result).toMatchObject({ isGood: true, below: [], diagnostics: [], summary: { passed: 2, failed: 0 } })
    expect(await library.runTests(library.loadWorkspace(folder))).toEqual(result)
  })

  it('a failed test says what was expected, what came, and where', async () => {
    const { isGood, tests: results } = await library.runTests(
      makeFolder(smallWorkspace({ 'app/failed-logins.test.yaml': failing })),
    )
    expect(isGood).toBe(false)
    expect(results).toMatchObject([
      {
        outcome: 'failed',
        rules: ['failed-logins'],
        differences: [{ what: 'count', expected: '3', got: '2' }],
        diagnostics: [{ code: 'T101', line: 11 }],
      },
      { outcome: 'passed' },
    ])
  })

  it('can demand tests, run some of them, and look at a tenant', async () => {
    const folder = makeFolder(smallWorkspace())
    const short = await library.runTests(folder, { minimum: { firing: 2, silent: 1 } })
    expect(short).toMatchObject({ isGood: false, below: [{ rule: 'failed-logins', firing: 1, silent: 1 }] })
    expect((await library.runTests(folder, { paths: [join(folder, 'app')], tenant: 'local' })).summary.passed).toBe(2)
    await expect(library.runTests(folder, { paths: [join(folder, 'other')] })).rejects.toThrow(library.WorldError)
    await expect(library.runTests(folder, { tenant: 'other' })).rejects.toThrow(/no tenant "other"/)
  })

  it('a rule with a mistake is told, also where no test names it', async () => {
    const folder = makeFolder(smallWorkspace({ 'app/broken.rule.yaml': 'id: broken\nname: Broken\n' }))
    const { isGood, diagnostics } = await library.runTests(folder)
    expect(isGood).toBe(false)
    expect(diagnostics[0]).toMatchObject({ code: 'R101', severity: 'error' })
  })
})

describe('canonicalRule and planRules', () => {
  // As it comes from the API.
  const stored = JSON.parse(
    JSON.stringify({
      ...failedLogins,
      id: 'abc-def-ghi',
      version: 3,
      createdAt: 1,
      creationAuthorId: 2,
      isDefault: false,
      isDeleted: false,
      tags: ['ddac:failed-logins', 'source:app'],
    }),
  )

  it('what the server sets does not count, and neither does the order of tags', () => {
    expect(library.canonicalRule({ ...failedLogins, tags: ['b', 'a'] })).toEqual(
      library.canonicalRule({ ...failedLogins, tags: ['a', 'b'], version: 7, createdAt: 99 }),
    )
    expect(library.canonicalRule(failedLogins)).not.toEqual(
      library.canonicalRule({ ...failedLogins, isEnabled: false }),
    )
  })

  it('a plan tells creations, changes and what is the same', () => {
    const wanted = { ...failedLogins, id: 'failed-logins' }
    const actions = (plan: { changes: readonly { action: string; id: string }[] }) =>
      plan.changes.map(({ action, id }) => `${action} ${id}`)
    expect(actions(library.planRules([wanted], []))).toEqual(['create failed-logins'])
    expect(actions(library.planRules([wanted], [stored]))).toEqual(['none failed-logins'])
    const changed = library.planRules([{ ...wanted, isEnabled: false }], [stored])
    expect(actions(changed)).toEqual(['update failed-logins'])
    expect(changed.changes[0]?.fields).toEqual([{ path: 'isEnabled', before: true, after: false }])
  })

  it.each([
    ['queries that are none', { ...failedLogins, id: 'failed-logins', queries: 'no' }, 'queries'],
    [
      'a window that is no duration',
      { ...failedLogins, id: 'failed-logins', options: { ...failedLogins.options, evaluationWindow: '5 minuts' } },
      'evaluationWindow',
    ],
    ['a name alone', { name: 'Failed logins' }, 'message'],
    ['an id that cannot be one', { ...failedLogins, id: 'Failed Logins' }, 'id'],
    ['no rule at all', [], undefined],
  ])('a rule with a mistake is a problem and no change: %s', (_, wanted, key) => {
    const plan = library.planRules([wanted], [stored], { prune: true })
    expect(plan.changes).toEqual([])
    expect(plan.problems.map(({ path }) => path.at(-1))).toContain(key)
    expect(plan.summary).toMatchObject({ update: 0, delete: 0, problems: plan.problems.length })
  })

  it('the other rules are planned, nothing is pruned, and the rule of the mistaken one has a file still', () => {
    const orphan = { ...stored, id: 'xyz-xyz-xyz', name: 'Gone', tags: ['ddac:gone'] }
    const wanted = [
      { ...failedLogins, id: 'failed-logins', queries: 'no' },
      { ...failedLogins, name: 'New', id: 'new' },
    ]
    const plan = library.planRules(wanted, [stored, orphan], { prune: true })
    expect(plan.changes.map(({ action, id }) => `${action} ${id}`)).toEqual(['create new'])
    expect(plan.unmanaged.map(({ id }) => id)).toEqual(['gone'])
    const [whole] = wanted.slice(1)
    const pruning = library.planRules([{ ...failedLogins, id: 'failed-logins' }, whole ?? {}], [stored, orphan], {
      prune: true,
      maxDeletes: 1,
    })
    expect(pruning.changes.map(({ action, id }) => `${action} ${id}`)).toEqual([
      'none failed-logins',
      'create new',
      'delete gone',
    ])
  })

  const robots = { id: 'robots', name: 'Robots', rules: ['failed-logins'], suppressionQuery: '@usr.id:robot' }
  const wanted = { ...failedLogins, id: 'failed-logins' }
  const told = ({ changes }: Library.RulesPlan) => changes.map(({ action, kind, id }) => `${action} ${kind} ${id}`)

  it('suppressions are planned where they are given, as their files have them or as they were loaded', () => {
    expect(told(library.planRules([wanted], [stored]))).toEqual(['none rule failed-logins'])
    const plan = library.planRules([wanted], [stored], { suppressions: [robots] })
    expect(told(plan)).toEqual(['none rule failed-logins', 'create suppression robots'])
    const attributes = { ...(plan.changes[1]?.body ?? {}), version: 1 }
    const tenantSuppressions = [{ id: 'sup-1', type: 'suppressions', attributes }]
    const again = library.planRules([wanted], [stored], { suppressions: [robots], tenantSuppressions })
    expect(told(again)).toEqual(['none rule failed-logins', 'none suppression robots'])
    const gone = library.planRules([wanted], [stored], { tenantSuppressions, prune: true, maxDeletes: 1 })
    expect(told(gone)).toEqual(['none rule failed-logins', 'delete suppression robots'])
  })

  it('a suppression with a mistake is a problem; the one in the tenant stays, and nothing is pruned', () => {
    const tenantSuppressions = [
      { id: 'sup-1', attributes: { name: 'Robots', tags: ['ddac:robots'], suppression_query: 'a', rule_query: '*' } },
      { id: 'sup-2', attributes: { name: 'Gone', tags: ['ddac:gone'], suppression_query: 'a', rule_query: '*' } },
    ]
    const suppressions = [{ ...robots, suppressionQuery: '@usr.id:(robot' }]
    const plan = library.planRules([wanted], [stored], { suppressions, tenantSuppressions, prune: true })
    expect(told(plan)).toEqual(['none rule failed-logins'])
    expect(plan.problems).toMatchObject([{ kind: 'suppression', id: 'robots', code: 'Q002' }])
    expect(plan.unmanaged.map(({ id }) => id)).toEqual(['gone'])
  })

  it('a workspace that has a name plans what is its own, and leaves what carries the name of another', () => {
    const of = (owner: string, id: string) => ({ ...stored, id, tags: [...stored.tags, `ddac_workspace:${owner}`] })
    const gone = (owner: string, id: string) => ({ ...of(owner, id), tags: ['ddac:gone', `ddac_workspace:${owner}`] })
    const actual = [of('soc', 'abc-001'), of('fraud', 'abc-002'), gone('soc', 'abc-003'), gone('fraud', 'abc-004')]
    const options = { prune: true, maxDeletes: 9 }
    const plan = library.planRules([wanted], actual, { ...options, workspace: 'soc' })
    expect(told(plan)).toEqual(['none rule failed-logins', 'delete rule gone'])
    expect(plan.unmanaged.map(({ remoteId, why, owner }) => [remoteId, why, owner])).toEqual([
      ['abc-002', 'other-owner', 'fraud'],
      ['abc-004', 'other-owner', 'fraud'],
    ])
    const unnamed = library.planRules([wanted], actual, options)
    expect([told(unnamed), unnamed.problems.map(({ code }) => code)]).toEqual([
      ['withheld rule failed-logins'],
      ['P040'],
    ])
    const renamed = library.planRules([wanted], actual, { ...options, workspace: 'new', formerlyWorkspace: 'fraud' })
    expect(told(renamed)).toEqual(['update rule failed-logins', 'delete rule gone'])
    const unowned = { ...stored, tags: ['ddac:old'] }
    const kept = library.planRules([wanted], [unowned], { ...options, workspace: 'soc', createBeside: true })
    expect(told(kept)).toEqual(['create rule failed-logins'])
    const taken = library.planRules([], [unowned], { ...options, workspace: 'soc', takeUnowned: true })
    expect(told(taken)).toEqual(['delete rule old'])
  })

  it('overrides are planned against the default rules that the tenant lists', () => {
    const shipped = { ...stored, id: 'def-000-abc', name: 'Shipped', tags: ['source:app'], isDefault: true }
    const off = { id: 'off', rule: 'def-000-abc', isEnabled: false }
    const plan = library.planRules([wanted], [stored, shipped], { overrides: [off] })
    expect(told(plan)).toEqual(['none rule failed-logins', 'update override off'])
    // Two overrides of one rule add up: with one of them unread, nobody knows to what.
    const mistaken = { id: 'loud', rule: 'def-000-abc', severity: 'loud' }
    const none = library.planRules([wanted], [stored, shipped], { overrides: [off, mistaken], prune: true })
    expect(told(none)).toEqual(['none rule failed-logins'])
    expect(none.problems).toMatchObject([{ kind: 'override', id: 'loud', code: 'D002' }])
  })

  it('an id made of a name is the one that the command line makes', () => {
    const { changes } = library.planRules([{ ...failedLogins, name: 'Überwachung der Ärzte' }], [])
    expect(changes.map(({ id }) => id)).toEqual(['uberwachung-der-arzte'])
  })
})

describe('startEmulator', () => {
  it('is a tenant until it is closed', async () => {
    const emulator = await library.startEmulator()
    const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': 'tenants: { prod: { site: datadoghq.com } }\n' }))
    const env = { DDAC_API_URL: emulator.url, DD_API_KEY: 'any-api-key', DD_APP_KEY: 'any-app-key' }
    expect((await ddac(['apply', '--yes'], { cwd, env })).code).toBe(0)
    const { data } = (await (await fetch(`${emulator.url}/api/v2/security_monitoring/rules`)).json()) as {
      data: unknown[]
    }
    expect(data).toHaveLength(1)
    await emulator.close()
    await expect(fetch(emulator.url)).rejects.toThrow()
  })
})
