import { join } from 'node:path'
import { startEmulator } from '../../../src/emulator/start-emulator'
import { ddac, makeFolder, writeFiles } from '../run-in-process'
import { rule, smallWorkspace, suppression } from '../small-workspace'

// The clock of these tests stands at noon of 25 November 2026.
const file = 'app/load-test.suppression.yaml'
const failed = (timestamp: string, id: string) => ({
  ddsource: 'app',
  timestamp,
  evt: { outcome: 'failure' },
  usr: { id },
})
const twice = (day: string, id: string) => [failed(`${day}T10:00:00Z`, id), failed(`${day}T10:01:00Z`, id)]
/** The suppression is not in the tenant, so that the tenant shows what it would hide. */
const wanted = `${suppression.replace('@usr.id:load-test', '@usr.id:(load-test OR ann)')}intends: '@usr.id:load-test'\n`

interface Sent {
  readonly logs: readonly object[]
  /** Of whom what triage says, with the archive reason. */
  readonly triage?: Readonly<Record<string, string>>
  readonly rule?: string
}

/** A workspace beside a tenant that has the rule, logs, and what triage said of signals. */
async function besideTenant({ logs, triage = {}, rule: text = rule }: Sent): Promise<string> {
  const cwd = makeFolder(smallWorkspace({ 'app/failed-logins.rule.yaml': text, [file]: '' }))
  await ddac(['apply', '--yes', '--target', 'failed-logins'], { cwd })
  const emulator = await startEmulator({ stateFile: join(cwd, '.ddac/local.json') })
  const ask = async (path: string, method: string, body?: object) =>
    (await fetch(`${emulator.url}${path}`, { method, ...(body && { body: JSON.stringify(body) }) })).json()
  await ask('/api/v2/logs', 'POST', logs)
  for (const [id, archive_reason] of Object.entries(triage)) {
    const signals = '/api/v2/security_monitoring/signals'
    const { data } = (await ask(`${signals}?filter[query]=@usr.id:${id}`, 'GET')) as { data: { id: string }[] }
    const attributes = { state: 'archived', archive_reason }
    for (const one of data) await ask(`${signals}/${one.id}/state`, 'PATCH', { data: { attributes } })
  }
  await emulator.close()
  writeFiles(cwd, { [file]: wanted })
  return cwd
}
const check = (cwd: string, ...words: readonly string[]) =>
  ddac(['suppress', 'check', '--tenant', 'local', '--last', '30d', ...words], { cwd })
const radiusOf = async (cwd: string, ...words: readonly string[]) => {
  const { stdout, code } = await check(cwd, ...words, '--format', 'json')
  return { code, ...JSON.parse(stdout) }
}

const logs = [
  ...twice('2026-11-02', 'load-test'),
  ...twice('2026-11-03', 'load-test'),
  ...twice('2026-11-10', 'ann'),
  ...twice('2026-11-11', 'bob'),
  // Before the stretch that is asked about.
  ...twice('2026-10-02', 'load-test'),
]

it('says what a suppression would have hidden of the signals of a tenant, what triage called true first', async () => {
  const cwd = await besideTenant({ logs, triage: { ann: 'true_positive_malicious', bob: 'true_positive_malicious' } })
  const { radius, code, diagnostics } = await radiusOf(cwd, '--tenant-signals')
  expect(code).toBe(1)
  expect(diagnostics.map(({ code: told }: { code: string }) => told)).toEqual(expect.arrayContaining(['S202', 'S205']))
  expect(radius).toMatchObject({ on: 'signals', tenant: 'local', signals: 4 })
  expect(radius.suppressions).toMatchObject([
    { signals: 4, hidden: 0, allAlong: 3, besideAllAlong: 1, calledTrue: 1, lastActed: null },
  ])
  const [first] = radius.suppressions[0].examples
  expect(first).toMatchObject({ isTrue: true, isPurpose: false })
  expect((await check(cwd, '--tenant-signals')).stdout).toMatch(/triage called true/)
})

it('what triage called harmless is no error', async () => {
  const cwd = await besideTenant({ logs, triage: { ann: 'true_positive_benign', 'load-test': 'false_positive' } })
  const { radius, code } = await radiusOf(cwd, '--tenant-signals')
  expect([code, radius.suppressions[0].calledTrue]).toEqual([0, 0])
})

it('asks for as many pages as there are', async () => {
  const many = Array.from({ length: 1001 }, (_, index) =>
    failed(`2026-11-20T10:${String(index % 60).padStart(2, '0')}:00Z`, index < 600 ? `ann-${index}` : `bob-${index}`),
  )
  const cwd = await besideTenant({ logs: many, rule: rule.replace('failed > 1', 'failed > 0') })
  writeFiles(cwd, { [file]: suppression.replace('@usr.id:load-test', '@usr.id:ann-*') })
  const { radius } = await radiusOf(cwd, '--tenant-signals')
  expect(radius).toMatchObject({ signals: 1001, suppressions: [{ signals: 1001, allAlong: 600 }] })
})

it('runs the rules over the logs of a tenant, and says what a suppression hides of them', async () => {
  const cwd = await besideTenant({ logs })
  const { radius, code } = await radiusOf(cwd, '--tenant-logs')
  expect(code).toBe(0)
  expect(radius).toMatchObject({ on: 'logs', logs: 8, errors: 0 })
  expect(radius.suppressions).toMatchObject([
    { signals: 4, hidden: 3, beside: 1, allAlong: 3, lastActed: '2026-11-10T10:01:00Z' },
  ])
})

it('more logs than are asked for are refused with the way out', async () => {
  const { code, stderr } = await check(await besideTenant({ logs }), '--tenant-logs', '--max-logs', '7')
  expect(code).toBe(2)
  expect(stderr).toMatch(/--max-logs/)
})
