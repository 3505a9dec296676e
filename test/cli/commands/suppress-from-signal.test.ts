import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import nock from 'nock'
import { startEmulator } from '../../../src/emulator/start-emulator'
import { mockApi } from '../../datadog/mocked-api'
import { ddac, filesIn, linesOf, makeFolder, type Run } from '../run-in-process'
import { rule, smallWorkspace, suppression } from '../small-workspace'

const failed = (at: string, id: string, ip: string, more: object = {}) =>
  JSON.stringify({
    ddsource: 'app',
    timestamp: at,
    evt: { outcome: 'failure' },
    usr: { id },
    network: { client: { ip } },
    ...more,
  })

/** Two signals of the nightly job, one of mallory behind the same address, one of trent elsewhere. */
const logs = [
  failed('2026-11-20T10:00:00Z', 'nightly', '198.51.100.7'),
  failed('2026-11-20T10:01:00Z', 'nightly', '198.51.100.7'),
  failed('2026-11-22T10:00:00Z', 'nightly', '198.51.100.7'),
  failed('2026-11-22T10:01:00Z', 'nightly', '198.51.100.7'),
  failed('2026-11-22T11:00:00Z', 'mallory', '198.51.100.7'),
  failed('2026-11-22T11:01:00Z', 'mallory', '198.51.100.7'),
  failed('2026-11-22T11:00:00Z', 'trent', '203.0.113.9'),
  failed('2026-11-22T11:02:00Z', 'trent', '203.0.113.9'),
].join('\n')

const said = ['--owner', 'platform-team@example.com', '--reason', 'It retries.']

async function workspace(files: Readonly<Record<string, string>> = {}) {
  const cwd = makeFolder({ ...smallWorkspace(files), 'logs/all.ndjson': logs, 'logs/none.ndjson': '' })
  const signals = (await ddac(['eval', 'logs', '--format', 'ndjson'], { cwd })).stdout
    .split('\n')
    .filter((line) => line.includes('"group"'))
  const signalOf = (id: string): string => signals.find((line) => line.includes(`"@usr.id":"${id}"`)) ?? ''
  const add = (given: string, ...more: string[]): Promise<Run> =>
    ddac(['suppress', 'add', '--from-signal', '-', ...more], { cwd, stdin: given })
  return { cwd, signals, signalOf, add }
}

const proposalsOf = ({ stdout }: Run) =>
  JSON.parse(stdout) as {
    readonly proposals: readonly {
      readonly about: string
      readonly suppressionQuery: string
      readonly warnings: readonly string[]
      readonly separatedBy: readonly string[]
      readonly inLogs?: { readonly of: number; readonly hidden: number; readonly beside: readonly object[] }
    }[]
    readonly rejected: readonly {
      readonly about: string
      readonly hides: readonly string[]
      readonly apartBy: readonly string[]
    }[]
  }

it('a line of eval is answered with what could hide it, from narrow to wide, and what else that hides', async () => {
  const { cwd, signalOf, add } = await workspace()
  const run = await add(signalOf('nightly'), '--logs', 'logs', '--format', 'json')
  expect(run).toMatchObject({ code: 0, stderr: '' })
  expect(
    proposalsOf(run).proposals.map(({ suppressionQuery, inLogs }) => [suppressionQuery, inLogs?.hidden, inLogs?.of]),
  ).toEqual([
    ['@usr.id:"nightly"', 2, 4],
    ['@usr.id:"nightly"', 2, 4],
    ['@network.client.ip:"198.51.100.7"', 3, 4],
  ])
  expect(proposalsOf(run).proposals.at(-1)).toMatchObject({
    warnings: ['everybody who comes from 198.51.100.7 is hidden'],
    inLogs: { beside: [{ rule: 'failed-logins', severity: 'medium', count: 1, groups: ['@usr.id:mallory'] }] },
  })
  expect([...filesIn(cwd).keys()].filter((path) => path.startsWith('suppressions'))).toEqual([])
})

