import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startEmulator } from '../../../src/emulator/start-emulator'
import type { JsonObject } from '../../../src/json/json'
import { changeIn, nowIn } from '../in-tenant'
import { git, makeRepository } from '../repository'
import { ddac, type Run, writeFiles } from '../run-in-process'
import { config, rule, smallWorkspace } from '../small-workspace'

const ruleFile = 'app/failed-logins.rule.yaml'

async function seed(cwd: string, things: object, tenant = 'local'): Promise<void> {
  const emulator = await startEmulator({ stateFile: join(cwd, `.ddac/${tenant}.json`) })
  await fetch(`${emulator.url}/_emulator/seed`, { method: 'POST', body: JSON.stringify(things) })
  await emulator.close()
}

function byHand(name: string, made: string): JsonObject {
  return {
    id: name === 'Just inside' ? 'aaa-aaa-aaa' : 'bbb-bbb-bbb',
    version: 1,
    name,
    type: 'log_detection',
    message: 'm',
    isEnabled: true,
    queries: [{ query: 'source:app @evt.name:x' }],
    cases: [{ status: 'low', condition: 'a > 0', notifications: [] }],
    options: { evaluationWindow: 300, keepAlive: 3600, maxSignalDuration: 86400, detectionMethod: 'threshold' },
    tags: ['source:app'],
    createdAt: Date.parse(made),
    creator: { name: 'Grace', handle: 'grace@example.com' },
  }
}

async function applied(files: Readonly<Record<string, string>> = {}, tenant = 'local'): Promise<string> {
  const cwd = await makeRepository(smallWorkspace({ '.gitignore': '.ddac/\nnight/\n', ...files }))
  expect((await ddac(['apply', '--yes', '--tenant', tenant], { cwd })).code).toBe(0)
  return cwd
}

const nightly = (cwd: string, ...more: string[]): Promise<Run> => ddac(['nightly', '--out', 'night', ...more], { cwd })
const stateIn = (cwd: string, folder = 'night') => JSON.parse(readFileSync(join(cwd, folder, 'nightly.json'), 'utf8'))

