import { join } from 'node:path'
import { junitFaults } from '../../report/junit-faults'
import { readXml } from '../../report/read-xml'
import { ddac, filesIn, linesOf, makeFolder } from '../run-in-process'
import { config, rule, smallWorkspace, suppression, tests } from '../small-workspace'

const typo = rule.replace('@evt.outcome:failure', '@evt.outcome:(failure')
const unknownKey = rule.replace('isEnabled: true', 'isEnabled: true\nfrobnicate: 1')
const twoMistakes = smallWorkspace({
  'app/failed-logins.rule.yaml': typo.replace('failed > 1', 'logins > 1'),
  'app/load-test.suppression.yaml': suppression.replace('rules: [failed-logins]', 'rules: [failed-login]'),
})

describe('ddac validate', () => {
  it('a window that Datadog does not take is told once, and not as a window that is missing', async () => {
    const mistaken = rule.replace(/evaluationWindow: \w+/, 'evaluationWindow: 7m')
    expect(mistaken).not.toBe(rule)
    const cwd = makeFolder(smallWorkspace({ 'app/failed-logins.rule.yaml': mistaken }))
    const run = await ddac(['validate', '--format', 'ndjson'], { cwd })
    const told = linesOf(run.stdout).filter((line) => line['kind'] === 'diagnostic')
    expect(told.filter(({ severity }) => severity !== 'info').map(({ code }) => code)).toEqual(['R105'])
  })

  it('answers yes in one sentence where nothing is wrong', async () => {
    const run = await ddac(['validate'], { cwd: makeFolder(smallWorkspace()) })
    expect(run).toEqual({ code: 0, stdout: '4 files checked: no mistakes.\n', stderr: '' })
  })

  it('tells all mistakes of all files at once, each with code and place', async () => {
    const { code, stdout } = await ddac(['validate', '--format', 'json'], { cwd: makeFolder(twoMistakes) })
    expect(code).toBe(1)
    const { diagnostics, summary } = JSON.parse(stdout)
    expect(diagnostics).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: 'Q002', severity: 'error', file: 'app/failed-logins.rule.yaml', line: 7 }),
        expect.objectContaining({ code: 'R204', severity: 'error', file: 'app/failed-logins.rule.yaml', line: 18 }),
      ]),
    )
    expect(diagnostics.some(({ file }: { file: string }) => file === 'app/load-test.suppression.yaml')).toBe(true)
    expect(summary.errors).toBe(diagnostics.filter(({ severity }: { severity: string }) => severity === 'error').length)
  })

  it('points at the very characters of a mistake', async () => {
    const { stdout } = await ddac(['validate', '--format', 'json'], {
      cwd: makeFolder(smallWorkspace({ 'app/failed-logins.rule.yaml': rule.replace('failed > 1', 'logins > 1') })),
    })
    const { diagnostics } = JSON.parse(stdout)
    expect(diagnostics.find(({ code }: { code: string }) => code === 'R204')).toMatchObject({
      line: 18,
      column: 16,
      endLine: 18,
      endColumn: 22,
    })
  })

  it('warns of a key that the API is not known to have, and still answers yes', async () => {
    const cwd = makeFolder(smallWorkspace({ 'app/failed-logins.rule.yaml': unknownKey }))
    const run = await ddac(['validate'], { cwd })
    expect(run).toMatchObject({ code: 0, stderr: '' })
    expect(run.stdout).toMatch(/^warning\[R104\]: /)
    expect(run.stdout).toMatch(/4 files checked: 1 warning\.\n$/)
  })

  it('--quiet shows errors alone', async () => {
    const warned = makeFolder(smallWorkspace({ 'app/failed-logins.rule.yaml': unknownKey }))
    expect(await ddac(['validate', '--quiet'], { cwd: warned })).toEqual({ code: 0, stdout: '', stderr: '' })
    const run = await ddac(['validate', '-q'], { cwd: makeFolder(twoMistakes) })
    expect(run.code).toBe(1)
    expect(run.stdout).toContain('error[Q002]')
    expect(run.stdout).not.toContain('files checked')
  })

  it('ndjson has a diagnostic a line, and the summary last', async () => {
    const { stdout } = await ddac(['validate', '--format', 'ndjson'], { cwd: makeFolder(twoMistakes) })
    const lines = linesOf(stdout)
    expect(lines.slice(0, -1).every(({ kind, code }) => kind === 'diagnostic' && code !== undefined)).toBe(true)
    expect(lines.at(-1)).toMatchObject({ kind: 'summary', errors: expect.any(Number) })
    expect(lines.length).toBeGreaterThan(2)
  })

  it('github has an annotation for each mistake at its place', async () => {
    const cwd = makeFolder(smallWorkspace({ 'a,b/failed-logins.rule.yaml': rule.replace('failed > 1', 'logins > 1') }))
    const { code, stdout } = await ddac(['validate', '--format', 'github', 'a,b'], { cwd })
    expect(code).toBe(1)
    expect(stdout).toContain(
      '::error file=a%2Cb/failed-logins.rule.yaml,line=18,col=16,endLine=18,endColumn=22,title=R204::there is no query "logins"',
    )
    expect(stdout).toMatch(/\n1 file checked: 1 error\.\n$/)
  })

  it('sarif names the rule of each result and its region', async () => {
    const { stdout } = await ddac(['validate', '--format', 'sarif'], { cwd: makeFolder(twoMistakes) })
    const { version, runs } = JSON.parse(stdout)
    expect(version).toBe('2.1.0')
    const ids = runs[0].tool.driver.rules.map(({ id }: { id: string }) => id)
    expect(ids).toEqual(expect.arrayContaining(['Q002', 'R204']))
    expect(runs[0].results).toContainEqual(
      expect.objectContaining({
        ruleId: 'R204',
        level: 'error',
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'app/failed-logins.rule.yaml', uriBaseId: '%SRCROOT%' },
              region: { startLine: 18, startColumn: 16, endLine: 18, endColumn: 22 },
            },
          },
        ],
      }),
    )
    for (const { ruleId } of runs[0].results) expect(ids).toContain(ruleId)
  })

  it('junit has a case for each file, which fails where an error stands in it; warnings are told beside', async () => {
    const cwd = makeFolder({ ...twoMistakes, 'app/other.rule.yaml': unknownKey.replace('failed-logins', 'other') })
    const run = await ddac(['validate', '--format', 'junit'], { cwd })
    expect(run.code).toBe(1)
    const root = readXml(run.stdout)
    expect(junitFaults(root)).toEqual([])
    expect(root.attributes).toMatchObject({ tests: '5', failures: '1', errors: '0' })
    const inside = new Map(
      root.children.map(({ attributes, children }) => [attributes['file'], children[0]?.children[0]]),
    )
    expect([...inside.keys()].sort()).toEqual([
      'app/failed-logins.rule.yaml',
      'app/failed-logins.test.yaml',
      'app/load-test.suppression.yaml',
      'app/other.rule.yaml',
      'ddac.yaml',
    ])
    expect(inside.get('app/failed-logins.rule.yaml')).toMatchObject({ name: 'failure', attributes: { type: 'Q002' } })
    expect(inside.get('app/failed-logins.rule.yaml')?.text).toContain('error[R204]')
    expect(inside.get('app/other.rule.yaml')).toMatchObject({ name: 'system-out' })
    expect(inside.get('app/failed-logins.test.yaml')).toBeUndefined()
  })

  it('markdown has a table, errors first, within the size it may have', async () => {
    const cwd = makeFolder(twoMistakes)
    const { code, stdout } = await ddac(['validate', '--format', 'markdown'], { cwd })
    expect(code).toBe(1)
    expect(stdout).toMatch(/^## Mistakes\n\n4 files checked: \d errors/)
    expect(stdout).toMatch(/^\| :x: \| `Q002` \| `app\/failed-logins\.rule\.yaml:7` \| /m)
    expect(stdout.lastIndexOf('| :x: |')).toBeLessThan(stdout.indexOf('| :warning: |') >>> 0)
    const small = await ddac(['validate', '--format', 'markdown', '--max-size', '400'], { cwd })
    expect(Buffer.byteLength(small.stdout)).toBeLessThanOrEqual(400)
    expect(small.stdout).toContain('Left out to stay within 400 bytes')
    expect((await ddac(['validate', '--format', 'markdown', '--max-size', '0'], { cwd })).stdout).toBe(stdout)
  })

  it('a mistyped attribute is told where no sample log has it', async () => {
    const mistyped = rule.replace('@evt.outcome:failure', '@evt.outcmoe:failure')
    const cwd = makeFolder(smallWorkspace({ 'app/failed-logins.rule.yaml': mistyped }))
    const run = await ddac(['validate'], { cwd })
    expect(run.code).toBe(0)
    expect(run.stdout).toContain('warning[R343]: no sample log of this rule has @evt.outcmoe')
    expect(run.stdout).toContain('app/failed-logins.rule.yaml:7:23')
  })

  it('a sample file that is not there is told once, however many tests stand on it', async () => {
    const log = '{ ddsource: app, evt: { outcome: failure }, usr: { id: ann } }'
    const missing = tests.replace(`log: ${log}`, 'file: nowhere.json')
    expect(missing).not.toBe(tests)
    const cwd = makeFolder(smallWorkspace({ 'app/failed-logins.test.yaml': missing }))
    const run = await ddac(['validate'], { cwd })
    expect(run.code).toBe(1)
    expect(run.stdout.match(/error\[T010\]: app\/nowhere\.json cannot be read: it does not exist/g)).toHaveLength(1)
    expect(run.stdout).toContain('app/failed-logins.test.yaml:4:11')
  })

  it('looks at the paths it is given alone', async () => {
    const files = smallWorkspace({ 'other/second.rule.yaml': typo.replace('id: failed-logins', 'id: second') })
    const cwd = makeFolder(files)
    expect(await ddac(['validate', 'app'], { cwd })).toMatchObject({
      code: 0,
      stdout: '3 files checked: no mistakes.\n',
    })
    expect((await ddac(['validate', 'other/second.rule.yaml'], { cwd })).code).toBe(1)
    const nowhere = await ddac(['validate', 'ap'], { cwd })
    expect(nowhere).toMatchObject({ code: 2, stdout: '' })
    expect(nowhere.stderr).toContain('error: the workspace has nothing at ap\n  help: ')
  })

  it("--remote draws the tenant's own refusals in the files", async () => {
    const cwd = makeFolder(smallWorkspace())
    expect(await ddac(['validate', '--remote'], { cwd })).toMatchObject({ code: 0, stderr: '' })
    const refused = makeFolder(
      smallWorkspace({
        'app/failed-logins.rule.yaml': `${rule}schedulingOptions: { rrule: 'EVERY=DAY', timezone: UTC }\n`,
      }),
    )
    const run = await ddac(['validate', '--remote'], { cwd: refused })
    expect(run.code).toBe(1)
    expect(run.stdout).toContain('error[P008]: local: ')
    expect(run.stdout).toContain('app/failed-logins.rule.yaml:')
    expect((await ddac(['validate'], { cwd: refused })).code).toBe(0)
  })
})