it('the choice becomes a file and a test that holds it, without names of others', async () => {
  const { cwd, signalOf, add } = await workspace()
  const run = await add(signalOf('nightly'), '--logs', 'logs', '--choice', '1', '--until', '30d', ...said)
  expect(run.stdout).toContain('its test notices 5 of 5 changes of the suppression')
  const file = (name: string): string => readFileSync(join(cwd, 'suppressions', name), 'utf8')
  expect(file('failed-logins-nightly.suppression.yaml')).toContain(`id: failed-logins-nightly
name: 'nightly: Several failed logins of {{@usr.id}}'
rules:
  - failed-logins
suppressionQuery: '@usr.id:"nightly"'
intends: '@usr.id:"nightly"'
expires: 2026-12-25
owner: platform-team@example.com
reason: It retries.
`)
  expect(file('samples/failed-logins-nightly.ndjson')).not.toMatch(/198\.51\.100\.7|2026-11-2/)
  expect(await ddac(['test'], { cwd })).toMatchObject({ code: 0 })
  expect(await ddac(['validate'], { cwd })).toMatchObject({ code: 0 })
  const after = linesOf((await ddac(['eval', 'logs', '--format', 'ndjson'], { cwd })).stdout)
  expect(after.at(-1)).toMatchObject({ signals: 2, suppressed: 2 })
})

it('what was cut off between the test and its suppression is done to the end by the same command', async () => {
  const { cwd, signalOf, add } = await workspace()
  const line = ['quiet', '--logs', 'logs', '--choice', '1', '--until', '2027-01-31', ...said]
  expect(await add(signalOf('nightly'), ...line)).toMatchObject({ code: 0 })
  const whole = filesIn(cwd)
  rmSync(join(cwd, 'suppressions/quiet.suppression.yaml'))
  expect(await add(signalOf('nightly'), ...line)).toMatchObject({ code: 0, stderr: '' })
  expect(filesIn(cwd)).toEqual(whole)
})

it.each([
  [
    'test',
    'suppressions/quiet.test.yaml',
    'rule: failed-logins\ntests: [{ name: mine, logs: [{ at: +0s, log: { ddsource: app } }], expect: silence }]\n',
  ],
  [
    'test of the suppression',
    'suppressions/quiet.test.yaml',
    'suppression: quiet\ntests: [{ name: mine, logs: [{ at: +0s, log: { ddsource: app } }], expect: silence }]\n',
  ],
  ['sample', 'suppressions/samples/quiet.ndjson', '{}\n'],
])('a %s of another stays, and nothing is written', async (_, path, text) => {
  const { cwd, signalOf, add } = await workspace({ [path]: text })
  const run = await add(signalOf('nightly'), 'quiet', '--logs', 'logs', '--choice', '1', '--until', '30d', ...said)
  expect(run.code).toBe(1)
  expect(run.stderr).toContain(`Nothing was written: ${path} is there already and says something else.`)
  expect(readFileSync(join(cwd, path), 'utf8')).toBe(text)
  expect([...filesIn(cwd).keys()].filter((name) => name.startsWith('suppressions/'))).toEqual([path])
})

it('without logs the test is made of a firing test of the rule', async () => {
  const { cwd, signalOf, add } = await workspace()
  expect((await add(signalOf('nightly'), '--choice', '1', ...said)).stdout).toContain('notices 5 of 5 changes')
  expect(await ddac(['test'], { cwd })).toMatchObject({ code: 0 })
})

it('several signals have the one narrowest suppression that hides them all', async () => {
  const { cwd, signalOf } = await workspace()
  const stdin = `${signalOf('nightly')}\n${signalOf('trent')}`
  const run = await ddac(['suppress', 'add', '--from-signals', '-', '--logs', 'logs', '--choice', '1', ...said], {
    cwd,
    stdin,
  })
  expect(run.stdout).toContain('@usr.id:("nightly" OR "trent")')
  expect(run.stdout).toContain('hides 3 of the 4 signals')
  expect(run.stdout).toContain('notices 8 of 8 changes')
})

it('what must stay visible is never hidden, and the field that tells it apart is named', async () => {
  const { signalOf, cwd, add } = await workspace()
  const kept = makeFolder({ 'kept.ndjson': signalOf('mallory') })
  const keep = ['--keep', join(kept, 'kept.ndjson'), '--format', 'json']
  const { proposals, rejected } = proposalsOf(await add(signalOf('nightly'), '--logs', 'logs', ...keep))
  expect(proposals.map(({ suppressionQuery }) => suppressionQuery)).toEqual(['@usr.id:"nightly"', '@usr.id:"nightly"'])
  expect(rejected).toMatchObject([{ about: 'whoever comes from this address, in this rule', apartBy: ['@usr.id'] }])
  const itself = proposalsOf(
    await ddac(['suppress', 'add', '--from-signal', '-', ...keep], { cwd, stdin: signalOf('mallory') }),
  )
  expect(itself.proposals).toEqual([])
  expect(itself.rejected[0]).toMatchObject({
    hides: [expect.stringContaining('Several failed logins of mallory')],
    apartBy: [],
  })
})