describe('ddac nightly', () => {
  it('where nobody did anything it writes no detection and has nothing to tell', async () => {
    const cwd = await applied()
    const run = await nightly(cwd)
    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('local: no drift; 2 as applied.') })
    expect(await git(cwd, 'status', '--porcelain')).toBe('')
    expect(stateIn(cwd)).toMatchObject({ version: 1, tenants: ['local'], files: [], isWorthTelling: false })
    expect(stateIn(cwd).commit).toBe(await git(cwd, 'rev-parse', 'HEAD'))
  })

  it('adopts what was changed and imports what was made within two weeks, with who did it and when', async () => {
    const cwd = await applied()
    changeIn(cwd, 'failed-logins', { isEnabled: false })
    await seed(cwd, {
      rules: [byHand('Just inside', '2026-11-11T12:00:00Z'), byHand('Just outside', '2026-11-11T11:59:59Z')],
    })
    const { code, stdout } = await nightly(cwd)
    expect(code).toBe(0)
    expect(stdout).toContain(
      '| rule | failed-logins | disabled by hand, weakens detection: disabled | version 2 by Ada on 2026-11-20 12:00:00Z | `app/failed-logins.rule.yaml` |',
    )
    expect(stdout).toMatch(
      /\| rule \| Just inside \| `aaa-aaa-aaa` \| by Grace on 2026-11-11 12:00:00Z \| `app\/just-inside\.rule\.yaml` \|/,
    )
    expect(stdout).not.toContain('Just outside')
    expect((await git(cwd, 'status', '--porcelain')).split('\n').map((line) => line.trim())).toEqual([
      'M app/failed-logins.rule.yaml',
      '?? app/just-inside.rule.yaml',
    ])
    const { files, isWorthTelling } = stateIn(cwd)
    expect(files.map(({ path, text }: { path: string; text: string }) => [path, text])).toEqual(
      ['app/failed-logins.rule.yaml', 'app/just-inside.rule.yaml'].map((path) => [
        path,
        readFileSync(join(cwd, path), 'utf8'),
      ]),
    )
    expect(isWorthTelling).toBe(false)
  })

  it('shows both sides of what git and the tenant changed, leaves the file, and answers no', async () => {
    const cwd = await applied()
    const edited = rule.replace('status: medium', 'status: low')
    writeFiles(cwd, { [ruleFile]: edited })
    const [one] = nowIn(cwd, 'failed-logins').cases as readonly JsonObject[]
    changeIn(cwd, 'failed-logins', { cases: [{ ...one, status: 'high' }] })
    const { code, stdout } = await nightly(cwd)
    expect(code).toBe(1)
    expect(stdout).toContain('`rule failed-logins`: git and the tenant both changed cases\\[0\\].status.')
    expect(stdout).toMatch(/\+ low[\s\S]*in the tenant, last touched by Ada on 2026-11-20 12:00:00Z:[\s\S]*\+ high/)
    expect(readFileSync(join(cwd, ruleFile), 'utf8')).toBe(edited)
    expect(stateIn(cwd)).toMatchObject({ files: [], isWorthTelling: true })
  })

  it.each([
    ['2026-12-09T12:00:00Z', true],
    ['2026-12-09T12:00:01Z', false],
  ])('a suppression that ends at %s is told with its owner: %s', async (end, isTold) => {
    const text = smallWorkspace()['app/load-test.suppression.yaml']?.replace('2027-01-31', end) ?? ''
    const cwd = await applied({ 'app/load-test.suppression.yaml': text })
    const { code, stdout } = await nightly(cwd)
    expect(code).toBe(0)
    const line = /^- `load-test` ends soon: until .*, for 1 rule, owned by platform-team@\S*example\.com/m
    expect([line.test(stdout), stateIn(cwd).isWorthTelling]).toEqual([isTold, isTold])
  })

  it('says which pipelines are not as they were pulled, and counts those that git never had', async () => {
    const cwd = await applied()
    const pipeline = (id: string, name: string) => ({
      id,
      name,
      is_enabled: true,
      filter: { query: 'source:app' },
      processors: [],
    })
    await seed(cwd, { pipelines: [pipeline('one', 'One')] })
    expect((await ddac(['pipeline', 'pull'], { cwd })).code).toBe(0)
    await seed(cwd, { pipelines: [pipeline('one', 'One'), pipeline('two', 'Two')] })
    expect((await nightly(cwd)).stdout).not.toContain('Log pipelines')
    await seed(cwd, { pipelines: [{ ...pipeline('one', 'One'), is_enabled: false }, pipeline('two', 'Two')] })
    const { stdout } = await nightly(cwd)
    expect(stdout).toContain('- changed: One (`pipelines/one.pipeline.yaml`)\n- new: 1 that git has not\n')
    expect(stateIn(cwd)).toMatchObject({ files: [], isWorthTelling: true })
  })

  it('runs for tenants one after another: each begins with the files of those before', async () => {
    const two = 'tenants:\n  prod: { emulator: true }\n  staging: { emulator: true }\ndefaultTenant: prod\n'
    const cwd = await applied({ 'ddac.yaml': two }, 'all')
    changeIn(cwd, 'failed-logins', { isEnabled: false }, { tenant: 'prod' })
    changeIn(cwd, 'failed-logins', { message: 'By hand.\n' }, { tenant: 'staging' })
    await ddac(['nightly', '--out', 'night/prod', '--tenant', 'prod'], { cwd })
    expect(stateIn(cwd, 'night/prod').files).toMatchObject([{ path: 'ddac.yaml' }])
    // The next run is another checkout, to which only what the first one wrote has come.
    await git(cwd, 'checkout', '-q', '--', '.')
    const run = await ddac(['nightly', '--out', 'night/staging', '--from', 'night', '--tenant', 'staging'], { cwd })
    expect(run.code).toBe(0)
    const { tenants, after, files } = stateIn(cwd, 'night/staging')
    expect({ tenants, after }).toEqual({ tenants: ['staging'], after: ['prod'] })
    expect(files).toMatchObject([{ path: 'ddac.yaml' }])
    for (const tenant of ['prod', 'staging']) {
      const drift = await ddac(['drift', '--tenant', tenant], { cwd })
      expect([tenant, drift.code]).toEqual([tenant, 0])
    }
  })

  it('a tenant that cannot be asked is named, keeps nothing from the others, and there is no whole answer', async () => {
    const two = `${config}`.replace('defaultTenant', '  prod: { site: datadoghq.com }\ndefaultTenant')
    const cwd = await applied({ 'ddac.yaml': two })
    changeIn(cwd, 'failed-logins', { isEnabled: false })
    const { code, stdout } = await nightly(cwd, '--tenant', 'all')
    expect(code).toBe(2)
    expect(stdout).toMatch(/## Done by hand in `prod`\n\n:x: It could not be asked: /)
    expect(stateIn(cwd)).toMatchObject({ tenants: ['local'], files: [{ path: 'ddac.yaml' }], isWorthTelling: true })
  })

  it('keeps what a file that is asked for must not name out of the way', async () => {
    const cwd = await applied()
    for (const path of ['../x.rule.yaml', '.github/workflows/x.yml', '.git/x.rule.yaml', 'a\\..\\x.rule.yaml']) {
      writeFiles(cwd, {
        'night/a/nightly.json': JSON.stringify({ files: [{ path, text: '' }] }),
        'night/a/nightly.md': '',
      })
      const run = await ddac(['nightly', '--out', 'out', '--from', 'night'], { cwd })
      expect([path, run.code, run.stderr.includes('holds no run of a night')]).toEqual([path, 2, true])
    }
    expect(existsSync(join(cwd, 'out'))).toBe(false)
  })

  it('what is written has a mistake where the workspace asks for more: it is told, and the answer is no', async () => {
    const cwd = await applied()
    const path = join(cwd, 'ddac.yaml')
    writeFileSync(path, `${readFileSync(path, 'utf8')}policy: { requiredTags: [team] }\n`)
    await seed(cwd, { rules: [byHand('New one', '2026-11-20T09:00:00Z')] })
    const { code, stdout } = await nightly(cwd)
    expect([code, /Mistakes in what was written:\n\n- `\w+` `app\/new-one\.rule\.yaml/.test(stdout)]).toEqual([1, true])
  })
})
