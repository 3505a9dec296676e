import { readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startEmulator } from '../../../src/emulator/start-emulator'
import { ddac, filesIn, makeFolder } from '../run-in-process'
import { smallWorkspace } from '../small-workspace'

const app = (table: readonly string[]) => ({
  id: 'p-app',
  type: 'pipeline',
  name: 'App / own',
  is_enabled: true,
  is_read_only: false,
  filter: { query: 'source:app' },
  processors: [
    {
      type: 'lookup-processor',
      name: '',
      is_enabled: true,
      source: 'result',
      target: 'evt.outcome',
      lookup_table: table,
    },
  ],
})
const integration = (id: string, source: string) => ({
  id,
  type: 'pipeline',
  name: source,
  is_enabled: true,
  is_read_only: true,
  filter: { query: `source:${source}` },
  processors: [],
})

const failing = ['bad,failure']
const tests = `rule: failed-logins
tests:
  - name: two failures
    logs:
      - { at: +0s, log: { ddsource: app, result: bad, usr: { id: ann } } }
      - { at: +1m, log: { ddsource: app, result: bad, usr: { id: ann } } }
    expect: { signals: [{ severity: medium }] }
`

async function tenantWith(
  pipelines: readonly object[],
  cwd = makeFolder(smallWorkspace({ 'app/failed-logins.test.yaml': tests })),
) {
  const emulator = await startEmulator({ stateFile: join(cwd, '.ddac/local.json') })
  await fetch(`${emulator.url}/_emulator/seed`, { method: 'POST', body: JSON.stringify({ pipelines }) })
  await emulator.close()
  return cwd
}

const pull = (cwd: string, ...more: string[]) => ddac(['pipeline', 'pull', ...more], { cwd })
const pulledFiles = (cwd: string) => [...filesIn(cwd).keys()].filter((path) => path.includes('.pipeline.'))

it('pull brings the pipelines of the tenant in their order, with date and digest', async () => {
  const cwd = await tenantWith([integration('p-1', 'other'), app(failing)])
  expect(await pull(cwd)).toMatchObject({ code: 0, stderr: '' })
  expect(pulledFiles(cwd)).toEqual(['pipelines/app-own.pipeline.yaml', 'pipelines/other.pipeline.yaml'])
  const text = readFileSync(join(cwd, 'pipelines/app-own.pipeline.yaml'), 'utf8')
  expect(text).toMatch(
    /^# From the tenant, by ddac pipeline pull.*\npulled:\n {2}at: 2026-11-25T12:00:00Z\n {2}tenant: local\n {2}order: 2\n {2}digest: [0-9a-f]{16}\npipeline:\n {2}id: p-app\n/,
  )
  expect((await ddac(['test'], { cwd })).stdout).toContain('1 passed')
})

it('a second pull changes nothing, and --check says so', async () => {
  const cwd = await tenantWith([app(failing)])
  await pull(cwd)
  const before = filesIn(cwd)
  expect((await pull(cwd)).stdout).toBe('local: nothing changed, 1 unchanged\n')
  expect(await pull(cwd, '--check')).toMatchObject({ code: 0 })
  expect(filesIn(cwd)).toEqual(before)
})

it('--check writes nothing, and tells what changed and which tests come out otherwise', async () => {
  const cwd = await tenantWith([app(failing)])
  await pull(cwd)
  await tenantWith([app(['bad,denied'])], cwd)
  const before = pulledFiles(cwd).map((path) => readFileSync(join(cwd, path), 'utf8'))
  const { code, stdout } = await pull(cwd, '--check')
  expect(code).toBe(1)
  expect(stdout).toContain(
    'changed  App / own  pipelines/app-own.pipeline.yaml\n           processors[0].lookup_table\n',
  )
  expect(stdout).toContain('test     app/failed-logins.test.yaml: two failures: passed, then failed\n')
  expect(pulledFiles(cwd).map((path) => readFileSync(join(cwd, path), 'utf8'))).toEqual(before)
  const json = JSON.parse((await pull(cwd, '--check', '--format', 'json')).stdout)
  expect(json).toMatchObject({
    tenant: 'local',
    pipelines: [{ action: 'changed', id: 'p-app' }],
    tests: [{ before: 'passed', after: 'failed' }],
  })
})

