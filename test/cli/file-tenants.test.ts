import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ddac, filesIn, makeFolder, type Run, writeFiles } from './run-in-process'
import { logs, rule, smallWorkspace, suppression, tests } from './small-workspace'

const twoTenants = (more = ''): string => `tenants:
  local: { emulator: true }
  other: { emulator: true }
defaultTenant: local
${more}`

const ruleFile = 'app/failed-logins.rule.yaml'
const second = rule.replace('id: failed-logins', 'id: second').replace('Several', 'Second of several')
const only = (text: string, ...names: readonly string[]): string =>
  `${text.trimEnd()}\ntenants: [${names.join(', ')}]\n`
const counter = `id: counter
name: Signals of failed-logins
type: signal_correlation
queries: [{ name: seen, ruleId: failed-logins, aggregation: event_count, correlatedByFields: [host] }]
options: { detectionMethod: threshold, evaluationWindow: 5m, keepAlive: 1h, maxSignalDuration: 1d }
cases: [{ status: high, condition: seen > 1 }]
message: Look at them.
tags: [source:app]
`
const override = `id: on
ruleQuery: source:cloudtrail
isEnabled: true
`

function workspace(files: Readonly<Record<string, string>>, more = ''): string {
  return makeFolder(smallWorkspace({ 'ddac.yaml': twoTenants(more), ...files }))
}

const apply = (cwd: string, ...more: string[]): Promise<Run> => ddac(['apply', '--yes', ...more], { cwd })

async function planOf(cwd: string, tenant: string, ...more: string[]) {
  const run = await ddac(['plan', '--format', 'json', '--tenant', tenant, ...more], { cwd })
  const { changes, unmanaged } = JSON.parse(run.stdout)
  const actions = (changes as { action: string; id: string }[]).map(({ action, id }) => `${action} ${id}`)
  return { ...run, changes, unmanaged, actions }
}

const isThere = (cwd: string, tenant: string, id: string): boolean =>
  readFileSync(join(cwd, `.ddac/${tenant}.json`), 'utf8').includes(`"ddac:${id}"`)

it('a rule and a suppression that name their tenants go to those only', async () => {
  const cwd = workspace({ 'app/second.rule.yaml': only(second, 'other') })
  expect((await planOf(cwd, 'local')).actions).toEqual(['create failed-logins', 'create load-test'])
  expect((await planOf(cwd, 'other')).actions).toEqual(['create failed-logins', 'create second', 'create load-test'])
  expect((await apply(cwd, '--tenant', 'all')).code).toBe(0)
  expect(['local', 'other'].map((tenant) => isThere(cwd, tenant, 'second'))).toEqual([false, true])
  expect((await ddac(['plan', '--tenant', 'all', '--detailed-exitcode'], { cwd })).code).toBe(0)
  expect(readFileSync(join(cwd, '.ddac/other.json'), 'utf8')).not.toContain('tenants')
})

it('a folder says it for all that lie in it; of several the last one counts, and the file itself goes before', async () => {
  const folders = `folders:
  'app/**': { tenants: [other] }
  app/both: { tenants: [local, other] }
`
  const third = second.replace('id: second', 'id: third').replace('Second', 'Third')
  const cwd = workspace({ 'app/both/second.rule.yaml': second, 'app/third.rule.yaml': only(third, 'local') }, folders)
  expect((await planOf(cwd, 'local')).actions.sort()).toEqual(['create second', 'create third'])
  expect((await planOf(cwd, 'other')).actions).toEqual(['create second', 'create failed-logins', 'create load-test'])
})

