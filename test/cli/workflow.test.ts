import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { commitAll, git } from './repository'
import { makeFolder, type Run, writeFiles } from './run-in-process'
import { runShellLine } from './run-shell-line'
import { config, rule, smallWorkspace } from './small-workspace'

interface Step {
  readonly name?: string
  readonly uses?: string
  readonly run?: string
  readonly if?: string
  readonly with?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
}

interface Job {
  readonly if?: string
  readonly permissions?: object
  readonly environment?: string
  readonly steps: readonly Step[]
}

interface Workflow {
  readonly on: object
  readonly permissions: object
  readonly concurrency: { readonly 'cancel-in-progress': string }
  readonly jobs: Readonly<Record<string, Job>>
}

const repository = join(__dirname, '../..')
const parsed = (path: string) => parse(readFileSync(join(repository, path), 'utf8'))
const workflow: Workflow = parsed('.github/workflows/detections.yml')
const { runs }: { readonly runs: { readonly steps: readonly (Step & { readonly shell: string })[] } } = parsed(
  '.github/actions/ddac/action.yml',
)
const stepNamed = (name: string): Step => {
  const found = runs.steps.find((step) => step.name === name)
  if (!found) throw new Error(`there is no step ${name}`)
  return found
}

let folder: string
const summary = (): string => {
  const path = join(folder, 'summary.md')
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}
beforeEach(() => {
  folder = makeFolder()
  const other = rule.replace('id: failed-logins', 'id: other').replace('Several', 'Some')
  const files = smallWorkspace({ 'ddac.yaml': `workspace: team\n${config}`, 'other.rule.yaml': other })
  for (const checkout of ['base', 'head']) {
    writeFiles(join(folder, checkout), { '.git/HEAD': 'ref: refs/heads/main\n' })
    writeFiles(join(folder, checkout, 'rules'), files)
  }
})

/** Runs the line of a step of the action as GitHub does, in one of two checkouts. */
function act(name: string, checkout = 'head', env: Readonly<Record<string, string>> = {}): Promise<Run> {
  rmSync(join(folder, 'summary.md'), { force: true })
  const given = {
    DDAC_TENANT: 'local',
    RUNNER_TEMP: folder,
    TRUSTED: join(folder, 'base'),
    COMMIT: 'abc1234',
    GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
  }
  return runShellLine(stepNamed(name).run ?? '', { cwd: join(folder, checkout), env: { ...given, ...env } })
}

const ruleFile = (): string => join(folder, 'head/rules/app/failed-logins.rule.yaml')
const editRule = (from: string, to: string): void =>
  writeFileSync(ruleFile(), readFileSync(ruleFile(), 'utf8').replace(from, to))

