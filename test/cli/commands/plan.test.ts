import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ddac, linesOf, makeFolder, writeFiles } from '../run-in-process'
import { rule, smallWorkspace } from '../small-workspace'

const ruleFile = 'app/failed-logins.rule.yaml'
const second = rule.replace('id: failed-logins', 'id: second').replace('Several failed logins', 'Second thoughts')

async function applied(files: Record<string, string> = {}): Promise<string> {
  const cwd = makeFolder(smallWorkspace(files))
  expect((await ddac(['apply', '--yes'], { cwd })).code).toBe(0)
  return cwd
}

async function changesIn(cwd: string, ...more: string[]): Promise<string[]> {
  const { stdout } = await ddac(['plan', '--format', 'json', ...more], { cwd })
  return JSON.parse(stdout).changes.map((change: Record<string, unknown>) => `${change['action']} ${change['id']}`)
}

const manyTenants = `tenants:
  one: { emulator: true }
  broken: { site: datadoghq.com }
  two: { emulator: true }
defaultTenant: one
`

describe('ddac plan', () => {
  it('json has the keys that other programs rely on', async () => {
    const cwd = await applied({ 'app/second.rule.yaml': second })
    writeFiles(cwd, { [ruleFile]: rule.replace('status: medium', 'status: high') })
    rmSync(join(cwd, 'app/second.rule.yaml'))
    const run = await ddac(['plan', '--format', 'json', '--prune'], { cwd })
    expect(run).toMatchObject({ code: 0, stderr: '' })
    const plan = JSON.parse(run.stdout)
    expect(Object.keys(plan)).toEqual(expect.arrayContaining(['tenant', 'changes', 'unmanaged', 'summary']))
    expect(plan.tenant).toBe('local')
    expect(plan.changes).toEqual([
      expect.objectContaining({
        action: 'update',
        kind: 'rule',
        id: 'failed-logins',
        remoteId: expect.any(String),
        changedIn: 'git',
        fields: [{ path: 'cases[0].status', before: 'medium', after: 'high' }],
      }),
      expect.objectContaining({ action: 'none', kind: 'suppression', id: 'load-test', fields: [] }),
      expect.objectContaining({ action: 'delete', kind: 'rule', id: 'second', changedIn: 'git', fields: [] }),
    ])
    expect(plan.unmanaged).toEqual([])
    expect(plan.summary).toMatchObject({ create: 0, update: 1, replace: 0, delete: 1, adopt: 0, none: 1 })
  })

  it('is empty after apply, in a sentence', async () => {
    expect(await ddac(['plan'], { cwd: await applied() })).toEqual({
      code: 0,
      stdout: 'local: no changes, 2 unchanged.\n',
      stderr: '',
    })
  })

  it('writes nothing to the tenant', async () => {
    const cwd = makeFolder(smallWorkspace())
    await ddac(['plan'], { cwd })
    expect(await changesIn(cwd)).toEqual(['create failed-logins', 'create load-test'])
  })

  it('ndjson has a change a line and the summary last', async () => {
    const { stdout } = await ddac(['plan', '--format', 'ndjson'], { cwd: makeFolder(smallWorkspace()) })
    expect(linesOf(stdout)).toMatchObject([
      { type: 'change', tenant: 'local', action: 'create', kind: 'rule' },
      { type: 'change', tenant: 'local', action: 'create', kind: 'suppression' },
      { type: 'summary', tenant: 'local', create: 2 },
    ])
  })

  it('markdown has a table of changes for a job summary', async () => {
    const { stdout } = await ddac(['plan', '--format', 'markdown'], { cwd: makeFolder(smallWorkspace()) })
    expect(stdout).toContain('## Plan for `local`\n')
    expect(stdout).toContain('| create | rule | failed-logins | git | `app/failed-logins.rule.yaml:1` |\n')
  })

  it('says where a difference comes from', async () => {
    const cwd = await applied()
    // A change by hand: the rule is written from another workspace with the same id.
    const other = makeFolder(smallWorkspace({ [ruleFile]: rule.replace('failed > 1', 'failed > 4') }))
    const state = join(cwd, '.ddac/local.json')
    writeFiles(other, { '.ddac/local.json': readFileSync(state, 'utf8') })
    await ddac(['apply', '--yes'], { cwd: other })
    writeFiles(cwd, { '.ddac/local.json': readFileSync(join(other, '.ddac/local.json'), 'utf8') })
    const { stdout } = await ddac(['plan', '--format', 'json'], { cwd })
    expect(JSON.parse(stdout).changes[0]).toMatchObject({
      action: 'update',
      fields: [{ path: 'cases[0].condition', before: 'failed > 4', after: 'failed > 1' }],
    })
  })

  it('--target looks at the named things alone', async () => {
    const cwd = makeFolder(smallWorkspace({ 'app/second.rule.yaml': second }))
    expect(await changesIn(cwd, '--target', 'second')).toEqual(['create second'])
    const unknown = await ddac(['plan', '--target', 'secnd'], { cwd })
    expect(unknown.code).toBe(2)
    expect(unknown.stderr).toContain('"secnd"')
  })

  describe('--detailed-exitcode, as Terraform has it', () => {
    it('0 for no changes, 2 for changes', async () => {
      const cwd = await applied()
      expect((await ddac(['plan', '--detailed-exitcode'], { cwd })).code).toBe(0)
      writeFiles(cwd, { [ruleFile]: rule.replace('failed > 1', 'failed > 2') })
      expect((await ddac(['plan', '--detailed-exitcode'], { cwd })).code).toBe(2)
      expect((await ddac(['plan'], { cwd })).code).toBe(0)
    })

    it.each([
      ['a mistake in ddac.yaml', smallWorkspace({ 'ddac.yaml': 'tenants: 5' }), []],
      ['a tenant that cannot be reached', smallWorkspace({ 'ddac.yaml': manyTenants }), ['--tenant', 'broken']],
      ['one of several that cannot', smallWorkspace({ 'ddac.yaml': manyTenants }), ['--tenant', 'all']],
      ['an unknown tenant', smallWorkspace(), ['--tenant', 'wat']],
    ])('1 for %s', async (_, files, more) => {
      expect((await ddac(['plan', '--detailed-exitcode', ...more], { cwd: makeFolder(files) })).code).toBe(1)
    })
  })

  describe('deletion', () => {
    it('is planned with --prune alone; without it the thing is told as not managed', async () => {
      const cwd = await applied({ 'app/second.rule.yaml': second })
      rmSync(join(cwd, 'app/second.rule.yaml'))
      const run = await ddac(['plan'], { cwd })
      expect(run.stdout).toContain('its file is gone (ddac:second); --prune deletes it')
      expect(await changesIn(cwd)).not.toContain('delete second')
      expect(await changesIn(cwd, '--prune')).toContain('delete second')
    })

    it('is stopped by the guard where more goes than is wise, until --max-deletes allows it', async () => {
      const cwd = await applied({ 'app/second.rule.yaml': second })
      rmSync(join(cwd, 'app/second.rule.yaml'))
      rmSync(join(cwd, 'app/load-test.suppression.yaml'))
      const run = await ddac(['plan', '--prune'], { cwd })
      expect(run.code).toBe(1)
      expect(run.stderr).toContain(
        'error[P003]: 2 of 3 managed rules and suppressions would be deleted; the guard allows 1',
      )
      expect(run.stderr).toContain('--max-deletes 2')
      expect((await ddac(['plan', '--prune', '--max-deletes', '2'], { cwd })).code).toBe(0)
      expect((await ddac(['plan', '--prune', '--max-deletes', '1'], { cwd })).code).toBe(1)
      // The workspace may say so once and for all.
      writeFiles(cwd, { 'ddac.yaml': `${smallWorkspace()['ddac.yaml']}policy: { maxDeletes: 2 }\n` })
      expect((await ddac(['plan', '--prune'], { cwd })).code).toBe(0)
    })
  })

  it('--adopt takes over what was made by hand under the name of a file', async () => {
    const cwd = await applied()
    const state = readFileSync(join(cwd, '.ddac/local.json'), 'utf8')
    // Somebody took the tags of ddac away and changed the rule, so that only its name is left to know it by.
    writeFiles(cwd, {
      '.ddac/local.json': state.replaceAll(/"ddac(_rev)?:[^"]*"/g, '"by:hand"').replace('failed > 1', 'failed > 7'),
    })
    const plain = await ddac(['plan', '--target', 'failed-logins'], { cwd })
    expect(plain.stdout).toContain('--adopt failed-logins takes it over')
    expect(plain.stdout).toMatch(/to go on: write adopts: \{ local: \w{3}-\w{3}-\w{3} \} into the file to take it over/)
    expect(plain.code).toBe(1)
    const beside = await ddac(['plan', '--create-beside', 'failed-logins', '--target', 'failed-logins'], { cwd })
    expect(beside.stdout).toContain('+ create rule failed-logins')
    const adopting = await ddac(['plan', '--adopt', '--target', 'failed-logins'], { cwd })
    expect(adopting.stdout).toContain('~ adopt rule failed-logins')
  })

  describe('several tenants', () => {
    const cwd = (): string => makeFolder(smallWorkspace({ 'ddac.yaml': manyTenants }))

    it('one that fails does not stop the others; it is told, and 2 is the answer', async () => {
      const run = await ddac(['plan', '--tenant', 'all'], { cwd: cwd() })
      expect(run.code).toBe(2)
      expect(run.stdout).toContain('one: 2 to create, 0 unchanged.')
      expect(run.stdout).toContain('two: 2 to create, 0 unchanged.')
      expect(run.stdout).toMatch(/^failed {2}broken: tenant "broken" has no keys$/m)
      expect(run.stderr).toContain('error: broken: tenant "broken" has no keys\n  help: Set DD_API_KEY and DD_APP_KEY')
    })

    it.each([[['--tenant', 'one,two']], [['--tenant', 'one', '--tenant', 'two']], [['--tenant', ' one , two ,one']]])(
      '%j asks both, once',
      async (argv) => {
        const run = await ddac(['plan', '--format', 'json', ...argv], { cwd: cwd() })
        expect(run.code).toBe(0)
        expect(JSON.parse(run.stdout).tenants.map(({ tenant }: { tenant: string }) => tenant)).toEqual(['one', 'two'])
      },
    )

    it('json and ndjson hold the one that failed too', async () => {
      const where = cwd()
      const document = JSON.parse((await ddac(['plan', '--format', 'json', '--tenant', 'all'], { cwd: where })).stdout)
      const failed = {
        tenant: 'broken',
        error: { code: 'configuration', message: 'tenant "broken" has no keys', help: expect.any(String) },
      }
      expect(document.tenants[1]).toEqual(failed)
      const lines = linesOf((await ddac(['plan', '--format', 'ndjson', '--tenant', 'all'], { cwd: where })).stdout)
      expect(lines.filter(({ type }) => type !== 'change')).toMatchObject([
        { type: 'summary', tenant: 'one' },
        { type: 'failedTenant', ...failed },
        { type: 'summary', tenant: 'two' },
      ])
    })

    it('DDAC_TENANT chooses where --tenant does not', async () => {
      const where = cwd()
      const told = async (env: Record<string, string>, ...more: string[]): Promise<string> =>
        JSON.parse((await ddac(['plan', '--format', 'json', ...more], { cwd: where, env })).stdout).tenant
      expect(await told({})).toBe('one')
      expect(await told({ DDAC_TENANT: 'two' })).toBe('two')
      expect(await told({ DDAC_TENANT: 'two' }, '--tenant', 'one')).toBe('one')
    })

    it('without a default one has to be chosen', async () => {
      const where = makeFolder(smallWorkspace({ 'ddac.yaml': manyTenants.replace('defaultTenant: one\n', '') }))
      const run = await ddac(['plan'], { cwd: where })
      expect(run).toMatchObject({ code: 2, stdout: '' })
      expect(run.stderr).toContain('error: no tenant is chosen\n  help: Name one with --tenant')
    })

    it('an unknown name is told with those that are there', async () => {
      const run = await ddac(['plan', '--tenant', 'one,wat'], { cwd: cwd() })
      expect(run).toMatchObject({ code: 2, stdout: '' })
      expect(run.stderr).toBe('error: ddac.yaml has no tenant "wat"\n  help: Its tenants are one, broken, two.\n')
    })

    it('--out saves the plan of one alone', async () => {
      const where = cwd()
      const run = await ddac(['plan', '--tenant', 'one,two', '--out', 'plan.json'], { cwd: where })
      expect(run).toMatchObject({ code: 2, stdout: '' })
      expect(existsSync(join(where, 'plan.json'))).toBe(false)
    })
  })

  it('variables and overlays make one workspace fit two tenants', async () => {
    const config = `tenants:
  local: { emulator: true, variables: { oncall: "@slack-test" } }
  stage:
    emulator: true
    variables: { oncall: "@slack-stage" }
    overlays:
      - { rules: [failed-logins], severity: { medium: low }, tags: ["env:stage"], isEnabled: false }
defaultTenant: local
`
    const notifying = rule.replace('notifications: []', `notifications: ["\${tenant.oncall}"]`)
    const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': config, [ruleFile]: notifying }))
    expect((await ddac(['apply', '--yes', '--tenant', 'all'], { cwd })).code).toBe(0)
    const held = (tenant: string): string => readFileSync(join(cwd, `.ddac/${tenant}.json`), 'utf8')
    expect(held('local')).toContain('@slack-test')
    expect(held('local')).not.toContain('env:stage')
    expect(held('stage')).toContain('@slack-stage')
    expect(held('stage')).toContain('env:stage')
    expect(held('stage')).toContain('"status": "low"')
    expect((await ddac(['plan', '--tenant', 'all', '--detailed-exitcode'], { cwd })).code).toBe(0)
  })

  it('a workspace whose ddac.yaml has a mistake is not laid beside a tenant', async () => {
    const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': 'tenants: { local: { emulator: 7 } }\n' }))
    const run = await ddac(['plan', '--out', 'plan.json'], { cwd })
    expect(run).toMatchObject({ code: 1, stdout: '' })
    expect(run.stderr).toContain('Nothing was asked of the tenant')
    expect(existsSync(join(cwd, 'plan.json'))).toBe(false)
    expect(existsSync(join(cwd, '.ddac'))).toBe(false)
  })

  it("shows what the tenant's own validation refuses, and answers no", async () => {
    const schedule = "schedulingOptions: { rrule: 'EVERY=DAY', start: '2026-01-01T00:00:00', timezone: UTC }\n"
    const cwd = makeFolder(smallWorkspace({ [ruleFile]: `${rule}${schedule}` }))
    const run = await ddac(['plan'], { cwd })
    expect(run.code).toBe(1)
    expect(run.stdout).toContain('refused by the tenant  rule failed-logins')
    expect((await ddac(['plan', '--no-remote-validate'], { cwd })).code).toBe(0)
  })

  it('shows which suppressions of the tenant act on a changed rule', async () => {
    const cwd = await applied()
    writeFiles(cwd, { [ruleFile]: rule.replace('failed > 1', 'failed > 2') })
    const { stdout } = await ddac(['plan'], { cwd })
    expect(stdout).toContain('Suppressions that act on changed rules:\n  failed-logins: The load test fails on purpose')
  })
})

