import { existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { actGitlabJob, jobOf, gitlabJobs as names, ruleOf, type Variables } from './act-gitlab-job'
import { changeIn } from './in-tenant'
import { LoopbackGitlab } from './loopback-gitlab'
import type { Thing } from './loopback-host'
import { changeFiles, commitAll, git, makeRepository } from './repository'
import { ddac, makeFolder, type Run, writeFiles } from './run-in-process'
import { runShellLine } from './run-shell-line'
import { config, rule, smallWorkspace } from './small-workspace'

const mergeRequest = { CI_PIPELINE_SOURCE: 'merge_request_event', CI_DEFAULT_BRANCH: 'main', CI_MERGE_REQUEST_IID: '7' }
const push = { CI_PIPELINE_SOURCE: 'push', CI_COMMIT_BRANCH: 'main', CI_DEFAULT_BRANCH: 'main' }
const triggered = { ...push, CI_PIPELINE_SOURCE: 'trigger' }
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

const act = (name: string, variables: Variables = {}): Promise<Run> => actGitlabJob(name, variables, cwd)
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

describe('the review of merge requests, by a pipeline of the default branch', () => {
  let origin: string
  const on = (): Variables => ({ ...env, ...triggered })
  /** A merge request that waits: what GitLab keeps of its last commit, and tells of it. */
  async function proposed(
    number: number,
    files: Readonly<Record<string, string>>,
    branch = `b${number}`,
  ): Promise<string> {
    await git(origin, 'checkout', '-q', '-B', branch, 'main')
    changeFiles(origin, files)
    await commitAll(origin)
    const sha = await git(origin, 'rev-parse', 'HEAD')
    await git(origin, 'update-ref', `refs/merge-requests/${number}/head`, sha)
    gitlab.refs.set(`refs/heads/${branch}`, sha)
    const user = { login: 'ann', type: 'User' }
    if (!gitlab.things.some((one) => one.number === number)) {
      gitlab.things.push({ number, isPull: true, head: branch, base: 'main', title: '', body: '', state: 'open', user })
    }
    gitlab.head = sha
    return sha
  }
  async function reviewed(): Promise<readonly Run[]> {
    rmSync(join(cwd, 'reviews'), { recursive: true, force: true })
    const runs = []
    for (const name of ['waiting', 'review', 'notes']) runs.push(await act(`detections:${name}`, on()))
    return runs
  }
  beforeEach(async () => {
    origin = makeFolder()
    await git(origin, 'clone', '-q', cwd, '.')
    await git(cwd, 'remote', 'add', 'origin', origin)
  })

  it('tells each once what it does, and again when it has a newer commit', async () => {
    await proposed(7, { 'app/failed-logins.rule.yaml': rule.replace('keepAlive: 1h', 'keepAlive: 2h') })
    const [waiting, review, notes] = await reviewed()
    expect(waiting?.stdout).toMatch(/^merge request 7: \w{40}\n$/)
    expect(review).toMatchObject({ code: 0, stdout: 'merge request 7: nothing speaks against it\n' })
    expect(notes?.stdout).toBe('merge request 7: created\n')
    expect(gitlab.notes[0]?.body).toContain('## What it does to alerts')
    expect(gitlab.notes[0]?.body).toContain('local: 2 to create')
    expect(gitlab.statuses).toMatchObject([{ status: 'success' }])
    expect((await reviewed()).map(({ stdout }) => stdout)).toEqual(['nothing waits\n', '', ''])
    const sha = await proposed(7, { 'app/failed-logins.rule.yaml': rule.replace('failed > 1', 'fail > 1') })
    const again = await reviewed()
    expect(again.map(({ code, stdout }) => [code, stdout])).toEqual([
      [0, `merge request 7: ${sha}\n`],
      [1, 'merge request 7: a step says no\n'],
      [0, 'merge request 7: updated\n'],
    ])
    expect(gitlab.statuses.at(-1)).toMatchObject({ sha, status: 'failed' })
  })

  it('takes of a merge request nothing but data: its links, and where its own ddac.yaml would send keys, lead nowhere', async () => {
    symlinkSync('/etc/passwd', join(origin, 'stolen.rule.yaml'))
    await proposed(7, {
      'ddac.yaml': 'tenants: { local: { site: datadoghq.eu } }\n',
      '.gitattributes': '* filter=evil\n',
      '.gitmodules': '[submodule "x"]\n\tpath = x\n\turl = https://example.com/x\n',
      '.npmrc': 'registry=https://example.com/\n',
      'late.rule.yaml': rule.replace('id: failed-logins', 'id: late').replace('Several', 'Late'),
    })
    await git(cwd, 'config', 'filter.evil.smudge', 'touch ran')
    await reviewed()
    expect(gitlab.notes[0]?.body).toContain('local: 3 to create')
    expect(gitlab.notes[0]?.body).not.toContain('stolen')
    expect(existsSync(join(cwd, 'ran'))).toBe(false)
    expect(await git(cwd, 'worktree', 'list')).not.toContain('\n')
  })

  it('a fork is asked of no tenant, and what cannot be read waits on while others are told', async () => {
    await proposed(7, {}, 'fork-main')
    gitlab.things.push({ ...(gitlab.things[0] as Thing), number: 8, head: 'gone' })
    gitlab.refs.set('refs/heads/gone', 'abcdef1234')
    const [waiting, review, notes] = await reviewed()
    expect(waiting?.stdout).toContain('from a fork')
    expect(review).toMatchObject({ code: 2, stderr: expect.stringContaining('origin has no such ref') })
    expect(review?.stdout).toBe('merge request 8: came to no result\nmerge request 7: nothing speaks against it\n')
    expect(notes?.stdout).toBe('merge request 8: nothing to tell\nmerge request 7: created\n')
    expect(gitlab.notes.at(-1)?.body).toContain('no plan, because a merge request from a fork is given no keys')
    expect(gitlab.statuses).toMatchObject([{ status: 'success' }])
  })

  it('a status that somebody else set hides nothing from the review', async () => {
    const sha = await proposed(7, {})
    gitlab.statuses.push({ sha, name: 'ddac detections  local', status: 'success', author: { username: 'mallory' } })
    const [waiting] = await reviewed()
    expect(waiting?.stdout).toContain(sha)
    expect(gitlab.statuses.map(({ name }) => name)).toEqual(Array(2).fill('ddac detections  local'))
  })
})

describe('the template as GitLab reads it', () => {
  it.each<[string, Variables, readonly string[]]>([
    ['a merge request', { ...mergeRequest, DDAC_TENANTS: 'prod' }, ['validate', 'test']],
    ['a form', { ...push, CI_PIPELINE_SOURCE: 'web', DDAC_SIGNAL: 'x' }, ['draft', 'suppression']],
    ['a form that names no signal', { ...push, CI_PIPELINE_SOURCE: 'web', DDAC_SIGNAL: '' }, []],
    ['a webhook', triggered, ['waiting', 'review', 'notes']],
    ['one for another branch', { ...triggered, CI_COMMIT_BRANCH: 'x' }, []],
    ['a schedule for reviews', { ...schedule, DDAC_REVIEW: 'yes' }, ['waiting', 'review', 'notes']],
    ['a merge', { ...push, DDAC_TENANTS: 'prod' }, ['validate', 'test', 'plan', 'apply']],
    ['a push to another branch', { ...push, CI_COMMIT_BRANCH: 'x' }, []],
    ['a schedule', schedule, ['nightly:local', 'drift', 'suppressions']],
  ])('%s runs its jobs and no other', (_, variables, jobs) => {
    expect(names.filter((name) => ruleOf(name, variables))).toEqual(jobs.map((name) => `detections:${name}`))
  })

  it('somebody starts apply, one at a time, and nothing cuts it off; the note is written whatever went before', () => {
    expect(ruleOf('detections:apply', push)?.when).toBe('manual')
    expect(jobOf('detections:apply')).toMatchObject({ resource_group: 'detections', interruptible: false })
    expect(ruleOf('detections:notes', triggered)?.when).toBe('always')
  })

  it('keys come from environments, those that write to apply alone; nothing runs while ddac is installed', () => {
    const places = names.flatMap((name) => {
      const { environment } = jobOf(name)
      return environment ? [[name, environment.name, environment.action]] : []
    })
    expect(places).toEqual([
      ['detections:waiting', 'detections-gitlab', 'access'],
      ['detections:review', 'detections-read/$DDAC_TENANT', 'access'],
      ['detections:notes', 'detections-gitlab', 'access'],
      ['detections:plan', 'detections-read/$DDAC_TENANT', 'access'],
      ['detections:apply', 'detections/$DDAC_TENANT', undefined],
      ['detections:nightly:local', 'detections-read/$DDAC_TENANT', 'access'],
      ['detections:drift', 'detections-gitlab', 'access'],
      ['detections:draft', 'detections-read/$DDAC_TENANT', 'access'],
      ['detections:suppression', 'detections-gitlab', 'access'],
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
    runShellLine('ddac gitlab review review --merge-request 7 --commit abc1234 --expect local,prod --key k', {
      cwd,
      env: { ...env, ...more },
    })

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