it('leaving a tenant is a deletion there: only with --prune, and within the guard', async () => {
  const cwd = workspace({ 'app/second.rule.yaml': second })
  await apply(cwd, '--tenant', 'all')
  writeFiles(cwd, { 'app/second.rule.yaml': only(second, 'other') })
  const plan = await planOf(cwd, 'local')
  expect([plan.code, plan.actions]).toEqual([0, ['none failed-logins', 'none load-test']])
  expect(plan.unmanaged).toMatchObject([{ id: 'second', why: 'other-tenant' }])
  expect((await ddac(['plan'], { cwd })).stdout).toContain(
    'its file is not for this tenant (ddac:second); --prune deletes it',
  )
  expect((await planOf(cwd, 'local', '--prune')).changes.at(-1)).toMatchObject({
    action: 'delete',
    reason: 'its file is not for this tenant',
  })
  writeFiles(cwd, { [ruleFile]: only(rule, 'other') })
  const guarded = await apply(cwd, '--prune')
  expect([guarded.code, guarded.stderr]).toEqual([1, expect.stringContaining('error[P003]')])
  expect(isThere(cwd, 'local', 'second')).toBe(true)
  writeFiles(cwd, { [ruleFile]: rule })
  expect((await apply(cwd, '--prune')).code).toBe(0)
  expect(['local', 'other'].map((tenant) => isThere(cwd, tenant, 'second'))).toEqual([false, true])
})

it('no tenant at all is a tenant list too', async () => {
  const cwd = workspace({ 'app/second.rule.yaml': only(second) })
  expect((await planOf(cwd, 'other')).actions).not.toContain('create second')
})

it.each([
  ['a rule', { 'app/second.rule.yaml': only(second, 'locl') }, '', 'app/second.rule.yaml', 'W114'],
  [
    'a suppression',
    { 'app/q.suppression.yaml': only(suppression.replace('load-test', 'q'), 'locl') },
    '',
    'app/q',
    'W114',
  ],
  ['an override', { 'app/on.override.yaml': only(override, 'locl') }, '', 'app/on.override.yaml', 'W114'],
  ['a folder', {}, 'folders: { app: { tenants: [locl] } }', 'ddac.yaml', 'W105'],
])('%s for a tenant that is not there is an error, with the nearest name', async (_, files, more, file, code) => {
  const run = await ddac(['validate'], { cwd: workspace(files, more) })
  expect(run.code).toBe(1)
  expect(run.stdout + run.stderr).toContain(`error[${code}]: there is no tenant "locl"`)
  expect(run.stdout + run.stderr).toContain('did you mean local?')
  expect(run.stdout + run.stderr).toContain(file)
})

it('a folder in which nothing lies is a warning', async () => {
  const run = await ddac(['validate'], { cwd: workspace({}, 'folders: { ap: { tenants: [local] } }') })
  expect([run.code, run.stdout]).toEqual([
    0,
    expect.stringContaining('warning[W115]: no rule, suppression or override lies in "ap"'),
  ])
})

it('what needs a rule in a tenant to which that does not go is told, offline and beside the tenant', async () => {
  const cwd = workspace({ [ruleFile]: only(rule, 'other'), 'app/counter.rule.yaml': counter })
  const { code, stdout } = await ddac(['validate'], { cwd })
  expect([code, stdout.match(/W116\]: the rule failed-logins does not go to local, where this does/g)]).toEqual([
    0,
    expect.any(Array),
  ])
  expect(stdout.match(/W116\]: /g)).toHaveLength(2)
  const here = await planOf(cwd, 'local')
  expect(here.code).toBe(1)
  expect(here.stderr).toContain('error[P004]: the rule "failed-logins" does not go to this tenant')
  expect(here.stderr).toContain('warning[P004]')
  expect(here.actions).toEqual(['withheld counter', 'create load-test'])
  const there = await planOf(cwd, 'other')
  expect([there.code, there.actions]).toEqual([0, ['create failed-logins', 'create counter', 'create load-test']])
})

it('a rule that is deleted since it left is told where something there still needs it', async () => {
  const cwd = workspace({ 'app/second.rule.yaml': second, 'app/counter.rule.yaml': counter })
  await apply(cwd)
  writeFiles(cwd, { [ruleFile]: only(rule, 'other') })
  const plan = await planOf(cwd, 'local', '--prune')
  expect(plan.stderr).toContain(
    'error[P004]: the rule "failed-logins" does not go to this tenant any more, and this plan deletes it',
  )
})

