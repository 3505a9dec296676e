import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { changeFiles, commitAll, git, makeRepository } from '../repository'
import { ddac, linesOf, makeFolder } from '../run-in-process'
import { config, rule, smallWorkspace, tests } from '../small-workspace'

const policy = (asked: string): string => `${config}policy: { tests: { minFiring: 1, minSilent: 1${asked} } }\n`
const named = (id: string): string => rule.replace('id: failed-logins', `id: ${id}`).replace('Several', `By ${id},`)
const testsOf = (id: string): string => tests.replace('rule: failed-logins', `rule: ${id}`)
const silentOnly = (id: string): string => testsOf(id).replace(/ {2}- name: two[\s\S]*?(?= {2}- name: one)/, '')
const failing = (id: string): string => testsOf(id).replace('count: 2', 'count: 3')
const anomaly = named('odd').replace('detectionMethod: threshold', 'detectionMethod: anomaly_detection')

type Files = Readonly<Record<string, string | undefined>>
type Case = readonly [string, Files, readonly string[]]

let base: string
beforeAll(async () => {
  // The rule bare has no test, and is the one that may be below.
  base = await makeRepository(
    smallWorkspace({
      'ddac.yaml': policy(', stillBelow: 1'),
      'app/bare.rule.yaml': named('bare'),
      'app/off.rule.yaml': named('off').replace('isEnabled: true', 'isEnabled: false'),
      'app/off.test.yaml': testsOf('off'),
    }),
  )
})

function changed(files: Files): string {
  const folder = makeFolder()
  cpSync(base, folder, { recursive: true })
  changeFiles(folder, files)
  return folder
}

async function codesOf(cwd: string, ...argv: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await ddac(['validate', '--format', 'ndjson', ...argv], { cwd })
  const codes = linesOf(stdout).map(({ code }) => String(code))
  return codes.filter((code) => /^(T10[35]|W118|W119|W120|W122)$/.test(code)).sort()
}

const bare = 'app/bare.rule.yaml'
const cases: readonly Case[] = [
  ['nothing new', {}, []],
  ['a new rule without tests', { 'app/new.rule.yaml': named('new') }, ['T103']],
  [
    'a new rule that only stays silent',
    { 'app/new.rule.yaml': named('new'), 'app/new.test.yaml': silentOnly('new') },
    ['T103'],
  ],
  [
    'a new rule whose firing test fails',
    { 'app/new.rule.yaml': named('new'), 'app/new.test.yaml': failing('new') },
    ['T103'],
  ],
  [
    'a new rule that fires and stays silent',
    { 'app/new.rule.yaml': named('new'), 'app/new.test.yaml': testsOf('new') },
    [],
  ],
  ['a new rule that is not evaluated here', { 'app/odd.rule.yaml': anomaly }, []],
  ['another query', { [bare]: named('bare').replace(':failure', ':denied') }, ['T103']],
  ['another window', { [bare]: named('bare').replace('evaluationWindow: 5m', 'evaluationWindow: 10m') }, ['T103']],
  [
    'another name, message, tag and target',
    {
      [bare]: named('bare')
        .replace('By bare,', 'Bare')
        .replace('Ask', 'Call')
        .replace('source:app', 'source:app\n  - team:soc')
        .replace('notifications: []', "notifications: ['@soc']"),
    },
    [],
  ],
  ['another file', { [bare]: undefined, 'other/moved.rule.yaml': named('bare') }, []],
  ['another id', { [bare]: named('bared') }, ['T103']],
  ['another id that says the former one', { [bare]: `formerly: bare\n${named('bared')}` }, []],
  ['a rule that was off', { 'app/off.rule.yaml': named('off'), 'app/off.test.yaml': undefined }, ['T103']],
  ['a rule that lost its tests', { 'app/off.test.yaml': undefined }, ['W118']],
  ['a rule that is gone', { [bare]: undefined }, ['W119']],
  ['a rule that got its tests', { 'app/bare.test.yaml': testsOf('bare') }, ['W119']],
  ['a number that fell with it', { [bare]: undefined, 'ddac.yaml': policy(', stillBelow: 0') }, []],
  ['a number that fell alone', { 'ddac.yaml': policy(', stillBelow: 0') }, ['W118']],
  ['a number that is gone', { 'ddac.yaml': policy('') }, ['W118']],
  ['a number that rose', { 'ddac.yaml': policy(', stillBelow: 2') }, ['W120']],
  [
    'a number that rose as more is asked',
    { 'ddac.yaml': policy(', stillBelow: 3').replace('minSilent: 1', 'minSilent: 2') },
    [],
  ],
  ['a policy that is gone', { 'ddac.yaml': config }, ['W122']],
  [
    'one that is gone, and a new rule without tests',
    { 'ddac.yaml': config, 'app/new.rule.yaml': named('new') },
    ['T103', 'W122'],
  ],
  [
    'a policy that asks for less, and a new rule that has just that',
    {
      'ddac.yaml': policy(', stillBelow: 1').replace('minSilent: 1', 'minSilent: 0'),
      'app/new.rule.yaml': named('new'),
      'app/new.test.yaml': testsOf('new').replace(/ {2}- name: one[\s\S]*$/, ''),
    },
    ['T103', 'W122'],
  ],
  [
    'a policy that asks for more of one and less of another',
    { 'ddac.yaml': policy(', stillBelow: 1').replace('minFiring: 1, minSilent: 1', 'minFiring: 2, minSilent: 0') },
    ['W118', 'W122'],
  ],
]

