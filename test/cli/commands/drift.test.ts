import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startEmulator } from '../../../src/emulator/start-emulator'
import { ddac, filesIn, makeFolder } from '../run-in-process'
import { config, rule, smallWorkspace } from '../small-workspace'

const ruleFile = 'app/failed-logins.rule.yaml'
const suppressionFile = 'app/load-test.suppression.yaml'
const commented = rule.replace('    status: medium', '    status: medium # agreed in March')

const defaultRule = {
  id: 'def-000-abc',
  version: 7,
  isDefault: true,
  name: 'A default rule',
  message: 'Look into it.',
  type: 'log_detection',
  isEnabled: true,
  hasExtendedTitle: true,
  tags: ['source:cloudtrail'],
  defaultTags: ['source:cloudtrail'],
  queries: [{ name: 'a', query: '@evt.name:DeleteTrail', aggregation: 'count', groupByFields: ['@usr.id'] }],
  cases: [{ name: '', status: 'low', condition: 'a > 0', notifications: [] }],
  options: { detectionMethod: 'threshold', evaluationWindow: 300, keepAlive: 3600, maxSignalDuration: 86_400 },
}

const override = 'id: louder\nrule: def-000-abc\nseverity: { low: high }\n'

/** A folder whose tenant is as its files say. */
async function applied(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const cwd = makeFolder(smallWorkspace({ [ruleFile]: commented, ...files }))
  expect((await ddac(['apply', '--yes'], { cwd })).code).toBe(0)
  return cwd
}

/** What a person does in the tenant: `change` of its only rule, by the API. */
async function edited(cwd: string, change: object): Promise<void> {
  const emulator = await startEmulator({ stateFile: join(cwd, '.ddac/local.json') })
  const rules = `${emulator.url}/api/v2/security_monitoring/rules`
  const listed = (await (await fetch(rules)).json()) as { readonly data: readonly { readonly id: string }[] }
  const [before] = listed.data.filter(({ id }) => id !== defaultRule.id)
  const answer = await fetch(`${rules}/${before?.id}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...before, ...change }),
  })
  await emulator.close()
  expect(answer.status).toBe(200)
}

const louder = { cases: [{ name: 'several', status: 'high', condition: 'failed > 1', notifications: [] }] }

describe('ddac drift', () => {
  it('says what a person changed in the tenant, changes nothing, and ends with 1', async () => {
    const cwd = await applied()
    expect(await ddac(['drift'], { cwd })).toMatchObject({ code: 0, stdout: expect.stringContaining('no drift') })
    await edited(cwd, louder)
    const before = filesIn(cwd)
    const run = await ddac(['drift', '--format', 'json'], { cwd })
    expect(run.code).toBe(1)
    expect(JSON.parse(run.stdout)).toMatchObject({
      drift: [{ id: 'failed-logins', fields: [{ path: 'cases[0].status', before: 'medium', after: 'high' }] }],
    })
    expect(filesIn(cwd)).toEqual(before)
  })

  it('--adopt writes what was changed into its file, comments kept, and then there is no drift', async () => {
    const cwd = await applied()
    await edited(cwd, louder)
    const before = filesIn(cwd)
    const run = await ddac(['drift', '--adopt'], { cwd })
    expect(run.stderr).toContain(`adopted: ${ruleFile}\n`)
    const wanted = commented.replace('status: medium #', 'status: high #')
    expect(filesIn(cwd)).toEqual(new Map([...before, [ruleFile, wanted]]))
    expect((await ddac(['drift'], { cwd })).code).toBe(0)
    expect((await ddac(['plan', '--detailed-exitcode'], { cwd })).code).toBe(0)
  })

  it("--revert --out saves a plan that gives the tenant git's version again", async () => {
    const cwd = await applied()
    const then = filesIn(cwd)
    await edited(cwd, louder)
    const run = await ddac(['drift', '--revert', '--out', 'revert.json'], { cwd })
    expect(run.code).toBe(1)
    expect(run.stderr).toContain('update rule failed-logins, changed in the tenant')
    expect(readFileSync(join(cwd, ruleFile), 'utf8')).toBe(then.get(ruleFile))
    expect(await ddac(['apply', 'revert.json', '--yes'], { cwd })).toMatchObject({ code: 0 })
    expect((await ddac(['drift'], { cwd })).code).toBe(0)
  })

  it('--revert without a file says which apply makes it so, and saves nothing', async () => {
    const cwd = await applied()
    await edited(cwd, louder)
    const before = filesIn(cwd)
    const run = await ddac(['drift', '--revert'], { cwd })
    expect(run.stderr).toContain('Make it so: ddac apply --overwrite-drift --tenant local --target failed-logins\n')
    expect(filesIn(cwd)).toEqual(before)
  })

  it("--lock takes note of Datadog's rules as they are, so that what Datadog changes later is told", async () => {
    const cwd = makeFolder(smallWorkspace({ 'louder.override.yaml': override }))
    const emulator = await startEmulator({ stateFile: join(cwd, '.ddac/local.json') })
    const seed = (body: object) =>
      fetch(`${emulator.url}/_emulator/seed`, { method: 'POST', body: JSON.stringify(body) })
    await seed({ rules: [defaultRule] })
    await emulator.close()
    expect((await ddac(['apply', '--yes'], { cwd })).code).toBe(0)
    const before = filesIn(cwd)
    const run = await ddac(['drift', '--lock'], { cwd })
    expect(run.code).toBe(0)
    const lock = readFileSync(join(cwd, 'ddac.lock.yaml'), 'utf8')
    expect(lock).toContain('def-000-abc')
    expect(filesIn(cwd)).toEqual(new Map([...before, ['ddac.lock.yaml', lock]]))
    expect((await ddac(['drift'], { cwd })).code).toBe(0)
  })

  it.each([
    ['--adopt --revert', '--adopt and --revert contradict each other'],
    ['--out x.json', '--out saves the plan that --revert makes'],
    ['--adopt --everywhere --tenant local,other', '--everywhere is for one tenant'],
    ['--everywhere', '--everywhere says where --adopt writes'],
    ['--lock --tenant local,other', '--lock is for one tenant'],
    ['--revert --out x.json --tenant local,other', '--out is for one tenant'],
  ])('%s is refused before a tenant is asked', async (words, told) => {
    const two = config.replace('tenants:\n', 'tenants:\n  other: { emulator: true }\n')
    const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': two }))
    const before = filesIn(cwd)
    const run = await ddac(['drift', ...words.split(' ')], { cwd })
    expect(run).toMatchObject({ code: 2, stdout: '' })
    expect(run.stderr).toContain(`error: ${told}`)
    expect(filesIn(cwd)).toEqual(before)
  })

  it('a suppression that somebody changed is adopted as well', async () => {
    const cwd = await applied()
    const emulator = await startEmulator({ stateFile: join(cwd, '.ddac/local.json') })
    const all = `${emulator.url}/api/v2/security_monitoring/configuration/suppressions`
    const { data } = (await (await fetch(all)).json()) as { readonly data: readonly { readonly id: string }[] }
    const attributes = { suppression_query: '@usr.id:(load-test OR soak-test)' }
    const answer = await fetch(`${all}/${data[0]?.id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ data: { type: 'suppressions', attributes } }),
    })
    expect(answer.status).toBe(200)
    await emulator.close()
    const before = filesIn(cwd)
    await ddac(['drift', '--adopt'], { cwd })
    const changed = before.get(suppressionFile)?.replace('@usr.id:load-test', '@usr.id:(load-test OR soak-test)')
    expect(filesIn(cwd)).toEqual(new Map([...before, [suppressionFile, changed]]))
  })
})