describe('at the end of validate', () => {
  const folder = () =>
    makeFolder(
      smallWorkspace({
        'app/failed-logins.rule.yaml': `${rule.replace('failed > 1', 'fail > 1')}wat: 1\nwot: 1\n`,
      }),
    )
  const summary = /\n1 {2}error\[R204\] {4}a condition names a query[^\n]*\n2 {2}warning\[R104\] {2}/

  it('each code is counted once, the gravest first', async () => {
    const run = await ddac(['validate'], { cwd: folder() })
    expect(run.stdout).toMatch(summary)
    expect(run.stdout).toMatch(/\n\n\d files checked: 1 error, 2 warnings\.\n$/)
    // One thing is seen in a glance.
    const one = smallWorkspace({ 'app/failed-logins.rule.yaml': `${rule}wat: 1\n` })
    expect((await ddac(['validate'], { cwd: makeFolder(one) })).stdout.match(/R104/g)).toHaveLength(1)
  })

  it('--errors-only shows no warning, and counts them', async () => {
    const run = await ddac(['validate', '--errors-only'], { cwd: folder() })
    expect(run.code).toBe(1)
    expect(run.stdout).not.toContain('a rule has no key')
    expect(run.stdout).toMatch(summary)
    const json = await ddac(['validate', '--errors-only', '--format', 'json'], { cwd: folder() })
    expect(JSON.parse(json.stdout).diagnostics.map(({ severity }: { severity: string }) => severity)).toEqual(['error'])
  })

  it('what is drawn fits the terminal', async () => {
    const { stdout } = await ddac(['validate'], { cwd: folder(), columns: 50 })
    const wide = stdout.split('\n').filter((line) => line.length > 50 && !line.includes('┌'))
    expect(wide).toEqual([])
  })
})

