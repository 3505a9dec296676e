import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Emulator, startEmulator } from '../../src/emulator/start-emulator'
import { ddac, makeFolder, type Run } from './run-in-process'

let emulator: Emulator
beforeEach(async () => {
  emulator = await startEmulator()
})
afterEach(() => emulator.close())

const config = 'tenants:\n  prod: { site: datadoghq.com }\ndefaultTenant: prod\n'
const rule = (id: string, name: string, more: object = {}) => ({
  id,
  version: 1,
  name,
  message: 'Look at it.',
  type: 'log_detection',
  isEnabled: true,
  queries: [{ query: 'source:app', groupByFields: ['@usr.id'] }],
  cases: [{ status: 'low', condition: 'a > 0' }],
  options: { evaluationWindow: 300, keepAlive: 3600, maxSignalDuration: 86400 },
  tags: ['source:app'],
  ...more,
})
const suppression = (id: string, name: string) => ({
  id,
  type: 'suppressions',
  attributes: {
    name,
    description: '',
    enabled: true,
    rule_query: 'source:app',
    suppression_query: '@usr.id:robot',
    version: 1,
  },
})

const managed = (type: string, name: string, instances: readonly object[], module?: string) => ({
  mode: 'managed',
  type,
  name,
  ...(module !== undefined && { module }),
  instances,
})
const has = (id: string, more: object = {}) => ({ attributes: { id, name: 'as Terraform has it' }, ...more })
const ruleType = 'datadog_security_monitoring_rule'

const state = {
  version: 4,
  terraform_version: '1.9.0',
  resources: [
    managed(ruleType, 'root_login', [has('aaa-aaa-001')], 'module.siem'),
    managed(
      ruleType,
      'per_app',
      [
        has('aaa-aaa-002', { index_key: 'shop' }),
        has('aaa-aaa-003', { index_key: "it's" }),
        has('zzz-zzz-zzz', { deposed: 'b' }),
      ],
      'module.siem',
    ),
    managed(`${ruleType}_json`, 'root_login', [has('aaa-aaa-004')], 'module.other[0]'),
    managed('datadog_security_monitoring_suppression', 'robots', [has('sss-sss-001')], 'module.siem'),
    managed('datadog_security_monitoring_default_rule', 'mfa', [has('def-000-mfa')], 'module.siem'),
    managed(ruleType, 'deleted', [has('aaa-aaa-009')], 'module.siem'),
    managed('datadog_monitor', 'cpu', [has('1'), has('2')], 'module.siem'),
    { ...managed(ruleType, 'looked_up', [has('aaa-aaa-005')]), mode: 'data' },
  ],
}
const seeded = {
  rules: [
    rule('aaa-aaa-001', 'Root login'),
    rule('aaa-aaa-002', 'App shop'),
    rule('aaa-aaa-003', 'App it'),
    rule('aaa-aaa-004', 'Root login of others'),
    rule('aaa-aaa-005', 'Looked up only'),
  ],
  suppressions: [{ id: 'sss-sss-001', ...suppression('', 'Robots').attributes }],
}

async function seed(things: object): Promise<void> {
  await fetch(`${emulator.url}/_emulator/seed`, { method: 'POST', body: JSON.stringify(things) })
}

function run(cwd: string, ...argv: readonly string[]): Promise<Run> {
  return ddac(argv, {
    cwd,
    env: { DDAC_API_URL: emulator.url, DD_API_KEY: 'an-api-key-0000', DD_APP_KEY: 'an-app-key-0000' },
  })
}

function folderWith(from: unknown): string {
  const policy = 'policy: { suppressions: { required: [] } }\n'
  return makeFolder({ 'ddac.yaml': config + policy, 'from.json': JSON.stringify(from) })
}

const filesIn = (folder: string): readonly string[] =>
  (readdirSync(folder, { recursive: true }) as string[])
    .filter((path) => /\.(rule|suppression)\.yaml$/.test(path))
    .sort()

