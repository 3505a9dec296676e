import { join } from 'node:path'
import { startEmulator } from '../../../src/emulator/start-emulator'
import { ddac, filesIn, linesOf, makeFolder, type Run } from '../run-in-process'
import { rule, smallWorkspace } from '../small-workspace'

const evalLogs = (cwd: string, ...more: string[]): Promise<Run> =>
  ddac(['eval', '--tenant-logs', '--format', 'ndjson', ...more], { cwd })

/** A small workspace beside a tenant that holds logs: failed logins of ann, and what no rule asks for. */
async function withLogs(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const cwd = makeFolder(smallWorkspace(files))
  const emulator = await startEmulator({ stateFile: join(cwd, '.ddac/local.json') })
  const failed = (at: string, id: string) => ({
    ddsource: 'app',
    timestamp: at,
    evt: { outcome: 'failure' },
    usr: { id },
  })
  await send(emulator.url, [
    failed('2026-11-20T10:00:00Z', 'ann'),
    failed('2026-11-20T10:01:00Z', 'ann'),
    failed('2026-11-01T10:00:00Z', 'bob'),
    failed('2026-11-01T10:01:00Z', 'bob'),
    ...Array.from({ length: 30 }, () => ({ ddsource: 'web', timestamp: '2026-11-20T10:00:00Z', message: 'GET /' })),
  ])
  await emulator.close()
  return cwd
}

async function send(url: string, logs: readonly object[]): Promise<void> {
  const { status } = await fetch(`${url}/api/v2/logs`, { method: 'POST', body: JSON.stringify(logs) })
  expect(status).toBe(202)
}

it("the tenant's index selects, the rules decide here", async () => {
  const cwd = await withLogs()
  const { code, stdout, stderr } = await evalLogs(cwd, '--last', '7d')
  expect(code).toBe(0)
  expect(stderr).toBe('local: 2 logs to fetch for 1 searches; 1 requests, about 1 s\n')
  expect(linesOf(stdout)).toMatchObject([
    { kind: 'signal', rule: 'failed-logins', group: { '@usr.id': 'ann' }, count: 2 },
    { kind: 'summary', logs: 2, matched: 2, errors: 0 },
  ])
})

it('what was fetched is kept where only its owner reads it and git never looks, and not fetched twice', async () => {
  const cwd = await withLogs()
  const first = await evalLogs(cwd, '--from', '2026-11-01', '--to', '2026-11-21')
  expect(first.stderr).toContain('4 logs to fetch')
  const second = await evalLogs(cwd, '--from', '2026-11-01', '--to', '2026-11-21')
  expect(second.stderr).toBe('local: 0 logs to fetch for 1 searches; nothing new is there\n')
  const told = ({ stdout }: Run) => linesOf(stdout).filter(({ kind }) => kind === 'signal')
  expect(told(second)).toEqual(told(first))
  expect(told(second)).toHaveLength(2)
  expect(filesIn(cwd).get('.ddac/.gitignore')).toBe('*\n')
})

it('logs outside of the stretch that were kept before are not evaluated', async () => {
  const cwd = await withLogs()
  await evalLogs(cwd, '--last', '30d')
  const { stdout } = await evalLogs(cwd, '--last', '7d')
  expect(linesOf(stdout)).toMatchObject([{ group: { '@usr.id': 'ann' } }, { kind: 'summary' }])
})

it('equal queries of several rules are asked once', async () => {
  const other = rule
    .replace('id: failed-logins', 'id: again')
    .replace('Several', 'Again')
    .replace('source:app @evt', '  source:app AND @evt')
  const cwd = await withLogs({ 'app/again.rule.yaml': other })
  const { stderr, stdout } = await evalLogs(cwd, '--last', '7d')
  expect(stderr).toContain('2 logs to fetch for 1 searches')
  expect(linesOf(stdout).filter(({ kind }) => kind === 'signal')).toHaveLength(2)
})

it.each([
  ['--max-logs 1', '--last 7d --max-logs 1', /local has 2 logs for this, more than 1[\s\S]*--max-logs 2/],
  ['no stretch', '', /it is not said since when/],
  [
    'what is still to come',
    '--from 9999-01-01',
    /--from 9999-01-01 lies ahead[\s\S]*Nothing happened yet since then; it is 20/,
  ],
  ['two stretches', '--last 7d --from 2026-11-01', /say two different times/],
  ['no stretch of time', '--last soon', /--last soon is not a stretch of time/],
  ['logs beside', 'logs.ndjson --last 7d', /two kinds of logs/],
  ['several tenants', '--last 7d --tenant local,other', /logs come from one tenant at a time/],
])('%s is refused', async (_, options, told) => {
  const cwd = await withLogs({
    'ddac.yaml': 'tenants: { local: { emulator: true }, other: { emulator: true } }\ndefaultTenant: local\n',
  })
  const { code, stdout, stderr } = await evalLogs(cwd, ...options.split(' ').filter(Boolean))
  expect(code).toBe(2)
  expect(linesOf(stdout)).toMatchObject([{ version: 1, kind: 'error', code: 'usage' }])
  expect(stderr).toMatch(told)
})

it('without logs of any kind the way out is told', async () => {
  const { code, stderr } = await ddac(['eval'], { cwd: makeFolder(smallWorkspace()) })
  expect([code, stderr]).toEqual([2, expect.stringContaining('pass --tenant-logs')])
})

it('--max-logs beside files is refused', async () => {
  const { code, stderr } = await ddac(['eval', 'logs.ndjson', '--max-logs', '5'], {
    cwd: makeFolder(smallWorkspace()),
  })
  expect([code, stderr]).toEqual([2, expect.stringContaining('is for --tenant-logs')])
})

it('the right that a key lacks is told once', async () => {
  const keys = { apiKey: 'a1b2c3d4e5f60718293a4b5c6d7e8f90', appKey: '0f9e8d7c6b5a493827160f5e4d3c2b1a0f9e8d7c' }
  const emulator = await startEmulator({ requireKeys: { ...keys, permissions: ['security_monitoring_rules_read'] } })
  const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': 'tenants: { prod: { site: datadoghq.com } }\n' }))
  const env = { DDAC_API_URL: emulator.url, DD_API_KEY: keys.apiKey, DD_APP_KEY: keys.appKey }
  const { code, stderr } = await ddac(['eval', '--tenant-logs', '--last', '7d'], { cwd, env })
  await emulator.close()
  expect(code).toBe(2)
  expect(stderr.match(/logs_read_data/g)).toHaveLength(1)
})
