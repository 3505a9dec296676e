import { LoopbackGithub, token } from '../loopback-github'
import { LoopbackGitlab } from '../loopback-gitlab'
import type { Thing } from '../loopback-host'
import { ddac, makeFolder, type Run, writeFiles } from '../run-in-process'

interface Kind {
  readonly name: 'github' | 'gitlab'
  /** What it calls what is to be merged. */
  readonly word: string
  readonly make: () => LoopbackGithub | LoopbackGitlab
}
const kinds: readonly Kind[] = [
  { name: 'github', word: 'pull request', make: () => new LoopbackGithub() },
  { name: 'gitlab', word: 'merge request', make: () => new LoopbackGitlab() },
]

let kind: Kind
let host: LoopbackGithub | LoopbackGitlab
let cwd: string
let env: Readonly<Record<string, string>>
async function start(of: Kind): Promise<void> {
  kind = of
  host = of.make()
  cwd = makeFolder()
  const answer = await host.start()
  env = typeof answer === 'string' ? { GITHUB_API_URL: answer, GITHUB_REPOSITORY: 'o/r', GITHUB_TOKEN: token } : answer
}

const file = (text: string, path = 'rules/a.rule.yaml') => ({ path, text })

interface Came {
  readonly files?: readonly object[]
  readonly isWorthTelling?: boolean
  readonly text?: string
  readonly tenants?: readonly string[]
  readonly after?: readonly string[]
  readonly commit?: string
}

/** What `ddac nightly` leaves. */
function came({ text = 'What came.\n', ...more }: Came = {}, folder = 'night'): void {
  const state = {
    version: 1,
    workspace: 'team',
    commit: 'c0',
    tenants: ['prod'],
    after: [],
    files: [],
    isWorthTelling: false,
    ...more,
  }
  writeFiles(cwd, { [`${folder}/nightly.json`]: JSON.stringify(state), [`${folder}/nightly.md`]: text })
}
const tell = (...more: string[]): Promise<Run> => ddac([kind.name, 'drift', 'night', ...more], { cwd, env })
const told = async (...more: string[]): Promise<string> => {
  const { code, stdout, stderr } = await tell(...more)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
}
const [open, closed] = ['open', 'closed'].map((state) => () => host.things.filter((one) => one.state === state))

