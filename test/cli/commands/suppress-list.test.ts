import { rmSync } from 'node:fs'
import { join } from 'node:path'
import nock from 'nock'
import { startEmulator } from '../../../src/emulator/start-emulator'
import { mockApi } from '../../datadog/mocked-api'
import { ddac, linesOf, makeFolder, writeFiles } from '../run-in-process'
import { smallWorkspace, suppression } from '../small-workspace'

// The clock of these tests stands at noon of 25 November 2026.
const failed = (at: string, id: string): object => ({
  ddsource: 'app',
  timestamp: at,
  evt: { outcome: 'failure' },
  usr: { id },
})
const twice = (day: string, id: string): readonly object[] => [
  failed(`${day}T10:00:00Z`, id),
  failed(`${day}T10:01:00Z`, id),
]
const logs = [
  ...twice('2026-11-10', 'load-test'),
  ...twice('2026-11-20', 'load-test'),
  ...twice('2026-11-20', 'ann'),
  ...twice('2026-11-24', 'nightly'),
  ...twice('2026-10-01', 'nightly'),
]
const of = (id: string, more: string): string =>
  `${suppression.replace('id: load-test', `id: ${id}`).replace('@usr.id:load-test', `@usr.id:${id}`)}${more}`

const files = {
  // The tenant never got it: it sends no start that has passed.
  'app/load-test.suppression.yaml': of('load-test', 'start: 2026-11-20T10:00:01Z\n'),
  'app/nightly.suppression.yaml': of('nightly', '').replace('2027-01-31', '2026-11-22'),
  'app/logs.suppression.yaml': of('logs', '').replace('suppressionQuery', 'dataExclusionQuery'),
  'app/other.suppression.yaml': of('other', '').replace('rules: [failed-logins]', "rules: ['source:cloudtrail']"),
}

interface Listed {
  readonly suppressions: readonly { readonly id: string; readonly lately?: object }[]
  readonly tenantSignals: object
}

async function tenantWith(more: Readonly<Record<string, string>> = {}): Promise<string> {
  const cwd = makeFolder(smallWorkspace())
  rmSync(join(cwd, 'app/load-test.suppression.yaml'))
  await ddac(['apply', '--yes'], { cwd })
  writeFiles(cwd, { ...files, ...more })
  const emulator = await startEmulator({ stateFile: join(cwd, '.ddac/local.json') })
  await fetch(`${emulator.url}/api/v2/logs`, { method: 'POST', body: JSON.stringify(logs) })
  await emulator.close()
  return cwd
}

async function list(cwd: string, ...more: readonly string[]): Promise<Listed> {
  return JSON.parse((await ddac(['suppress', 'list', '--format', 'json', ...more], { cwd })).stdout) as Listed
}
const latelyOf = ({ suppressions }: Listed) => new Map(suppressions.map(({ id, lately }) => [id, lately]))

