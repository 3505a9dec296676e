import { existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { ddac, filesIn, makeFolder, type Run, writeFiles } from '../run-in-process'

const installed = 'node_modules/ddac/rules/.schema/rule.json'

function init(cwd: string, ...words: string[]): Promise<Run> {
  return ddac(['init', ...words], { cwd })
}

const textOf = (...path: string[]): string => readFileSync(join(...path), 'utf8')
const lastLine = ({ stderr }: Run): string | undefined => stderr.trimEnd().split('\n').at(-1)

describe('ddac init', () => {
  it.each([
    ['in the folder where one stands', [], 'ddac test'],
    ['in a folder', ['det'], 'ddac test --workspace det'],
    ['in one whose name has a blank', ['my rules'], "ddac test --workspace 'my rules'"],
    ['in one further down', ['./a/b'], 'ddac test --workspace ./a/b'],
    ['in the one that is found by itself', ['rules'], 'ddac test --workspace rules'],
  ])(
    '%s: what its last line says works from there, and no change of rule or suppression passes',
    async (_, words, next) => {
      const cwd = makeFolder()
      const run = await init(cwd, ...words)
      expect({ code: run.code, last: lastLine(run) }).toEqual({ code: 0, last: `Next: ${next}` })
      const [folder] = words
      const where = folder === undefined ? [] : ['--workspace', folder]
      const mutated = folder === undefined ? ['--mutate'] : []
      expect(await ddac(['test', ...where, ...mutated], { cwd })).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(folder === undefined ? /^all 22 changes noticed$/m : /16 passed, 0 failed/),
      })
      expect(await ddac(['validate', ...where], { cwd })).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/no mistakes/),
      })
    },
  )

  it('each file names its schema by a path that works from it', async () => {
    for (const files of [{}, { [installed]: '{}', 'node_modules/ddac/rules/.schema/workspace.json': '{}' }]) {
      const cwd = makeFolder(files)
      await init(cwd, 'det')
      const written = [...filesIn(cwd)].filter(([path]) => path.endsWith('.yaml') && !path.startsWith('node_modules'))
      expect(written).toHaveLength(5)
      for (const [path, text] of written) {
        const schema = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text)?.[1] ?? ''
        const found = resolve(dirname(join(cwd, path)), schema)
        expect([path, found.startsWith(cwd), dirname(found).endsWith('.schema')]).toEqual([path, true, true])
        if (/rule\.json|workspace\.json/.test(found)) expect(existsSync(found)).toBe(true)
      }
      // Schemas are copied where no package is installed that has them.
      expect(existsSync(join(cwd, 'det/.schema/rule.json'))).toBe(Object.keys(files).length === 0)
    }
  })

  it('editors are told which files have which schema', async () => {
    const cwd = makeFolder()
    await init(cwd, 'det')
    const settings = JSON.parse(textOf(cwd, '.vscode/settings.json'))
    const paths = Object.keys(settings['yaml.schemas'])
    expect(paths).toHaveLength(7)
    for (const path of paths) expect([path, existsSync(join(cwd, path))]).toEqual([path, true])
  })

  it('adds to a .gitignore that is there, and writes over nothing', async () => {
    const mine = 'id: mine\n'
    const cwd = makeFolder({
      '.gitignore': 'dist/\n',
      'package.json': '{}',
      '.vscode/settings.json': '{}',
      'aws/console-login-without-mfa.rule.yaml': mine,
    })
    const run = await init(cwd)
    expect(run.stderr).toContain('kept .vscode/settings.json\n')
    expect(run.stderr).toContain('kept aws/console-login-without-mfa.rule.yaml\n')
    expect(textOf(cwd, 'aws/console-login-without-mfa.rule.yaml')).toBe(mine)
    expect(textOf(cwd, '.vscode/settings.json')).toBe('{}')
    expect(textOf(cwd, '.gitignore')).toBe('dist/\n.ddac/\nnode_modules/\n')
  })

  it('asks for the site alone, and nothing with --yes or --site', async () => {
    const site = async (typed: string, ...words: string[]) => {
      const cwd = makeFolder()
      const { code, stderr } = await ddac(['init', ...words], { cwd, typed })
      return code === 0 ? /site: (\S+)/.exec(textOf(cwd, 'ddac.yaml'))?.[1] : [stderr, [...filesIn(cwd)].length]
    }
    expect(await site('')).toBe('datadoghq.com')
    expect(await site('https://app.datadoghq.eu/security')).toBe('datadoghq.eu')
    expect(await site('datadoghq.eu', '--yes')).toBe('datadoghq.com')
    expect(await site('datadoghq.eu', '--site', 'us5.datadoghq.com')).toBe('us5.datadoghq.com')
    expect(await site('example.com')).toEqual([
      expect.stringContaining('"example.com" (from your answer) is not a Datadog site'),
      0,
    ])
  })

  it.each([
    ['github', '.github/workflows/detections.yml'],
    ['gitlab', '.gitlab/detections.gitlab-ci.yml'],
  ])('--ci %s puts the workflow at the top of the repository, and it finds the workspace', async (place, path) => {
    const cwd = makeFolder({ '.git/HEAD': '' })
    const run = await init(cwd, 'det', '--ci', place)
    expect(run.stderr).toContain('npm i -D ddac')
    const text = textOf(cwd, path)
    expect(text).toMatch(/^ {2}DDAC_WORKSPACE: det$/m)
    expect(text.match(/npx ddac/g)).toBeNull()
    expect(await ddac(['validate'], { cwd, env: { DDAC_WORKSPACE: 'det' } })).toMatchObject({ code: 0 })
    if (place === 'gitlab') expect(textOf(cwd, '.gitlab-ci.yml')).toContain(path)
    const other = makeFolder({ 'package-lock.json': '{}' })
    expect((await init(other, 'rules', '--ci', place)).stderr).not.toContain('npm i')
    expect(textOf(other, path)).toMatch(/^ {2}# DDAC_WORKSPACE: /m)
  })

  it('--pre-commit writes a hook that git runs, beside none that is there', async () => {
    const cwd = makeFolder({ '.git/config': '[core]\n\tbare = false\n' })
    const hook = join(cwd, '.git/hooks/pre-commit')
    expect((await init(cwd, 'my rules', '--pre-commit')).stdout).toContain('.git/hooks/pre-commit\n')
    expect(statSync(hook).mode & 0o111).toBe(0o111)
    expect(textOf(hook)).toContain("npx --no ddac validate --quiet --workspace 'my rules' && npx --no ddac test")
    const second = await init(cwd, 'rules', '--pre-commit')
    expect(second.stderr).toContain('There is a pre-commit hook already: add to it npx --no ddac validate --quiet &&')
    // A second working tree shares the hooks of the first.
    writeFiles(cwd, { '.git/worktrees/b/commondir': '../..\n', 'b/.git': `gitdir: ${join(cwd, '.git/worktrees/b')}\n` })
    expect((await init(join(cwd, 'b'), '--pre-commit')).stderr).toContain('There is a pre-commit hook already')
  })

  it.each<[string, Record<string, string>, string]>([
    ['no repository', {}, 'git init first'],
    ['another place for hooks', { '.git/config': '[core]\n\thooksPath = .husky\n' }, 'core.hooksPath'],
  ])('--pre-commit with %s says what to do', async (_, files, told) => {
    expect((await init(makeFolder(files), '--pre-commit')).stderr).toContain(told)
  })

  it.each<[string, Record<string, string>, string[], RegExp]>([
    ['a folder that is a file', { det: '' }, ['det'], /det is a file/],
    ['a folder that Windows does not have', {}, ['det/con.d'], /Windows has no folder "con\.d": con is a device/],
    ['a folder below a file', { det: '' }, ['det/rules'], /det is a file/],
    [
      'a place that has no workflow',
      {},
      ['--ci', 'jenkins'],
      /no workflow for "jenkins"\n {2}help: Write --ci github or --ci gitlab/,
    ],
    ['a format that it has not', {}, ['--format', 'json'], /ddac init has no format "json"/],
  ])('ends at once and writes nothing: %s', async (_, files, words, told) => {
    const cwd = makeFolder(files)
    const run = await init(cwd, ...words)
    expect({ code: run.code, files: [...filesIn(cwd).keys()] }).toEqual({ code: 2, files: Object.keys(files) })
    expect(run.stderr).toMatch(told)
  })

  it.each([
    [
      'origin names',
      {
        '.git/HEAD': 'ref: refs/heads/add-ddac\n',
        '.git/refs/remotes/origin/HEAD': 'ref: refs/remotes/origin/master\n',
      },
      'master',
    ],
    ['the repository began with', { '.git/HEAD': 'ref: refs/heads/trunk\n' }, 'trunk'],
    ['most have, where nobody says it', { '.git/HEAD': 'ref: refs/heads/add-ddac\n' }, 'main'],
    [
      'the first working tree has, in a second one',
      {
        '.git': 'gitdir: own\n',
        'own/HEAD': 'ref: refs/heads/x\n',
        'own/commondir': '../of-all',
        'of-all/HEAD': 'ref: refs/heads/master\n',
      },
      'master',
    ],
  ])('what is applied is merged into the branch that %s', async (_, files, branch) => {
    const cwd = makeFolder(files)
    await init(cwd, '--yes', '--ci', 'github')
    const text = readFileSync(join(cwd, '.github/workflows/detections.yml'), 'utf8')
    expect(text).toContain(`push: { branches: [${branch}] }`)
    expect(text).toContain(`which only the branch ${branch} may use`)
  })

  it('what was cut off halfway is made whole by the next run', async () => {
    const cwd = makeFolder({ aws: 'a file in the way' })
    expect((await init(cwd)).code).toBe(2)
    expect(existsSync(join(cwd, 'ddac.yaml'))).toBe(false)
    rmSync(join(cwd, 'aws'))
    expect((await init(cwd)).code).toBe(0)
    expect(await ddac(['test'], { cwd })).toMatchObject({ code: 0 })
    // Wherever it was cut off, `ddac.yaml` is not there yet.
    const whole = filesIn(cwd)
    for (const missing of ['.schema/test.json', '.schema/workspace.json', '.vscode/settings.json']) {
      for (const path of [missing, 'ddac.yaml']) rmSync(join(cwd, path))
      expect((await init(cwd)).code).toBe(0)
      expect(filesIn(cwd)).toEqual(whole)
    }
  })
})
