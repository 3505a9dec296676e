import { cpSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { startEmulator } from '../../../src/emulator/start-emulator'
import { ddac, filesIn, makeFolder, type Run, writeFiles } from '../run-in-process'
import { rule, smallWorkspace } from '../small-workspace'

const failed = (at: string, id: string, more: object = {}) => ({
  ddsource: 'app',
  timestamp: at,
  evt: { outcome: 'failure' },
  usr: { id, email: `${id}@corp.test` },
  client: '203.0.113.77',
  ...more,
})

/** A workspace that is applied to a tenant which then got logs: two failed logins of mallory, one of trent, a success. */
async function tenantWithLogs(): Promise<string> {
  made ??= newTenant()
  const copy = makeFolder()
  cpSync(await made, copy, { recursive: true })
  return copy
}

let made: Promise<string> | undefined

async function newTenant(files: Readonly<Record<string, string>> = {}, logs: readonly object[] = []): Promise<string> {
  const cwd = makeFolder(smallWorkspace(files))
  expect((await ddac(['apply', '--yes'], { cwd })).code).toBe(0)
  const emulator = await startEmulator({ stateFile: join(cwd, '.ddac/local.json') })
  const sent = [
    failed('2026-11-20T10:00:00Z', 'mallory', { request: 'req-884411' }),
    failed('2026-11-20T10:01:30Z', 'mallory'),
    failed('2026-11-20T10:00:10Z', 'trent'),
    { ...failed('2026-11-20T10:00:20Z', 'peggy'), evt: { outcome: 'success' } },
    ...logs,
  ]
  const { status } = await fetch(`${emulator.url}/api/v2/logs`, { method: 'POST', body: JSON.stringify(sent) })
  expect(status).toBe(202)
  await emulator.close()
  return cwd
}

async function signalIds(cwd: string): Promise<readonly string[]> {
  const emulator = await startEmulator({ stateFile: join(cwd, '.ddac/local.json') })
  const response = await fetch(`${emulator.url}/api/v2/security_monitoring/signals`)
  const { data } = (await response.json()) as { data: { id: string }[] }
  await emulator.close()
  return data.map(({ id }) => id)
}

const originals = /mallory|trent|peggy|corp\.com|203\.0\.113\.77|884411|2026-11-20/

/** What a run wrote, but for what is of this machine alone. */
const writtenIn = (cwd: string): ReadonlyMap<string, string> =>
  new Map([...filesIn(cwd)].filter(([path]) => /\.sample/.test(path)))

async function passes(cwd: string): Promise<Run> {
  const run = await ddac(['test', '--min', '1+1'], { cwd })
  expect([run.code, run.stdout]).toEqual([0, expect.stringContaining('passed')])
  return run
}

it("a signal's logs become a test that passes, with nothing of anybody in it", async () => {
  const cwd = await tenantWithLogs()
  const [id = ''] = await signalIds(cwd)
  const { code, stdout } = await ddac(['sample', id], { cwd })
  expect([code, stdout]).toEqual([0, expect.stringContaining('made  failed-logins: 2 logs, 1 signal')])
  expect(stdout).toContain('stays, since rules, suppressions or tables name it: app, failure')
  const files = writtenIn(cwd)
  expect([...files.keys()].sort()).toEqual([
    'app/failed-logins.sample.test.yaml',
    'app/samples/failed-logins.sample.firing.ndjson',
  ])
  for (const text of files.values()) expect(text).not.toMatch(originals)
  expect(files.get('app/failed-logins.sample.test.yaml')).toMatch(
    /start: 2026-01-01T00:00:00Z[\s\S]*firstSeen: \+0s\n +lastSeen: \+1m30s\n +count: 2\n +events: 2/,
  )
  expect(statSync(join(cwd, '.ddac/anonymising.key')).mode & 0o777).toBe(0o600)
  await passes(cwd)
})

it('--raw keeps the logs as they are and says so', async () => {
  const cwd = await tenantWithLogs()
  const [id = ''] = await signalIds(cwd)
  const { stdout } = await ddac(['sample', id, '--raw'], { cwd })
  expect(stdout).toContain("not anonymised: the sample holds what the tenant's logs hold")
  expect(writtenIn(cwd).get('app/samples/failed-logins.sample.firing.ndjson')).toContain('mallory@corp.test')
  await passes(cwd)
})

it('names are the same in each sample, and nothing is written over', async () => {
  const cwd = await tenantWithLogs()
  const [id = ''] = await signalIds(cwd)
  await ddac(['sample', id], { cwd })
  const first = writtenIn(cwd)
  await ddac(['sample', id], { cwd })
  const both = writtenIn(cwd)
  for (const [path, text] of first) expect(both.get(path)).toBe(text)
  expect(both.get('app/samples/failed-logins.sample-2.firing.ndjson')).toBe(
    first.get('app/samples/failed-logins.sample.firing.ndjson'),
  )
})

it('a query makes a test of the rules that fire on its logs, or a silent one of the rule that is named', async () => {
  const cwd = await tenantWithLogs()
  const fires = await ddac(['sample', 'source:app', '--last', '7d'], { cwd })
  expect(fires.stdout).toContain('made  failed-logins: 4 logs, 1 signal')
  const silent = await ddac(['sample', '@evt.outcome:success', '--last', '7d', '--rule', 'failed-logins'], { cwd })
  expect(silent.stdout).toContain('made  failed-logins: 1 log, 0 signals')
  expect(writtenIn(cwd).get('app/failed-logins.sample-2.test.yaml')).toContain('expect: silence')
  await passes(cwd)
})

it('what raises another verdict once anonymised is not written, and the reason is told', async () => {
  // How long a name is, no other name keeps.
  const byLength = rule
    .replace('@evt.outcome:failure', '@usr.id:?????')
    .replace('id: failed-logins', 'id: five-letters')
  const cwd = await newTenant({ 'app/five-letters.rule.yaml': byLength }, [
    failed('2026-11-21T10:00:00Z', 'oscar'),
    failed('2026-11-21T10:00:40Z', 'oscar'),
  ])
  const words = ['sample', '@usr.id:oscar', '--last', '7d', '--rule', 'five-letters', '--fail-on', 'refusal']
  const { code, stdout } = await ddac(words, { cwd })
  const told = /not written {2}five-letters: once anonymised, the logs raise 0 signals in place of 1; --raw/
  expect([code, stdout]).toEqual([1, expect.stringMatching(told)])
  expect(writtenIn(cwd).size).toBe(0)
})

it('--each-rule gives each rule that fired a firing and a silent test, and says why others have none', async () => {
  const quiet = rule
    .replace('id: failed-logins', 'id: quiet')
    .replace('source:app', 'source:other')
    .replace('Several', 'Quiet')
  const anomaly = rule
    .replace('id: failed-logins', 'id: odd')
    .replace('threshold', 'anomaly_detection')
    .replace('Several', 'Odd')
  const cwd = await newTenant({ 'app/quiet.rule.yaml': quiet, 'app/odd.rule.yaml': anomaly })
  const run = () => ddac(['sample', '--each-rule', '--last', '30d'], { cwd })
  const { code, stdout } = await run()
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^1 sample made, 2 not$/m)])
  expect(stdout).toMatch(/made {2}failed-logins: 3 logs, 1 signal/)
  expect(stdout).toMatch(/no signal {2}quiet: /)
  expect(stdout).toMatch(/not evaluated {2}odd: /)
  const text = writtenIn(cwd).get('app/failed-logins.sample.test.yaml')
  expect(text).toMatch(/firing\.ndjson[\s\S]*silent\.ndjson\n +expect: silence/)
  for (const each of writtenIn(cwd).values()) expect(each).not.toMatch(originals)
  const again = await run()
  expect(again.stdout).toMatch(/there already {2}failed-logins: /)
  expect((await ddac(['test', 'app/failed-logins.sample.test.yaml'], { cwd })).stdout).toContain('2 passed')
})

