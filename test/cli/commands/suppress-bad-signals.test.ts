import { rmSync } from 'node:fs'
import { join } from 'node:path'
import nock from 'nock'
import type { JsonObject } from '../../../src/json/json'
import { mockApi } from '../../datadog/mocked-api'
import { ddac, filesIn, makeFolder, type Run } from '../run-in-process'
import { rule, smallWorkspace } from '../small-workspace'

const host = 'https://api.datadoghq.com'
const id = 'AQAAAYDiB_Ol8PbzFAAAAABB'
const config = 'tenants:\n  prod: { site: datadoghq.com }\n'
const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': config }))
const chosen = ['--choice', '1', '--owner', 'platform-team@example.com', '--reason', 'It retries.', '--no-test']
mockApi()
afterEach(() => {
  rmSync(join(cwd, 'suppressions'), { recursive: true, force: true })
})

/** A signal as the API shows it. */
function signalOf(content: JsonObject, tags: readonly string[] = ['source:app', 'ddac:failed-logins']): JsonObject {
  const seen = { first_seen: '2026-11-20T10:00:00.000Z', last_seen: '2026-11-20T10:01:00.000Z' }
  const workflow = { rule: { id: 'abc-def-ghi', name: 'Odd logins' }, ...seen }
  return { id, type: 'signal', attributes: { status: 'medium', tags, custom: { workflow, ...content } } }
}

const env = { DD_API_KEY: 'a', DD_APP_KEY: 'b' }
function add(given: string, stdin?: string): Promise<Run> {
  return ddac(['suppress', 'add', '--from-signal', given, ...chosen], {
    cwd,
    env,
    ...(stdin !== undefined && { stdin }),
  })
}

/** The id of the signal in a tenant, which has its rule, or had it. */
function idIn(signal: JsonObject, remoteRule?: JsonObject): string {
  const found = remoteRule && { id: 'abc-def-ghi', version: 1, ...remoteRule }
  nock(host)
    .persist()
    .get(`/api/v2/security_monitoring/signals/${id}`)
    .optionally()
    .reply(200, { data: signal })
    .get('/api/v2/security_monitoring/rules/abc-def-ghi')
    .optionally()
    .reply(found ? 200 : 404, found ?? { errors: ['Not found'] })
    .post('/api/v2/security_monitoring/signals/search')
    .optionally()
    .reply(200, { data: [], meta: {} })
    .post('/api/v2/logs/analytics/aggregate')
    .optionally()
    .reply(200, { data: { buckets: [{ computes: { c0: 0 } }] }, meta: {} })
    .post('/api/v2/logs/events/search')
    .optionally()
    .reply(200, { data: [], meta: {} })
  return id
}

/** The same signal from a file, from standard input, and from the tenant by its id. */
const forms: readonly (readonly [string, (signal: JsonObject) => Promise<Run>])[] = [
  ['a file', (signal) => add(join(makeFolder({ 's.json': JSON.stringify(signal) }), 's.json'))],
  ['standard input', (signal) => add('-', JSON.stringify(signal))],
  ['its id', (signal) => add(idIn(signal, { name: 'Other', tags: ['ddac:other'] }))],
]

