import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Emulator, startEmulator } from '../../../src/emulator/start-emulator'
import { ddac, makeFolder, type Run } from '../run-in-process'

let emulator: Emulator
beforeEach(async () => {
  emulator = await startEmulator()
})
afterEach(() => emulator.close())

const config = 'tenants:\n  prod: { site: datadoghq.com }\ndefaultTenant: prod\n'
const good = {
  id: 'aaa-aaa-001',
  version: 1,
  name: 'Good',
  message: 'Look at it.',
  type: 'log_detection',
  isEnabled: true,
  queries: [{ query: 'source:app', groupByFields: ['@usr.id'] }],
  cases: [{ status: 'low', condition: 'a > 0' }],
  options: { evaluationWindow: 300, keepAlive: 3600, maxSignalDuration: 86400 },
  tags: ['source:app'],
}

async function seed(rules: readonly object[]): Promise<void> {
  await fetch(`${emulator.url}/_emulator/seed`, { method: 'POST', body: JSON.stringify({ rules }) })
}

function run(cwd: string, ...argv: readonly string[]): Promise<Run> {
  return ddac(argv, {
    cwd,
    env: { DDAC_API_URL: emulator.url, DD_API_KEY: 'an-api-key-0000', DD_APP_KEY: 'an-app-key-0000' },
  })
}

it('imports a file each, which the next apply adopts without a change of content', async () => {
  await seed([good, { ...good, id: 'aaa-aaa-002', name: 'Better' }])
  const dir = makeFolder({ 'ddac.yaml': config })
  const imported = await run(dir, 'import', '--all')
  expect(imported.code).toBe(0)
  expect(imported.stdout).toContain('prod: 2 imported. ddac plan finds no changes of their content')
  expect(readdirSync(join(dir, 'app')).sort()).toEqual(['better.rule.yaml', 'good.rule.yaml'])
  expect(readFileSync(join(dir, 'app/good.rule.yaml'), 'utf8')).toContain('adopts:\n  prod: aaa-aaa-001\n')
  expect((await run(dir, 'plan')).stdout).toContain('adopted without a change of its content')
  expect((await run(dir, 'apply', '--yes')).stdout).toContain('prod: 2 applied.')
  expect((await run(dir, 'plan', '--detailed-exitcode')).code).toBe(0)
})

it('names the schema at the head of each file, where the workspace has one', async () => {
  await seed([good])
  const dir = makeFolder({ 'ddac.yaml': config, '.schema/rule.json': '{}' })
  await run(dir, 'import', '--all')
  const text = readFileSync(join(dir, 'app/good.rule.yaml'), 'utf8')
  expect(text).toMatch(/^# yaml-language-server: \$schema=\.\.\/\.schema\/rule\.json\nid: good\n/)
})

it('imported, then edited, then applied: still one rule, as git has it', async () => {
  await seed([good])
  const dir = makeFolder({ 'ddac.yaml': config })
  await run(dir, 'import', '--all')
  const file = join(dir, 'app/good.rule.yaml')
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace('Look at it.', 'Look at it now.').replace('name: Good', 'name: Better'),
  )
  expect((await run(dir, 'apply', '--yes')).code).toBe(0)
  const { data } = (await (await fetch(`${emulator.url}/api/v2/security_monitoring/rules`)).json()) as {
    data: { id: string; name: string; message: string }[]
  }
  expect(data).toMatchObject([{ id: 'aaa-aaa-001', name: 'Better', message: 'Look at it now.' }])
  expect((await run(dir, 'plan', '--detailed-exitcode')).code).toBe(0)
})

it('says what a rule that the tenant took still lacks here, instead of promising an empty plan', async () => {
  await seed([good, { ...good, id: 'aaa-aaa-002', name: 'Odd', cases: [{ status: 'low', condition: 'zz > 0' }] }])
  const dir = makeFolder({ 'ddac.yaml': config })
  const { stdout } = await run(dir, 'import', '--all')
  expect(stdout).toContain('to do    app/odd.rule.yaml: there is no query "zz" in this rule')
  expect(stdout).toContain('1 of them owe what is to do once they are edited')
})

it('goes on where earlier files still have mistakes, as long as they say their ids', async () => {
  await seed([good])
  const files = {
    'ddac.yaml': config,
    'app/good.rule.yaml': 'id: good\nname: Good\nqueries: 5\n',
    'quiet.suppression.yaml': 'id: quiet\nname: Quiet\nrules: [good]\nsuppressionQuery: env:test\n',
  }
  const { code, stdout } = await run(makeFolder(files), 'import', '--all')
  expect(stdout).toContain('app/good.rule.yaml has this name already')
  expect(code).toBe(0)
})

