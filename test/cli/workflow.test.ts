import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Acted, action, actJob, isMeant, type Job, type Machine, type Step, workflow } from './act-job'
import { changeIn } from './in-tenant'
import { LoopbackGithub, token } from './loopback-github'
import { commitAll, git } from './repository'
import { makeFolder, writeFiles } from './run-in-process'
import { rule, smallWorkspace } from './small-workspace'

const repository = join(__dirname, '../..')
const two = `workspace: team
tenants:
  local: { emulator: true }
  second: { emulator: true }
defaultTenant: local
`
const files = smallWorkspace({
  'ddac.yaml': two,
  'other.rule.yaml': rule.replace('id: failed-logins', 'id: other').replace('Several', 'Some'),
})

let folder: string
let github: LoopbackGithub
let machine: Machine
const text = (path: string): string => readFileSync(join(folder, path), 'utf8')
const summary = (): string => (existsSync(join(folder, 'summary.md')) ? text('summary.md') : '')
/** The workspace of the base, where jobs that are no pull request's have it. */
const workspace = (): string => join(folder, 'work/rules')

beforeEach(async () => {
  folder = makeFolder()
  github = new LoopbackGithub()
  const base = join(folder, 'base')
  writeFiles(join(base, 'rules'), files)
  writeFiles(base, { '.gitignore': '.ddac/\n' })
  await git(base, 'init', '-q', '-b', 'main', '--template=')
  await commitAll(base)
  machine = {
    folder,
    base,
    event: 'push',
    known: { 'vars.DDAC_TENANTS': '["local","second"]', 'github.token': token },
    env: { GITHUB_API_URL: await github.start(), GITHUB_REPOSITORY: 'o/r', CI: 'true' },
  }
})
afterEach(() => github.stop())

/** A pull request that changes files of the base. */
async function proposed(changes: Readonly<Record<string, string>>, from = 'o/r'): Promise<Machine> {
  const head = join(folder, 'head')
  await git(folder, 'clone', '-q', 'base', 'head')
  writeFiles(join(head, 'rules'), changes)
  await commitAll(head)
  const known = {
    ...machine.known,
    'github.event.pull_request.number': '7',
    'github.event.pull_request.head.sha': 'abc1234',
    'github.event.pull_request.head.repo.full_name': from,
    'secrets.DD_API_KEY': 'f00d',
    'secrets.DD_APP_KEY': 'f00d',
  }
  return { ...machine, head, event: 'pull_request_target', known }
}

const act = async (name: string, on: Machine = machine): Promise<readonly Acted[]> => {
  rmSync(join(folder, 'summary.md'), { force: true })
  return actJob(name, on)
}
const codes = (acted: readonly Acted[]) =>
  acted.map(({ step, tenant, code }) => [step, ...(tenant === '' ? [] : [tenant]), code].join(' '))