it('a rule over signals is sampled with the rules whose signals it counts', async () => {
  const both = `id: twice
name: Failures of one address
type: signal_correlation
queries: [{ name: a, ruleId: failed-logins, aggregation: event_count, correlatedByFields: ["@usr.id"] }]
options: { evaluationWindow: 1h, keepAlive: 1h, maxSignalDuration: 1d }
cases: [{ name: some, status: high, condition: a > 0 }]
message: Several of one address.
tags: ["source:app"]
isEnabled: true
`
  const cwd = await newTenant({ 'app/twice.rule.yaml': both })
  const { stdout } = await ddac(['sample', '--each-rule', '--last', '30d'], { cwd })
  expect(stdout).toContain('made  twice: 3 logs, 2 signals')
  expect(writtenIn(cwd).get('app/twice.sample.test.yaml')).toMatch(/^rule:\n {2}- twice\n {2}- failed-logins\n/)
  expect((await ddac(['test', 'app/twice.sample.test.yaml'], { cwd })).stdout).toContain('1 passed')
})

it('a rule that raises none of what the tenant raised is told as one that disagrees', async () => {
  const cwd = await tenantWithLogs()
  writeFiles(cwd, { 'app/failed-logins.rule.yaml': rule.replace('failed > 1', 'failed > 9') })
  const { code, stdout } = await ddac(['sample', '--each-rule', '--last', '30d', '--fail-on', 'disagreement'], { cwd })
  expect([code, stdout]).toEqual([
    1,
    expect.stringMatching(/^disagrees {2}failed-logins: .*the 2 logs raise none here$/m),
  ])
})

