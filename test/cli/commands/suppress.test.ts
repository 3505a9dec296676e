import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { junitFaults } from '../../report/junit-faults'
import { readXml } from '../../report/read-xml'
import { ddac, filesIn, linesOf, makeFolder, writeFiles } from '../run-in-process'
import { smallWorkspace, suppression } from '../small-workspace'

// The clock of these tests stands at noon of 25 November 2026.
const file = 'app/load-test.suppression.yaml'
const until = (date: string): string => suppression.replace('2027-01-31', date)
const workspace = (text = suppression): string => makeFolder(smallWorkspace({ [file]: text }))

describe('ddac suppress list', () => {
  it.each([
    ['2027-01-31', 'active', false],
    ['2026-12-09T12:00:00Z', 'active', true],
    ['2026-12-09T12:00:01Z', 'active', false],
    ['2026-11-25T12:00:01Z', 'active', true],
    ['2026-11-25T12:00:00Z', 'expired', false],
  ])('says what one that ends on %s does now', async (date, state, expiresSoon) => {
    const { code, stdout } = await ddac(['suppress', 'list', '--format', 'json'], { cwd: workspace(until(date)) })
    expect(code).toBe(0)
    expect(JSON.parse(stdout).suppressions).toMatchObject([
      { id: 'load-test', file, rules: ['failed-logins'], state, expiresSoon },
    ])
  })
})

it('ddac suppress list tells first what needs a decision first', async () => {
  const others = {
    'app/late.suppression.yaml': until('2027-06-30').replace('id: load-test', 'id: late'),
    'app/off.suppression.yaml': `${until('2026-11-01').replace('id: load-test', 'id: off')}enabled: false\n`,
    'app/over.suppression.yaml': until('2026-11-01').replace('id: load-test', 'id: over'),
  }
  const cwd = makeFolder({ ...smallWorkspace(), ...others })
  const { stdout } = await ddac(['suppress', 'list', '--format', 'json'], { cwd })
  const { suppressions } = JSON.parse(stdout) as { suppressions: { id: string }[] }
  expect(suppressions.map(({ id }) => id)).toEqual(['over', 'load-test', 'late', 'off'])
})

describe('ddac suppress check', () => {
  it.each([
    [[], '2026-12-09T12:00:01Z', 0],
    [[], '2026-12-09T12:00:00Z', 1],
    [[], '2026-11-01', 1],
    [['--within', '7'], '2026-12-03', 0],
    [['--within', '7'], '2026-12-01', 1],
  ])('%j with one that ends on %s ends with %i', async (words, date, code) => {
    const run = await ddac(['suppress', 'check', ...words], { cwd: workspace(until(date)) })
    expect(run.code).toBe(code)
    expect(run.stdout).toMatch(code === 0 ? /^none of 1 has ended or ends soon\n$/ : /load-test/)
  })
})