describe('the jobs of the workflow, each acted against the emulator', () => {
  it('check: a mistake is an annotation in its file, of validate and of test; a failed test has its name and why', async () => {
    writeFiles(join(folder, 'base/rules'), { 'app/failed-logins.rule.yaml': rule.replace('failed > 1', 'fail > 1') })
    const broken = await act('check')
    expect(codes(broken)).toEqual(['Validate 1', 'Test 1'])
    expect(broken[0]?.stdout).toContain('::error file=rules/app/failed-logins.rule.yaml,line=')
    writeFiles(join(folder, 'base/rules'), { 'app/failed-logins.rule.yaml': rule.replace('failed > 1', 'failed > 2') })
    const failed = await act('check', { ...machine, event: 'pull_request' })
    expect(codes(failed)).toEqual(['Validate 0', 'Test 1'])
    expect(failed[1]?.stdout).toMatch(
      /^::error file=rules\/app\/failed-logins\.test\.yaml,line=.*two failures within five minutes: .*failed > 2/m,
    )
  })

  it('review and comment: one comment has impact and plan of all tenants, and all of it is an artifact', async () => {
    const on = await proposed({ 'app/failed-logins.rule.yaml': rule.replace('keepAlive: 1h', 'keepAlive: 2h') })
    expect(codes(await act('review', on))).toEqual(['Review local 0', 'Review second 0'])
    expect(summary()).toContain('| :white_check_mark: | plan | second: 3 to create, 0 unchanged. |')
    expect(text('artifacts/review-local/whole.md')).toContain('Of commit `abc1234`.')
    expect(codes(await act('comment', on))).toEqual(['Comment 0'])
    const [{ body } = { body: '' }, ...more] = github.comments
    expect(more).toEqual([])
    expect(body).toMatch(/## Detections of `team` for `local`[\s\S]*## Detections of `team` for `second`/)
    expect(body).toContain('## What it does to alerts')
    expect(body).not.toContain('came to no result')
    // A newer run that came to less, then one that came to nothing.
    rmSync(join(folder, 'artifacts/review-second'), { recursive: true })
    await act('comment', on)
    expect(github.comments[0]?.body).toContain('The run for `second` came to no result.')
    rmSync(join(folder, 'artifacts/review-local'), { recursive: true })
    expect((await act('comment', on))[0]?.stdout).toBe('pull request 7: outdated\n')
  })

  it('a pull request sends no key to a place that only its own ddac.yaml names', async () => {
    const mine = 'tenants: { local: { site: datadoghq.eu }, second: { site: datadoghq.eu } }\n'
    const on = await proposed({ 'ddac.yaml': mine })
    const known = { ...on.known, 'vars.DDAC_TENANTS': '["local"]' }
    for (const { stdout, stderr } of await act('review', { ...on, known })) {
      expect(stdout).toContain('local: 3 to create')
      expect(stderr).not.toContain('keys are not sent')
    }
  })

  it('links, settings and hooks of a pull request lead nowhere: what lies outside of it is not read, and nothing of it runs', async () => {
    writeFiles(folder, { 'secret.txt': 'id: stolen-by-a-link\n' })
    const on = await proposed({ '.npmrc': 'registry=https://example.com/\n', '.gitattributes': '* filter=evil\n' })
    const rules = join(folder, 'head/rules')
    symlinkSync(join(folder, 'secret.txt'), join(rules, 'stolen.rule.yaml'))
    symlinkSync(join(folder, 'base/.git'), join(rules, 'git'))
    writeFiles(rules, { 'node_modules/ddac/package.json': '{}', 'node_modules/.bin/ddac': '#!/bin/sh\ntouch ran\n' })
    const tests = smallWorkspace()['app/failed-logins.test.yaml'] ?? ''
    writeFiles(rules, {
      'app/more.test.yaml': tests.replace(/logs:[\s\S]*/, `logs: [{ file: ${join(folder, 'secret.txt')} }]\n`),
    })
    await commitAll(join(folder, 'head'))
    const known = { ...on.known, 'vars.DDAC_TENANTS': '["local"]' }
    const [run] = await act('review', { ...on, known })
    await act('comment', { ...on, known })
    for (const told of [run?.stdout, run?.stderr, github.comments[0]?.body, text('artifacts/review-local/whole.md')]) {
      expect(told).not.toContain('stolen-by-a-link')
    }
    expect(run?.stdout).toContain('| plan | local: 3 to create')
    expect(existsSync(join(rules, 'ran'))).toBe(false)
  })

  it('a fork is reviewed without keys, and summary and comment say so', async () => {
    const on = await proposed({}, 'mallory/r')
    expect(codes(await act('review', on))).toEqual(['Review without keys local 0', 'Review without keys second 0'])
    expect(summary()).toContain('no plan, because a pull request from a fork is given no keys')
    expect(summary()).toContain('no impact, because a pull request from a fork is given no keys')
    await act('comment', on)
    expect(github.comments[0]?.body.match(/## Detections of/g)).toHaveLength(1)
    expect(github.comments[0]?.body).not.toContain('came to no result')
    expect(Object.keys(stepNamed('Review without keys').env ?? {}).filter((name) => /KEY|TOKEN/.test(name))).toEqual([])
  })

  it('plan and apply: just what was planned is applied, to one tenant after another', async () => {
    expect(codes(await act('plan'))).toEqual(['Plan local 0', 'Plan second 0'])
    expect(summary()).toContain('local: 3 to create, 0 unchanged.')
    writeFiles(join(folder, 'base/rules'), {
      'late.rule.yaml': rule.replace('id: failed-logins', 'id: late').replace('Several', 'Late'),
    })
    const applied = await act('apply')
    expect(codes(applied)).toEqual(['Apply local 1', 'Apply second 1'])
    expect(applied[0]?.stderr).toContain('the tenant "local" is the emulator')
    expect(summary()).toContain('second: 3 applied, 1 withheld.')
    expect(text('work/rules/.ddac/second.json')).not.toContain('"ddac:late"')
  })

  it('a plan that the guard stops fails its step though its text goes through a pipe, and nothing is deleted', async () => {
    const one = { ...machine, known: { 'vars.DDAC_TENANTS': '["local"]' } }
    await act('plan', one)
    await act('apply', one)
    for (const root of ['base', 'work']) {
      for (const path of ['app', 'other.rule.yaml']) rmSync(join(folder, root, 'rules', path), { recursive: true })
    }
    expect(await act('plan', one)).toMatchObject([{ code: 1, stderr: expect.stringContaining('error[P003]') }])
    expect(summary()).toContain('3 to delete')
    expect(await act('apply', one)).toMatchObject([{ code: 1 }])
    expect(text('work/rules/.ddac/local.json')).toContain('"ddac:other"')
  })

  it('nightly and drift: what was done by hand in two tenants is one pull request, and is gone when it was merged', async () => {
    await act('plan')
    await act('apply')
    const night = { ...machine, event: 'schedule' }
    changeIn(workspace(), 'other', { isEnabled: false })
    changeIn(workspace(), 'failed-logins', { isEnabled: false }, { tenant: 'second', by: 'Grace' })
    expect(codes(await act('nightly', night))).toEqual(['Nightly local 0', 'Nightly second 0'])
    expect(summary()).toContain('by Grace on 2026-11-20 12:00:00Z')
    expect(await act('drift', night)).toMatchObject([{ code: 0, stdout: 'pull request 20: created\n' }])
    const written = github.filesOf('ddac/drift')
    expect(Object.keys(written)).toEqual(['rules/ddac.yaml'])
    expect(github.things[0]?.body).toMatch(/Done by hand in `local`[\s\S]*Done by hand in `second`/)
    // Merged: what stands there is what the tenants have.
    writeFileSync(join(folder, 'base/rules/ddac.yaml'), written['rules/ddac.yaml'] ?? '')
    await commitAll(join(folder, 'base'))
    rmSync(join(folder, 'artifacts'), { recursive: true })
    await act('nightly', night)
    expect(await act('drift', night)).toMatchObject([{ code: 0, stdout: 'pull request 20: closed\n' }])
  })

  it('no job but those of its event runs', () => {
    const ran = (event: string): readonly string[] =>
      Object.keys(workflow.jobs).filter((name) => isMeant(name, { ...machine, event }))
    expect(ran('pull_request')).toEqual(['check'])
    expect(ran('pull_request_target')).toEqual(['review', 'comment'])
    expect(ran('push')).toEqual(['check', 'plan', 'apply'])
    expect(ran('schedule')).toEqual(['nightly', 'drift'])
  })
})

const stepNamed = (name: string): Step => {
  const found = action.runs.steps.find((step) => step.name === name)
  if (!found) throw new Error(`there is no step ${name}`)
  return found
}

describe('the workflow as GitHub reads it', () => {
  const stepsOf = (name: string): readonly Step[] => workflow.jobs[name]?.steps ?? []
  const all = Object.values(workflow.jobs).flatMap(({ steps }) => steps)

  it('may read the repository, and writes where that is its work, in jobs without keys', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' })
    const more = Object.entries(workflow.jobs).flatMap(([name, { permissions }]) =>
      permissions ? [[name, permissions]] : [],
    )
    expect(more).toEqual([
      ['comment', { contents: 'read', 'pull-requests': 'write' }],
      ['drift', { contents: 'write', 'pull-requests': 'write', issues: 'write' }],
    ])
  })

  it('keeps no credentials in a checkout', () => {
    const checkouts = all.filter(({ uses }) => uses?.startsWith('actions/checkout'))
    expect(checkouts.length).toBeGreaterThan(4)
    expect(checkouts.filter((step) => `${step.with?.['persist-credentials']}` !== 'false')).toEqual([])
  })

  it('no job that has keys takes anything but data from a pull request', () => {
    const hasKeys = ({ steps }: Job): boolean => JSON.stringify(steps).includes('secrets.')
    const withKeys = Object.entries(workflow.jobs).filter(([, job]) => hasKeys(job))
    expect(withKeys.map(([name]) => name)).toEqual(['review', 'plan', 'apply', 'nightly'])
    expect(withKeys.filter(([, { permissions }]) => permissions)).toEqual([])
    expect(withKeys.filter(([, { if: when = '' }]) => /'pull_request'/.test(when))).toEqual([])
    expect(withKeys.filter(([, { environment = '' }]) => !/^detections-/.test(environment))).toEqual([])
    const [used] = stepsOf('review').filter(({ uses }) => uses?.includes('actions/ddac'))
    expect(used).toMatchObject({ uses: './base/.github/actions/ddac', with: { trusted: 'base', proposed: 'head' } })
    expect(stepNamed('Install').run).toContain('npm ci --ignore-scripts')
  })

  it('takes tenants one after another, each with its own environment; after one that failed no further one is applied', () => {
    const several = Object.entries(workflow.jobs).flatMap(([name, { strategy, environment }]) =>
      strategy
        ? [[name, strategy['max-parallel'], strategy['fail-fast'], environment?.replace(/\$\{\{ (.*) \}\}/, '$1')]]
        : [],
    )
    const read = 'detections-read-matrix.tenant'
    expect(several).toEqual([
      ['review', 1, false, read],
      ['plan', 1, false, read],
      ['apply', 1, true, 'detections-matrix.tenant'],
      ['nightly', 1, false, read],
    ])
  })

  it('ends runs of a pull request that a newer push outdates, and no other', () => {
    const text = workflow.concurrency['cancel-in-progress']
    expect(text).toContain("github.event_name == 'pull_request' ||")
    expect(text).not.toContain('push')
  })

  it('puts nothing from outside into a line of the shell, and names the shell, so that GitHub sets pipefail', () => {
    expect(action.runs.steps.filter(({ run = '', shell }) => run.includes('${{') || shell !== 'bash')).toEqual([])
  })

  it('pins each action by its hash, as the other workflows do', () => {
    const workflows = join(repository, '.github/workflows')
    const used = readdirSync(workflows).flatMap(
      (name) => readFileSync(join(workflows, name), 'utf8').match(/uses: .*/g) ?? [],
    )
    const foreign = used.filter((each) => !/^uses: \.\//.test(each))
    expect(foreign.length).toBeGreaterThan(0)
    expect(foreign.filter((each) => !/^uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(each))).toEqual([])
  })
})
