import { ddac, linesOf, makeFolder } from '../run-in-process'
import { smallWorkspace } from '../small-workspace'

/** What a tenant makes of the raw logs of an application: the rule asks for words that no raw log holds. */
const pipeline = `name: App
is_enabled: true
filter: { query: 'source:app' }
processors:
  - type: grok-parser
    name: Take the line apart
    is_enabled: true
    source: message
    grok: { match_rules: 'auth login %{word:usr.id} from %{ip:network.client.ip} is %{word:result}' }
  - type: lookup-processor
    name: What it means
    is_enabled: true
    source: result
    target: evt.outcome
    lookup_table: ['bad,failure', 'good,success']
  - { type: status-remapper, name: Level, is_enabled: true, sources: [level] }
`

const pipelineTests = `tests:
  - sample: login ann from 192.0.2.1 is bad
    result:
      custom: { usr: { id: ann }, network: { client: { ip: 192.0.2.1 } }, result: bad, evt: { outcome: failure } }
      message: login ann from 192.0.2.1 is bad
      tags: ['source:LOGS_SOURCE']
  - sample: { message: nothing, level: WARN }
    service: shop
    result: { custom: { level: WARN }, message: nothing, service: shop, status: warn, tags: ['source:LOGS_SOURCE'] }
`

const line = (minute: number, more: object = {}) =>
  JSON.stringify({
    ddsource: 'app',
    timestamp: `2026-11-20T10:0${minute}:00Z`,
    message: 'login ann from 192.0.2.1 is bad',
    ...more,
  })
const rawLogs = `${line(0)}\n${line(1)}\n`

const folder = (files: Readonly<Record<string, string>> = {}) =>
  makeFolder(smallWorkspace({ 'app/app.pipeline.yaml': pipeline, 'logs.ndjson': rawLogs, ...files }))

describe('ddac pipeline run', () => {
  it('prints what becomes of logs, and which processor did what', async () => {
    const { code, stdout, stderr } = await ddac(['pipeline', 'run', 'logs.ndjson', '--explain'], { cwd: folder() })
    expect(code).toBe(0)
    expect(stdout).toContain('logs.ndjson  passed App')
    expect(stdout).toContain('App › lookup-processor "What it means"\n      + @evt: {"outcome":"failure"}')
    expect(stdout).not.toContain('Level')
    expect(stdout).toContain('      outcome: failure\n')
    expect(stderr).toBe('2 logs were put through the pipeline App\n')
  })

  it('has a log a line, each with the way that it went', async () => {
    const cwd = folder({ 'other.ndjson': `${JSON.stringify({ ddsource: 'other', timestamp: 1, a: 1 })}\n` })
    const { stdout } = await ddac(
      ['pipeline', 'run', 'logs.ndjson', 'other.ndjson', '--explain', '--format', 'ndjson'],
      { cwd },
    )
    const logs = stdout
      .trim()
      .split('\n')
      .map((each) => JSON.parse(each))
    expect(logs).toMatchObject([
      {
        kind: 'log',
        pipelines: ['App'],
        attributes: { usr: { id: 'ann' } },
        processors: [
          { type: 'grok-parser', within: ['App'] },
          { type: 'lookup-processor', changes: [{ field: '@evt', before: null, after: { outcome: 'failure' } }] },
        ],
      },
      { pipelines: ['App'] },
      { pipelines: [], attributes: { a: 1 }, processors: [] },
    ])
  })

  it('tells what it does not know, and marks the logs', async () => {
    const newer = pipeline.replace('status-remapper', 'newer-remapper')
    const run = await ddac(['pipeline', 'run', 'logs.ndjson', '--format', 'json'], {
      cwd: folder({ 'app/app.pipeline.yaml': newer }),
    })
    expect(JSON.parse(run.stdout)).toMatchObject({
      logs: [{ passedOver: ['newer-remapper'] }, {}],
      summary: { logs: 2, errors: 0 },
    })
    expect(run.stderr).toContain('warning[G006]: App has processors that ddac does not know (newer-remapper)')
  })
})