describe('the formats of suppress check', () => {
  const inTwoDays = workspace(until('2026-11-27T12:00:00Z'))
  const ended = workspace(until('2026-11-01'))
  const going = workspace()
  const check = async (cwd: string, format: string) =>
    (await ddac(['suppress', 'check', '--format', format], { cwd })).stdout

  it('github annotates the line that says when it ends', async () => {
    expect(await check(ended, 'github')).toMatch(
      /^::error file=app\/load-test\.suppression\.yaml,line=\d+,.*title=S105::this suppression has expired/,
    )
    expect(await check(inTwoDays, 'github')).toMatch(/title=S106::this suppression ends in 2 days%0Aask /)
    expect(await check(going, 'github')).toBe('none of 1 has ended or ends soon\n')
  })

  it('sarif has a result with the page of its code', async () => {
    const { results, tool } = JSON.parse(await check(ended, 'sarif')).runs[0]
    expect(results).toMatchObject([{ ruleId: 'S105', level: 'error' }])
    expect(tool.driver.rules[0].fullDescription.text).toMatch(/^It no longer acts\./)
    expect(JSON.parse(await check(going, 'sarif')).runs[0].results).toEqual([])
  })

  it('junit has a case for each suppression, of which those fail that end', async () => {
    const rootOf = async (cwd: string) => readXml(await check(cwd, 'junit'))
    const fails = await rootOf(inTwoDays)
    expect(junitFaults(fails)).toEqual([])
    expect(fails.attributes).toMatchObject({ tests: '1', failures: '1' })
    expect(fails.children[0]).toMatchObject({
      attributes: { file },
      children: [{ attributes: { name: 'load-test goes on' } }],
    })
    expect((await rootOf(going)).attributes).toMatchObject({ tests: '1', failures: '0' })
  })

  it('markdown has a row for each, with owner and reason', async () => {
    expect(await check(inTwoDays, 'markdown')).toMatch(
      /^## Suppressions that have ended or end soon\n\n1 active, 1 ending soon\n\n\| now .*\n.*\n\| active, ends soon \| `load-test` .*<br>`app\/load-test/,
    )
    expect(await check(going, 'markdown')).toBe(
      '## Suppressions that have ended or end soon\n\nnone of 1 has ended or ends soon\n',
    )
  })

  it('ndjson has one a line, and the count', async () => {
    expect(linesOf(await check(inTwoDays, 'ndjson'))).toMatchObject([
      { kind: 'suppression', id: 'load-test', expiresSoon: true },
      { kind: 'diagnostic', code: 'S106', severity: 'error' },
      { kind: 'summary', suppressions: 1, endingSoon: 1 },
    ])
  })
})