describe('a state of Terraform', () => {
  it('gives a module its files, named after its addresses, and plan finds no changes', async () => {
    await seed(seeded)
    const dir = folderWith(state)
    const { code, stdout } = await run(dir, 'import', '--from', 'from.json', 'module.siem')
    expect(filesIn(dir)).toEqual([
      'app/per-app-it-s.rule.yaml',
      'app/per-app-shop.rule.yaml',
      'app/root-login.rule.yaml',
      'suppressions/robots.suppression.yaml',
    ])
    expect(readFileSync(join(dir, 'app/root-login.rule.yaml'), 'utf8')).toMatch(
      /^id: root-login\nadopts:\n {2}prod: aaa-aaa-001\nname: Root login\n/,
    )
    // One is gone from the tenant: asked for, and not imported.
    expect(code).toBe(1)
    expect(stdout).toContain('missing  nothing in prod has the id aaa-aaa-009\n')
    expect(stdout).toContain('stays    module.siem.datadog_security_monitoring_default_rule.mfa: a rule of Datadog')
    expect(stdout).toContain(
      `stays    module.siem.${ruleType}.deleted: the tenant has nothing with its id aaa-aaa-009\n`,
    )
    expect(stdout).toContain('stays    2 datadog_monitor\n')
    const blocks = stdout.match(/removed \{\n {2}from = .*\n\n {2}lifecycle \{\n {4}destroy = false\n {2}\}\n\}/g)
    expect(blocks?.map((block) => /from = (.*)/.exec(block)?.[1])).toEqual([
      `module.siem.${ruleType}.root_login`,
      `module.siem.${ruleType}.per_app`,
      'module.siem.datadog_security_monitoring_suppression.robots',
    ])
    const plan = await run(dir, 'plan')
    expect(plan.code).toBe(0)
    expect(plan.stdout).toContain('adopted without a change of its content')
    await run(dir, 'apply', '--yes')
    expect((await run(dir, 'plan', '--detailed-exitcode')).code).toBe(0)
  })

  it('gives one instance alone, which only a command takes out of the state, in quotes that hold', async () => {
    await seed(seeded)
    const dir = folderWith(state)
    const address = `module.siem.${ruleType}.per_app["it's"]`
    const { stdout } = await run(dir, 'import', '--from', 'from.json', address)
    expect(filesIn(dir)).toEqual(['app/per-app-it-s.rule.yaml'])
    expect(stdout).not.toContain('removed {')
    expect(stdout).toContain(`terraform state rm 'module.siem.${ruleType}.per_app["it'\\''s"]'\n`)
  })

  it('is read as terraform show -json prints it, of a state and of a plan', async () => {
    await seed(seeded)
    const resource = (name: string, id: string, more: object = {}) => ({
      mode: 'managed',
      type: ruleType,
      name,
      values: { id },
      ...more,
    })
    const values = {
      root_module: {
        resources: [resource('top', 'aaa-aaa-001', { address: `${ruleType}.top` })],
        child_modules: [
          {
            address: 'module.a["x"]',
            resources: [
              resource('inner', 'aaa-aaa-002', { index: 0, address: `module.a["x"].${ruleType}.inner[0]` }),
              resource('inner', 'aaa-aaa-003', { deposed_key: 'b', address: `module.a["x"].${ruleType}.inner[0]` }),
            ],
          },
        ],
      },
    }
    for (const shown of [
      { format_version: '1.0', values },
      { format_version: '1.2', prior_state: { values } },
    ]) {
      const dir = folderWith(shown)
      const { code, stdout } = await run(dir, 'import', '--from', 'from.json')
      expect(code).toBe(0)
      expect(filesIn(dir)).toEqual(['app/inner-0.rule.yaml', 'app/top.rule.yaml'])
      expect(stdout).toContain(`from = module.a.${ruleType}.inner\n`)
    }
  })

  it('names two resources of one name with their modules, and a second import knows the files of the first', async () => {
    await seed(seeded)
    const dir = folderWith(state)
    await run(dir, 'import', '--from', 'from.json')
    expect(filesIn(dir)).toContain('app/siem-root-login.rule.yaml')
    expect(filesIn(dir)).toContain('app/other-0-root-login.rule.yaml')
    const before = filesIn(dir)
    const again = await run(dir, 'import', '--from', 'from.json', '--format', 'json')
    expect(filesIn(dir)).toEqual(before)
    const { terraform, files } = JSON.parse(again.stdout)
    expect(files).toEqual([])
    expect(terraform.removed).toContain(`module.siem.${ruleType}.root_login`)
    expect(terraform.stays.map(({ address }: { address: string }) => address)).not.toContain(
      `module.siem.${ruleType}.root_login`,
    )
  })

  it('is read without a tenant, in the words of Terraform, and the tenant finds the same', async () => {
    const attributes = {
      id: 'aaa-aaa-001',
      name: 'Root login',
      message: 'Look at it.',
      enabled: true,
      type: 'log_detection',
      has_extended_title: false,
      tags: ['source:app'],
      validate: null,
      filter: [],
      signal_query: [],
      third_party_case: [],
      query: [
        {
          name: '',
          query: 'source:app',
          group_by_fields: ['@usr.id'],
          aggregation: 'count',
          metric: '',
          metrics: null,
        },
      ],
      case: [{ name: '', status: 'low', condition: 'a > 0', notifications: [], action: [] }],
      options: [
        {
          evaluation_window: 300,
          keep_alive: 3600,
          max_signal_duration: 86400,
          detection_method: 'threshold',
          new_value_options: [],
        },
      ],
    }
    const robots = { id: 'sss-sss-001', name: 'Robots', description: '', enabled: true, rule_query: 'source:app' }
    const dates = { suppression_query: '@usr.id:robot', expiration_date: '2099-01-01T00:00:00Z', start_date: null }
    const body = JSON.stringify(rule('aaa-aaa-004', 'As JSON'))
    const offline = {
      version: 4,
      terraform_version: '1.9.0',
      resources: [
        managed(ruleType, 'root_login', [{ attributes }]),
        managed(`${ruleType}_json`, 'as_json', [{ attributes: { id: 'aaa-aaa-004', json: body } }]),
        managed('datadog_security_monitoring_suppression', 'robots', [{ attributes: { ...robots, ...dates } }]),
      ],
    }
    const dir = folderWith(offline)
    const alone = await ddac(['import', '--from', 'from.json', '--offline'], { cwd: dir })
    expect([alone.code, alone.stderr]).toEqual([0, ''])
    expect(alone.stdout).not.toContain('removed {')
    expect(filesIn(dir)).toEqual([
      'app/as-json.rule.yaml',
      'app/root-login.rule.yaml',
      'suppressions/robots.suppression.yaml',
    ])
    expect(readFileSync(join(dir, 'suppressions/robots.suppression.yaml'), 'utf8')).toMatch(/expires: 2099-01-01/)
    const expiration = { ...seeded.suppressions[0], expiration_date: Date.UTC(2099, 0) }
    await seed({ rules: [seeded.rules[0], rule('aaa-aaa-004', 'As JSON')], suppressions: [expiration] })
    const { stdout } = await run(dir, 'plan')
    expect(stdout).toContain('prod: 3 to adopt')
    const named = folderWith(offline)
    await ddac(['import', '--from', 'from.json', '--offline', '--tenant', 'prod'], { cwd: named })
    expect(readFileSync(join(named, 'app/root-login.rule.yaml'), 'utf8')).toContain('prod: aaa-aaa-001')
  })

  it.each([
    [['module.sien'], 'the state has no module or resource module.sien', 'It holds module.siem.'],
    [['--query', 'source:app'], 'a state of Terraform has no --query', 'by their addresses'],
  ])('%j is an error with a way out', async (more, message, help) => {
    const { code, stderr } = await run(folderWith(state), 'import', '--from', 'from.json', ...more)
    expect(code).toBe(2)
    expect(stderr).toContain(message)
    expect(stderr).toContain(help)
  })
})