describe('ddac pipeline test', () => {
  it('runs tests in the form of the public ones', async () => {
    const run = await ddac(['pipeline', 'test'], { cwd: folder({ 'app/app.pipeline-test.yaml': pipelineTests }) })
    expect(run).toMatchObject({ code: 0, stderr: '' })
    expect(run.stdout).toBe('✓ app/app.pipeline-test.yaml  App: 2 passed\n2 passed, 0 failed\n')
  })

  it('draws what came otherwise, in the file', async () => {
    const wrong = pipelineTests.replace('evt: { outcome: failure }', 'evt: { outcome: success }')
    const { code, stdout } = await ddac(['pipeline', 'test'], { cwd: folder({ 'app/app.pipeline-test.yaml': wrong }) })
    expect(code).toBe(1)
    expect(stdout).toContain('error[G101]: @evt.outcome is "failure", not "success"')
    expect(stdout).toContain('1 passed, 1 failed')
  })

  it.each([
    ['github', /^::error file=app\/app\.pipeline-test\.yaml/m],
    ['junit', /<testcase .*name="App 1"/],
    ['ndjson', /"outcome":"failed".*"path":"custom\.evt\.outcome"/],
  ])('has the format %s', async (format, expected) => {
    const wrong = pipelineTests.replace('evt: { outcome: failure }', 'evt: { outcome: success }')
    const run = await ddac(['pipeline', 'test', '--format', format], {
      cwd: folder({ 'app/app.pipeline-test.yaml': wrong }),
    })
    expect(run.stdout).toMatch(expected)
  })

  it('finds the pipeline by its id or name where the files are named otherwise', async () => {
    const named = `id: app\n${pipelineTests}`
    expect(await ddac(['pipeline', 'test'], { cwd: folder({ 'tests/all.pipeline-test.yaml': named }) })).toMatchObject({
      code: 0,
    })
    const lost = await ddac(['pipeline', 'test'], {
      cwd: folder({ 'tests/all.pipeline-test.yaml': `id: shop\n${pipelineTests}` }),
    })
    expect(lost.code).toBe(1)
    expect(lost.stderr).toContain('error[G014]: there is no pipeline "shop"')
  })

  it('a timestamp may be written as a time, a message as other JSON of the same sense', async () => {
    const cwd = folder({
      'app/when.pipeline.yaml':
        "name: When\nfilter: { query: '*' }\nprocessors: [{ type: date-remapper, is_enabled: true, sources: [when] }]\n",
      'app/when.pipeline-test.yaml': `tests:
  - sample: '{"when":"2026-03-01T00:00:00Z"}'
    result: { custom: { when: '2026-03-01T00:00:00Z' }, message: '{ "when" : "2026-03-01T00:00:00Z" }', tags: ['source:LOGS_SOURCE'], timestamp: '2026-03-01T00:00:00Z' }
`,
    })
    expect(await ddac(['pipeline', 'test'], { cwd })).toMatchObject({ code: 0 })
  })

  it.each([
    ['{ custom: { level: WARN } }', undefined],
    ['{ custom: { level: WARN }, status: warn }', undefined],
    ['{ custom: { level: WARN }, status: error }', 'status'],
    ['{ custom: { level: WARN }, service: shop }', 'service'],
    ['{ custom: { level: WARN }, timestamp: 7 }', 'timestamp'],
    ['{ custom: {} }', '@level is'],
  ])('what a result leaves out of the fields of every log is not compared: %s', async (result, differs) => {
    const cwd = folder({
      'app/level.pipeline.yaml':
        "name: Level\nfilter: { query: '*' }\nprocessors: [{ type: status-remapper, is_enabled: true, sources: [level] }]\n",
      'app/level.pipeline-test.yaml': `tests: [{ sample: '{"level":"WARN"}', result: ${result} }]\n`,
    })
    const { code, stdout } = await ddac(['pipeline', 'test'], { cwd })
    expect([code, stdout]).toEqual([differs === undefined ? 0 : 1, expect.stringContaining(differs ?? '')])
  })

  it('nor are service and time, which a log has of its own', async () => {
    const cwd = folder({
      'app/own.pipeline.yaml':
        "name: Own\nfilter: { query: '*' }\nprocessors: [{ type: date-remapper, is_enabled: true, sources: [when] }]\n",
      'app/own.pipeline-test.yaml': `tests:
  - sample: '{"when":"2026-03-01T00:00:00Z","service":"web"}'
    result: { custom: { when: '2026-03-01T00:00:00Z', service: web } }
`,
    })
    expect(await ddac(['pipeline', 'test'], { cwd })).toMatchObject({ code: 0 })
  })
})

