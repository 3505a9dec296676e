import { LoopbackGithub, token } from '../loopback-github'
import { ddac, makeFolder, type Run, writeFiles } from '../run-in-process'

let github: LoopbackGithub
let cwd: string
let env: Record<string, string>
beforeEach(async () => {
  github = new LoopbackGithub()
  cwd = makeFolder()
  env = { GITHUB_API_URL: await github.start(), GITHUB_REPOSITORY: 'o/r', GITHUB_TOKEN: token }
})
afterEach(() => github.stop())

function reviewed(text: string, more: object = {}): void {
  const state = { version: 1, workspace: 'team', tenants: ['prod'], commit: 'abc1234', isWorthTelling: true, ...more }
  writeFiles(cwd, { 'out/review.json': JSON.stringify(state), 'out/comment.md': text })
}
const tell = (folder = 'out', ...more: string[]): Promise<Run> =>
  ddac(['github', 'review', folder, '--pull', '7', ...more], { cwd, env })

describe('ddac github review', () => {
  it('has one comment, brought up to date', async () => {
    reviewed('first')
    expect((await tell()).stdout).toBe('pull request 7: created\n')
    reviewed('second')
    expect((await tell()).stdout).toBe('pull request 7: updated\n')
    expect(github.comments.map(({ body }) => body)).toEqual([
      expect.stringMatching(/^<!-- ddac-review \w+ -->\nsecond$/),
    ])
  })

  it('begins none for nothing, and brings one that is there up to date', async () => {
    reviewed('nothing', { isWorthTelling: false })
    expect((await tell()).stdout).toContain('nothing to tell')
    expect(github.writes).toEqual([])
    reviewed('much')
    await tell()
    reviewed('nothing', { isWorthTelling: false })
    expect((await tell()).stdout).toContain('updated')
  })

  it.each(['{"version": 1, "workspace": "te', '[]', 'null', ''])('what is no review is told: %s', async (state) => {
    reviewed('first')
    writeFiles(cwd, { 'out/review.json': state })
    expect(await tell()).toMatchObject({ code: 2, stderr: expect.stringContaining('out holds no review') })
    expect(github.writes).toEqual([])
  })

  it('other tenants, and other workspaces, have comments of their own', async () => {
    for (const more of [{}, { tenants: ['staging'] }, { workspace: 'other' }]) {
      reviewed('text', more)
      await tell()
    }
    expect(github.comments).toHaveLength(3)
  })

  it('a run that wrote nothing marks what stands there as outdated, once', async () => {
    reviewed('first')
    await tell()
    for (const _ of [1, 2]) {
      const run = await tell('none', '--key', 'team prod', '--commit', 'abc1234')
      expect(run.stdout).toBe('pull request 7: outdated\n')
    }
    const [{ body } = { body: '' }] = github.comments
    expect(body.match(/Outdated/g)).toHaveLength(1)
    expect(body).toMatch(/^<!--.*-->\n> :warning: \*\*Outdated\.\*\* The run of `abc1234` failed[^\n]*\n\nfirst$/)
    reviewed('later')
    await tell()
    expect(github.comments[0]?.body).not.toContain('Outdated')
  })

  it('writes nothing about a commit that is no longer the last one', async () => {
    reviewed('old')
    github.head = 'fff0000'
    expect((await tell()).stdout).toBe('pull request 7: a newer commit is there\n')
    expect(github.writes).toEqual([])
  })

  it('leaves alone what somebody else wrote under our marker', async () => {
    reviewed('ours')
    await tell()
    const [own] = github.comments
    github.comments.splice(0, 1, { id: 9, body: own?.body ?? '', user: { login: 'mallory', type: 'User' } })
    expect((await tell()).stdout).toContain('created')
    expect(github.writes).toEqual(['POST /repos/o/r/issues/7/comments', 'POST /repos/o/r/issues/7/comments'])
  })

  it.each([401, 403, 404, 500])('a refusal (%i) is told without the token', async (status) => {
    reviewed('text')
    github.status = status
    const run = await tell()
    expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(`(${status})`) })
    expect(run.stderr).not.toContain('f00dfeed')
  })

  it.each([
    ['GITHUB_TOKEN', '', 'GITHUB_TOKEN is not set'],
    ['GITHUB_API_URL', 'http://api.example.com', 'no address to which a token may go'],
    ['GITHUB_REPOSITORY', '../x', 'not OWNER/NAME'],
  ])('%s that will not do is refused', async (name, value, message) => {
    reviewed('text')
    env[name] = value
    expect(await tell()).toMatchObject({ code: 2, stderr: expect.stringContaining(message) })
  })
})
