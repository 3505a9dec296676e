import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { changeIn } from './in-tenant'
import { LoopbackGitlab } from './loopback-gitlab'
import { commitAll, git, makeRepository } from './repository'
import { ddac, type Run, writeFiles } from './run-in-process'
import { runShellLine } from './run-shell-line'
import { config, rule, smallWorkspace } from './small-workspace'

interface Job {
  readonly extends?: string | readonly string[]
  readonly script?: readonly string[]
  readonly before_script?: readonly string[]
  readonly after_script?: readonly string[]
  readonly rules?: readonly { readonly if: string; readonly when?: string }[]
  readonly environment?: { readonly name: string; readonly action?: string }
  readonly variables?: Readonly<Record<string, string>>
  readonly parallel?: { readonly matrix: readonly { readonly DDAC_TENANT: readonly string[] }[] }
  readonly resource_group?: string
  readonly interruptible?: boolean
  readonly artifacts?: object
}

const template: Readonly<Record<string, Job>> = parse(
  readFileSync(join(__dirname, '../../src/workspace/starting/detections.gitlab-ci.yml'), 'utf8'),
)
const names = Object.keys(template).filter((name) => name.startsWith('detections:'))

/** A job with what it extends. */
function jobOf(name: string): Job {
  const own = template[name] ?? {}
  const bases = [own.extends ?? []].flat().map(jobOf)
  return { ...Object.assign({}, ...bases), ...own }
}

type Variables = Readonly<Record<string, string>>

/** The rule by which a job is part of a pipeline; its words are those of JavaScript, but for the variables; GitLab has no negation. */
function ruleOf(name: string, variables: Variables): { readonly when?: string } | undefined {
  return jobOf(name).rules?.find(({ if: condition }) => {
    expect(condition).not.toMatch(/!(?!=)/)
    const written = condition.replace(/\$(\w+)/g, (_, word) => `(known[${JSON.stringify(word)}] ?? null)`)
    return Boolean(new Function('known', `return (${written})`)(variables))
  })
}

const mergeRequest = { CI_PIPELINE_SOURCE: 'merge_request_event', CI_DEFAULT_BRANCH: 'main', CI_MERGE_REQUEST_IID: '7' }
const push = { CI_PIPELINE_SOURCE: 'push', CI_COMMIT_BRANCH: 'main', CI_DEFAULT_BRANCH: 'main' }
const schedule = { ...push, CI_PIPELINE_SOURCE: 'schedule' }

let cwd: string
let gitlab: LoopbackGitlab
let env: Readonly<Record<string, string>>
afterEach(() => gitlab.stop())
beforeEach(async () => {
  gitlab = new LoopbackGitlab()
  env = await gitlab.start()
  cwd = await makeRepository(smallWorkspace({ 'ddac.yaml': `workspace: team\n${config}`, '.gitignore': '.ddac/\n' }))
})

/** Runs a job as GitLab does: its script up to the first line that fails, then what comes after it. */
async function act(name: string, variables: Variables = {}): Promise<Run> {
  const job = jobOf(name)
  const tenant = job.parallel?.matrix[0]?.DDAC_TENANT[0] ?? job.variables?.DDAC_TENANT
  const at = {
    DDAC_TENANTS: 'local',
    CI_COMMIT_SHA: 'abc1234',
    ...(tenant !== undefined && { DDAC_TENANT: tenant }),
    ...variables,
  }
  let run: Run = { code: 0, stdout: '', stderr: '' }
  for (const line of job.script ?? []) {
    const one = await runShellLine(line, { cwd, env: at })
    run = { code: one.code, stdout: run.stdout + one.stdout, stderr: run.stderr + one.stderr }
    if (one.code !== 0) break
  }
  for (const line of job.after_script ?? []) await runShellLine(line, { cwd, env: at })
  return run
}
const json = (path: string) => JSON.parse(readFileSync(join(cwd, path), 'utf8'))

