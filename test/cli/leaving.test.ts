import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Emulator, startEmulator } from '../../src/emulator/start-emulator'
import { ddac, makeFolder, type Run } from './run-in-process'

let emulator: Emulator
beforeEach(async () => {
  emulator = await startEmulator()
})
afterEach(() => emulator.close())

const config = 'workspace: soc\ntenants:\n  prod: { site: datadoghq.com }\ndefaultTenant: prod\n'
const rule = (id: string, name: string, query: string) => `id: ${id}
name: '${name}'
queries: [{ name: any, query: '${query}', groupByFields: ['@usr.id'] }]
cases: [{ status: low, condition: any > 0 }]
options: { evaluationWindow: 5m, keepAlive: 1h, maxSignalDuration: 1d }
message: 'Look at {{@usr.id}}, it costs \${money} %{more}.'
tags: ['source:app']
`
const files = {
  'ddac.yaml': config,
  'logins.rule.yaml': rule('logins', 'Logins "here"', 'source:app'),
  'robots.suppression.yaml': `id: robots
name: Robots
rules: [logins, 'env:test']
suppressionQuery: '@usr.id:robot'
owner: soc
reason: they do this all day
expires: 2099-01-01
`,
  'other.rule.yaml': rule('other', 'Other', 'source:app @evt.name:other'),
}

function run(cwd: string, ...argv: readonly string[]): Promise<Run> {
  return ddac(argv, {
    cwd,
    env: { DDAC_API_URL: emulator.url, DD_API_KEY: 'an-api-key-0000', DD_APP_KEY: 'an-app-key-0000' },
  })
}

async function applied(): Promise<string> {
  const dir = makeFolder(files)
  const { code, stderr } = await run(dir, 'apply', '--yes')
  expect([code, stderr.includes('error')]).toEqual([0, false])
  return dir
}

interface Thing {
  readonly id: string
  readonly name: string
  readonly tags: readonly string[]
  readonly version: number
  readonly attributes: { readonly tags: readonly string[]; readonly rule_query: string }
}

async function inTenant(path: string): Promise<readonly Thing[]> {
  const answer = await fetch(`${emulator.url}/api/v2/security_monitoring/${path}`)
  return ((await answer.json()) as { data: readonly Thing[] }).data
}
const rulesThere = () => inTenant('rules')
const suppressionsThere = () => inTenant('configuration/suppressions')