it('a signal like that of a firing test is not hidden', async () => {
  const { cwd } = await workspace()
  const log = (at: string): string => failed(at, 'ann', '198.51.100.7', { network: {} })
  const own = makeFolder({ 'ann.ndjson': `${log('2026-11-20T10:00:00Z')}\n${log('2026-11-20T10:01:00Z')}` })
  const [signal = ''] = (await ddac(['eval', join(own, 'ann.ndjson'), '--format', 'ndjson'], { cwd })).stdout.split(
    '\n',
  )
  const run = await ddac(['suppress', 'add', '--from-signal', '-', '--choice', '1'], { cwd, stdin: signal })
  expect(run).toMatchObject({ code: 1, stderr: 'Nothing can be proposed.\n' })
  expect(run.stdout).toContain(
    'it would hide the test "two failures within five minutes", and no field of the signal tells them apart',
  )
})

it('asks on a terminal, and writes nothing where nothing is chosen', async () => {
  const { cwd, signalOf } = await workspace()
  const line = ['suppress', 'add', '--from-signal', 'one.json']
  const one = makeFolder({ 'one.json': signalOf('nightly') })
  const given = [...line.slice(0, 3), join(one, 'one.json')]
  expect(await ddac(given, { cwd, typed: '' })).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('Nothing was written'),
  })
  expect(await ddac(given, { cwd, typed: ['1', 'a@example.com', 'It retries.', '2027-01-31'] })).toMatchObject({
    code: 0,
  })
  const text = readFileSync(join(cwd, 'suppressions/failed-logins-nightly.suppression.yaml'), 'utf8')
  expect(text).toContain('expires: 2027-01-31\nowner: a@example.com\nreason: It retries.')
})

const triage = { state: 'archived', archiveReason: 'true_positive_malicious' }

it('a signal of a tenant comes by its id or its address, with its logs and what triage knows', async () => {
  const { cwd } = await workspace()
  expect((await ddac(['apply', '--yes'], { cwd })).code).toBe(0)
  const emulator = await startEmulator({ stateFile: join(cwd, '.ddac/local.json') })
  await fetch(`${emulator.url}/api/v2/logs`, { method: 'POST', body: `[${logs.replaceAll('\n', ',')}]` })
  const answer = await fetch(`${emulator.url}/api/v2/security_monitoring/signals`)
  const { data } = (await answer.json()) as {
    data: { id: string; attributes: { custom: { usr: { id: string }; workflow: object } } }[]
  }
  await emulator.close()
  const { id } = data.find(({ attributes }) => attributes.custom.usr.id === 'nightly') ?? { id: '' }
  const add = (...more: string[]): Promise<Run> => ddac(['suppress', 'add', '--from-signal', ...more], { cwd })
  const run = await add(`https://app.datadoghq.com/security/signal?event=${id}`, '--choice', '1', ...said)
  expect(run.stdout).toContain('hides 2 of the 4 signals that the tenant has of the last 30 days')
  expect(run.stdout).toContain('notices 5 of 5 changes')
  expect(await add('AQAAAYDiB_Ol8PbzFAAAAABB')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('has no signal AQAAAYDiB'),
  })
  const [first] = data
  const custom = { ...first?.attributes.custom, workflow: { ...first?.attributes.custom.workflow, triage } }
  const stdin = JSON.stringify({ ...first, attributes: { ...first?.attributes, custom } })
  expect(await ddac(['suppress', 'add', '--from-signal', '-'], { cwd, stdin })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('triage called the signal of "failed-logins" true'),
  })
})