const nested = (levels: number): JsonObject =>
  JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`) as JsonObject

describe.each(forms)('a signal from %s', (_, from) => {
  it.each<[string, JsonObject, RegExp]>([
    [
      'of a rule that the workspace does not have',
      signalOf({ usr: { id: 'nightly' } }, ['source:other']),
      /is of the rule "Odd logins", which this workspace does not have[\s\S]*ddac import abc-def-ghi brings it/,
    ],
    ['without attributes', { id, type: 'signal', attributes: { message: 'x' } }, /a signal without attributes/],
    ['with nothing at all', { id, type: 'signal' }, /a signal without attributes/],
    ['without who it was', signalOf({}), /only the whole rule could be hidden: it has no @usr\.id/],
    ['of several at once', signalOf({ usr: { id: ['ann', 'bob'] } }), /it tells of 2 values of @usr\.id/],
    ['of several objects', signalOf({ usr: [{ id: 'ann' }, { id: 'bob' }] }), /it tells of 2 values of @usr\.id/],
    ['with a huge value', signalOf({ usr: { id: 'x'.repeat(10_000) } }), /its @usr\.id is empty or longer than 500/],
    ['with an empty value', signalOf({ usr: { id: '' } }), /its @usr\.id is empty/],
    ['nested too deep', signalOf({ usr: { id: 'ann' }, more: nested(1000) }), /nested deeper than 200 levels/],
    [
      'that triage called true',
      signalOf({
        workflow: {
          ...{ rule: { id: 'abc-def-ghi', name: '' }, triage: { archiveReason: 'true_positive_malicious' } },
          ...{ first_seen: '2026-11-20T10:00:00.000Z', last_seen: '2026-11-20T10:00:00.000Z' },
        },
      }),
      /triage called the signal of "failed-logins" true/,
    ],
  ])('%s is told, and nothing is written', async (_what, signal, told) => {
    const run = await from(signal)
    expect(run.code).toBe(2)
    expect(run.stderr).toMatch(told)
    expect([...filesIn(cwd).keys()].filter((path) => path.startsWith('suppressions'))).toEqual([])
  })

  it.each<[string, JsonObject]>([
    ['of one in a list', signalOf({ usr: { id: ['nightly'] } })],
    ['with a value that is just short enough', signalOf({ usr: { id: 'n'.repeat(500) } })],
    ['nested just not too deep', signalOf({ usr: { id: 'nightly' }, more: nested(190) })],
    [
      'with many attributes',
      signalOf({ usr: { id: 'nightly' }, more: Array.from({ length: 5000 }, (__, n) => ({ n })) }),
    ],
  ])('%s is answered', async (_what, signal) => {
    expect(await from(signal)).toMatchObject({ code: 0 })
  })
})

it('a signal of a rule that was deleted in the tenant needs no suppression', async () => {
  expect(await add(idIn(signalOf({ usr: { id: 'nightly' } }, ['source:app'])))).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/was deleted in prod[\s\S]*Nothing raises such signals any more/),
  })
})

describe('ddac suppress add', () => {
  const byQueries = (...more: readonly string[]): Promise<Run> => {
    const own = ['--name', 'x', '--rule', 'failed-logins', '--owner', 'a@example.com', '--reason', 'x']
    return ddac(['suppress', 'add', 'new', ...own, ...more], { cwd })
  }

  it.each<[string, readonly string[], RegExp]>([
    ['a query that cannot be read', ['--hide', '@a:(b', '--expires', '2027-01-01'], /Q002[\s\S]*Nothing was written/],
    ['an end before its start', ['--start', '2027-01-02', '--expires', '2027-01-01', '--hide', '@a:b'], /S009/],
    ['an end at its start', ['--start', '2027-01-01', '--expires', '2027-01-01', '--hide', '@a:b'], /S009/],
    [
      'an end that has passed',
      ['--hide', '@a:b', '--expires', '2026-11-25T12:00:00Z'],
      /2026-11-25T12:00:00Z has passed/,
    ],
    ['an end that has passed elsewhere', ['--hide', '@a:b', '--expires', '2026-11-25T14:00:00+02:00'], /has passed/],
    ['an end that is none', ['--hide', '@a:b', '--expires', 'soon'], /"soon" is not a date/],
  ])('%s is told, and nothing is written', async (_, more, told) => {
    const before = filesIn(cwd)
    const run = await byQueries(...more)
    expect(run.stderr).toMatch(told)
    expect(run.code).toBeGreaterThan(0)
    expect(filesIn(cwd)).toEqual(before)
  })

  it('an end in another zone is kept as it is written, and counts from there', async () => {
    expect(await byQueries('--hide', '@a:b', '--expires', '2026-11-25T14:00:01+02:00')).toMatchObject({ code: 0 })
    const { stdout } = await ddac(['suppress', 'list', '--format', 'json'], { cwd })
    expect(JSON.parse(stdout).suppressions).toContainEqual(
      expect.objectContaining({ id: 'new', expires: '2026-11-25T12:00:01.000Z', state: 'active' }),
    )
  })
})

it('a rule with a mistake is drawn, and nothing is proposed', async () => {
  const broken = makeFolder(
    smallWorkspace({ 'app/failed-logins.rule.yaml': rule.replace('@evt.outcome:failure', '@evt.outcome:(failure') }),
  )
  const stdin = JSON.stringify(signalOf({ usr: { id: 'nightly' } }))
  expect(await ddac(['suppress', 'add', '--from-signal', '-'], { cwd: broken, stdin })).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/Q002[\s\S]*Nothing was proposed: mend these mistakes first/),
  })
})

it('logs in which nothing fires prove nothing of a suppression', async () => {
  const quiet = makeFolder({
    'logs.ndjson': '{"ddsource":"app","timestamp":"2026-11-20T10:00:00Z","evt":{"outcome":"failure"}}',
  })
  const own = makeFolder(smallWorkspace())
  const run = await ddac(['suppress', 'check', '--logs', quiet, '--fail-on', 'S201'], { cwd: own })
  expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('raised no signal here: nothing is proved') })
  expect(run.stdout).not.toContain('S201')
})
