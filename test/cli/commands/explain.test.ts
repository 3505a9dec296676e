import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { explainSemantics } from '../../../src/cli/help/explain-semantics'
import { codes } from '../../../src/diagnostic/codes'
import { checks } from '../../../src/lint/all-checks'
import { pageOf } from '../../../src/lint/page-of'
import { undocumentedIn } from '../result-documents'
import { ddac, linesOf, makeFolder } from '../run-in-process'
import { smallWorkspace } from '../small-workspace'

const nowhere = makeFolder()
const workspace = makeFolder(smallWorkspace())

describe('ddac explain --checks', () => {
  it('lists every check, one a line: code, name, level, what it tells; each has a page', async () => {
    const { code, stdout, stderr } = await ddac(['explain', '--checks'], { cwd: nowhere })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const rows = stdout.trimEnd().split('\n')
    expect(rows.map((row) => row.split(/ {2,}/))).toEqual(
      checks.map((check) => [check.code, check.name, check.level, codes[check.code]]),
    )
    for (const row of rows) expect(pageOf(row.split(/ {2,}/)[1] ?? '')).toBeDefined()
  })

  it('as JSON', async () => {
    const { stdout } = await ddac(['explain', '--checks', '--format', 'json'], { cwd: nowhere })
    expect(JSON.parse(stdout).checks).toHaveLength(checks.length)
    expect(JSON.parse(stdout).checks[0]).toEqual({
      code: 'R301',
      name: 'group-by-differs',
      level: 'warning',
      about: 'rule',
      meaning: codes.R301,
    })
  })
})

describe('ddac explain --codes', () => {
  it('lists every code, one a line, the code first', async () => {
    const { code, stdout } = await ddac(['explain', '--codes'], { cwd: nowhere })
    expect(code).toBe(0)
    expect(stdout.trimEnd().split('\n')).toEqual(Object.entries(codes).map(([name, meaning]) => `${name}  ${meaning}`))
  })

  it('as JSON', async () => {
    const { stdout } = await ddac(['explain', '--codes', '--format', 'json'], { cwd: nowhere })
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      codes: Object.entries(codes).map(([code, meaning]) => ({ code, meaning })),
    })
  })
})

describe('ddac explain --semantics', () => {
  it('begins with what is assumed, is short, and counts what is documented and observed', async () => {
    const { code, stdout, stderr } = await ddac(['explain', '--semantics'], { cwd: nowhere })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^What the evaluator assumes about Datadog/)
    expect(stdout).toMatch(/\n\d+ behaviours: \d+ documented, \d+ observed, \d+ assumed\n/)
    expect(stdout.split('\n').length).toBeLessThan(150)
  })

  it('as JSON: every behaviour says how it is known', async () => {
    const { code, stdout } = await ddac(['explain', '--semantics', '--format', 'json'], { cwd: nowhere })
    expect(undocumentedIn('explain', JSON.parse(stdout))).toBeUndefined()
    expect(code).toBe(0)
    const { behaviours } = JSON.parse(stdout)
    expect(behaviours.length).toBeGreaterThan(1000)
    const grounds = behaviours.map(({ knownFrom }: { knownFrom: string }) => knownFrom)
    expect([...new Set(grounds)].sort()).toEqual(['assumed', 'documented', 'observed'])
  })
})

it.each([['r204'], ['CASE-order'], ['w001']])('a code or check is known in any case: %s', async (word) => {
  const { code, stdout } = await ddac(['explain', word], { cwd: nowhere })
  expect(code).toBe(0)
  expect(stdout.toLowerCase()).toContain(word.toLowerCase())
})

it('the package, which has no cases, tells the same of what is assumed', async () => {
  const { stdout } = await ddac(['explain', '--semantics', '--format', 'json'], { cwd: nowhere })
  const packed = join(makeFolder(), 'semantics.json.gz')
  writeFileSync(packed, gzipSync(stdout))
  const places = { conformanceFolder: join(packed, '../nowhere'), packedBehaviours: packed }
  const told: string[] = []
  const context = { stdout: { write: (text: unknown) => told.push(String(text)), isTerminal: false } }
  explainSemantics(context, { tenants: [], quiet: false, colour: false, format: 'json' }, places)
  expect(told.join('')).toBe(stdout)
})

describe('what ddac explain cannot explain', () => {
  it.each([
    ['case-ordr', nowhere, 'Did you mean case-order?'],
    ['case-ordr', workspace, 'Did you mean case-order?'],
    ['R2044', nowhere, 'Did you mean R204?'],
    ['failed-login', workspace, 'Did you mean failed-logins?'],
    ['nothing-like-it', workspace, 'ddac explain --checks and --codes list what can be explained.'],
    ['nothing-like-it', nowhere, 'Start one with "ddac init", or name its folder with --workspace.'],
  ])('%s gets the nearest name there is', async (name, cwd, help) => {
    const { code, stderr } = await ddac(['explain', name], { cwd })
    expect(code).toBe(2)
    expect(stderr).toContain(help)
  })

  it('with logs, only a rule can be meant', async () => {
    const { code, stderr } = await ddac(['explain', 'case-ordr', 'logs.ndjson'], { cwd: workspace })
    expect(code).toBe(2)
    expect(stderr).toContain('ddac validate lists the files.')
  })

  it.each([
    [['--checks', 'case-order'], '--checks and case-order'],
    [['--checks', '--codes'], '--checks and --codes'],
    [['--semantics', 'failed-logins'], '--semantics and failed-logins'],
  ])('%j is two things at once', async (words, both) => {
    const { code, stdout, stderr } = await ddac(['explain', ...words], { cwd: workspace })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(`${both} cannot be explained at once`)
  })
})

it('the level of a check that does not exist points to lists that there are', async () => {
  const cwd = makeFolder(
    smallWorkspace({ 'ddac.yaml': 'tenants: { local: { emulator: true } }\npolicy: { lint: { wat: off } }\n' }),
  )
  const { code, stdout, stderr } = await ddac(['validate'], { cwd })
  expect(code).toBe(1)
  const [, ...lists] = /"ddac (explain --checks)" and "ddac (explain --codes)"/.exec(stdout + stderr) ?? []
  expect(lists).toHaveLength(2)
  for (const list of lists) expect((await ddac(list.split(' '), { cwd })).code).toBe(0)
})

describe('ddac explain CODE --format json', () => {
  it.each([
    ['S113', { code: 'S113', check: 'attribute-not-on-signal', level: 'warning', ground: 'observed' }],
    ['attribute-not-on-signal', { code: 'S113' }],
    ['Q101', { code: 'Q101', meaning: codes.Q101, bad: expect.any(String), good: expect.any(String) }],
    ['T101', { code: 'T101', meaning: codes.T101, kind: expect.any(String) }],
  ])('%s is one document', async (subject, expected) => {
    const { code, stdout } = await ddac(['explain', subject, '--format', 'json'], { cwd: nowhere })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject(expected)
    const lines = await ddac(['explain', subject, '--format', 'ndjson'], { cwd: nowhere })
    expect(linesOf(lines.stdout)).toMatchObject([expected])
  })
})

it('where troubles are all that was read of logs, there is no answer', async () => {
  const cwd = makeFolder(smallWorkspace({ 'none.ndjson': '', 'broken.ndjson': '{"a":\n' }))
  const codeOf = async (file: string) => (await ddac(['explain', 'failed-logins', file], { cwd })).code
  expect([await codeOf('none.ndjson'), await codeOf('broken.ndjson')]).toEqual([0, 2])
})
