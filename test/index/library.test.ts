import { cpSync } from 'node:fs'
import { join } from 'node:path'
import type * as Library from '../../dist/index'
import { ddac, makeFolder } from '../cli/run-in-process'
import { failure, smallWorkspace } from '../cli/small-workspace'

// As a program that has installed ddac would load it.
const library = require('../../dist/index.js') as typeof Library

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

  it('throws where there is no workspace', () => {
    expect(() => library.loadWorkspace(makeFolder())).toThrow(/there is no ddac\.yaml/)
  })

  it('reads the shipped rules without a mistake', () => {
    const folder = makeFolder()
    cpSync(join(__dirname, '../../rules'), folder, { recursive: true })
    expect(library.loadWorkspace(folder).diagnostics).toEqual([])
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