describe('the jobs for GitLab, each acted against the emulator', () => {
  it('a mistake and a failed test are told in the log, as code quality and as JUnit', async () => {
    writeFiles(cwd, { 'app/failed-logins.rule.yaml': rule.replace('failed > 1', 'fail > 1') })
    expect(await act('detections:validate')).toMatchObject({ code: 1, stdout: expect.stringContaining('error[R204]') })
    expect(json('ddac-validate.json')).toEqual([
      {
        description: 'there is no query "fail" in this rule',
        check_name: 'R204',
        fingerprint: expect.stringMatching(/^\w{32}$/),
        severity: 'major',
        location: { path: 'app/failed-logins.rule.yaml', lines: { begin: 18 } },
      },
    ])
    writeFiles(cwd, { 'app/failed-logins.rule.yaml': rule.replace('failed > 1', 'failed > 2') })
    expect(await act('detections:test')).toMatchObject({ code: 1, stdout: expect.stringContaining('1 failed') })
    expect(json('ddac-tests.json')).toMatchObject([
      { description: expect.stringContaining('two failures within five minutes') },
    ])
    expect(readFileSync(join(cwd, 'ddac-tests.xml'), 'utf8')).toMatch(/<testsuites[\s\S]*failures="1"/)
  })

  it('where nothing is wrong the report is empty, and a finding keeps its fingerprint where lines moved', async () => {
    await act('detections:validate')
    expect(json('ddac-validate.json')).toEqual([])
    const broken = rule.replace('failed > 1', 'fail > 1')
    const prints = []
    for (const text of [broken, `# one line more\n${broken}`]) {
      writeFiles(cwd, { 'app/failed-logins.rule.yaml': text })
      await act('detections:validate')
      prints.push(json('ddac-validate.json').map(({ fingerprint }: { fingerprint: string }) => fingerprint))
    }
    expect(prints[0]).toEqual(prints[1])
  })

  it('a merge request is reviewed beside its base', async () => {
    writeFiles(cwd, { 'app/failed-logins.rule.yaml': rule.replace('keepAlive: 1h', 'keepAlive: 2h') })
    await commitAll(cwd)
    const base = await git(cwd, 'rev-parse', 'HEAD~1')
    const run = await act('detections:review', { CI_MERGE_REQUEST_DIFF_BASE_SHA: base })
    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('local: 2 to create') })
    expect(run.stdout).toContain('## What it does to alerts')
    expect(json('review/local/review.json')).toMatchObject({ tenants: ['local'], commit: 'abc1234' })
    const without = await act('detections:review-without-keys', { CI_MERGE_REQUEST_DIFF_BASE_SHA: base })
    expect(without.stdout).toContain('no plan, because a merge request is given no keys')
  })

  it('after a merge just the plan is applied that was shown', async () => {
    expect(await act('detections:plan')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('local: 2 to create'),
    })
    writeFiles(cwd, { 'late.rule.yaml': rule.replace('id: failed-logins', 'id: late').replace('Several', 'Late') })
    expect(await act('detections:apply')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('2 applied, 1 withheld'),
    })
  })

  it('at night what was done by hand in two tenants is one merge request, which is closed when it was merged', async () => {
    const on = { ...env, DDAC_TENANTS: 'local,second' }
    const night = async (): Promise<Run> => {
      await act('detections:nightly:local')
      // The further job that the template shows, with the artifacts of the one before.
      await git(cwd, 'checkout', '-q', '.')
      await act('detections:nightly:local', { DDAC_TENANT: 'second' })
      const told = await act('detections:drift', on)
      await git(cwd, 'checkout', '-q', '.')
      rmSync(join(cwd, 'night'), { recursive: true })
      return told
    }
    const two = `workspace: team\n${config.replace('local:', 'second: { emulator: true }\n  local:')}`
    writeFiles(cwd, { 'ddac.yaml': two })
    await commitAll(cwd)
    for (const tenant of ['local', 'second']) await ddac(['apply', '--yes', '--tenant', tenant], { cwd })
    changeIn(cwd, 'failed-logins', { isEnabled: false })
    changeIn(cwd, 'load-test', { enabled: false }, { tenant: 'second', by: 'Grace' })
    expect(await night()).toMatchObject({ code: 0, stdout: 'merge request 20: created\n' })
    expect(gitlab.things[0]?.body).toMatch(/Done by hand in `local`[\s\S]*Done by hand in `second`[\s\S]*by Grace/)
    const written = gitlab.filesOf('ddac/drift')
    expect(Object.keys(written)).not.toEqual([])
    writeFiles(cwd, written)
    await commitAll(cwd)
    expect(await night()).toMatchObject({ code: 0, stdout: 'merge request 20: closed\n' })
  })

  it('suppressions that end fail their job, and are told as code quality', async () => {
    expect((await act('detections:suppressions')).code).toBe(0)
    const ending = smallWorkspace()['app/load-test.suppression.yaml']?.replace('2027-01-31', '2026-12-01') ?? ''
    writeFiles(cwd, { 'app/load-test.suppression.yaml': ending })
    expect((await act('detections:suppressions')).code).toBe(1)
    expect(json('ddac-suppressions.json')).toMatchObject([{ location: { path: 'app/load-test.suppression.yaml' } }])
  })
})

