import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startEmulator } from '../../../src/emulator/start-emulator'
import { ddac, makeFolder, type Run, writeFiles } from '../run-in-process'
import { rule, smallWorkspace } from '../small-workspace'

interface Thing {
  readonly id: string
  readonly attributes?: object
}

const applied = Date.UTC(2026, 10, 1)

/** A workspace that its tenant has alike since the first of November, and logs there: ann and mallory fail, load-test does. */
async function tenant(): Promise<string> {
  made ??= newTenant()
  const copy = makeFolder()
  cpSync(await made, copy, { recursive: true })
  return copy
}

let made: Promise<string> | undefined

async function newTenant(): Promise<string> {
  const cwd = makeFolder(smallWorkspace())
  expect((await ddac(['apply', '--yes'], { cwd })).code).toBe(0)
  const stateFile = join(cwd, '.ddac/local.json')
  const first = await startEmulator({ stateFile })
  const monitoring = `${first.url}/api/v2/security_monitoring`
  const listed = async (path: string) =>
    ((await (await fetch(`${monitoring}/${path}`)).json()) as { data: Thing[] }).data
  const rules = await listed('rules?page[size]=100')
  const hidden = await listed('configuration/suppressions')
  await first.close()
  // The same things, made some weeks ago.
  rmSync(join(cwd, '.ddac'), { recursive: true })
  const emulator = await startEmulator({ stateFile })
  const send = async (path: string, body: unknown): Promise<unknown> =>
    fetch(emulator.url + path, { method: 'POST', body: JSON.stringify(body) })
  const old = { creation_date: applied, update_date: applied }
  await send('/_emulator/seed', {
    rules: rules.map((each) => ({ ...each, createdAt: applied })),
    suppressions: hidden.map(({ id, attributes }) => ({ ...attributes, id, ...old })),
  })
  const failed = (timestamp: string, id: string) => ({
    ddsource: 'app',
    timestamp,
    evt: { outcome: 'failure' },
    usr: { id },
  })
  await send('/api/v2/logs', [
    failed('2026-11-20T10:00:00Z', 'ann'),
    failed('2026-11-20T10:01:00Z', 'ann'),
    failed('2026-11-21T10:00:00Z', 'mallory'),
    failed('2026-11-21T10:01:00Z', 'mallory'),
    failed('2026-11-21T10:00:00Z', 'load-test'),
    failed('2026-11-21T10:01:00Z', 'load-test'),
  ])
  await emulator.close()
  return cwd
}

const calibrate = (cwd: string, ...more: string[]): Promise<Run> =>
  ddac(['calibrate', '--last', '7d', ...more], { cwd })

it('the signals of both sides are laid beside each other, and nobody is named', async () => {
  const cwd = await tenant()
  const { code, stdout } = await calibrate(cwd)
  expect([code, stdout]).toEqual([
    0,
    `2 of 2 signals agree (100 %), on 6 logs from 2026-11-18 12:00:00Z to 2026-11-25 11:45:00Z.

method     rules  agree  differ  tenant's alone  ours alone
threshold      1      2       0               0           0
`,
  ])
  const shown = await Promise.all(
    ['markdown', 'json'].map(async (format) => (await calibrate(cwd, '--format', format)).stdout),
  )
  for (const text of [stdout, ...shown]) expect(text).not.toMatch(/failed-logins|Several|ann|mallory|load-test|outcome/)
  expect(JSON.parse(shown[1] ?? '')).toMatchObject({
    logs: 6,
    methods: [{ agree: 2 }],
    summary: { signals: 2, agree: 2 },
  })
})

it("a rule that git has otherwise is not compared, and its signals are neither side's", async () => {
  const cwd = await tenant()
  writeFiles(cwd, { 'app/failed-logins.rule.yaml': rule.replace('failed > 1', 'failed > 2') })
  const { stdout } = await calibrate(cwd)
  expect(stdout).toContain('No signal could be compared')
  expect(stdout).toContain('1 rule that git and the tenant do not have alike')
})

it('with another suppression it is not the same either', async () => {
  const cwd = await tenant()
  const emulator = await startEmulator({ stateFile: join(cwd, '.ddac/local.json') })
  const attributes = {
    id: 'by-hand',
    name: 'By hand',
    enabled: true,
    rule_query: 'source:app',
    suppression_query: '@usr.id:ann',
  }
  await fetch(`${emulator.url}/_emulator/seed`, {
    method: 'POST',
    body: JSON.stringify({ suppressions: [attributes] }),
  })
  await emulator.close()
  expect((await calibrate(cwd)).stdout).toContain('1 rule that git and the tenant do not have alike')
})

it('signals from before the rule was as it is do not count', async () => {
  const cwd = await tenant()
  const emulator = await startEmulator({ stateFile: join(cwd, '.ddac/local.json'), now: () => Date.UTC(2026, 10, 21) })
  const api = `${emulator.url}/api/v2/security_monitoring/rules`
  const { data } = (await (await fetch(api)).json()) as { data: { id: string; cases: object[]; tags: string[] }[] }
  const [{ id = '', cases = [], tags = [] } = {}] = data
  // Another severity for a moment, then the one of git again.
  for (const status of ['low', 'medium']) {
    const body = JSON.stringify({ cases: cases.map((each) => ({ ...each, status })), tags })
    expect((await fetch(`${api}/${id}`, { method: 'PUT', body })).status).toBe(200)
  }
  await emulator.close()
  const { stdout } = await calibrate(cwd)
  expect(stdout).toContain('1 of 1 signal agree')
  expect(stdout).toMatch(
    /Not compared\n {2}1 signal from before git and the tenant had the rule and its suppressions alike/,
  )
})

it('an update that changed nothing of what the rule says costs no time', async () => {
  const cwd = await tenant()
  const emulator = await startEmulator({ stateFile: join(cwd, '.ddac/local.json'), now: () => Date.UTC(2026, 10, 24) })
  const api = `${emulator.url}/api/v2/security_monitoring/rules`
  const { data } = (await (await fetch(api)).json()) as { data: { id: string; name: string }[] }
  const [{ id = '', name = '' } = {}] = data
  await fetch(`${api}/${id}`, { method: 'PUT', body: JSON.stringify({ name }) })
  await emulator.close()
  expect((await calibrate(cwd)).stdout).toContain('2 of 2 signals agree')
})

it('--fail-on is for signals that do not agree', async () => {
  const cwd = await tenant()
  expect((await calibrate(cwd, '--fail-on', 'disagreement')).code).toBe(0)
  const refused = await ddac(['calibrate'], { cwd })
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('it is not said since when')])
})