describe('what cannot be answered says so', () => {
  const bare = { id: 'AQAAAYDiB_Ol8PbzFAAAAABB', type: 'signal', attributes: { message: 'x' } }
  it.each<[string, (signal: string) => string, readonly string[], RegExp]>([
    [
      'a rule that is not here',
      (signal) => signal.replace('"failed-logins"', '"failed-login"'),
      [],
      /the rule "failed-login", which this workspace does not have[\s\S]*Did you mean failed-logins/,
    ],
    ['a signal without attributes', () => JSON.stringify(bare), [], /holds a signal without attributes/],
    ['no JSON', () => 'nonsense', [], /holds a line that is no JSON/],
    ['nothing', () => '', [], /holds no signal/],
    ['two signals', (signal) => `${signal}\n${signal}`, [], /holds 2 signals[\s\S]*--from-signals -/],
    [
      'logs in which nothing fires',
      (signal) => signal,
      ['--logs', 'logs/none.ndjson'],
      /nothing fires in these logs, so they prove nothing/,
    ],
    ['a choice that is not there', (signal) => signal, ['--choice', '9'], /there is no proposal 9/],
    ['an end that has passed', (signal) => signal, ['--choice', '1', '--until', '2026-11-01'], /2026-11-01 has passed/],
    [
      'an end that is no date',
      (signal) => signal,
      ['--choice', '1', '--until', '2027-01-31 Europe/Berlin'],
      /is no end[\s\S]*2027-01-31T18:00:00\+01:00/,
    ],
    [
      'a zone that is nowhere',
      (signal) => signal,
      ['--choice', '1', '--until', '2027-01-31T18:00:00+99:00'],
      /is no end/,
    ],
    [
      'no owner',
      (signal) => signal,
      ['--choice', '1', '--reason', 'x'],
      /S006[\s\S]*needs the key owner[\s\S]*Nothing was written/,
    ],
    [
      'queries beside a signal',
      (signal) => signal,
      ['--hide', '@usr.id:x'],
      /--hide is for a suppression by its queries\n {2}help: Leave it out/,
    ],
    [
      'the end by the name that it has beside queries',
      (signal) => signal,
      ['--expires', '2026-12-20'],
      /--expires is for a suppression by its queries\n {2}help: Its end is said by --until/,
    ],
  ])('%s', async (_, change, more, told) => {
    const { signalOf, add } = await workspace()
    const { code, stderr } = await add(change(signalOf('nightly')), ...more)
    expect(stderr).toMatch(told)
    expect(code).toBeGreaterThan(0)
  })

  it('an end beyond what the policy allows', async () => {
    const { signalOf, add } = await workspace({
      'app/load-test.suppression.yaml': suppression.replace('2027-01-31', '2026-12-01'),
      'ddac.yaml': 'tenants:\n  local: { emulator: true }\npolicy: { suppressions: { maxDuration: 30d } }\n',
    })
    const chosen = (until: string): Promise<Run> => add(signalOf('nightly'), '--choice', '1', '--until', until, ...said)
    expect((await chosen('2026-12-26')).stderr).toMatch(/may last 30d in this workspace[\s\S]*by 2026-12-25T12:00:00Z/)
    expect(await chosen('2026-12-25')).toMatchObject({ code: 0 })
  })

  it('a rule that nobody evaluates, or whose signals nothing tells apart', async () => {
    const { signalOf } = await workspace()
    const ungrouped = await workspace({
      'app/failed-logins.rule.yaml': rule
        .replace('    groupByFields: ["@usr.id"]\n', '')
        .replaceAll('{{@usr.id}}', 'somebody'),
      'app/failed-logins.test.yaml':
        'rule: failed-logins\ntests:\n  - { name: none, logs: [{ log: { ddsource: app, evt: { outcome: success } }, at: +0s }], expect: silence }\n',
    })
    const plain = signalOf('nightly').replace(/"group":\{[^}]*\}/, '"group":{}')
    expect((await ungrouped.add(plain)).stderr).toMatch(
      /nothing on the signal tells it from others of "failed-logins"[\s\S]*--logs/,
    )
  })
})

it('for signals of several rules each rule is shown, so that none can be left out unnoticed', async () => {
  const other = rule
    .replace('id: failed-logins', 'id: other-logins')
    .replace('Several failed', 'Odd')
    .replace('@evt.outcome:failure', '@evt.outcome:odd')
  const odd = logs
    .split('\n')
    .slice(0, 2)
    .map((line) => line.replace('"failure"', '"odd"'))
  const files = { 'app/other-logins.rule.yaml': other, 'logs/odd.ndjson': odd.join('\n') }
  const { cwd, signals } = await workspace(files)
  const ofNightly = signals.filter((line) => line.includes('"@usr.id":"nightly"'))
  const words = ['suppress', 'add', '--from-signals', '-', '--logs', 'logs', '--choice', '1', ...said]
  const run = await ddac(words, { cwd, stdin: ofNightly.join('\n') })
  expect(run.stdout).toContain('these signals, by one principal, in these 2 rules')
  expect(run.stdout).toMatch(/notices (\d+) of \1 changes/)
  expect(await ddac(['test'], { cwd })).toMatchObject({ code: 0 })
})