describe('paths', () => {
  const broken = rule.replace('condition: failed > 1', 'condition: fail > 1')
  const files = Object.entries(smallWorkspace({ 'app/failed-logins.rule.yaml': broken }))
  const repository = (git: boolean): string =>
    makeFolder({
      ...Object.fromEntries(files.map(([name, text]) => [`deep/detections/${name}`, text])),
      ...(git && { '.git/HEAD': 'ref: refs/heads/main\n' }),
    })

  it.each(['github', 'sarif', 'json', 'ndjson', 'markdown', 'junit'])(
    'are those of the repository in %s, wherever the command runs',
    async (format) => {
      const cwd = join(repository(true), 'deep/detections')
      const { stdout } = await ddac(['validate', 'app', '--format', format], { cwd })
      expect(stdout).toMatch(/deep\/detections\/app\/failed-logins\.rule\.yaml/)
    },
  )

  it('are those of where one stands for people, and where there is no repository', async () => {
    const cwd = join(repository(true), 'deep/detections')
    expect((await ddac(['validate'], { cwd })).stdout).toContain('┌ app/failed-logins.rule.yaml:')
    const outside = join(repository(false), 'deep/detections')
    expect((await ddac(['validate', '--format', 'github'], { cwd: outside })).stdout).toContain('file=app/failed')
  })
})

