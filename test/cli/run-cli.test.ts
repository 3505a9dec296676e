import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { ddac, makeFolder, writeFiles } from './run-in-process'
import { rule, smallWorkspace } from './small-workspace'

const mistaken = rule.replace('failed > 1', 'logins > 1')

describe('usage', () => {
  it.each([
    ['an unknown command', ['wat'], /unknown command 'wat'/],
    ['an unknown option', ['plan', '--wat'], /unknown option '--wat'/],
    ['an unknown format', ['plan', '--format', 'wat'], /Allowed choices are text, json/],
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
    ['validate', 'junit'],
    ['validate', 'markdown'],
    ['test', 'sarif'],
    ['eval logs.ndjson', 'github'],
    ['plan', 'junit'],
    ['apply --yes', 'sarif'],
  ])('%s --format %s ends with 2 and names those it has', async (command, format) => {
    const run = await ddac([...command.split(' '), '--format', format], { cwd: makeFolder(smallWorkspace()) })
    expect(run).toMatchObject({ code: 2, stdout: '' })
    expect(run.stderr).toContain(`error: this command has no format ${format}\n  help: It has text, json, ndjson`)
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
    ['is forced into a pipe by FORCE_COLOR', { env: { FORCE_COLOR: '1' } }, true],
    ['is not forced by FORCE_COLOR=0', { env: { FORCE_COLOR: '0' } }, false],
    ['goes with FORCE_COLOR=0, also at a terminal', { env: { FORCE_COLOR: '0' }, isTerminal: true }, false],
    ['goes when both are set', { env: { FORCE_COLOR: '1', NO_COLOR: '1' } }, false],
    ['is none of JSON', { isTerminal: true, argv: ['--format', 'json'] }, false],
    ['is none of annotations', { isTerminal: true, argv: ['--format', 'github'] }, false],
  ])('%s', async (_, { argv = [], ...options }, coloured) => {
    const run = await ddac(['validate', ...argv], { cwd: cwd(), ...options })
    expect(run.code).toBe(1)
    expect(run.stdout.includes(sequence)).toBe(coloured)
  })
})