describe('validate --base', () => {
  it.each(cases)('%s', async (_, files, codes) => {
    expect(await codesOf(changed(files), '--base', 'main')).toEqual(codes)
  })

  it('a rule that the commit has with a mistake counts as changed', async () => {
    const cwd = changed({ [bare]: named('bare').replace('failed > 1', 'failed >') })
    await commitAll(cwd)
    changeFiles(cwd, { [bare]: named('bare') })
    expect(await codesOf(cwd, '--base', 'HEAD')).toEqual(['T103'])
  })

  it('where the commit has no workspace every rule is new, and that is said', async () => {
    const cwd = changed({})
    await git(cwd, 'checkout', '-q', '--orphan', 'empty')
    await git(cwd, 'rm', '-rq', '--cached', '.')
    await git(cwd, 'commit', '-q', '--allow-empty', '-m', 'empty')
    const run = await ddac(['test', '--base', 'empty'], { cwd })
    expect(run.code).toBe(1)
    expect(run.stderr).toContain('has no workspace: every rule counts as added')
    expect(run.stdout).toContain('3 new or changed since empty, 1 of them below; 0 of the others below, 1 allowed')
  })

  it('a shallow clone is told what to fetch, a folder outside of git that it lies in none', async () => {
    const [clone, none] = [makeFolder(), changed({})]
    await git(clone, 'clone', '-q', '--depth', '1', `file://${base}`, '.')
    const shallow = await ddac(['test', '--base', 'HEAD~1'], { cwd: clone })
    expect(shallow).toMatchObject({ code: 2, stderr: expect.stringContaining('git fetch --unshallow') })
    rmSync(join(none, '.git'), { recursive: true })
    const outside = await ddac(['validate', '--base', 'main'], { cwd: none })
    expect(outside).toMatchObject({ code: 2, stderr: expect.stringContaining('lies in no git repository') })
  })

  it('where nothing is asked of tests that is said, and nothing refused', async () => {
    const cwd = changed({ 'ddac.yaml': config, 'app/new.rule.yaml': named('new') })
    await commitAll(cwd)
    for (const command of ['validate', 'test']) {
      const run = await ddac([command, '--base', 'HEAD'], { cwd })
      expect(run).toMatchObject({ code: 0, stderr: expect.stringContaining('ddac.yaml has no policy.tests') })
    }
  })
})