describe('ddac suppress add', () => {
  const words = (id: string, more: readonly string[] = []): readonly string[] => [
    ...['suppress', 'add', id, '--name', 'Nightly CI', '--rule', 'failed-logins', '--hide', '@usr.id:ci'],
    ...['--expires', '2027-01-31', '--owner', 'ci@example.com', ...more],
  ]

  it('writes a file that says all that was told, and validate and plan take it', async () => {
    const cwd = workspace()
    const before = filesIn(cwd)
    const run = await ddac(words('nightly-ci', ['--start', '2026-12-01', '--reason', 'nightly tests']), { cwd })
    expect(run).toEqual({ code: 0, stdout: 'suppressions/nightly-ci.suppression.yaml\n', stderr: '' })
    const written = `id: nightly-ci
name: Nightly CI
rules:
  - failed-logins
suppressionQuery: '@usr.id:ci'
start: 2026-12-01
expires: 2027-01-31
owner: ci@example.com
reason: nightly tests
`
    expect(filesIn(cwd)).toEqual(new Map([...before, ['suppressions/nightly-ci.suppression.yaml', written]]))
    expect((await ddac(['validate'], { cwd })).code).toBe(0)
    expect((await ddac(['plan'], { cwd })).stdout).toContain('suppression nightly-ci')
  })

  it('names the schema at the head of the file, where the workspace has one', async () => {
    const cwd = workspace()
    writeFiles(cwd, { '.schema/rule.json': '{}' })
    await ddac(words('nightly-ci', ['--reason', 'nightly tests']), { cwd })
    expect(filesIn(cwd).get('suppressions/nightly-ci.suppression.yaml')).toMatch(
      /^# yaml-language-server: \$schema=\.\.\/\.schema\/suppression\.json\nid: /,
    )
  })

  it.each([
    ['what is required and missing', words('ci'), 1, /reason/],
    ['a broken query', words('ci', ['--reason', 'x', '--exclude', '@a:(b']), 1, /@a:\(b/],
    ['an id that is taken', words('load-test', ['--reason', 'x']), 2, /there is a suppression load-test already/],
    ['an id that cannot be one', words('Nightly CI', ['--reason', 'x']), 2, /Write nightly-ci\./],
    ['a rule that is not there', words('ci', ['--rule', 'failed-login']), 2, /Did you mean failed-logins\?/],
  ])('%s is told, and nothing is written', async (_, argv, code, told) => {
    const cwd = workspace()
    const before = filesIn(cwd)
    const run = await ddac(argv, { cwd })
    expect(run).toMatchObject({ code, stdout: '' })
    expect(run.stderr).toMatch(told)
    expect(filesIn(cwd)).toEqual(before)
  })
})

describe('ddac suppress expire', () => {
  it('ends it now: the file stays, with its comments, and the next plan tells the tenant', async () => {
    const cwd = workspace(`# Agreed with the platform team.\n${suppression}`)
    await ddac(['apply', '--yes'], { cwd })
    const before = filesIn(cwd)
    const run = await ddac(['suppress', 'expire', 'load-test'], { cwd })
    expect(run).toEqual({ code: 0, stdout: `${file}\n`, stderr: '' })
    const ended = before.get(file)?.replace('expires: 2027-01-31', 'expires: 2026-11-25T12:00:00Z')
    expect(filesIn(cwd)).toEqual(new Map([...before, [file, ended]]))
    expect((await ddac(['plan'], { cwd })).stdout).toContain('update suppression load-test, changed in git')
  })

  it('one that has ended already stays as it is', async () => {
    const cwd = workspace(until('2026-11-01'))
    const run = await ddac(['suppress', 'expire', 'load-test'], { cwd })
    expect(run).toEqual({ code: 0, stdout: '', stderr: 'load-test has ended already.\n' })
    expect(readFileSync(join(cwd, file), 'utf8')).toBe(until('2026-11-01'))
  })

  it('one that has not started cannot end', async () => {
    const later = `${suppression}start: 2026-12-24\n`
    const cwd = workspace(later)
    const run = await ddac(['suppress', 'expire', 'load-test'], { cwd })
    expect(run).toMatchObject({ code: 2, stdout: '' })
    expect(run.stderr).toContain(`load-test has not started yet, so it cannot end\n  help: Delete ${file}`)
    expect(readFileSync(join(cwd, file), 'utf8')).toBe(later)
  })
})

describe('ddac suppress renew', () => {
  const renew = (cwd: string, ...more: string[]) =>
    ddac(['suppress', 'renew', 'load-test', '--reason', 'It still runs.', ...more], { cwd })
  const short = 'policy: { suppressions: { maxDuration: 90d } }\ntenants:\n  local: { emulator: true }\n'

  it('writes the end and why into the file, with its history and its comments', async () => {
    const cwd = workspace(`# Asked for in October.\n${suppression}`)
    expect(await renew(cwd, '--until', '2027-03-31')).toMatchObject({ code: 0, stdout: `${file}\n` })
    expect(await renew(cwd, '--until', '2027-06-30T18:00:00+02:00')).toMatchObject({ code: 0 })
    expect(readFileSync(join(cwd, file), 'utf8')).toBe(`# Asked for in October.
${suppression.replace('2027-01-31', '2027-06-30T16:00:00Z')}renewed:
  - at: 2026-11-25
    until: 2027-03-31
    reason: It still runs.
  - at: 2026-11-25
    until: 2027-06-30T16:00:00Z
    reason: It still runs.
`)
    expect((await ddac(['validate'], { cwd })).code).toBe(0)
  })

  it('what never ends is looked at again on that day', async () => {
    const cwd = workspace(suppression.replace('expires: 2027-01-31', 'expires: never\nreview: 2026-11-30'))
    expect(await renew(cwd, '--until', '2027-03-31')).toMatchObject({ code: 0 })
    expect(readFileSync(join(cwd, file), 'utf8')).toContain('expires: never\nreview: 2027-03-31\n')
  })

  it('how long it may last counts from the latest renewal', async () => {
    const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': short, [file]: `${until('2026-12-01')}start: 2026-09-10\n` }))
    expect(await renew(cwd, '--until', '2027-02-23')).toMatchObject({ code: 0 })
    expect((await ddac(['validate'], { cwd })).code).toBe(0)
    expect((await renew(cwd, '--until', '2027-02-24')).stderr).toMatch(/may last 90d[\s\S]*by 2027-02-23T12:00:00Z/)
  })

  it.each([
    ['2027-01-31', /load-test lasts until 2027-01-31 already/],
    ['2026-11-25', /2026-11-25 has passed/],
    ['soon', /"soon" is no end/],
  ])('refuses %s', async (end, told) => {
    const cwd = workspace()
    const before = filesIn(cwd)
    const { code, stderr } = await renew(cwd, '--until', end)
    expect([code, stderr]).toEqual([2, expect.stringMatching(told)])
    expect(filesIn(cwd)).toEqual(before)
  })
})