describe('what Datadog exported', () => {
  const plain = (({ id: _id, version: _version, ...body }) => body)(rule('', 'Root login'))

  it.each([
    ['one rule, as its page gives it', plain],
    ['a list', [plain]],
    ['an answer of the API', { data: [rule('aaa-aaa-001', 'Root login')] }],
    ['one thing of the API', { data: { id: 'aaa-aaa-001', type: 'rules', attributes: plain } }],
  ])('%s becomes a file without asking a tenant, and plan finds the rule that is there already', async (_, from) => {
    const dir = folderWith(from)
    const imported = await ddac(['import', '--from', 'from.json'], { cwd: dir })
    expect([imported.code, imported.stderr]).toEqual([0, ''])
    expect(filesIn(dir)).toEqual(['app/root-login.rule.yaml'])
    expect(readFileSync(join(dir, 'app/root-login.rule.yaml'), 'utf8')).not.toContain('adopts')
    await seed({ rules: [rule('aaa-aaa-001', 'Root login')] })
    expect((await run(dir, 'plan')).stdout).toContain('adopted without a change of its content')
  })

  it('means the things of a tenant that the user names', async () => {
    const dir = folderWith({ data: [rule('aaa-aaa-001', 'Root login')] })
    await ddac(['import', '--from', 'from.json', '--tenant', 'prod'], { cwd: dir })
    expect(readFileSync(join(dir, 'app/root-login.rule.yaml'), 'utf8')).toContain('adopts:\n  prod: aaa-aaa-001\n')
  })

  it('is read from all files of a folder, chosen by query; what is neither rule nor suppression is told', async () => {
    const dir = makeFolder({
      'ddac.yaml': config,
      'out/a.json': JSON.stringify(rule('aaa-aaa-001', 'Root login')),
      'out/b.json': JSON.stringify([rule('aaa-aaa-002', 'Other', { tags: ['source:okta'] }), { title: 'a dashboard' }]),
      'out/c.json': JSON.stringify({ data: [suppression('sss-sss-001', 'Robots')] }),
    })
    const queried = await ddac(['import', '--from', 'out', '--query', 'source:okta'], { cwd: dir })
    expect(filesIn(dir)).toEqual(['okta/other.rule.yaml'])
    expect(queried.stderr).toContain('out holds 1 of 4 things that are neither rules nor suppressions')
    await ddac(['import', '--from', 'out'], { cwd: dir })
    expect(filesIn(dir)).toEqual([
      'app/root-login.rule.yaml',
      'okta/other.rule.yaml',
      'suppressions/robots.suppression.yaml',
    ])
  })

  it.each([
    ['{"name": "x",\n  "queries": [}', 'from.json:2:15 is not JSON'],
    ['PK\u0003\u0004', 'It is a ZIP: unpack it, and name the folder.'],
    ['{"title": "a dashboard"}', 'from.json holds 1 of 1 things that are neither rules nor suppressions'],
    ['', 'from.json:1:1 is not JSON'],
  ])('%j is an error that says what to give', async (text, message) => {
    const dir = makeFolder({ 'ddac.yaml': config, 'from.json': text })
    const { code, stderr } = await ddac(['import', '--from', 'from.json'], { cwd: dir })
    expect(code).toBe(2)
    expect(stderr).toContain(message)
  })
})