describe('the steps of the action, each by hand against the emulator', () => {
  it('a mistake is an annotation in its file, of validate and of test', async () => {
    editRule('condition: failed > 1', 'condition: fail > 1')
    const validate = await act('Validate')
    expect(validate).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('::error file=rules/app/failed-logins.rule.yaml,line='),
    })
    expect(await act('Test')).toMatchObject({ code: 1 })
  })

  it('a pull request is reviewed as data beside its base: impact, plan, a comment, a summary, all of it in a file', async () => {
    const head = join(folder, 'head')
    await git(head, 'init', '-q', '-b', 'main', '--template=')
    await commitAll(head)
    editRule('keepAlive: 1h', 'keepAlive: 2h')
    await commitAll(head)
    const { code, stdout } = await act('Review')
    expect(code).toBe(0)
    expect(stdout).toContain('| :white_check_mark: | plan | local: 3 to create, 0 unchanged. |')
    expect(stdout).toContain('## What it does to alerts')
    expect(summary()).toBe(stdout)
    expect(readFileSync(join(folder, 'review/whole.md'), 'utf8')).toContain('Of commit `abc1234`.')
  })

  it('a pull request sends no key to a place that only its own ddac.yaml names', async () => {
    writeFileSync(join(folder, 'head/rules/ddac.yaml'), 'tenants: { local: { site: datadoghq.eu } }\n')
    const { stdout, stderr } = await act('Review', 'head', {
      DD_API_KEY: 'f00d',
      DD_APP_KEY: 'f00d',
      DDAC_ALLOWED_HOSTS: 'nowhere.example.com',
    })
    expect(stdout).toContain('local: 3 to create')
    expect(stderr).not.toContain('keys are not sent')
  })

  it('a fork is reviewed without keys, and its summary says so', async () => {
    const { code } = await act('Review without keys', 'head', { WHY: 'a fork is given no keys' })
    expect(code).toBe(0)
    expect(summary()).toContain('no plan, because a fork is given no keys')
    expect(summary()).toContain('no impact, because a fork is given no keys')
    expect(Object.keys(stepNamed('Review without keys').env ?? {}).filter((name) => /KEY|TOKEN/.test(name))).toEqual([])
  })

  it('a merge is planned, and just that is applied', async () => {
    expect(await act('Plan', 'base')).toMatchObject({ code: 0 })
    expect(summary()).toContain('local: 3 to create, 0 unchanged.')
    const late = rule.replace('id: failed-logins', 'id: late').replace('Several', 'Late')
    writeFiles(join(folder, 'base/rules'), { 'late.rule.yaml': late })
    const applied = await act('Apply', 'base', { CI: 'true' })
    expect(applied).toMatchObject({ code: 1, stderr: expect.stringContaining('the tenant "local" is the emulator') })
    expect(summary()).toContain('local: 3 applied, 1 withheld.')
    expect(readFileSync(join(folder, 'base/rules/.ddac/local.json'), 'utf8')).not.toContain('"ddac:late"')
  })

  it('a plan that the guard stops fails its step though its text goes through a pipe, and nothing is deleted', async () => {
    await act('Plan', 'base')
    await act('Apply', 'base')
    for (const path of ['app', 'other.rule.yaml']) rmSync(join(folder, 'base/rules', path), { recursive: true })
    expect(await act('Plan', 'base')).toMatchObject({ code: 1, stderr: expect.stringContaining('error[P003]') })
    expect(summary()).toContain('3 to delete')
    expect(await act('Apply', 'base')).toMatchObject({ code: 1 })
    expect(readFileSync(join(folder, 'base/rules/.ddac/local.json'), 'utf8')).toContain('"ddac:other"')
  })

  it('each night what was done by hand, and what ends soon, is told', async () => {
    await act('Plan', 'base')
    await act('Apply', 'base')
    expect(await act('Drift', 'base')).toMatchObject({ code: 0 })
    expect(await act('Suppressions that end', 'base')).toMatchObject({ code: 0 })
  })
})

describe('the workflow as GitHub reads it', () => {
  const stepsOf = (name: string): readonly Step[] => workflow.jobs[name]?.steps ?? []
  const all = Object.values(workflow.jobs).flatMap(({ steps }) => steps)

  it('may read the repository, and write the comment where that is its work', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' })
    const more = Object.entries(workflow.jobs).flatMap(([name, { permissions }]) =>
      permissions ? [[name, permissions]] : [],
    )
    expect(more).toEqual([['review', { contents: 'read', 'pull-requests': 'write' }]])
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
    expect(withKeys.filter(([, { if: when = '' }]) => /'pull_request'/.test(when))).toEqual([])
    expect(withKeys.filter(([, { environment = '' }]) => !/^detections-/.test(environment))).toEqual([])
    const [action] = stepsOf('review').filter(({ uses }) => uses?.includes('actions/ddac'))
    expect(action).toMatchObject({ uses: './base/.github/actions/ddac', with: { trusted: 'base', proposed: 'head' } })
    expect(stepNamed('Install').run).toContain('npm ci --ignore-scripts')
  })

  it('ends runs of a pull request that a newer push outdates, and no other', () => {
    const text = workflow.concurrency['cancel-in-progress']
    expect(text).toContain("github.event_name == 'pull_request' ||")
    expect(text).not.toContain('push')
  })

  it('puts nothing from outside into a line of the shell, and names the shell, so that GitHub sets pipefail', () => {
    expect(runs.steps.filter(({ run = '', shell }) => run.includes('${{') || shell !== 'bash')).toEqual([])
  })

  it('pins each action by its hash, as the other workflows do', () => {
    const folder = join(repository, '.github/workflows')
    const used = readdirSync(folder).flatMap(
      (name) => readFileSync(join(folder, name), 'utf8').match(/uses: .*/g) ?? [],
    )
    const foreign = used.filter((each) => !/^uses: \.\//.test(each))
    expect(foreign.length).toBeGreaterThan(0)
    expect(foreign.filter((each) => !/^uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(each))).toEqual([])
  })
})
