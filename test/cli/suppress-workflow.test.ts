import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startEmulator } from '../../src/emulator/start-emulator'
import { actGitlabJob, type Variables } from './act-gitlab-job'
import { type Acted, action, actJob, type Machine, suppressWorkflow } from './act-job'
import { LoopbackGithub, token } from './loopback-github'
import { LoopbackGitlab } from './loopback-gitlab'
import { commitAll, git } from './repository'
import { ddac, makeFolder, type Run, writeFiles } from './run-in-process'
import { smallWorkspace } from './small-workspace'

const failed = (at: string, id: string, ip: string) => ({
  ddsource: 'app',
  timestamp: at,
  evt: { outcome: 'failure' },
  usr: { id },
  network: { client: { ip } },
})
const logs = ['nightly', 'trent'].flatMap((id, index) =>
  ['2026-11-22T10:00:00Z', '2026-11-22T10:01:00Z'].map((at) => failed(at, id, `198.51.100.${index}`)),
)

let folder: string
let base: string
let signal: string
let github: LoopbackGithub
beforeEach(async () => {
  folder = makeFolder()
  base = join(folder, 'base')
  github = new LoopbackGithub()
  writeFiles(join(base, 'rules'), smallWorkspace())
  writeFiles(base, { '.gitignore': '.ddac/\n' })
  await git(base, 'init', '-q', '-b', 'main', '--template=')
  await commitAll(base)
  await ddac(['apply', '--yes'], { cwd: join(base, 'rules') })
  const emulator = await startEmulator({ stateFile: join(base, 'rules/.ddac/local.json') })
  await fetch(`${emulator.url}/api/v2/logs`, { method: 'POST', body: JSON.stringify(logs) })
  const { data } = (await (await fetch(`${emulator.url}/api/v2/security_monitoring/signals`)).json()) as {
    data: { id: string; attributes: { custom: { usr: { id: string } } } }[]
  }
  await emulator.close()
  signal = data.find(({ attributes }) => attributes.custom.usr.id === 'nightly')?.id ?? ''
})
afterEach(() => github.stop())

/** Somebody fills in the form of the workflow. */
async function asked(typed: Readonly<Record<string, string>>): Promise<readonly Acted[]> {
  const inputs = { reason: 'The nightly job retries.', days: '7', ...typed }
  const machine: Machine = {
    folder,
    base,
    event: 'workflow_dispatch',
    workflow: suppressWorkflow,
    known: {
      ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`inputs.${name}`, value])),
      'github.ref_name': 'main',
      'github.event.repository.default_branch': 'main',
      'github.actor': 'ann',
      'github.token': token,
    },
    env: { GITHUB_API_URL: await github.start(), GITHUB_REPOSITORY: 'o/r', CI: 'true' },
  }
  const drafted = await actJob('draft', machine)
  return drafted.some(({ code }) => code !== 0) ? drafted : [...drafted, ...(await actJob('suppression', machine))]
}

/** What may be typed, and what is told of it. */
const refused: readonly (readonly [{ signal?: string; reason?: string; days?: string }, string])[] = [
  [{ signal: 'AQAAAYDiB_Ol8PbzFAAAAABB' }, 'has no signal AQAAAYDiB_Ol8PbzFAAAAABB'],
  [{ signal: 'ddac.yaml' }, 'neither the id of a signal nor the address of one'],
  [{ signal: '$(touch ran)"; touch ran #' }, 'neither the id of a signal'],
  [{ reason: ' ' }, '--reason is empty'],
  [{ days: '0' }, '--days is how long it lasts'],
  [{ days: '7; touch ran' }, '--days'],
]