it('eval names the version of the pipeline that logs passed', async () => {
  const cwd = await tenantWith([app(failing)])
  await pull(cwd)
  writeFileSync(join(cwd, 'logs.ndjson'), '{"ddsource":"app","timestamp":"2026-11-20T10:00:00Z","result":"bad"}\n')
  const { stdout, stderr } = await ddac(['eval', 'logs.ndjson', '--format', 'json'], { cwd })
  expect(stderr).toContain('1 log was put through the pipeline App / own as pulled 2026-11-25T12:00:00Z')
  expect(JSON.parse(stdout).summary.pipelines).toEqual([
    { name: 'App / own', logs: 1, pulled: '2026-11-25T12:00:00Z', digest: expect.stringMatching(/^[0-9a-f]{16}$/) },
  ])
})

it('--source brings what logs of that source may pass', async () => {
  const cwd = await tenantWith([
    integration('p-1', 'other'),
    app(failing),
    { ...integration('p-2', 'x'), name: 'All', filter: { query: '*' } },
  ])
  await pull(cwd, '--source', 'app')
  expect(pulledFiles(cwd)).toEqual(['pipelines/all.pipeline.yaml', 'pipelines/app-own.pipeline.yaml'])
})

it('what was changed by hand is told, and comes back with the next pull', async () => {
  const cwd = await tenantWith([app(failing)])
  await pull(cwd)
  const path = join(cwd, 'pipelines/app-own.pipeline.yaml')
  const text = readFileSync(path, 'utf8')
  writeFileSync(path, text.replace('bad,failure', 'bad,denied'))
  expect((await ddac(['validate'], { cwd })).stdout).toContain('warning[G009]')
  expect((await pull(cwd)).stdout).toContain('changed  App / own')
  expect(readFileSync(path, 'utf8')).toBe(text)
})

it('what the tenant has no more goes, unless a person changed it', async () => {
  const cwd = await tenantWith([app(failing), integration('p-1', 'other')])
  await pull(cwd)
  const edited = join(cwd, 'pipelines/other.pipeline.yaml')
  writeFileSync(edited, readFileSync(edited, 'utf8').replace('source:other', 'source:mine'))
  // The emulator has no call that takes a pipeline away.
  rmSync(join(cwd, '.ddac'), { recursive: true })
  const empty = await pull(cwd)
  expect(empty).toMatchObject({ code: 2, stdout: '' })
  expect(empty.stderr).toContain('local has no log pipelines, and the workspace has some of it')
  await tenantWith([integration('p-9', 'new')], cwd)
  const { stdout } = await pull(cwd)
  expect(stdout).toMatch(/^gone {5}App \/ own/m)
  expect(stdout).toMatch(/^edited {3}other/m)
  expect(pulledFiles(cwd)).toEqual(['pipelines/new.pipeline.yaml', 'pipelines/other.pipeline.yaml'])
})

it('a file that a person wrote for a pipeline of the tenant is left to them', async () => {
  const cwd = await tenantWith([app(failing)])
  const own = 'id: p-app\nname: App\nfilter: { query: "source:app" }\nprocessors: []\n'
  writeFileSync(join(cwd, 'mine.pipeline.yaml'), own)
  expect((await pull(cwd)).stdout).toContain('own      App / own  mine.pipeline.yaml')
  expect(readFileSync(join(cwd, 'mine.pipeline.yaml'), 'utf8')).toBe(own)
})

it('names of pipelines lead nowhere but into the folder, and two of one name get two files', async () => {
  const cwd = await tenantWith([
    { ...integration('p-1', 'a'), name: '../../etc/passwd' },
    { ...integration('p-2', 'b'), name: 'Same' },
    { ...integration('p-3', 'c'), name: 'same' },
    { ...integration('p-4', 'd'), name: '日本' },
    { ...integration('p-5', 'e'), name: 'Aux' },
  ])
  await pull(cwd, '--out', 'from/tenant')
  expect(pulledFiles(cwd)).toEqual([
    'from/tenant/aux-pipeline.pipeline.yaml',
    'from/tenant/etc-passwd.pipeline.yaml',
    'from/tenant/p-4.pipeline.yaml',
    'from/tenant/same-p-3.pipeline.yaml',
    'from/tenant/same.pipeline.yaml',
  ])
})

it('makes no second file of a pipeline whose own file cannot be read', async () => {
  const cwd = await tenantWith([app(failing)])
  await pull(cwd)
  const file = join(cwd, 'pipelines/app-own.pipeline.yaml')
  rmSync(file)
  symlinkSync('/nowhere/else', file)
  const run = await pull(cwd)
  expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('that may hold pipelines of the tenant')])
  expect(readdirSync(join(cwd, 'pipelines'))).toEqual(['app-own.pipeline.yaml'])
})