describe('ddac suppress list with a tenant', () => {
  it('counts the signals that each would have hidden, and when the last one was', async () => {
    const cwd = await tenantWith()
    const listed = await list(cwd, '--tenant', 'local')
    expect(listed.tenantSignals).toEqual({
      ...{ asked: true, tenant: 'local', signals: 4, isCut: false },
      ...{ from: '2026-10-26T12:00:00.000Z', to: '2026-11-25T12:00:00.000Z' },
    })
    const none = { matching: 0, whileActing: 0, calledTrue: 0 }
    expect(latelyOf(listed)).toEqual(
      new Map<string, object | undefined>([
        ['nightly', { ...none, signals: 4, matching: 1, last: '2026-11-24T10:00:00.000Z' }],
        ['load-test', { ...none, signals: 4, matching: 2, last: '2026-11-20T10:00:00.000Z' }],
        ['logs', undefined],
        ['other', { ...none, signals: 0 }],
      ]),
    )
    const { stdout } = await ddac(['suppress', 'list', '--tenant', 'local'], { cwd })
    expect(stdout).toContain('local shows 4 signals of its rules, and 2 of them match; last on 2026-11-20\n')
    expect(stdout).toContain('takes logs away, of which signals tell nothing')
    expect(stdout).toContain('local shows no signal of its rules')
    expect(stdout).toMatch(/Looked at 4 signals that local shows since 2026-10-26\. A signal that is suppressed is not/)
  })

  it('a signal at the edge of the stretch is within it, and one a second before is not', async () => {
    const cwd = await tenantWith()
    const within = async (last: string) => (await list(cwd, '--last', last)).tenantSignals
    expect(await within('26h')).toMatchObject({ signals: 1 })
    expect(await within('93599s')).toMatchObject({ signals: 0 })
  })

  it('what got past one that acts is told apart, for the tenant may not have it as git does', async () => {
    const cwd = await tenantWith({ 'app/load-test.suppression.yaml': of('load-test', 'start: 2026-11-20T10:00:00Z\n') })
    expect(latelyOf(await list(cwd, '--tenant-signals')).get('load-test')).toMatchObject({
      matching: 2,
      whileActing: 1,
    })
    const { stdout } = await ddac(['suppress', 'list', '--tenant-signals'], { cwd })
    expect(stdout).toContain('last on 2026-11-20; 1 while it acts: is it there as it is here?')
  })

  it('Markdown has a column for it, ndjson the same in its lines', async () => {
    const cwd = await tenantWith()
    const run = async (format: string) =>
      (await ddac(['suppress', 'list', '--tenant', 'local', '--format', format], { cwd })).stdout
    expect(await run('markdown')).toMatch(
      /\| reason \| lately \|\n[\s\S]*and 1 of them matches; last on 2026-11-24 \|\n/,
    )
    const lines = linesOf(await run('ndjson'))
    expect(lines[0]).toMatchObject({ kind: 'suppression', id: 'nightly', lately: { matching: 1 } })
    expect(lines.at(-1)).toMatchObject({ kind: 'summary', tenantSignals: { signals: 4 } })
  })
})

describe('ddac suppress list without an answer', () => {
  const real = 'tenants:\n  prod: { site: datadoghq.com }\n'

  it('says that nobody asked, and how to', async () => {
    const cwd = makeFolder(smallWorkspace())
    const { code, stdout } = await ddac(['suppress', 'list'], { cwd })
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining('not asked: --tenant NAME asks the signals of a tenant.'),
    ])
    expect((await list(cwd)).tenantSignals).toMatchObject({ asked: false })
  })

  it('without keys the list is there all the same', async () => {
    const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': real }))
    const named = await ddac(['suppress', 'list', '--tenant', 'prod'], { cwd })
    expect(named).toMatchObject({ code: 0, stderr: '' })
    expect(named.stdout).toMatch(/load-test[\s\S]*1 active\nWhat they hid lately was not asked: .*DD_API_KEY/)
    const demanded = await ddac(['suppress', 'list', '--last', '7d'], { cwd })
    expect([demanded.code, demanded.stdout]).toEqual([2, named.stdout])
  })

  it('where there is no suppression, no tenant is asked, and that is an answer', async () => {
    const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': real }))
    rmSync(join(cwd, 'app/load-test.suppression.yaml'))
    const { code, stdout, stderr } = await ddac(['suppress', 'list', '--last', '7d'], { cwd })
    expect([code, stdout, stderr]).toEqual([0, 'no suppressions\n', ''])
    expect((await list(cwd, '--last', '7d')).tenantSignals).toEqual({
      asked: false,
      why: 'There is no suppression to ask about.',
    })
  })

  it('a tenant that nobody knows is a mistake', async () => {
    const cwd = makeFolder(smallWorkspace())
    expect(await ddac(['suppress', 'list', '--tenant', 'prud'], { cwd })).toMatchObject({ code: 2, stdout: '' })
    expect((await ddac(['suppress', 'list', '--last', 'soon'], { cwd })).stderr).toContain('not a stretch of time')
  })
})