describe('raw logs pass the pipelines before rules see them', () => {
  const signals = (stdout: string) => JSON.parse(stdout).summary.signals
  const archived = line(0)
    .replace('ddsource', 'source')
    .replace('"message"', '"attributes":{"usr":{"id":"ann"}},"message"')

  it('eval raises the signal of raw logs, and says which way they went', async () => {
    const { stdout, stderr } = await ddac(['eval', 'logs.ndjson', '--format', 'json'], { cwd: folder() })
    expect(JSON.parse(stdout)).toMatchObject({
      signals: [{ group: { '@usr.id': 'ann' }, severity: 'medium' }],
      summary: { signals: 1, pipelines: [{ name: 'App', logs: 2 }] },
    })
    expect(stderr).toContain('2 logs were put through the pipeline App')
  })

  it('also where the archive is so large that logs are only parsed if their text holds what rules ask for', async () => {
    const run = await ddac(['eval', '-', '--format', 'json'], { cwd: folder(), stdin: rawLogs })
    expect(signals(run.stdout)).toBe(1)
  })

  it('without the pipeline there is none, and --processed is as without it', async () => {
    const without = await ddac(['eval', 'logs.ndjson', '--format', 'json'], {
      cwd: folder({ 'app/app.pipeline.yaml': pipeline.replace('is_enabled: true', 'is_enabled: false') }),
    })
    const processed = await ddac(['eval', 'logs.ndjson', '--processed', '--format', 'json'], { cwd: folder() })
    expect([signals(without.stdout), signals(processed.stdout)]).toEqual([0, 0])
    expect(JSON.parse(processed.stdout).summary).not.toHaveProperty('pipelines')
  })

  it('what Datadog processed passes none, unless --raw says that it is raw', async () => {
    const cwd = folder({ 'archive.ndjson': `${archived}\n${archived.replace(':00:00Z', ':01:00Z')}\n` })
    const run = await ddac(['eval', 'archive.ndjson', '--format', 'json'], { cwd })
    const raw = await ddac(['eval', 'archive.ndjson', '--raw', '--format', 'json'], { cwd })
    expect([signals(run.stdout), signals(raw.stdout)]).toEqual([0, 1])
    const both = await ddac(['eval', 'archive.ndjson', '--raw', '--processed'], { cwd })
    expect(both).toMatchObject({ code: 2 })
    expect(both.stderr).toContain('--raw and --processed')
  })

  it('explain sees them as eval does', async () => {
    const { stdout } = await ddac(['explain', 'failed-logins', 'logs.ndjson'], { cwd: folder() })
    expect(stdout).toContain('ann')
    expect(stdout).toMatch(/1 signal|Several failed logins/)
  })

  it('and the samples of declared tests, as long as they are raw', async () => {
    const tests = (logs: string) => `rule: failed-logins
tests:
  - name: two failures
    logs: ${logs}
    expect: { signals: [{ severity: medium }] }
`
    const raw = await ddac(['test'], {
      cwd: folder({ 'app/failed-logins.test.yaml': tests('[{ file: ../logs.ndjson }]') }),
    })
    expect(raw.stdout).toContain('1 passed')
    const told = await ddac(['test', '--format', 'json'], {
      cwd: folder({ 'app/failed-logins.test.yaml': tests('[{ file: ../logs.ndjson, record: 1 }]') }),
    })
    expect(JSON.parse(told.stdout)).toMatchObject({ tests: [{ outcome: 'failed', pipelines: ['App'] }] })
    const processed = await ddac(['test'], {
      cwd: folder({
        'app/failed-logins.test.yaml': tests('[{ file: ../archive.ndjson }]'),
        'archive.ndjson': `${archived}\n${archived}\n`,
      }),
    })
    expect(processed.stdout).toContain('0 passed, 1 failed')
  })
})

describe('mistakes in pipelines', () => {
  it('are drawn by validate, and keep eval from passing them over', async () => {
    const cwd = folder({ 'app/app.pipeline.yaml': pipeline.replace('target: evt.outcome\n', 'aim: evt.outcome\n') })
    const checked = await ddac(['validate'], { cwd })
    expect(checked.code).toBe(1)
    expect(checked.stdout).toContain('error[G001]: a lookup-processor needs the key target')
    expect(await ddac(['eval', 'logs.ndjson'], { cwd })).toMatchObject({ code: 1 })
  })

  it('hold up no plan', async () => {
    const cwd = folder({ 'app/app.pipeline.yaml': 'name: App\nfilter: { query: "(" }\n' })
    const plan = await ddac(['plan'], { cwd })
    expect(plan.stdout).toContain('2 to create')
  })

  it('a file named nearly like one is told; what CI systems call so is not', async () => {
    const cwd = folder({
      'app/web.pipelines.yaml': pipeline,
      'azure-pipelines.yml': 'steps: []\n',
      'bitbucket-pipelines.yml': 'a: 1\n',
    })
    const { stdout } = await ddac(['validate'], { cwd })
    expect(stdout.match(/W113/g)).toHaveLength(1)
    expect(stdout).toContain('web.pipeline.yaml')
  })

  it('two files with one pipeline of the tenant are refused', async () => {
    const withId = `id: p-1\n${pipeline}`
    const { code, stdout } = await ddac(['validate'], {
      cwd: folder({ 'app/app.pipeline.yaml': withId, 'b.pipeline.yaml': withId }),
    })
    expect(code).toBe(1)
    expect(stdout).toContain('error[G010]: app/app.pipeline.yaml holds the pipeline "p-1" as well')
  })
})

it('lines of text pass pipelines where their source is said, by an option or for the file', async () => {
  const text = rawLogs
    .trim()
    .split('\n')
    .map((each) => JSON.parse(each).message)
  expect(text.every((each) => typeof each === 'string' && !each.startsWith('{'))).toBe(true)
  const cwd = folder({ 'text.log': `${text.join('\n')}\n` })
  const asJson = await ddac(['pipeline', 'run', 'logs.ndjson', '--format', 'ndjson'], { cwd })
  const attributes = ({ stdout }: { readonly stdout: string }) =>
    linesOf(stdout).map((each) => ({ ...Object(each['attributes']), timestamp: undefined }))
  const asText = await ddac(['pipeline', 'run', 'text.log', '--source', 'app', '--format', 'ndjson'], { cwd })
  expect(attributes(asText)).toEqual(attributes(asJson))
  expect(attributes(asText)).toHaveLength(2)
})
