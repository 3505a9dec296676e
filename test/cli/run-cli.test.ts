import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { ddac, filesIn, makeFolder, writeFiles } from './run-in-process'
import { rule, smallWorkspace } from './small-workspace'

const mistaken = rule.replace('failed > 1', 'logins > 1')

describe('usage', () => {
  it.each([
    ['an unknown command', ['wat'], /unknown command 'wat'/],
    ['an unknown option', ['plan', '--wat'], /unknown option '--wat'/],
    [
      'an unknown format',
      ['plan', '--format', 'wat'],
      /ddac plan has no format "wat"\n {2}help: It has text, json, ndjson, markdown\.\n/,
    ],
    ['a lacking argument', ['schema'], /missing required argument 'kind'/],
    ['eval of nothing', ['eval'], /Name files, folders, globs or -; or pass --tenant-logs/],
    ['a surplus argument', ['plan', 'a.json'], /too many arguments/],
    ['a number that is none', ['plan', '--max-deletes', '-1'], /must be a whole number/],
    ['no command', [], /Usage: ddac/],
  ])('%s ends with 2, told on stderr alone', async (_, argv, told) => {
    const run = await ddac(argv, { cwd: makeFolder(smallWorkspace()) })
    expect(run).toMatchObject({ code: 2, stdout: '' })
    expect(run.stderr).toMatch(told)
  })

  it('with --detailed-exitcode 2 means changes, so that bad usage ends with 1', async () => {
    const run = await ddac(['plan', '--detailed-exitcode', '--wat'], { cwd: makeFolder() })
    expect(run).toMatchObject({ code: 1, stdout: '' })
  })

  it('--help and --version answer anywhere', async () => {
    const cwd = makeFolder()
    expect(await ddac(['--help'], { cwd })).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/^Usage/),
    })
    expect(await ddac(['--version'], { cwd })).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/^ddac \d+\.\d+\.\d+, detections as code for Datadog Cloud SIEM\n$/),
    })
  })

  it('global options stand before or behind the command', async () => {
    const cwd = makeFolder(smallWorkspace())
    const before = await ddac(['--format', 'json', 'validate'], { cwd })
    const behind = await ddac(['validate', '--format', 'json'], { cwd })
    expect(before).toEqual(behind)
    expect(JSON.parse(before.stdout)).toHaveProperty('summary')
  })
})

describe('formats that a command does not have', () => {
  it.each([
    ['coverage', 'junit', 'text, json, markdown'],
    ['test', 'sarif', 'text, json, ndjson'],
    ['eval logs.ndjson', 'github', 'text, json, ndjson'],
    ['plan', 'wat', 'text, json, ndjson, markdown'],
    ['apply --yes', 'sarif', 'text, json, ndjson, markdown'],
    ['init made', 'json', 'text'],
    ['export', 'text', 'json, terraform'],
    ['schema rule', '', 'json'],
  ])('%s --format %s ends with 2 and names those it has', async (line, format, own) => {
    const cwd = makeFolder(smallWorkspace())
    const before = filesIn(cwd)
    const run = await ddac([...line.split(' '), '--format', format], { cwd })
    expect(run.code).toBe(2)
    const name = line.split(' ')[0]
    expect(run.stderr).toContain(`error: ddac ${name} has no format "${format}"\n  help: It has ${own}`)
    expect(filesIn(cwd)).toEqual(before)
  })

  it('are told to be known where another command has them', async () => {
    const cwd = makeFolder(smallWorkspace())
    const told = async (format: string) => (await ddac(['plan', '--format', format], { cwd })).stderr
    expect(await told('sarif')).toContain('ddac help formats says why')
    expect(await told('sarf')).not.toContain('says why')
  })
})

