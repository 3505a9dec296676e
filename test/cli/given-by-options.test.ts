import { ddac, linesOf, makeFolder } from './run-in-process'
import { config, rule, smallWorkspace } from './small-workspace'

/** Logs that name neither source nor time as the rule and the reader would have them. */
const bare = (at: string): string =>
  `{"happened":"2026-03-02T09:${at}:00Z","evt":{"outcome":"failure"},"usr":{"id":"ann"}}`
const logs = `${bare('00')}\n${bare('01')}\n`
const section = `${config}logs:\n  'raw/**': { source: app, time: happened, tags: ['env:prod'] }\n  '-': { source: app, time: happened }\n`
const test = `rule: failed-logins
tests:
  - name: two of a file
    logs: [{ file: raw/logs.ndjson }]
    expect: { signals: [{ firstSeen: 2026-03-02T09:00:00Z, tags: ['env:prod'] }] }
  - name: two of this file, which no pattern names
    logs: [{ log: { evt: { outcome: failure }, usr: { id: ann } } }, { log: { evt: { outcome: failure }, usr: { id: ann } } }]
    expect: silence
`

const files = (ddacYaml: string): string =>
  makeFolder({ ...smallWorkspace({ 'ddac.yaml': ddacYaml }), 'raw/logs.ndjson': logs })

async function signals(cwd: string, args: readonly string[], stdin = '') {
  const { stdout, stderr } = await ddac(['eval', ...args, '--format', 'ndjson'], { cwd, stdin })
  return { signals: linesOf(stdout).filter(({ kind }) => kind === 'signal'), stderr }
}

it('logs without a source and a time are read as options say', async () => {
  const cwd = files(config)
  const without = await signals(cwd, ['raw/logs.ndjson'])
  expect([without.signals, without.stderr]).toEqual([
    [],
    expect.stringContaining('"happened" may be it (say so: --time-field happened, or logs:'),
  ])
  const options = ['--source', 'app', '--time-field', 'happened', '--tag', 'env:prod', '--tag', 'team:a']
  expect(await signals(cwd, ['raw/logs.ndjson', ...options])).toMatchObject({
    signals: [{ rule: 'failed-logins', tags: expect.arrayContaining(['source:app', 'env:prod', 'team:a']) }],
    stderr: '',
  })
})

it('logs: says it by file, also of what is piped in and for samples of tests, and options go before', async () => {
  const cwd = files(section)
  expect(await signals(cwd, ['raw'])).toMatchObject({ signals: [{ tags: expect.arrayContaining(['env:prod']) }] })
  expect((await signals(cwd, ['-'], logs)).signals).toHaveLength(1)
  expect((await signals(cwd, ['raw', '--source', 'other'])).signals).toEqual([])
  const tested = makeFolder({ 'ddac.yaml': section, 'a.rule.yaml': rule, 'a.test.yaml': test, 'raw/logs.ndjson': logs })
  expect(await ddac(['test'], { cwd: tested })).toMatchObject({ code: 0 })
})

it('explain reads logs as eval does', async () => {
  const explained = await ddac(['explain', 'failed-logins', 'raw', '--source', 'app', '--time-field', 'happened'], {
    cwd: files(config),
  })
  expect([explained.code, explained.stdout]).toEqual([0, expect.stringContaining('1 signal')])
})
