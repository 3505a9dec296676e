import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startEmulator } from '../../../src/emulator/start-emulator'
import { ddac, makeFolder, type Run, type RunOptions } from '../run-in-process'
import { rule, smallWorkspace } from '../small-workspace'

const times = ['10:00', '10:01', '12:30', '12:31']
const log = (time: string, user: string) => ({
  ddsource: 'app',
  timestamp: `2026-11-20T${time}:00Z`,
  evt: { outcome: 'failure' },
  usr: { id: user },
})
const sent = times.map((time, index) => log(time, index < 2 ? 'ann' : 'load-test'))
const stretch = ['--from', '2026-11-20T00:00:00Z', '--to', '2026-11-21T00:00:00Z']

/** The small workspace, whose emulated tenant got the logs, with those that are beside it in a file. */
async function withLogs(files: Record<string, string> = {}, kept: readonly object[] = sent): Promise<string> {
  const cwd = makeFolder({
    ...smallWorkspace(files),
    'logs.ndjson': kept.map((each) => JSON.stringify(each)).join('\n'),
  })
  const emulator = await startEmulator({ stateFile: join(cwd, '.ddac/local.json') })
  await fetch(`${emulator.url}/api/v2/logs`, { method: 'POST', body: JSON.stringify(sent) })
  await emulator.close()
  return cwd
}

const backtest = (cwd: string, more: readonly string[] = [], options: Partial<RunOptions> = {}): Promise<Run> =>
  ddac(['backtest', 'failed-logins', ...stretch, ...more], { cwd, ...options })

/** What became of the jobs of the emulated tenant. */
async function jobsOf(
  cwd: string,
): Promise<readonly { readonly jobStatus: string; readonly jobDefinition: Record<string, unknown> }[]> {
  const emulator = await startEmulator({ stateFile: join(cwd, '.ddac/local.json'), now: () => Date.UTC(2026, 10, 26) })
  const answer = await fetch(`${emulator.url}/api/v2/siem-historical-detections/jobs`)
  const { data } = JSON.parse(await answer.text())
  await emulator.close()
  return data.map(({ attributes }: { attributes: never }) => attributes)
}

describe('ddac backtest', () => {
  it("runs git's rule as a job of the tenant, waits for it and tells its signals, which nothing suppresses", async () => {
    const cwd = await withLogs()
    const { code, stdout, stderr } = await backtest(cwd)
    expect(code).toBe(0)
    expect(stderr).toMatch(/^local: job [0-9a-f-]{36} runs; Ctrl-C cancels it$/m)
    expect(stdout).toMatch(
      /^medium {4}Several failed logins of ann - several\n {2}rule {3}failed-logins \(several\)\n {2}group {2}@usr\.id=ann\n/,
    )
    expect(stdout).toMatch(/^2 signals in local, 2026-11-20 00:00:00Z to 2026-11-21 00:00:00Z \(job [0-9a-f-]{36}\)$/m)
    const [job] = await jobsOf(cwd)
    expect(job).toMatchObject({ jobStatus: 'completed', jobDefinition: { index: 'main', type: 'log_detection' } })
    expect(JSON.stringify(job)).not.toMatch(/ddac/)
  })

  it('has them in the shape of eval, as JSON', async () => {
    const { stdout } = await backtest(await withLogs(), ['--format', 'json'])
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      tenant: 'local',
      rule: 'failed-logins',
      job: { from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z', index: 'main' },
      signals: [
        {
          kind: 'signal',
          rule: 'failed-logins',
          case: 'several',
          severity: 'medium',
          title: 'Several failed logins of ann - several',
          group: { '@usr.id': 'ann' },
          firstSeen: '2026-11-20T10:00:00.000Z',
          lastSeen: '2026-11-20T10:01:00.000Z',
          count: 2,
          suppressedBy: [],
        },
        { group: { '@usr.id': 'load-test' } },
      ],
      summary: { signals: 2 },
    })
  })

  it('lays what the same logs raise here beside them', async () => {
    const same = await backtest(await withLogs(), ['--logs', 'logs.ndjson', '--fail-on', 'disagreement'])
    expect(same.code).toBe(0)
    expect(same.stdout).toMatch(/^2 of 2 signals agree with those of 4 logs here$/m)
    const other = await withLogs({}, [...sent.slice(1), log('11:59', 'bob'), log('12:00', 'bob')])
    const run = await backtest(other, ['--logs', 'logs.ndjson', '--fail-on', 'disagreement'])
    expect(run.code).toBe(1)
    expect(run.stdout).toMatch(/^1 of 3 signals agree with those of 5 logs here$/m)
    expect(run.stdout).toMatch(/^in the tenant alone\n.* of ann/m)
    expect(run.stdout).toMatch(/^here alone\n.* of bob/m)
  })

  it('is cancelled in the tenant where the user stops', async () => {
    const cwd = await withLogs()
    const stop = new AbortController()
    const onStderr = (text: string): void => (text.includes('Ctrl-C') ? stop.abort() : undefined)
    const { code, stdout, stderr } = await backtest(cwd, [], { abort: stop.signal, onStderr })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/error: stopped; the job [0-9a-f-]{36} in tenant "local" is cancelled/)
    expect(await jobsOf(cwd)).toMatchObject([{ jobStatus: 'cancelled' }])
  })

  it.each<[string, readonly string[], Record<string, string>, RegExp]>([
    ['an unknown rule', ['failed-login'], {}, /Did you mean failed-logins\?/],
    [
      'a rule with a mistake',
      ['failed-logins'],
      { 'app/failed-logins.rule.yaml': rule.replace('name: Several', 'names: x') },
      /has a mistake/,
    ],
    [
      'a rule that runs at set times',
      ['failed-logins'],
      {
        'app/failed-logins.rule.yaml': `${rule}schedulingOptions: { rrule: FREQ=HOURLY, start: "2026-11-01T00:00:00", timezone: UTC }\n`,
      },
      /a historical job does not take the rule failed-logins: it runs at set times/,
    ],
    [
      'a rule with legacy filters',
      ['failed-logins'],
      { 'app/failed-logins.rule.yaml': `${rule}filters: [{ action: suppress, query: a }]\n` },
      /it has legacy filters/,
    ],
    [
      'an index that is not there',
      ['failed-logins', '--index', 'cold'],
      {},
      /could not run a historical job in tenant "local".*Index must exist/,
    ],
    ['--fail-on without logs', ['failed-logins', '--fail-on', 'disagreement'], {}, /needs logs to compare with/],
  ])('says so of %s, and starts no job', async (_, words, files, tells) => {
    const cwd = makeFolder(smallWorkspace(files))
    const { code, stderr } = await ddac(['backtest', ...words, ...stretch], { cwd })
    expect(code).toBe(2)
    expect(stderr).toMatch(tells)
    expect(await jobsOf(cwd)).toEqual([])
  })

  it('asks since when', async () => {
    const { code, stderr } = await ddac(['backtest', 'failed-logins'], { cwd: makeFolder(smallWorkspace()) })
    expect(code).toBe(2)
    expect(stderr).toMatch(/it is not said since when/)
  })

  it('says what of a rule a job does not do', async () => {
    const cwd = await withLogs()
    writeFileSync(
      join(cwd, 'app/failed-logins.rule.yaml'),
      rule.replace('  keepAlive: 1h', '  keepAlive: 1h\n  decreaseCriticalityBasedOnEnv: true'),
    )
    expect((await backtest(cwd)).stderr).toMatch(/a job does not do this of failed-logins: no severity is lowered/)
  })
})