describe('the workspace', () => {
  it('is the one that --workspace names, relative to where the command runs', async () => {
    const cwd = makeFolder({ 'here/ddac.yaml': 'tenants: {}\n' })
    writeFiles(join(cwd, 'there'), smallWorkspace())
    const run = await ddac(['validate', '--workspace', '../there'], { cwd: join(cwd, 'here') })
    expect(run).toMatchObject({ code: 0, stdout: '4 files checked: no mistakes.\n' })
  })

  it('is else the nearest folder upwards with a ddac.yaml', async () => {
    const root = makeFolder(smallWorkspace({ 'app/failed-logins.rule.yaml': mistaken }))
    mkdirSync(join(root, 'app/deep/er'), { recursive: true })
    const run = await ddac(['validate'], { cwd: join(root, 'app/deep/er') })
    expect(run.code).toBe(1)
    // Paths are shown as they are reached from where the command runs.
    expect(run.stdout).toContain('../../failed-logins.rule.yaml')
  })

  it('is else rules/', async () => {
    const cwd = makeFolder()
    writeFiles(join(cwd, 'rules'), smallWorkspace())
    expect(await ddac(['validate'], { cwd })).toMatchObject({ code: 0, stdout: '4 files checked: no mistakes.\n' })
  })

  it('is asked for where there is none', async () => {
    const run = await ddac(['validate'], { cwd: makeFolder() })
    expect(run).toMatchObject({ code: 2, stdout: '' })
    expect(run.stderr).toBe(
      'error: there is no workspace: no ddac.yaml here, above, or in rules/\n' +
        '  help: Start one with "ddac init", or name its folder with --workspace.\n',
    )
    const named = await ddac(['validate', '--workspace', 'wat'], { cwd: makeFolder() })
    expect(named).toMatchObject({ code: 2, stdout: '' })
    expect(named.stderr).toContain('error: there is no ddac.yaml in wat\n  help: ')
  })

  it.each([
    ['its file', 'ddac.yaml', 'error: there is no ddac.yaml in ddac.yaml\n  help: '],
    ['a name that no disk takes', 'a'.repeat(300), 'a/ddac.yaml cannot be read: '],
  ])('is no bug where %s is named', async (_, workspace, told) => {
    const run = await ddac(['validate', '--workspace', workspace], { cwd: makeFolder({ 'ddac.yaml': '' }) })
    expect(run).toMatchObject({ code: 2, stdout: '' })
    expect(run.stderr).toContain(told)
  })
})

describe('colour', () => {
  const sequence = '\u001b['
  const cwd = (): string => makeFolder(smallWorkspace({ 'app/failed-logins.rule.yaml': mistaken }))

  it.each<[string, { argv?: string[]; env?: Record<string, string>; isTerminal?: boolean }, boolean]>([
    ['is there on a terminal', { isTerminal: true }, true],
    ['is not there in a pipe', {}, false],
    ['goes with --no-color', { isTerminal: true, argv: ['--no-color'] }, false],
    ['goes with NO_COLOR', { isTerminal: true, env: { NO_COLOR: '1' } }, false],
    ['stays with an empty NO_COLOR', { isTerminal: true, env: { NO_COLOR: '' } }, true],
    ['goes on a dumb terminal', { isTerminal: true, env: { TERM: 'dumb' } }, false],
    ['is none of JSON', { isTerminal: true, argv: ['--format', 'json'] }, false],
    ['is none of annotations', { isTerminal: true, argv: ['--format', 'github'] }, false],
  ])('%s', async (_, { argv = [], ...options }, coloured) => {
    const run = await ddac(['validate', ...argv], { cwd: cwd(), ...options })
    expect(run.code).toBe(1)
    expect(run.stdout.includes(sequence)).toBe(coloured)
  })

  /** Whether there is colour for each FORCE_COLOR: in a pipe, and on a terminal. */
  const forced: readonly [string | undefined, boolean, boolean][] = [
    [undefined, false, true],
    ['', false, true],
    ['0', false, false],
    ['1', true, true],
    ['3', true, true],
  ]
  const combinations = [undefined, '', '0', '1'].flatMap((noColor) =>
    forced.flatMap(([forceColor, ...coloured]) =>
      coloured.map((usual, at) => {
        const env = {
          ...(noColor !== undefined && { NO_COLOR: noColor }),
          ...(forceColor !== undefined && { FORCE_COLOR: forceColor }),
        }
        // https://no-color.org: whatever it holds, unless it is empty.
        return { env, isTerminal: at === 1, coloured: noColor ? false : usual }
      }),
    ),
  )

  it.each(combinations)('$env on a terminal ($isTerminal): $coloured', async ({ coloured, ...options }) => {
    const { stdout } = await ddac(['explain', '--codes'], { cwd: '/', ...options })
    expect(stdout.includes(sequence)).toBe(coloured)
  })
})