it('stops at a file whose id cannot be known: what it holds might be imported a second time', async () => {
  await seed([good])
  const dir = makeFolder({ 'ddac.yaml': config, 'app/good.rule.yaml': 'name: Good\n  id: [good\n' })
  const { code, stderr } = await run(dir, 'import', '--all')
  expect(code).toBe(1)
  expect(stderr).toContain('Nothing was asked of the tenant')
  expect(readdirSync(join(dir, 'app'))).toEqual(['good.rule.yaml'])
})

it('keeps the words of the tenant that happen to be a key', async () => {
  const latest = { ...good, name: 'The latest test', message: 'Run the test again.', tags: ['source:app', 'env:test'] }
  await seed([latest])
  const dir = makeFolder({ 'ddac.yaml': config })
  const env = { DDAC_API_URL: emulator.url, DD_API_KEY: 'test', DD_APP_KEY: 'test' }
  expect((await ddac(['import', '--all'], { cwd: dir, env })).code).toBe(0)
  const text = readFileSync(join(dir, 'app', 'the-latest-test.rule.yaml'), 'utf8')
  expect(text).toContain('name: The latest test')
  expect(text).toContain('env:test')
  expect((await ddac(['apply', '--adopt', '--yes'], { cwd: dir, env })).code).toBe(0)
  const held = await (await fetch(`${emulator.url}/api/v2/security_monitoring/rules/aaa-aaa-001`)).json()
  expect(held).toMatchObject({ name: latest.name, message: latest.message })
})

describe('import --adopt', () => {
  const rulesIn = async (): Promise<{ id: string; message: string; tags: string[]; version: number }[]> => {
    const answer = await (await fetch(`${emulator.url}/api/v2/security_monitoring/rules?page[size]=100`)).json()
    return (answer as { data: { id: string; message: string; tags: string[]; version: number }[] }).data
  }
  const other = { ...good, id: 'aaa-aaa-002', name: 'Other' }
  const odd = { ...good, id: 'aaa-aaa-003', name: 'Odd', cases: [{ status: 'low', condition: 'zz > 0' }] }
  const named = `workspace: soc\n${config}`

  it('makes it ours at once, and nothing else: what git has besides stays for the next apply', async () => {
    await seed([good, other])
    const dir = makeFolder({ 'ddac.yaml': named })
    await run(dir, 'import', 'aaa-aaa-002')
    const file = join(dir, 'app/other.rule.yaml')
    writeFileSync(file, readFileSync(file, 'utf8').replace('Look at it.', 'Edited in git.'))
    const { code, stdout } = await run(dir, 'import', 'aaa-aaa-001', '--adopt', '--yes')
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining('prod: 1 imported. 1 adopted: 1 managed, no changes.\n'),
    ])
    const [first, second] = (await rulesIn()).sort((left, right) => (left.id < right.id ? -1 : 1))
    expect(first?.tags).toEqual(expect.arrayContaining(['source:app', 'ddac:good', 'ddac_workspace:soc']))
    expect(second).toMatchObject({ version: 1, message: 'Look at it.' })
    expect((await run(dir, 'plan', '--target', 'good', '--detailed-exitcode')).code).toBe(0)
  })

  it('adopts what it can, and says what is left and why', async () => {
    await seed([good, odd])
    const { code, stdout } = await run(makeFolder({ 'ddac.yaml': config }), 'import', '--all', '--adopt', '--yes')
    expect(code).toBe(1)
    expect(stdout).toContain('left     rule odd: ')
    expect(stdout).toContain('prod: 2 imported. 1 adopted: 1 managed, 1 left.')
    expect((await rulesIn()).map(({ tags }) => tags.some((tag) => tag.startsWith('ddac:'))).sort()).toEqual([
      false,
      true,
    ])
  })

  it('adopts what was imported before and nothing that is managed already', async () => {
    await seed([good, other])
    const dir = makeFolder({ 'ddac.yaml': config })
    await run(dir, 'import', 'aaa-aaa-002', '--adopt', '--yes')
    const before = await run(dir, 'import', 'aaa-aaa-001')
    const plain = await run(dir, 'import', '--all')
    expect([before.code, plain.code, plain.stdout]).toEqual([
      ...[0, 0],
      expect.stringContaining('prod: 0 imported, 1 imported before, 1 managed already. ddac apply makes them yours.\n'),
    ])
    const file = join(dir, 'app/other.rule.yaml')
    writeFileSync(file, readFileSync(file, 'utf8').replace('Look at it.', 'Edited in git.'))
    const { code, stdout } = await run(dir, 'import', '--all', '--adopt', '--yes')
    const told = 'prod: 0 imported, 1 imported before, 1 managed already. 1 adopted: 1 managed, no changes.\n'
    expect([code, stdout]).toEqual([0, expect.stringContaining(told)])
    expect(
      (await rulesIn()).map(({ tags, message }) => [tags.some((tag) => tag.startsWith('ddac:')), message]),
    ).toEqual([
      [true, 'Look at it.'],
      [true, 'Look at it.'],
    ])
  })

  it('asks before it writes to the tenant; without anybody to ask it needs --yes, and imports nothing', async () => {
    await seed([good])
    const dir = makeFolder({ 'ddac.yaml': config })
    const refused = await run(dir, 'import', '--all', '--adopt')
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('nobody is there to confirm')])
    expect(readdirSync(dir)).toEqual(['ddac.yaml'])
    const asked = {
      cwd: dir,
      env: { DDAC_API_URL: emulator.url, DD_API_KEY: 'an-api-key-0000', DD_APP_KEY: 'an-app-key-0000' },
    }
    const no = await ddac(['import', '--all', '--adopt'], { ...asked, answer: false })
    expect([no.code, no.stderr]).toEqual([1, expect.stringContaining('adopt rule good')])
    expect((await rulesIn())[0]?.version).toBe(1)
    expect(readdirSync(join(dir, 'app'))).toEqual(['good.rule.yaml'])
  })

  it('has its outcome as JSON, and is not for an export that belongs to no tenant', async () => {
    await seed([good])
    const dir = makeFolder({ 'ddac.yaml': config, 'export.json': JSON.stringify([good]) })
    const { code, stderr } = await run(dir, 'import', '--from', 'export.json', '--adopt', '--yes')
    expect([code, stderr]).toEqual([2, expect.stringContaining('belongs to no tenant, so nothing can be adopted')])
    const { stdout } = await run(dir, 'import', '--all', '--adopt', '--yes', '--format', 'json')
    expect(JSON.parse(stdout).adoption).toEqual({
      adopted: [{ kind: 'rule', id: 'good' }],
      managed: [{ kind: 'rule', id: 'good' }],
      left: [],
    })
  })
})