describe('ddac export', () => {
  it('prints as JSON what the tenant has, without our tags, and import reads it', async () => {
    const dir = await applied()
    const { code, stdout } = await run(dir, 'export')
    expect(code).toBe(0)
    expect(stdout).not.toContain('ddac')
    const [logins] = await rulesThere()
    expect(JSON.parse(stdout)).toMatchObject([
      { id: expect.any(String), name: 'Logins "here"', tags: ['source:app'] },
      { name: 'Other' },
      { type: 'suppressions', attributes: { name: 'Robots', rule_query: `ruleId:${logins?.id} OR env:test` } },
    ])
    const elsewhere = makeFolder({ 'ddac.yaml': config, 'out.json': stdout })
    expect((await ddac(['import', '--from', 'out.json'], { cwd: elsewhere })).stdout).toContain('out.json: 3 imported')
  })

  it('prints one rule alone, as the page that imports it wants it', async () => {
    const { stdout } = await run(await applied(), 'export', 'other')
    expect(JSON.parse(stdout)).toMatchObject({ name: 'Other', queries: [{ query: 'source:app @evt.name:other' }] })
  })

  it('prints for Terraform what it takes over by import, and no text of ours is an expression there', async () => {
    const dir = await applied()
    const { code, stdout } = await run(dir, 'export', '--format', 'terraform')
    expect(code).toBe(0)
    const [logins, other] = await rulesThere()
    expect(stdout).toContain(
      `import {\n  to = datadog_security_monitoring_rule.logins\n  id = "${logins?.id}"\n}\n\nresource "datadog_security_monitoring_rule" "logins" {\n`,
    )
    expect(stdout).toContain(`id = "${other?.id}"`)
    expect(stdout).toContain('}\n\nimport {\n  to = datadog_security_monitoring_suppression.robots\n')
    expect(stdout.match(/^import \{$/gm)).toHaveLength(3)
    expect(stdout).toMatch(/resource "datadog_security_monitoring_suppression" "robots" \{\n {2}name = "Robots"\n/)
    expect(stdout).toContain('  expiration_date = "2099-01-01T00:00:00.000Z"\n')
    expect(stdout).toContain('$${money} %%{more}')
    expect(stdout).not.toContain('ddac:')
  })

  it.each([
    [['nope'], 'nothing of ours in prod has the id nope'],
    [['--format', 'ndjson'], 'has no format "ndjson"'],
  ])('%j is an error with a way out', async (more, message) => {
    const { code, stderr } = await run(await applied(), 'export', ...more)
    expect(code).toBe(2)
    expect(stderr).toContain(message)
  })
})

describe('ddac release', () => {
  it('takes our tags off all of it, after which nothing of it is ours, and all else is as it was', async () => {
    const dir = await applied()
    const before = await rulesThere()
    const { code, stdout } = await run(dir, 'release', '--all', '--yes')
    expect(code).toBe(0)
    expect(stdout).toContain(
      'prod: 3 released. Take logins.rule.yaml, other.rule.yaml, robots.suppression.yaml out of git',
    )
    const after = await rulesThere()
    expect(after.map(({ tags }) => tags)).toEqual([['source:app'], ['source:app']])
    const rest = ({ tags: _tags, version: _version, ...body }: Thing) => ({
      ...body,
      updatedAt: 0,
      updateAuthorId: 0,
      updater: 0,
    })
    expect(after.map(rest)).toEqual(before.map(rest))
    const [robots] = await suppressionsThere()
    expect(robots?.attributes).toMatchObject({ tags: [], rule_query: `ruleId:${before[0]?.id} OR env:test` })
    for (const file of Object.keys(files)) if (file !== 'ddac.yaml') rmSync(join(dir, file))
    const plan = await run(dir, 'plan', '--prune', '--detailed-exitcode')
    expect([plan.code, plan.stdout]).toEqual([0, expect.stringContaining('no changes')])
  })

  it('lets no suppression lose its rule', async () => {
    const dir = await applied()
    const { code, stderr } = await run(dir, 'release', 'logins', '--yes')
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('the suppression robots asks for the rule logins by our tag'),
    ])
    expect((await rulesThere())[0]?.tags).toContain('ddac:logins')
    expect((await run(dir, 'release', 'logins', 'robots', '--yes')).code).toBe(0)
    expect((await rulesThere()).map(({ tags }) => tags.includes('ddac_workspace:soc'))).toEqual([false, true])
  })

  it('lets no suppression lose its rule that asks for it in words of its own, which cannot be without our tags', async () => {
    const dir = makeFolder({
      ...files,
      'robots.suppression.yaml': (files['robots.suppression.yaml'] ?? '').replace(
        "rules: [logins, 'env:test']",
        'ruleQuery: ddac:logins -severity:low',
      ),
    })
    expect((await run(dir, 'apply', '--yes')).code).toBe(0)
    const { code, stderr } = await run(dir, 'release', '--all', '--yes')
    expect([code, stderr]).toEqual([2, expect.stringContaining('robots asks for the rule logins by our tag')])
    expect((await rulesThere())[0]?.tags).toContain('ddac:logins')
    const exported = await run(dir, 'export')
    expect([exported.code, exported.stderr]).toEqual([1, expect.stringContaining('not  suppression robots')])
    expect(JSON.parse(exported.stdout)).toHaveLength(2)
  })

  it('asks before it writes, and leaves all as it is without a yes', async () => {
    const dir = await applied()
    const asked = await ddac(['release', 'other'], {
      cwd: dir,
      answer: false,
      env: { DDAC_API_URL: emulator.url, DD_API_KEY: 'an-api-key-0000', DD_APP_KEY: 'an-app-key-0000' },
    })
    expect([asked.code, asked.stderr]).toEqual([1, expect.stringContaining('prod: nothing was written.')])
    expect((await rulesThere())[1]?.tags).toContain('ddac:other')
  })

  it.each([
    [['other'], 'nobody is there to confirm'],
    [['--yes'], 'nothing is chosen to release'],
    [['other', '--all', '--yes'], 'this asks in two ways what to release'],
    [['nope', '--yes'], 'nothing of ours in prod has the id nope'],
  ])('%j is an error with a way out', async (more, message) => {
    const { code, stderr } = await run(await applied(), 'release', ...more)
    expect(code).toBe(2)
    expect(stderr).toContain(message)
  })
})