it('a mistake in a file for another tenant withholds nothing here, unless its rule is still here', async () => {
  const broken = only(second.replace('failed > 1', 'logins > 1'), 'other')
  const cwd = workspace({ 'app/second.rule.yaml': broken })
  expect((await planOf(cwd, 'local')).actions).toEqual(['create failed-logins', 'create load-test'])
  expect((await planOf(cwd, 'other')).actions).toContain('withheld second')
  writeFiles(cwd, { 'app/second.rule.yaml': second })
  await apply(cwd)
  writeFiles(cwd, { 'app/second.rule.yaml': broken })
  expect((await planOf(cwd, 'local', '--prune')).actions).toContain('withheld second')
})

it('a variable need only be known where the file goes', async () => {
  const text = rule.replace('Ask {{@usr.id}}.', `Ask \${tenant.oncall}.`)
  const config = twoTenants().replace(
    'other: { emulator: true }',
    'other: { emulator: true, variables: { oncall: Ann } }',
  )
  const everywhere = makeFolder(smallWorkspace({ 'ddac.yaml': config, [ruleFile]: text }))
  expect((await ddac(['validate'], { cwd: everywhere })).stdout).toContain('error[W108]')
  writeFiles(everywhere, { [ruleFile]: only(text, 'other') })
  expect((await ddac(['validate'], { cwd: everywhere })).stdout).not.toContain('W108')
})

it('drift and eval of a tenant look at what goes there', async () => {
  const cwd = workspace({ 'app/second.rule.yaml': only(second, 'other'), 'logs.ndjson': logs })
  await apply(cwd)
  expect((await ddac(['drift'], { cwd })).code).toBe(0)
  const rulesIn = async (...more: string[]): Promise<string[]> => {
    const { stdout } = await ddac(['eval', 'logs.ndjson', '--format', 'ndjson', ...more], { cwd })
    const signals = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ kind }) => kind === 'signal')
    return [...new Set(signals.map(({ rule: id }) => id as string))].sort()
  }
  expect(await rulesIn()).toEqual(['failed-logins', 'second'])
  expect(await rulesIn('--tenant', 'local')).toEqual(['failed-logins'])
  expect(await rulesIn('--tenant', 'other')).toEqual(['failed-logins', 'second'])
})

it('the tests of a tenant are those of what goes there', async () => {
  const cwd = workspace({
    'app/second.rule.yaml': only(second, 'other'),
    'app/second.test.yaml': tests.replace('rule: failed-logins', 'rule: second'),
  })
  expect((await ddac(['test'], { cwd })).stdout).toContain('4 passed')
  const here = await ddac(['test', '--tenant', 'local'], { cwd })
  expect([here.code, here.stdout]).toEqual([0, expect.stringContaining('2 passed')])
  expect((await ddac(['test', '--tenant', 'other'], { cwd })).stdout).toContain('4 passed')
})

it('import says so where a file goes to other tenants, and writes tenants where its folder does', async () => {
  const cwd = workspace({ 'app/second.rule.yaml': second })
  await apply(cwd)
  writeFiles(cwd, { 'app/second.rule.yaml': only(second, 'other') })
  expect((await ddac(['import', '--all'], { cwd })).stdout).toContain(
    'app/second.rule.yaml is the same rule, and goes to other tenants; add this one to its tenants',
  )
  for (const name of [
    'second.rule.yaml',
    'failed-logins.rule.yaml',
    'failed-logins.test.yaml',
    'load-test.suppression.yaml',
  ]) {
    rmSync(join(cwd, 'app', name))
  }
  writeFiles(cwd, { 'ddac.yaml': twoTenants('folders: { app: { tenants: [other] } }') })
  await ddac(['import', '--all'], { cwd })
  const files = [...filesIn(cwd)].filter(([name]) => name.endsWith('.rule.yaml'))
  expect(files.map(([, text]) => /^tenants:\n {2}- local$/m.test(text))).toEqual([true, true])
  expect((await ddac(['plan', '--detailed-exitcode'], { cwd })).code).toBe(0)
})