describe('suppressions without owner, reason and end', () => {
  const attributes = { name: 'Old', enabled: true, rule_query: 'source:app', suppression_query: '@usr.id:ci' }

  it('are imported, planned and applied with warnings, and owe all three once they are edited', async () => {
    for (const name of ['Old', 'Older']) {
      await fetch(`${emulator.url}/api/v2/security_monitoring/configuration/suppressions`, {
        method: 'POST',
        body: JSON.stringify({ data: { type: 'suppressions', attributes: { ...attributes, name } } }),
      })
    }
    await seed([good])
    const dir = makeFolder({ 'ddac.yaml': config })
    expect((await run(dir, 'import', '--all')).code).toBe(0)
    const file = join(dir, 'suppressions/old.suppression.yaml')
    const text = readFileSync(file, 'utf8')
    expect(text).toMatch(/^imported:\n {2}at: 2026-11-25T12:00:00Z\n {2}digest: [0-9a-f]{12}$/m)
    const validated = await run(dir, 'validate')
    expect([validated.code, validated.stdout.match(/warning\[S006\]: /g)?.length]).toEqual([0, 6])
    expect((await run(dir, 'apply', '--yes')).stdout).toContain('prod: 3 applied.')
    expect((await run(dir, 'plan', '--detailed-exitcode')).code).toBe(0)
    const narrower = text.replace(/(?<=^suppressionQuery: .*)@usr\.id:ci/m, '@usr.id:ci @evt.name:nightly')
    writeFileSync(file, narrower)
    const edited = await run(dir, 'apply', '--yes')
    expect([edited.code, edited.stderr.match(/error\[S006\]/g)?.length]).toEqual([1, 3])
    const owned = 'owner: soc@example.com\nreason: nightly tests\nexpires: never\nreview: 2027-06-01\n'
    writeFileSync(file, `${narrower}${owned}`)
    expect((await run(dir, 'apply', '--yes')).code).toBe(0)
  })

  it('are ended by suppress expire without more ado', async () => {
    await fetch(`${emulator.url}/api/v2/security_monitoring/configuration/suppressions`, {
      method: 'POST',
      body: JSON.stringify({ data: { type: 'suppressions', attributes } }),
    })
    const dir = makeFolder({ 'ddac.yaml': config })
    await run(dir, 'import', '--all')
    expect((await run(dir, 'suppress', 'expire', 'old')).code).toBe(0)
    expect((await run(dir, 'validate')).code).toBe(0)
    expect((await run(dir, 'apply', '--yes')).code).toBe(0)
  })
})