describe('plan --max-size', () => {
  const many = Object.fromEntries(
    Array.from({ length: 12 }, (_, at) => [
      `app/r${at}.rule.yaml`,
      rule.replace('id: failed-logins', `id: r${at}`).replace('Several', `${at}`),
    ]),
  )

  it('keeps Markdown within it, and --whole writes all of it into a file', async () => {
    const cwd = makeFolder(smallWorkspace(many))
    expect((await ddac(['apply', '--yes'], { cwd })).code).toBe(0)
    const edited = Object.entries(many).map(([file, text]) => [file, text.replace('Ask', 'Ask, and ask again,')])
    writeFiles(cwd, Object.fromEntries(edited))
    const words = ['plan', '--format', 'markdown']
    const whole = (await ddac([...words, '--max-size', '0'], { cwd })).stdout
    expect((await ddac(words, { cwd })).stdout).toBe(whole)
    const run = await ddac([...words, '--max-size', '2000', '--whole', 'plan.md'], { cwd })
    expect(Buffer.byteLength(run.stdout)).toBeLessThanOrEqual(2000)
    expect(run.stdout).toMatch(
      /Left out to stay within 2000 bytes: .*the fields of rule r\d.* All of it is in plan\.md\.\n$/,
    )
    expect(readFileSync(join(cwd, 'plan.md'), 'utf8')).toBe(whole)
  })

  it('is for all tenants together', async () => {
    const two = 'tenants:\n  a: { emulator: true }\n  b: { emulator: true }\n'
    const cwd = makeFolder(smallWorkspace({ ...many, 'ddac.yaml': two }))
    const words = ['plan', '--format', 'markdown', '--tenant', 'all', '--max-size']
    const run = await ddac([...words, '1700'], { cwd })
    expect(Buffer.byteLength((await ddac([...words, '0'], { cwd })).stdout)).toBeGreaterThan(1700)
    expect(Buffer.byteLength(run.stdout)).toBeLessThanOrEqual(1700)
    expect(run.stdout).toMatch(/## Plan for `a`[\s\S]*Left out[\s\S]*## Plan for `b`[\s\S]*Left out/)
  })
})
