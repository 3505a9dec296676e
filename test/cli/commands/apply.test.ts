import { existsSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { ddac, linesOf, makeFolder, type Run, writeFiles } from '../run-in-process'
import { rule, smallWorkspace, suppression } from '../small-workspace'

const ruleFile = 'app/failed-logins.rule.yaml'
const suppressionFile = 'app/load-test.suppression.yaml'
/** The tenant alone refuses this schedule. */
const unscheduled = `${rule}schedulingOptions: { rrule: 'EVERY=DAY', start: '2026-01-01T00:00:00', timezone: UTC }\n`

/** The names of what the emulated tenant holds, by kind. */
function held(cwd: string, tenant = 'local'): string {
  return readFileSync(join(cwd, `.ddac/${tenant}.json`), 'utf8')
}

const apply = (cwd: string, ...more: string[]): Promise<Run> => ddac(['apply', '--yes', ...more], { cwd })

describe('ddac apply', () => {
  it('makes the tenant equal to git: a second one has nothing to do', async () => {
    const cwd = makeFolder(smallWorkspace())
    const first = await apply(cwd)
    expect(first).toMatchObject({ code: 0, stderr: '' })
    expect(first.stdout).toMatch(
      /^done {6}create suppression load-test \S+\ndone {6}create rule failed-logins \S+\nlocal: 2 applied\.\n$/,
    )
    expect(await apply(cwd)).toEqual({ code: 0, stdout: 'local: 0 applied.\n', stderr: '' })
  })

  it('json, ndjson and markdown say what became of each change', async () => {
    const applied = JSON.parse((await apply(makeFolder(smallWorkspace()), '--format', 'json')).stdout)
    expect(applied).toMatchObject({
      tenant: 'local',
      applied: [
        { change: { action: 'create', kind: 'suppression', id: 'load-test' }, remoteId: expect.any(String) },
        { change: { action: 'create', kind: 'rule', id: 'failed-logins' } },
      ],
      failed: [],
      conflicts: [],
      skipped: [],
      notDone: [],
      interrupted: false,
    })
    const lines = linesOf((await apply(makeFolder(smallWorkspace()), '--format', 'ndjson')).stdout)
    expect(lines.map(({ kind }) => kind)).toEqual(['applied', 'applied', 'summary'])
    const { stdout } = await apply(makeFolder(smallWorkspace()), '--format', 'markdown')
    expect(stdout).toContain('## Applied to `local`\n\nlocal: 2 applied.\n')
    expect(stdout).toContain('| done | create rule failed-logins | |')
  })

  describe('is confirmed', () => {
    it('by nobody where there is no terminal, and then needs --yes', async () => {
      const cwd = makeFolder(smallWorkspace())
      const run = await ddac(['apply'], { cwd })
      expect(run).toEqual({
        code: 2,
        stdout: '',
        stderr:
          'error: nobody is there to confirm\n  help: Pass --yes to apply without being asked; ddac plan shows what that would do.\n',
      })
      expect(existsSync(join(cwd, '.ddac'))).toBe(false)
    })

    it('by yes, after the plan was shown', async () => {
      const run = await ddac(['apply'], { cwd: makeFolder(smallWorkspace()), answer: true })
      expect(run.code).toBe(0)
      expect(run.stdout).toContain('local: 2 to create, 0 unchanged.\n')
      expect(run.stdout).toContain('local: 2 applied.\n')
    })

    it('or not, and then nothing is written and the answer is no', async () => {
      const cwd = makeFolder(smallWorkspace())
      const run = await ddac(['apply'], { cwd, answer: false })
      expect(run.code).toBe(1)
      expect(run.stderr).toBe('local: nothing was written.\n')
      expect((await ddac(['plan', '--detailed-exitcode'], { cwd })).code).toBe(2)
    })

    it('on stderr, so that json on stdout stays json', async () => {
      const run = await ddac(['apply', '--format', 'json'], { cwd: makeFolder(smallWorkspace()), answer: true })
      expect(JSON.parse(run.stdout)).toMatchObject({ tenant: 'local' })
      expect(run.stderr).toContain('local: 2 to create, 0 unchanged.\n')
    })
  })

  it('suppressions travel with the rules: created, changed, removed', async () => {
    const cwd = makeFolder(smallWorkspace())
    await apply(cwd)
    writeFiles(cwd, { [suppressionFile]: suppression.replace("load-test'", "load-test -@net:smoke-test'") })
    expect((await apply(cwd)).stdout).toMatch(/^done {6}update suppression load-test/)
    expect(held(cwd)).toContain('smoke-test')
    rmSync(join(cwd, suppressionFile))
    expect((await apply(cwd)).stdout).toBe('local: 0 applied.\n')
    expect((await apply(cwd, '--prune')).stdout).toMatch(/^done {6}delete suppression load-test/)
    expect(held(cwd)).not.toContain('smoke-test')
    expect((await ddac(['plan', '--prune', '--detailed-exitcode'], { cwd })).code).toBe(0)
  })

  it('the guard stops a deletion of too much, and nothing else of that plan is written either', async () => {
    const cwd = makeFolder(smallWorkspace())
    await apply(cwd)
    rmSync(join(cwd, suppressionFile))
    rmSync(join(cwd, ruleFile))
    rmSync(join(cwd, 'app/failed-logins.test.yaml'))
    writeFiles(cwd, { 'app/new.rule.yaml': rule.replace('id: failed-logins', 'id: new').replace('Several', 'New') })
    const before = held(cwd)
    const run = await apply(cwd, '--prune')
    expect(run.code).toBe(1)
    expect(run.stderr).toContain('error[P003]')
    expect(run.stderr).toContain('local: nothing was written.')
    expect(held(cwd)).toBe(before)
    expect((await apply(cwd, '--prune', '--max-deletes', '2')).code).toBe(0)
  })

  it('a workspace whose ddac.yaml has a mistake is not applied, in no part', async () => {
    const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': 'tenants: [' }))
    const run = await apply(cwd)
    expect(run).toMatchObject({ code: 1, stdout: '' })
    expect(run.stderr).toContain('error[W001]')
    expect(existsSync(join(cwd, '.ddac'))).toBe(false)
  })

  it('what the tenant would refuse is withheld, with the suppression that has nothing to quiet then', async () => {
    const files = { [ruleFile]: unscheduled, 'app/second.rule.yaml': rule.replace('id: failed-logins', 'id: second') }
    const cwd = makeFolder(smallWorkspace(files))
    const run = await apply(cwd)
    expect(run.code).toBe(1)
    expect(run.stdout).toContain(
      'withheld  rule failed-logins: the tenant refuses it (schedulingOptions.rrule): The RRULE',
    )
    expect(run.stdout).toContain(
      'withheld  suppression load-test: the rule failed-logins, which it is for, is not there',
    )
    expect(run.stdout).toContain('local: 1 applied, 2 withheld.\n')
  })

  it('a refusal of a write is told, and the others are done', async () => {
    const run = await apply(makeFolder(smallWorkspace({ [ruleFile]: unscheduled })), '--no-remote-validate')
    expect(run.code).toBe(1)
    expect(run.stdout).toMatch(/^done {6}create suppression load-test/)
    expect(run.stdout).toMatch(/^failed {4}create rule failed-logins: could not /m)
  })

  it('several tenants: one that fails does not stop the others', async () => {
    const config = 'tenants:\n  one: { emulator: true }\n  broken: { site: datadoghq.com }\n  two: { emulator: true }\n'
    const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': config }))
    const run = await apply(cwd, '--tenant', 'all')
    expect(run.code).toBe(2)
    expect(run.stdout).toContain('one: 2 applied.')
    expect(run.stdout).toContain('two: 2 applied.')
    expect(run.stderr).toContain('error: broken: tenant "broken" has no keys')
    expect(held(cwd, 'two')).toContain('failed logins')
    const lines = linesOf((await apply(cwd, '--tenant', 'all', '--format', 'ndjson')).stdout)
    expect(lines.map(({ kind, tenant }) => `${kind} ${tenant}`)).toEqual([
      'summary one',
      'failedTenant broken',
      'summary two',
    ])
  })

  it('stops when it is asked to, says so, and is finished by the next one', async () => {
    const cwd = makeFolder(smallWorkspace())
    const stopping = new AbortController()
    stopping.abort()
    const run = await ddac(['apply', '--yes'], { cwd, abort: stopping.signal })
    expect(run.code).toBe(2)
    expect(run.stdout).toContain('Interrupted: run apply again to finish.')
    expect((await apply(cwd)).code).toBe(0)
    expect((await ddac(['plan', '--detailed-exitcode'], { cwd })).code).toBe(0)
  })
})

describe('ddac apply PLAN', () => {
  async function planned(): Promise<string> {
    const cwd = makeFolder(smallWorkspace())
    await apply(cwd)
    writeFiles(cwd, { [ruleFile]: rule.replace('failed > 1', 'failed > 2') })
    const run = await ddac(['plan', '--out', 'plan.json'], { cwd })
    expect(run).toMatchObject({ code: 0, stderr: '' })
    return cwd
  }

  it('does what was planned, once', async () => {
    const cwd = await planned()
    expect((await apply(cwd, 'plan.json')).stdout).toMatch(/^done {6}update rule failed-logins/)
    expect(held(cwd)).toContain('failed > 2')
    expect(await apply(cwd, 'plan.json')).toMatchObject({ code: 0, stdout: 'local: 0 applied.\n' })
  })

  it('is refused when git has moved', async () => {
    const cwd = await planned()
    writeFiles(cwd, { [ruleFile]: rule.replace('failed > 1', 'failed > 3') })
    const run = await apply(cwd, 'plan.json')
    expect(run).toMatchObject({ code: 1, stdout: '' })
    expect(run.stderr).toContain('git has moved since the plan was made:\n  rule failed-logins: its file was edited')
    expect(held(cwd)).toContain('failed > 1')
  })

  it('is refused when the tenant has moved', async () => {
    const cwd = await planned()
    writeFiles(cwd, { [ruleFile]: rule.replace('failed > 1', 'failed > 5') })
    await apply(cwd)
    writeFiles(cwd, { [ruleFile]: rule.replace('failed > 1', 'failed > 2') })
    const run = await apply(cwd, 'plan.json')
    expect(run).toMatchObject({ code: 1, stdout: '' })
    expect(run.stderr).toContain('rule failed-logins: it was changed in the tenant since the plan was made')
    expect(held(cwd)).toContain('failed > 5')
  })

  it.each<[string, (path: string) => void, RegExp]>([
    ['is cut off', (path) => truncateSync(path, 400), /the plan is cut off or damaged\n {2}help: make a new plan/],
    ['is empty', (path) => truncateSync(path, 0), /this is no saved plan/],
    [
      'was edited',
      (path) =>
        writeFiles(join(path, '..'), { 'plan.json': readFileSync(path, 'utf8').replace('failed > 2', 'failed > 9') }),
      /the plan was changed after it was saved/,
    ],
    ['is another JSON', (path) => writeFiles(join(path, '..'), { 'plan.json': '{}' }), /this is no saved plan/],
    ['is not there', (path) => rmSync(path), /plan\.json cannot be read: it does not exist/],
  ])('2 for a file that %s', async (_, spoil, told) => {
    const cwd = await planned()
    spoil(join(cwd, 'plan.json'))
    const run = await apply(cwd, 'plan.json')
    expect(run).toMatchObject({ code: 2, stdout: '' })
    expect(run.stderr).toMatch(told)
    expect(held(cwd)).toContain('failed > 1')
  })

  it('is for its own tenant alone', async () => {
    const cwd = await planned()
    writeFiles(cwd, { 'ddac.yaml': 'tenants:\n  local: { emulator: true }\n  other: { emulator: true }\n' })
    expect(await apply(cwd, 'plan.json', '--tenant', 'other')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('the saved plan is for the tenant "local"'),
    })
    expect((await apply(cwd, 'plan.json', '--tenant', 'local')).code).toBe(0)
  })

  it.each([['--prune'], ['--adopt'], ['--target', 'x'], ['--max-deletes', '0']])(
    '%s does not go with it: a plan is applied as it was made',
    async (...more) => {
      const run = await apply(await planned(), 'plan.json', ...more)
      expect(run).toMatchObject({ code: 2, stdout: '' })
      expect(run.stderr).toContain(`${more[0]} does not go with a saved plan`)
    },
  )

  it('--out over a folder ends with 2 and leaves nothing behind', async () => {
    const cwd = makeFolder({ ...smallWorkspace(), 'taken/file': '' })
    const run = await ddac(['plan', '--out', 'taken'], { cwd })
    expect(run).toMatchObject({ code: 2, stdout: '' })
    expect(run.stderr).toContain('taken cannot be written: it is a folder\n  help: Name a file.')
    expect(readdirSync(cwd).sort()).toEqual(['.ddac', 'app', 'ddac.yaml', 'taken'])
  })
})