describe('suppressions that were made by hand', () => {
  const byHand = (name: string, more: object): object => ({ name, enabled: false, rule_query: 'source:app', ...more })
  const all = [
    byHand('Ann', { suppression_query: '@usr.id:ann' }),
    byHand('Logs', { data_exclusion_query: '@usr.id:*' }),
    byHand('Nobody', { suppression_query: '@usr.id:nobody' }),
    byHand('Whoever', { suppression_query: '@usr.id:*' }),
    byHand('Elsewhere', { suppression_query: '@usr.id:*', rule_query: 'source:other' }),
  ]

  async function make(to: Emulator): Promise<void> {
    await seed([good])
    for (const attributes of all) {
      const body = JSON.stringify({ data: { type: 'suppressions', attributes } })
      await fetch(`${to.url}/api/v2/security_monitoring/configuration/suppressions`, { method: 'POST', body })
    }
  }

  it('come first that hide most of the signals that the tenant shows, then those for most rules', async () => {
    await make(emulator)
    const log = (id: string, at: string): object => ({
      ddsource: 'app',
      timestamp: `2026-11-${at}T10:00:00Z`,
      usr: { id },
    })
    await fetch(`${emulator.url}/api/v2/logs`, {
      method: 'POST',
      body: JSON.stringify([log('ann', '20'), log('bob', '22'), log('ann', '23')]),
    })
    const dir = makeFolder({ 'ddac.yaml': config })
    const { files, looked } = JSON.parse((await run(dir, 'import', '--all', '--format', 'json')).stdout) as {
      files: { name: string; hides?: object }[]
      looked: object
    }
    expect(files.map(({ name, hides }) => [name, hides])).toEqual([
      ['Good', undefined],
      ['Whoever', { rules: 1, signals: 3, matching: 3, last: '2026-11-23T10:00:00.000Z' }],
      ['Ann', { rules: 1, signals: 3, matching: 2, last: '2026-11-23T10:00:00.000Z' }],
      ['Logs', { rules: 1 }],
      ['Nobody', { rules: 1, signals: 3, matching: 0 }],
      ['Elsewhere', { rules: 0, signals: 0, matching: 0 }],
    ])
    expect(looked).toEqual({ asked: true, signals: 3, since: '2026-10-26', isCut: false })
    const { stdout } = await run(makeFolder({ 'ddac.yaml': config }), 'import', '--all')
    expect(stdout).toContain(', for 1 rule, matches 2 of 3 signals, last on 2026-11-23\n')
    expect(stdout).toContain('those that hide most come first, by 3 signals since 2026-10-26')
    expect(readFileSync(join(dir, 'suppressions/ann.suppression.yaml'), 'utf8')).toContain("intends: '@usr.id:ann'")
    expect(readFileSync(join(dir, 'suppressions/whoever.suppression.yaml'), 'utf8')).not.toContain('intends')
  })

  it('are listed by their rules and names where the key may not read signals', async () => {
    await emulator.close()
    const stateFile = join(makeFolder({}), 'tenant.json')
    const permissions = ['security_monitoring_rules_read', 'security_monitoring_suppressions_read']
    emulator = await startEmulator({ stateFile })
    await make(emulator)
    await emulator.close()
    const keys = { apiKey: 'an-api-key-0000', appKey: 'an-app-key-0000' }
    emulator = await startEmulator({ stateFile, requireKeys: { ...keys, permissions } })
    const { code, stdout } = await run(makeFolder({ 'ddac.yaml': config }), 'import', '--all')
    expect(code).toBe(0)
    expect(stdout).toMatch(/ann\.[\s\S]*logs\.[\s\S]*nobody\.[\s\S]*whoever\.[\s\S]*elsewhere\./)
    expect(stdout).toMatch(/no signals were looked at: could not search the signals .*not allowed/)
  })
})