describe('what it costs', () => {
  const host = 'https://api.datadoghq.com'
  const env = { DD_API_KEY: 'a', DD_APP_KEY: 'b' }
  const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': 'tenants:\n  prod: { site: datadoghq.com }\n' }))
  mockApi()

  const signal = (id: string, at: string, more: object = {}) => ({
    id,
    type: 'signal',
    attributes: {
      tags: ['ddac:failed-logins', 'source:app'],
      custom: { usr: { id: 'load-test' }, workflow: { rule: { id: 'r-1' }, first_seen: at, last_seen: at, ...more } },
    },
  })

  it('no more than twenty pages, the latest signals first, and says so', async () => {
    let asked = 0
    nock(host)
      .persist()
      .post('/api/v2/security_monitoring/signals/search', ({ sort }) => sort === '-timestamp')
      .reply(200, () => {
        asked += 1
        const at = new Date(Date.UTC(2026, 10, 25) - asked * 3_600_000).toISOString()
        return { data: [signal(`s-${asked}`, at)], meta: { page: { after: String(asked) } } }
      })
    const run = await ddac(['suppress', 'list', '--tenant', 'prod'], { cwd, env })
    expect(asked).toBe(20)
    expect(run.stdout).toContain(
      'prod shows 20 signals of its rules, and 20 of them match; last on 2026-11-24; 20 while',
    )
    expect(run.stdout).toContain(
      'Looked at the latest 20 signals that prod shows since 2026-11-24; it has more, and no more than 20000 are looked at',
    )
    nock(host)
      .persist()
      .get(/rules/)
      .reply(200, { data: [], meta: { page: { total_count: 0 } } })
    const check = await ddac(['suppress', 'check', '--tenant', 'prod', '--tenant-signals', '--last', '30d'], {
      cwd,
      env,
    })
    expect(asked).toBe(40)
    expect(check.stdout).toContain(
      'It has earlier ones, and no more than 20000 are looked at: --from and --to ask for those.',
    )
  })

  it('what triage called true needs a decision first', async () => {
    const triage = { state: 'archived', archiveReason: 'true_positive_malicious' }
    nock(host)
      .post('/api/v2/security_monitoring/signals/search')
      .reply(200, { data: [signal('s-1', '2026-11-24T10:00:00Z', { triage })], meta: {} })
    const before = of('before', '').replace('2027-01-31', '2026-11-22')
    writeFiles(cwd, { 'app/before.suppression.yaml': before })
    const run = await ddac(['suppress', 'list', '--tenant', 'prod'], { cwd, env })
    expect(run.stdout).toMatch(/load-test[\s\S]*triage called 1 true[\s\S]*before/)
  })

  it('without the right to read signals the list is there, and says why nothing is told', async () => {
    nock(host)
      .post('/api/v2/security_monitoring/signals/search')
      .reply(403, { errors: ['Forbidden'] })
    const run = await ddac(['suppress', 'list', '--tenant', 'prod'], { cwd, env })
    expect(run.code).toBe(0)
    expect(run.stdout).toMatch(/was not asked: .*security_monitoring_signals_read/)
  })
})

describe.each(['list', 'check'])('ddac suppress %s where a file cannot be read', (command) => {
  it.each([
    [
      'the file of a suppression',
      { 'app/other.suppression.yaml': 'id: other\nrules: [\n' },
      'app/other.suppression.yaml:3',
    ],
    ['ddac.yaml', { 'ddac.yaml': 'tenants: [\n' }, 'ddac.yaml:2'],
  ])('tells %s, and ends with 1', async (_, broken, place) => {
    const { code, stdout, stderr } = await ddac(['suppress', command], { cwd: makeFolder(smallWorkspace(broken)) })
    expect(code).toBe(1)
    expect(`${stdout}${stderr}`).toContain(place)
  })

  it('says nothing of a file of another kind', async () => {
    const cwd = makeFolder(smallWorkspace({ 'app/other.rule.yaml': 'name: [\n' }))
    expect((await ddac(['suppress', command], { cwd })).code).toBe(0)
  })
})