describe('what triage called true', () => {
  const host = 'https://api.datadoghq.com'
  const env = { DD_API_KEY: 'a', DD_APP_KEY: 'b' }
  mockApi()

  const triagedAs = (id: string, archiveReason: string, more: object = {}) => {
    const seen = { first_seen: '2026-11-20T10:00:00Z', last_seen: '2026-11-20T10:00:00Z' }
    const workflow = { rule: { id: 'abc-def-ghi', name: '' }, ...seen, triage: { state: 'archived', archiveReason } }
    const custom = { usr: { id }, network: { client: { ip: '198.51.100.7' } }, workflow, ...more }
    return { id: `s-${id}`, type: 'signal', attributes: { status: 'medium', tags: ['ddac:failed-logins'], custom } }
  }
  const proposedBeside = async (...signals: readonly object[]) => {
    const { signalOf, cwd } = await workspace({ 'ddac.yaml': 'tenants:\n  prod: { site: datadoghq.com }\n' })
    nock(host).post('/api/v2/security_monitoring/signals/search').reply(200, { data: signals, meta: {} })
    const words = ['suppress', 'add', '--from-signal', '-', '--tenant', 'prod', '--logs', 'logs', '--format', 'json']
    return await ddac(words, { cwd, env, stdin: signalOf('nightly') })
  }
  const about = (run: Run): readonly string[] => proposalsOf(run).proposals.map((each) => each.about)

  it('keeps a signal of a file from being hidden by whoever comes from the address of an attacker', async () => {
    const run = await proposedBeside(triagedAs('mallory', 'true_positive_malicious'))
    expect(about(run)).toEqual(['this principal, in this rule', 'this principal, in every rule tagged source:app'])
    expect(proposalsOf(run).rejected).toMatchObject([
      { hides: ['s-mallory, which triage called true'], apartBy: ['@usr.id'] },
    ])
  })

  it('leaves the choice where it was closed as harmless', async () => {
    expect(about(await proposedBeside(triagedAs('mallory', 'true_positive_benign')))).toHaveLength(3)
  })

  it('leaves nothing where the signal is like it in all that tells them apart', async () => {
    const run = await proposedBeside(triagedAs('nightly', 'true_positive_malicious'))
    expect(run).toMatchObject({ code: 1, stderr: 'Nothing can be proposed.\n' })
    expect(proposalsOf(run).rejected[0]).toMatchObject({ hides: ['s-nightly, which triage called true'], apartBy: [] })
  })

  it('names the field that tells the two apart', async () => {
    const other = { network: { client: { ip: '203.0.113.66' } } }
    const run = await proposedBeside(triagedAs('nightly', 'true_positive_malicious', other))
    expect(proposalsOf(run).proposals[0]).toMatchObject({
      suppressionQuery: '@usr.id:"nightly" @network.client.ip:"198.51.100.7"',
      separatedBy: ['@network.client.ip'],
    })
  })

  it('is not known of a tenant without keys, and that is said', async () => {
    const { signalOf, cwd } = await workspace({ 'ddac.yaml': 'tenants:\n  prod: { site: datadoghq.com }\n' })
    const words = ['suppress', 'add', '--from-signal', '-', '--tenant', 'prod', '--format', 'json']
    const run = await ddac(words, { cwd, stdin: signalOf('nightly') })
    expect(run).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/nobody knows what triage called true: .*has no keys/),
    })
  })
})

it('logs that go away once the signal was found in them are told: what they hold would prove nothing', async () => {
  const { cwd, signalOf } = await workspace()
  const run = await ddac(['suppress', 'add', '--from-signal', '-', '--logs', 'logs'], {
    cwd,
    stdin: signalOf('nightly'),
    isTerminal: true,
    onStderr: (text) => void (text.includes('2/2 files') && rmSync(join(cwd, 'logs/all.ndjson'), { force: true })),
  })
  expect(run).toMatchObject({ code: 2, stdout: '' })
  expect(run.stderr).toMatch(/all\.ndjson changed while it was evaluated: cannot be read: it is no longer there/)
})