describe('validate --fix', () => {
  const path = 'app/failed-logins.rule.yaml'
  const old = 'technique:T1107-file-deletion'
  const now = 'technique:T1070-indicator-removal'
  const pasted = `\ufeff${rule.replace('isEnabled: true', 'isEnabled: true # on\nversion: 3').replace('  - source:app', `  - source:app\n  - ${old} # gone`)}`
  const mended = pasted.replace('version: 3\n', '').replace(old, now)

  it('mends what needs no thought, says so, and then tells the rest; twice it changes nothing', async () => {
    const files = (text: string) => smallWorkspace({ [path]: text.replaceAll('\n', '\r\n') })
    const cwd = makeFolder(files(pasted))
    const first = await ddac(['validate', '--fix'], { cwd })
    expect(first.code).toBe(0)
    expect(first.stdout).toContain(`fixed ${path}: removed version; ${old} is ${now} now\n`)
    expect(first.stdout).not.toContain('R107')
    expect(filesIn(cwd)).toEqual(new Map(Object.entries(files(mended)).sort()))
    const second = await ddac(['validate', '--fix', '--format', 'json'], { cwd })
    expect(JSON.parse(second.stdout).fixed).toEqual([])
    expect(filesIn(cwd)).toEqual(new Map(Object.entries(files(mended)).sort()))
  })

  it.each([
    ['a file that is no whole YAML', `${pasted}"\n`, {}, []],
    ['a file that was not named', pasted, {}, ['app/load-test.suppression.yaml']],
  ])('leaves %s alone', async (_, text, more, paths) => {
    const cwd = makeFolder(smallWorkspace({ [path]: text, ...more }))
    const { stdout } = await ddac(['validate', '--fix', '--format', 'json', ...paths], { cwd })
    expect(JSON.parse(stdout).fixed).toEqual([])
    expect(filesIn(cwd).get(path)).toBe(text)
  })

  it('a check that is switched off mends nothing', async () => {
    const off = `${config}policy: { lint: { attack-tag-form: off } }\n`
    const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': off, [path]: pasted }))
    const { stdout } = await ddac(['validate', '--fix', '--format', 'json'], { cwd })
    expect(JSON.parse(stdout).fixed).toEqual([{ file: path, removed: ['version'], replaced: [] }])
  })
})