describe('a suppression that is asked for in a form', () => {
  it('is a pull request with the suppression, its test and what it would have hidden; asked again, the same one', async () => {
    const address = `https://app.datadoghq.com/security?query=%40x%3Ay&column=time&event=${signal}&product=siem&view=signal`
    const acted = await asked({ signal: address })
    expect(acted.map(({ step, code }) => [step, code])).toEqual([
      ['Draft', 0],
      ['Suppression', 0],
    ])
    expect(acted.at(-1)?.stdout).toBe('pull request 20: created\n')
    const written = github.filesOf('ddac/suppress-failed-logins-nightly')
    expect(Object.keys(written)).toEqual([
      'rules/suppressions/failed-logins-nightly.suppression.yaml',
      'rules/suppressions/failed-logins-nightly.test.yaml',
      expect.stringMatching(/^rules\/suppressions\/samples\/failed-logins-nightly\.ndjson$/),
    ])
    expect(written['rules/suppressions/failed-logins-nightly.suppression.yaml']).toMatch(
      /owner: ann\n[\s\S]*reason: The nightly job retries\./,
    )
    const [{ title, body } = { title: '', body: '' }] = github.things
    expect(title).toBe('Suppress failed-logins-nightly for 7 days')
    expect(body).toMatch(/this one \|[^|]*\| `@usr\.id:"nightly"` \| 1 of 2 \|/)
    expect(body).toContain('Active all along it would have hidden 1 of 2')
    expect(body).not.toContain('S106')
    expect(body).toContain('Nothing is hidden before this is merged and applied.')
    // Merged, it is right as it stands.
    writeFiles(base, written)
    const { stdout, code } = await ddac(['test'], { cwd: join(base, 'rules') })
    expect([code, stdout]).toEqual([0, expect.stringContaining('0 failed')])
  })

  it.each(refused)('%j opens nothing, and is told', async (typed, told) => {
    const acted = await asked({ signal, ...typed })
    expect(acted).toMatchObject([{ step: 'Draft', code: 2, stderr: expect.stringContaining(told) }])
    expect(github.writes).toEqual([])
    expect(existsSync(join(folder, 'work/rules/ran'))).toBe(false)
  })

  it('is a merge request on GitLab, job by job', async () => {
    const gitlab = new LoopbackGitlab()
    const host = await gitlab.start()
    const form = { DDAC_SIGNAL: signal, DDAC_REASON: 'It retries.', GITLAB_USER_LOGIN: 'ann' }
    const draft = (typed: Variables = {}): Promise<Run> => actGitlabJob('detections:draft', { ...form, ...typed }, base)
    const tell = (): Promise<Run> => actGitlabJob('detections:suppression', { ...form, ...host }, base)
    try {
      for (const [typed, told] of refused) {
        const one = { DDAC_SIGNAL: typed.signal, DDAC_REASON: typed.reason, DDAC_DAYS: typed.days }
        const given = Object.entries(one).filter((each): each is [string, string] => each[1] !== undefined)
        expect(await draft(Object.fromEntries(given))).toMatchObject({ code: 2, stderr: expect.stringContaining(told) })
        expect(await tell()).toMatchObject({ code: 2, stdout: '' })
      }
      expect(existsSync(join(base, 'ran'))).toBe(false)
      expect(gitlab.things).toEqual([])
      expect((await draft()).code).toBe(0)
      expect((await tell()).stdout).toBe('merge request 20: created\n')
      expect((await tell()).stdout).toBe('merge request 20: updated\n')
      expect(gitlab.things[0]?.title).toBe('Suppress failed-logins-nightly for 7 days')
      const written = gitlab.filesOf('ddac/suppress-failed-logins-nightly')
      expect(written['rules/suppressions/failed-logins-nightly.suppression.yaml']).toMatch(
        /owner: ann\n[\s\S]*reason: It retries\./,
      )
      expect(Object.keys(gitlab.filesOf('ddac/suppress-failed-logins-nightly'))).toHaveLength(3)
      const made = JSON.parse(readFileSync(join(base, 'draft/suppression.json'), 'utf8'))
      for (const path of ['.github/workflows/x.yml', '../failed-logins-nightly.test.yaml', 'rules/other.rule.yaml']) {
        writeFiles(base, { 'draft/suppression.json': JSON.stringify({ ...made, files: [{ path, text: '' }] }) })
        expect(await tell()).toMatchObject({ code: 2, stderr: expect.stringContaining('holds no draft') })
      }
      for (const damaged of ['{"id": "failed-', '[]', JSON.stringify({ ...made, commit: 'main?ref=other' })]) {
        writeFiles(base, { 'draft/suppression.json': damaged })
        expect(await tell()).toMatchObject({ code: 2, stderr: expect.stringContaining('holds no draft') })
      }
    } finally {
      gitlab.stop()
    }
  })
})

describe('the workflow as GitHub reads it', () => {
  it('keys are where nothing is written, and what people typed stands in no line of the shell', () => {
    const jobs = Object.entries(suppressWorkflow.jobs)
    const keys = jobs.filter(([, { steps }]) => JSON.stringify(steps).includes('secrets.'))
    expect(keys.map(([name, { permissions }]) => [name, permissions])).toEqual([['draft', undefined]])
    expect(suppressWorkflow.permissions).toEqual({ contents: 'read' })
    expect(suppressWorkflow.jobs.suppression?.permissions).toEqual({ contents: 'write', 'pull-requests': 'write' })
    const steps = jobs.flatMap(([, job]) => job.steps)
    expect(steps.filter(({ run }) => run !== undefined)).toEqual([])
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout'))
    expect(checkouts.map((step) => step.with?.['persist-credentials'])).toEqual([false, false])
    const draft = action.runs.steps.find(({ name }) => name === 'Draft')
    expect(draft?.run).not.toContain('${{')
  })
})