describe.each(kinds)('ddac $name drift', (of) => {
  beforeEach(() => start(of))
  afterEach(() => host.stop())

  it('has one pull request from ddac/drift, brought up to date, and closed with its branch when nothing is left', async () => {
    came({ files: [file('one'), file('two', 'rules/b.suppression.yaml')] })
    expect(await told()).toBe(`${kind.word} 20: created\n`)
    expect(host.filesOf('ddac/drift')).toEqual({ 'rules/a.rule.yaml': 'one', 'rules/b.suppression.yaml': 'two' })
    expect(host.things).toMatchObject([
      {
        head: 'ddac/drift',
        base: 'main',
        title: 'What was done by hand in Datadog: prod',
        body: expect.stringContaining('What came.'),
      },
    ])
    came({ files: [file('later')], commit: 'c1' })
    expect(await told()).toBe(`${kind.word} 20: updated\n`)
    expect(host.filesOf('ddac/drift')).toEqual({ 'rules/a.rule.yaml': 'later' })
    expect(host.commits.get(host.refs.get('refs/heads/ddac/drift') ?? '')?.parents).toEqual([{ sha: 'c1' }])
    came()
    expect(await told()).toBe(`${kind.word} 20: closed\n`)
    expect([...host.refs.keys()]).toEqual(['refs/heads/main'])
    expect(await told()).toBe('nothing to tell\n')
    expect(host.things).toHaveLength(1)
  })

  it('a night that brings the same makes no new commit', async () => {
    came({ files: [file('one')] })
    await told()
    const at = host.refs.get('refs/heads/ddac/drift')
    host.writes.length = 0
    expect(await told()).toBe(`${kind.word} 20: as it was\n`)
    expect(host.refs.get('refs/heads/ddac/drift')).toBe(at)
    expect(host.writes).toEqual([kind.name === 'github' ? 'PATCH /repos/o/r/pulls/20' : 'PUT /merge_requests/20'])
  })

  it('has an issue only where nothing can be written, brings it up to date, and closes it by itself', async () => {
    came({ isWorthTelling: true })
    expect(await told()).toBe('issue 20: created\n')
    came({ isWorthTelling: true, text: 'More.' })
    expect(await told()).toBe('issue 20: updated\n')
    expect(open?.()).toMatchObject([{ isPull: false, body: expect.stringMatching(/-->\nMore\.$/) }])
    came({ isWorthTelling: true, files: [file('one')] })
    expect(await told()).toBe(`${kind.word} 21: created\nissue 20: closed\n`)
    came({ isWorthTelling: true })
    expect(await told()).toBe(`${kind.word} 21: closed\nissue 22: created\n`)
    came()
    expect(await told()).toBe('issue 22: closed\n')
    expect(open?.()).toEqual([])
  })

  it('leaves an issue that somebody else wrote under our marker', async () => {
    came({ isWorthTelling: true })
    await told()
    const [own] = host.things.splice(0, 1)
    host.things.push({ ...own, user: { login: 'mallory', type: 'User' } } as Thing)
    expect(await told()).toBe('issue 21: created\n')
  })

  it('a pull request that a person closed is not opened again for the same, and is for something else', async () => {
    came({ files: [file('one')] })
    await told()
    for (const one of host.things) one.state = 'closed'
    expect(await told()).toBe(`${kind.word}: closed with just this, and not opened again\n`)
    came({ files: [file('two')] })
    expect(await told()).toBe(`${kind.word} 21: created\n`)
    expect(closed?.()).toHaveLength(1)
  })

  it('one from a fork, whose branch has the same name, is not taken for it', async () => {
    if (kind.name === 'github') return
    const fork = { number: 9, isPull: true, head: 'fork-ddac', title: '', body: '', state: 'open' }
    host.things.push({ ...fork, user: { login: 'mallory', type: 'User' } })
    came({ files: [file('one')] })
    expect(await told('--branch', 'fork-ddac')).toContain('created')
  })

  it('one that was merged, or that closed by itself, is opened again', async () => {
    came({ files: [file('one')] })
    await told()
    for (const one of host.things) Object.assign(one, { state: 'closed', merged_at: '2026-11-25T00:00:00Z' })
    expect(await told()).toBe(`${kind.word} 21: created\n`)
    came()
    await told()
    came({ files: [file('one')] })
    expect(await told()).toBe(`${kind.word} 22: created\n`)
  })

  it('writes nothing over what people committed to the branch, and keeps it when the pull request is closed', async () => {
    came({ files: [file('one')] })
    await told()
    const mine = {
      message: 'A test for it',
      tree: { sha: 't0' },
      parents: [{ sha: host.refs.get('refs/heads/ddac/drift') ?? '' }],
    }
    host.commits.set('mine', mine)
    host.refs.set('refs/heads/ddac/drift', 'mine')
    came({ files: [file('two')] })
    for (const _ of [1, 2]) expect(await told()).toContain('somebody has committed to it')
    expect(host.refs.get('refs/heads/ddac/drift')).toBe('mine')
    expect(host.things[0]?.body.match(/Outdated/g)).toHaveLength(1)
    came()
    expect(await told()).toBe(`${kind.word} 20: closed\n`)
    expect(host.refs.get('refs/heads/ddac/drift')).toBe('mine')
    came({ files: [file('three')] })
    expect(await tell()).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('has commits that are not of these nights'),
    })
  })

  it('is told apart from other workspaces, whose branch is never taken', async () => {
    came({ files: [file('one')] })
    await told()
    writeFiles(cwd, {
      'night/nightly.json': JSON.stringify({ workspace: 'other', commit: 'c0', tenants: ['prod'], files: [file('x')] }),
    })
    host.things.length = 0
    expect(await tell()).toMatchObject({ code: 2, stderr: expect.stringContaining('--branch') })
    expect(await told('--branch', 'ddac/drift-other')).toBe(`${kind.word} 20: created\n`)
  })

  it('of several runs it takes the files of the last, which has those before, and the texts of all', async () => {
    came({ files: [file('one')], text: 'Of prod.', tenants: ['prod'] }, 'night/a')
    came({ files: [file('both')], text: 'Of staging.', tenants: ['staging'], after: ['prod'] }, 'night/b')
    came({ files: [file('stray')], text: 'Of a stray one.', tenants: ['stray'] }, 'night/c')
    await told()
    expect(host.filesOf('ddac/drift')).toEqual({ 'rules/a.rule.yaml': 'both' })
    expect(host.things).toMatchObject([{ title: expect.stringMatching(/prod, staging$/) }])
    expect(host.things[0]?.body).toMatch(/Of prod\.\nOf staging\.$/)
  })

  it('keeps within what GitHub takes, and says what had no room', async () => {
    came({ files: [file('one')], text: 'x'.repeat(60_000), tenants: ['prod'] }, 'night/a')
    came({ files: [file('one')], text: 'y', tenants: ['staging'], after: ['prod'] }, 'night/b')
    await told()
    expect(host.things[0]?.body).toContain('no room for staging')
    expect(Buffer.byteLength(host.things[0]?.body ?? '')).toBeLessThan(65_536)
  })

  it('a tenant that gave no answer takes nothing away of what stands there', async () => {
    came({ files: [file('one')] })
    await told()
    came({ tenants: ['staging'] })
    for (const _ of [1, 2]) expect(await told('--expect', 'staging, prod')).toBe(`${kind.word} 20: outdated\n`)
    expect(open?.()).toMatchObject([
      { body: expect.stringMatching(/-->\n> :warning: \*\*Outdated\.\*\* `prod` could not/) },
    ])
    expect(open?.()[0]?.body.match(/Outdated/g)).toHaveLength(1)
    came({ files: [file('one')] })
    await told('--expect', 'prod')
    expect(open?.()[0]?.body).not.toContain('Outdated')
  })

  it('says beside what is new who was not asked', async () => {
    came({ files: [file('one')] })
    await told('--expect', 'prod,staging')
    expect(host.things[0]?.body).toContain(':warning: Not asked: `staging`.')
  })

  it.each([401, 403, 404, 500])('a refusal (%i) is told without the token', async (status) => {
    came({ files: [file('one')] })
    host.status = status
    const run = await tell()
    expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(`(${status})`) })
    expect(run.stderr).not.toContain('f00dfeed')
  })

  it.each([
    [['--branch', '../main'], 'no name of a branch'],
    [['--branch', '-f'], 'no name of a branch'],
  ])('%j is refused', async (more, message) => {
    came({ files: [file('one')] })
    expect(await tell(...more)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) })
    expect(host.writes).toEqual([])
  })

  it('a folder without a run, and a run without a commit, are refused', async () => {
    expect(await tell()).toMatchObject({ code: 2, stderr: expect.stringContaining('has no run of ddac nightly') })
    writeFiles(cwd, {
      'night/nightly.json': JSON.stringify({ workspace: 'team', tenants: ['prod'] }),
      'night/nightly.md': '',
    })
    expect(await tell()).toMatchObject({ code: 2, stderr: expect.stringContaining('names no commit') })
  })
})
