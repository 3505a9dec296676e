import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ddac, makeFolder, writeFiles } from '../run-in-process'
import { rule, smallWorkspace } from '../small-workspace'

/** A workspace below the top of a repository, with a mistake and a test that fails. */
function workspaceIn(folder: string): string {
  mkdirSync(join(folder, '.git'))
  writeFiles(join(folder, 'detections'), {
    ...smallWorkspace(),
    'app/failed-logins.rule.yaml': rule.replace('failed > 1', 'failed > 2'),
    'broken.rule.yaml': rule.replace('id: failed-logins', 'id: broken').replace('failed > 1', 'fail > 1'),
  })
  return join(folder, 'detections')
}
/** What differs from run to run. */
const timeless = (text: string): string => text.replace(/ (?:time|timestamp)="[^"]*"/g, '')

describe('--also', () => {
  it.each([
    ['validate', ['gitlab', 'sarif', 'junit', 'markdown']],
    ['test', ['junit', 'gitlab', 'json']],
    ['suppress check', ['gitlab', 'junit']],
  ])('%s writes %j from one run, each as --format prints it', async (command, formats) => {
    const cwd = workspaceIn(makeFolder())
    const asked = formats.flatMap((format) => ['--also', `${format}=out/${format}`])
    const run = await ddac([...command.split(' '), ...asked], { cwd })
    expect(run.stdout).not.toBe('')
    for (const format of formats) {
      const { stdout, code } = await ddac([...command.split(' '), '--format', format], { cwd })
      expect(timeless(readFileSync(join(cwd, 'out', format), 'utf8'))).toBe(timeless(stdout))
      expect(code).toBe(run.code)
    }
  })

  it.each([
    ['validate nowhere', 'the workspace has nothing at nowhere'],
    ['test -k wat', 'no test has'],
    ['suppress check wat', 'there is no suppression'],
  ])('%s has no result: the files say why, as --format does', async (command, told) => {
    const cwd = workspaceIn(makeFolder())
    const run = await ddac([...command.split(' '), '--also', 'junit=out/junit', '--also', 'gitlab=out/gitlab'], { cwd })
    expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(told) })
    for (const format of ['junit', 'gitlab']) {
      const text = readFileSync(join(cwd, 'out', format), 'utf8')
      expect(text).toContain(told)
      expect(text).toBe((await ddac([...command.split(' '), '--format', format], { cwd })).stdout)
    }
  })

  it('a file that cannot be written is told beside why there is no result', async () => {
    const cwd = workspaceIn(makeFolder())
    const { code, stderr } = await ddac(['validate', 'nowhere', '--also', 'junit=.'], { cwd })
    expect(code).toBe(2)
    expect(stderr).toMatch(/nothing at nowhere[\s\S]*\. cannot be written: it is a folder/)
  })

  it.each([
    ['validate', 'junit', '--also cannot be "junit"'],
    ['test', 'sarif=x', 'ddac test has no format "sarif"'],
    ['suppress check', '=x', '--also cannot be "=x"'],
  ])('%s --also %s is refused before anything is written', async (command, asked, told) => {
    const cwd = workspaceIn(makeFolder())
    const run = await ddac([...command.split(' '), '--also', asked], { cwd })
    expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(told) })
    expect(existsSync(join(cwd, 'x'))).toBe(false)
  })
})