describe('without --base', () => {
  const news = { 'app/new.rule.yaml': named('new') }

  it('all rules are counted, and one more than allowed is an error', async () => {
    expect(await codesOf(changed({}))).toEqual([])
    const cwd = changed(news)
    expect(await codesOf(cwd)).toEqual(['W118'])
    const run = await ddac(['test'], { cwd })
    expect(run).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('2 rules of the workspace are below policy.tests'),
    })
    expect(run.stdout).toContain('policy.tests not met: 2 of all rules below, 1 allowed\n')
  })

  it('with paths the number is not compared, and a rule whose tests were not run is not counted', async () => {
    const cwd = changed({ ...news, 'other/of-new.test.yaml': testsOf('new') })
    expect(await ddac(['test', 'app/new.rule.yaml'], { cwd })).toMatchObject({ code: 0 })
    expect(await ddac(['test', 'app/new.rule.yaml', '--base', 'main'], { cwd })).toMatchObject({ code: 0 })
    const bareOne = changed(news)
    expect(await ddac(['test', 'app', '--base', 'main'], { cwd: bareOne })).toMatchObject({ code: 1 })
  })

  it('every format has it', async () => {
    const cwd = changed(news)
    const argv = ['test', '--base', 'main', '--format']
    const json = JSON.parse((await ddac([...argv, 'json'], { cwd })).stdout)
    expect(json.policy).toMatchObject({
      base: 'main',
      bound: [{ rule: 'new', firing: 0, silent: 0, since: 'new', isBelow: true }],
      stillBelow: ['bare'],
      allowed: 1,
      diagnostics: [{ code: 'T103', file: 'app/new.rule.yaml', line: 1 }],
    })
    expect((await ddac([...argv, 'github'], { cwd })).stdout).toMatch(
      /^::error file=app\/new\.rule\.yaml,line=1,.*T103/m,
    )
    expect((await ddac([...argv, 'junit'], { cwd })).stdout).toContain('<testcase classname="policy.tests"')
    const lines = linesOf((await ddac([...argv, 'ndjson'], { cwd })).stdout)
    expect(lines.find(({ kind }) => kind === 'policy')).toMatchObject({ allowed: 1 })
  })
})

describe('test --mutate', () => {
  const score = (least: number): Files => ({ 'ddac.yaml': policy(`, minMutationScore: ${least}, stillBelow: 1`) })
  const news = { 'app/new.rule.yaml': named('new'), 'app/new.test.yaml': testsOf('new') }
  const run = (files: Files, ...argv: readonly string[]) =>
    ddac(['test', '--mutate', '--short', '--format', 'json', ...argv], { cwd: changed(files) })

  it('changes with --base only rules that are new, and holds each to its score', async () => {
    const all = JSON.parse((await run({ ...news, ...score(1) }, '--base', 'main')).stdout)
    expect(all.mutations.map(({ id }: { id: string }) => id)).toEqual(['new'])
    const reached = Math.floor(all.mutations[0].score * 1000) / 10
    for (const [least, code] of [
      [reached, 0],
      [reached + 0.1, 1],
    ] as const) {
      expect((await run({ ...news, ...score(least) }, '--base', 'main')).code).toBe(code)
    }
    const refused = await run({ ...news, ...score(100) }, '--base', 'main')
    expect(JSON.parse(refused.stdout).policy.diagnostics).toMatchObject([{ code: 'T105', file: 'app/new.rule.yaml' }])
  })

  it('without --base counts rules that are below for whatever reason, and alone knows that the number could be lower', async () => {
    const low = { ...score(1), 'ddac.yaml': policy(', minMutationScore: 1, stillBelow: 2') }
    expect(await codesOf(changed(low))).toEqual([])
    const { code, stdout } = await run(low)
    expect([code, JSON.parse(stdout).policy.diagnostics]).toMatchObject([0, [{ code: 'W119' }]])
    expect((await run(score(100))).code).toBe(1)
  })

  it('--min-score takes the place of what is asked of each rule', async () => {
    expect((await run({ ...news, ...score(100) }, '--base', 'main', '--min-score', '1')).code).toBe(0)
  })
})

it('a commit and a part of a name contradict each other', async () => {
  const run = await ddac(['test', '-k', 'one', '--base', 'main'], { cwd: changed({}) })
  expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('-k and --base contradict each other') })
})