describe('the template as GitLab reads it', () => {
  it.each<[string, Variables, readonly string[]]>([
    [
      'a merge request that may read keys',
      { ...mergeRequest, DDAC_REVIEW_WITH_KEYS: 'yes', DDAC_TENANTS: 'prod' },
      ['validate', 'test', 'review'],
    ],
    ['one of the emulator', { ...mergeRequest, DDAC_TENANTS: 'local' }, ['validate', 'test', 'review']],
    [
      'one without keys',
      { ...mergeRequest, DDAC_TENANTS: 'prod', GITLAB_TOKEN: 'x' },
      ['validate', 'test', 'review-without-keys', 'note'],
    ],
    ['a merge', { ...push, DDAC_TENANTS: 'prod' }, ['validate', 'test', 'plan', 'apply']],
    ['a push to another branch', { ...push, CI_COMMIT_BRANCH: 'x' }, []],
    ['a schedule', schedule, ['nightly:local', 'drift', 'suppressions']],
  ])('%s runs its jobs and no other', (_, variables, jobs) => {
    expect(names.filter((name) => ruleOf(name, variables))).toEqual(jobs.map((name) => `detections:${name}`))
  })

  it('somebody starts apply, one at a time, and nothing cuts it off; the note is written whatever went before', () => {
    expect(ruleOf('detections:apply', push)?.when).toBe('manual')
    expect(jobOf('detections:apply')).toMatchObject({ resource_group: 'detections', interruptible: false })
    expect(ruleOf('detections:note', { ...mergeRequest, GITLAB_TOKEN: 'x' })?.when).toBe('always')
  })

  it('keys come from environments, those that write to apply alone; nothing runs while ddac is installed', () => {
    const places = names.flatMap((name) => {
      const { environment } = jobOf(name)
      return environment ? [[name, environment.name, environment.action]] : []
    })
    expect(places).toEqual([
      ...['review', 'plan'].map((name) => [`detections:${name}`, 'detections-read/$DDAC_TENANT', 'access']),
      ['detections:apply', 'detections/$DDAC_TENANT', undefined],
      ['detections:nightly:local', 'detections-read/$DDAC_TENANT', 'access'],
      ['detections:drift', 'detections-gitlab', 'access'],
    ])
    for (const name of names) {
      expect([name, jobOf(name).before_script?.[0]]).toEqual([name, expect.stringContaining('npm ci --ignore-scripts')])
    }
  })
})

describe('ddac gitlab review', () => {
  const came = (tenant: string, text: string): void => {
    const state = { version: 1, workspace: 'team', tenants: [tenant], commit: 'abc1234', isWorthTelling: true }
    writeFiles(cwd, { [`review/${tenant}/review.json`]: JSON.stringify(state), [`review/${tenant}/comment.md`]: text })
  }
  const note = (more: Variables = {}): Promise<Run> =>
    act('detections:note', { ...env, ...mergeRequest, DDAC_TENANTS: 'local,prod', ...more })

  it('has one note with the reviews of all tenants, brought up to date, and outdated where none came', async () => {
    came('local', 'Of local.')
    expect((await note()).stdout).toBe('merge request 7: created\n')
    expect(gitlab.notes[0]?.body).toContain('The run for `prod` came to no result.')
    came('prod', 'Of prod.')
    expect((await note()).stdout).toBe('merge request 7: updated\n')
    expect(gitlab.notes.map(({ body }) => body)).toEqual([
      expect.stringMatching(/^<!-- ddac-review \w+ -->\nOf local\.\nOf prod\.$/),
    ])
    rmSync(join(cwd, 'review'), { recursive: true })
    expect((await note()).stdout).toBe('merge request 7: outdated\n')
    gitlab.head = 'fff0000'
    expect((await note()).stdout).toBe('merge request 7: a newer commit is there\n')
  })

  it('a line that GitLab would take for an action is none', async () => {
    came('local', '/merge\n  /close #1\n| a / b |')
    await note()
    expect(gitlab.notes[0]?.body).toMatch(/\n&#47;merge\n {2}&#47;close #1\n\| a \/ b \|$/)
  })

  it('leaves alone what somebody else wrote under our marker', async () => {
    came('local', 'ours')
    await note()
    gitlab.notes.splice(0, 1, { id: 9, body: gitlab.notes[0]?.body ?? '', author: { username: 'mallory' } })
    expect((await note()).stdout).toContain('created')
  })

  it.each([401, 403, 404, 500])('a refusal (%i) is told without the token', async (code) => {
    came('local', 'text')
    gitlab.status = code
    const run = await note()
    expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(`(${code})`) })
    expect(run.stderr).not.toContain('f00dfeed')
  })

  it.each([
    ['GITLAB_TOKEN', '', 'GITLAB_TOKEN is not set'],
    ['CI_API_V4_URL', 'http://gitlab.example.com/api/v4', 'no address to which a token may go'],
    ['CI_PROJECT_ID', '../1', 'CI_PROJECT_ID is not a number'],
  ])('%s that will not do is refused', async (name, value, message) => {
    came('local', 'text')
    expect(await note({ [name]: value })).toMatchObject({ code: 2, stderr: expect.stringContaining(message) })
    expect(existsSync(join(cwd, 'review'))).toBe(true)
  })
})
