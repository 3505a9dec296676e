import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { makeFolder, type Run, writeFiles } from './run-in-process'
import { runShellLine } from './run-shell-line'
import { config, rule, smallWorkspace } from './small-workspace'

interface Step {
  readonly name?: string
  readonly uses?: string
  readonly run?: string
  readonly if?: string
  readonly env?: Readonly<Record<string, string>>
}

interface Workflow {
  readonly on: object
  readonly permissions: object
  readonly env: Readonly<Record<string, string>>
  readonly defaults: { readonly run: { readonly shell: string } }
  readonly jobs: Readonly<Record<'check' | 'apply', { readonly if?: string; readonly steps: readonly Step[] }>>
}

const repository = join(__dirname, '../..')
const workflow: Workflow = parse(readFileSync(join(repository, '.github/workflows/detections.yml'), 'utf8'))
const ddacSteps = (job: 'check' | 'apply'): readonly Step[] =>
  workflow.jobs[job].steps.filter(({ run }) => run?.startsWith('npx --no ddac '))

let folder: string
const summaryFile = (): string => join(folder, 'summary.md')
beforeEach(() => {
  folder = makeFolder()
  const other = rule.replace('id: failed-logins', 'id: other').replace('Several', 'Some')
  writeFiles(
    join(folder, 'rules'),
    smallWorkspace({ 'ddac.yaml': `workspace: team\n${config}`, 'other.rule.yaml': other }),
  )
})

/** Runs one `run:` as GitHub does for `shell: bash`. */
function runStep({ run = '' }: Step): Promise<Run> {
  return runShellLine(run, { cwd: folder, env: { DDAC_TENANT: 'local', GITHUB_STEP_SUMMARY: summaryFile() } })
}

/** Runs all ddac steps of a job; answers what the job's summary says. */
async function runJob(job: 'check' | 'apply'): Promise<string> {
  rmSync(summaryFile(), { force: true })
  for (const step of ddacSteps(job)) {
    const { code, stdout, stderr } = await runStep(step)
    expect({ step: step.name, code, stdout: code === 0 ? '' : stdout, stderr }).toEqual({
      step: step.name,
      code: 0,
      stdout: '',
      stderr: '',
    })
  }
  return existsSync(summaryFile()) ? readFileSync(summaryFile(), 'utf8') : ''
}

describe('the workflow that a team copies, each step by hand against the emulator', () => {
  it('plans on a pull request, applies on merge, and then has nothing more to do', async () => {
    expect(await runJob('check')).toContain('local: 3 to create, 0 unchanged.')
    const applied = await runJob('apply')
    expect(applied).toContain('## Applied to `local`\n\nlocal: 3 applied.')
    expect(applied).toContain('| done | create suppression load-test | |')
    expect(await runJob('check')).toContain('local: no changes, 3 unchanged.')
    expect(await runJob('apply')).toContain('local: 0 applied.')
  })

  it('suppressions travel with the rules: changed and removed as the files are', async () => {
    await runJob('apply')
    const file = join(folder, 'rules/app/load-test.suppression.yaml')
    writeFileSync(file, readFileSync(file, 'utf8').replace('owner: platform-team', 'owner: mail-team'))
    expect(await runJob('check')).toContain('| update | suppression | load-test | git |')
    expect(await runJob('apply')).toContain('| done | update suppression load-test | |')
    rmSync(file)
    expect(await runJob('check')).toContain('| delete | suppression | load-test | git |')
    expect(await runJob('apply')).toContain('| done | delete suppression load-test | |')
    expect(await runJob('check')).toContain('local: no changes, 2 unchanged.')
  })

  it('a mistake fails each step and is an annotation in the file; its rule is withheld, the others are applied', async () => {
    const file = join(folder, 'rules/app/failed-logins.rule.yaml')
    writeFileSync(file, readFileSync(file, 'utf8').replace('condition: failed > 1', 'condition: fail > 1'))
    const run = (index: number): Promise<Run> => runStep(ddacSteps('check')[index] ?? {})
    const [validate, test, plan] = [await run(0), await run(1), await run(2)]
    const place = 'file=rules/app/failed-logins.rule.yaml,line='
    expect(validate).toMatchObject({ code: 1, stdout: expect.stringContaining(`::error ${place}`) })
    expect(test).toMatchObject({ code: 1 })
    expect(plan).toMatchObject({ code: 1, stderr: expect.stringContaining('error[R204]') })
    expect(await Promise.all(ddacSteps('apply').map(async (step) => (await runStep(step)).code))).toEqual([1])
    const held = readFileSync(join(folder, 'rules/.ddac/local.json'), 'utf8')
    expect(held).toContain('"ddac:other"')
    expect(held).not.toContain('"ddac:failed-logins"')
  })

  it('a plan that the guard stops fails its step though its text goes through a pipe', async () => {
    await runJob('apply')
    for (const path of ['app', 'other.rule.yaml']) rmSync(join(folder, 'rules', path), { recursive: true })
    const plan = ddacSteps('check').find(({ name }) => name === 'Plan')
    expect(await runStep(plan ?? {})).toMatchObject({ code: 1, stderr: expect.stringContaining('error[P003]') })
    expect(readFileSync(summaryFile(), 'utf8')).toContain('3 to delete')
  })
})

describe('the workflow as GitHub reads it', () => {
  it('runs validate, test and plan for a pull request, and apply for a merge alone', () => {
    expect(Object.keys(workflow.on)).toEqual(['pull_request', 'push'])
    expect(ddacSteps('check').map(({ run }) => run?.split(' ')[3])).toEqual(['validate', 'test', 'plan'])
    expect(ddacSteps('apply').map(({ run }) => run?.split(' ')[3])).toEqual(['apply'])
    expect(workflow.jobs.apply.if).toBe("github.event_name == 'push'")
  })

  it('may read the repository and nothing else, and gives keys to the steps that ask the tenant alone', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' })
    const withKeys = [...workflow.jobs.check.steps, ...workflow.jobs.apply.steps].filter(({ env }) => env)
    expect(withKeys.map(({ name }) => name)).toEqual(['Plan', 'Apply'])
  })

  it('asks no tenant for a fork, which has no keys, and says so', async () => {
    const [plan, say] = workflow.jobs.check.steps.slice(-2)
    expect(plan?.if).toContain('!github.event.pull_request.head.repo.fork')
    expect(say?.if).toContain('github.event.pull_request.head.repo.fork')
    const { code, stdout } = await runStep(say ?? {})
    expect({ code, stdout }).toEqual({ code: 0, stdout: readFileSync(summaryFile(), 'utf8') })
    expect(stdout).toContain('fork')
  })

  it('names its shell, so that GitHub sets pipefail, and pins each action by its hash, as the other workflows do', () => {
    expect(workflow.defaults.run.shell).toBe('bash')
    const folder = join(repository, '.github/workflows')
    const used = readdirSync(folder).flatMap(
      (name) => readFileSync(join(folder, name), 'utf8').match(/uses: .*/g) ?? [],
    )
    expect(used.length).toBeGreaterThan(0)
    expect(used.filter((each) => !/^uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(each))).toEqual([])
  })
})