it.each([
  ['neither', '', /it is not said what to sample/],
  ['both', 'source:app --each-rule --last 7d', /it is not said what to sample/],
  ['no query', '@n:[1 --last 7d', /could not count the logs[\s\S]*at "\[1": /],
  ['a query that stops', '@n: --last 7d', /Invalid query; at "@n:": "@n:" has no value[\s\S]*asks for any value/],
  ['no stretch', 'source:app', /it is not said since when/],
  ['a signal that is not there', 'AwAAAZ0AbCdEfGhIjKlMn', /has no signal AwAAAZ0AbCdEfGhIjKlMn/],
  ['a rule that is not there', 'source:app --last 7d --rule failed-login', /Did you mean failed-logins\?/],
])('%s is refused', async (_, words, told) => {
  const cwd = makeFolder(smallWorkspace())
  const { code, stdout, stderr } = await ddac(['sample', ...words.split(' ').filter(Boolean)], { cwd })
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toMatch(told)
})

it('a sample that was written without its test, since the run was cut off, gets it under the same name', async () => {
  const cwd = await tenantWithLogs()
  const [id = ''] = await signalIds(cwd)
  await ddac(['sample', id], { cwd })
  const whole = writtenIn(cwd)
  rmSync(join(cwd, 'app/failed-logins.sample.test.yaml'))
  await ddac(['sample', id], { cwd })
  expect(writtenIn(cwd)).toEqual(whole)
  rmSync(join(cwd, 'app/failed-logins.sample.test.yaml'))
  writeFiles(cwd, { 'app/samples/failed-logins.sample.firing.ndjson': '{}\n' })
  await ddac(['sample', id], { cwd })
  expect([...writtenIn(cwd).keys()].sort()).toEqual([
    'app/failed-logins.sample-2.test.yaml',
    'app/samples/failed-logins.sample-2.firing.ndjson',
    'app/samples/failed-logins.sample.firing.ndjson',
  ])
})

it('tells of rules that it does without, since they have mistakes', async () => {
  const cwd = await tenantWithLogs()
  writeFiles(cwd, { 'app/other.rule.yaml': rule.replace('source:app', 'source:(') })
  const { stderr } = await ddac(['sample', 'source:app', '--last', '7d'], { cwd })
  expect(stderr).toContain('app/other.rule.yaml')
})
