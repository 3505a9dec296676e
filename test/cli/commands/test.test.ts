import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { junitFaults } from '../../report/junit-faults'
import { readXml } from '../../report/read-xml'
import { ddac, linesOf, makeFolder, writeFiles } from '../run-in-process'
import { config, rule, smallWorkspace, tests } from '../small-workspace'

const failing = tests.replace('count: 2', 'count: 3')
const silent = tests.replace(/ {2}- name: two[\s\S]*?(?= {2}- name: one)/, '')
const broken = tests.replace('base: failure, at: +5m', 'base: failur, at: +5m')
const anomaly = rule.replace('detectionMethod: threshold', 'detectionMethod: anomaly_detection')

describe('ddac test', () => {
  it('answers yes where every test passes', async () => {
    const run = await ddac(['test'], { cwd: makeFolder(smallWorkspace()) })
    expect(run).toEqual({
      code: 0,
      stderr: '',
      stdout: '✓ app/failed-logins.test.yaml  2 passed\n2 passed, 0 failed\n',
    })
  })

  it('answers no where one fails, and shows what came instead at the line that expected otherwise', async () => {
    const cwd = makeFolder(smallWorkspace({ 'app/failed-logins.test.yaml': failing }))
    const run = await ddac(['test'], { cwd })
    expect(run).toMatchObject({ code: 1, stderr: '' })
    expect(run.stdout).toContain('✗ app/failed-logins.test.yaml  1 of 2 passed')
    expect(run.stdout).toContain('error[T101]: count: expected 3, got 2')
    expect(run.stdout).toContain('app/failed-logins.test.yaml:11')
    expect(run.stdout).toMatch(/1 passed, 1 failed\n$/)
  })

  it('rules without a test are counted, also where their tests stand elsewhere or are none', async () => {
    const other = { 'app/other.rule.yaml': rule.replace('id: failed-logins', 'id: other').replace('Several', 'Some') }
    const cwd = makeFolder(smallWorkspace(other))
    expect((await ddac(['test'], { cwd })).stdout).toMatch(/2 passed, 0 failed, 1 rule without a test\n$/)
    const json = JSON.parse((await ddac(['test', '--format', 'json'], { cwd })).stdout)
    expect(json.untested).toEqual(['other'])
    expect((await ddac(['test', 'app/failed-logins.rule.yaml'], { cwd })).stdout).toMatch(/2 passed, 0 failed\n$/)
  })

  it('where no test ran, nothing is said to have passed, and the answer is no failure', async () => {
    const { 'app/failed-logins.test.yaml': _, ...untested } = smallWorkspace()
    expect(await ddac(['test'], { cwd: makeFolder(untested) })).toEqual({
      code: 0,
      stderr: '',
      stdout: 'nothing was tested: no test ran, 1 rule without a test\n',
    })
    const empty = smallWorkspace({ 'app/failed-logins.test.yaml': 'rule: failed-logins\ntests: []\n' })
    const run = await ddac(['test'], { cwd: makeFolder(empty) })
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('error[T001]') })
    expect(run.stdout).toMatch(/^nothing was tested: no test ran, 1 rule without a test\n$/m)
  })

  it('a test that cannot be run answers no, with the place of the mistake', async () => {
    const run = await ddac(['test'], { cwd: makeFolder(smallWorkspace({ 'app/failed-logins.test.yaml': broken })) })
    expect(run.code).toBe(1)
    expect(`${run.stdout}${run.stderr}`).toContain('error[T007]')
  })

  it('what cannot be evaluated is never a silent pass', async () => {
    const cwd = makeFolder(smallWorkspace({ 'app/failed-logins.rule.yaml': anomaly }))
    const run = await ddac(['test'], { cwd })
    expect(run.stdout).toContain('not evaluated, because')
    expect(run.stdout).toMatch(/0 passed, 0 failed, 2 not evaluated\n$/)
    const [first] = linesOf((await ddac(['test', '--format', 'ndjson'], { cwd })).stdout)
    expect(first).toMatchObject({ outcome: 'notEvaluated', reason: expect.stringContaining('anomaly_detection') })
  })

  it('tests also rules that are not enabled', async () => {
    const files = smallWorkspace({ 'app/failed-logins.rule.yaml': rule.replace('isEnabled: true', 'isEnabled: false') })
    expect(await ddac(['test'], { cwd: makeFolder(files) })).toMatchObject({ code: 0 })
  })

  it('json and ndjson carry each test with its outcome and differences', async () => {
    const cwd = makeFolder(smallWorkspace({ 'app/failed-logins.test.yaml': failing }))
    const document = JSON.parse((await ddac(['test', '--format', 'json'], { cwd })).stdout)
    expect(document.summary).toEqual({ passed: 1, failed: 1, notEvaluated: 0, broken: 0 })
    expect(document.tests[0]).toMatchObject({
      kind: 'test',
      file: 'app/failed-logins.test.yaml',
      name: 'two failures within five minutes',
      rules: ['failed-logins'],
      outcome: 'failed',
      differences: [{ what: 'count', expected: '3', got: '2' }],
      diagnostics: [{ code: 'T101', line: 11 }],
    })
    const lines = linesOf((await ddac(['test', '--format', 'ndjson'], { cwd })).stdout)
    expect(lines).toEqual([...document.tests, { kind: 'summary', ...document.summary }])
  })

  it('junit counts and names what failed', async () => {
    const cwd = makeFolder(smallWorkspace({ 'app/failed-logins.test.yaml': failing }))
    const { code, stdout } = await ddac(['test', '--format', 'junit'], { cwd })
    expect(code).toBe(1)
    expect(stdout).toContain('<testsuites name="ddac" tests="2" failures="1" errors="0" time="0.000">')
    expect(stdout).toContain(
      '<testcase classname="app/failed-logins.test.yaml" name="one failure" file="app/failed-logins.test.yaml" time="0.000"/>',
    )
    expect(stdout).toContain('<failure type="T101" message="error[T101]: count: expected 3, got 2">')
  })

  it('markdown names what did not pass, and values of logs with --show-values alone', async () => {
    const cwd = makeFolder(smallWorkspace({ 'app/failed-logins.test.yaml': failing }))
    const markdown = async (...words: string[]) =>
      (await ddac(['test', '--format', 'markdown', ...words], { cwd })).stdout
    const row = '| :x: failed | two failures within five minutes | `app/failed-logins.test.yaml:11` |'
    const head = '## Tests\n\n1 passed, 1 failed.\n\n| | test | where | why |\n| --- | --- | --- | --- |'
    expect(await markdown()).toBe(`${head}\n${row} count other than expected |\n`)
    expect(await markdown('--show-values')).toBe(`${head}\n${row} count: expected 3, got 2 |\n`)
    expect(await markdown('--min', '2+2')).toContain('\n| `failed-logins` | 0 of 2 | 1 of 2 |\n')
    expect(await markdown('--max-size', '190')).toContain('Left out')
  })

  it('with --mutate, markdown, ndjson and junit tell which changes are not noticed', async () => {
    const cwd = makeFolder(smallWorkspace({ 'app/failed-logins.test.yaml': silent }))
    const told = async (format: string) => (await ddac(['test', '--mutate', '--format', format], { cwd })).stdout
    const markdown = await told('markdown')
    expect(markdown).toMatch(/^## Whether tests notice changes\n\n\d+ changes noticed, \d+ not /)
    expect(markdown).toMatch(/^\| :x: \| `failed-logins` \| \d+ of \d+ \| [\d.]+ % \|$/m)
    expect(markdown).toMatch(/^\| :x: \| `T104` \| `app\/failed-logins\.rule\.yaml:\d+` \| no test notices when /m)
    const lines = linesOf(await told('ndjson'))
    expect(lines.at(-1)).toMatchObject({ kind: 'summary', failing: 0, notEvaluated: 0 })
    expect(lines[0]).toMatchObject({ kind: 'rule', id: 'failed-logins' })
    const root = readXml(await told('junit'))
    expect(junitFaults(root)).toEqual([])
    expect(root.children[0]).toMatchObject({
      attributes: { file: 'app/failed-logins.rule.yaml', failures: '1' },
      children: [{ attributes: { name: 'every change of failed-logins is noticed' } }],
    })
  })

  it('github has an annotation at the expectation', async () => {
    const cwd = makeFolder(smallWorkspace({ 'app/failed-logins.test.yaml': failing }))
    const { stdout } = await ddac(['test', '--format', 'github'], { cwd })
    expect(stdout).toMatch(
      /^::error file=app\/failed-logins\.test\.yaml,line=11,.*title=T101::two failures within five minutes: count: expected 3, got 2%0Afailed-logins .*%0AQueries%0A/,
    )
  })

  describe('--min', () => {
    it('answers no for a rule with fewer firing or silent tests', async () => {
      const cwd = makeFolder(smallWorkspace({ 'app/failed-logins.test.yaml': silent }))
      expect((await ddac(['test'], { cwd })).code).toBe(0)
      const run = await ddac(['test', '--min', '1+1'], { cwd })
      expect(run.code).toBe(1)
      expect(run.stdout).toContain('each rule needs 1 firing and 1 silent\n  failed-logins: 0 firing, 1 silent\n')
      expect((await ddac(['test', '--min', '0+1'], { cwd })).code).toBe(0)
    })

    it('counts a rule without any test', async () => {
      const cwd = makeFolder(
        smallWorkspace({ 'app/untested.rule.yaml': rule.replace('id: failed-logins', 'id: untested') }),
      )
      const run = await ddac(['test', '--min', '1+1', '--format', 'json'], { cwd })
      expect(run.code).toBe(1)
      expect(JSON.parse(run.stdout).below).toEqual([{ rule: 'untested', firing: 0, silent: 0 }])
      // Only what was chosen has to have tests.
      expect((await ddac(['test', '--min', '1+1', 'app/failed-logins.rule.yaml'], { cwd })).code).toBe(0)
    })

    it.each(['1', 'x+1', '-1+1', '1+1+1', ''])('refuses "%s"', async (min) => {
      const run = await ddac(['test', `--min=${min}`], { cwd: makeFolder(smallWorkspace()) })
      expect(run).toMatchObject({ code: 2, stdout: '' })
      expect(run.stderr).toContain('--min 1+1')
    })
  })

  it('a mistake in a rule is told on stderr, and its tests do not pass', async () => {
    const files = smallWorkspace({ 'app/failed-logins.rule.yaml': rule.replace('@evt.outcome:failure', '(') })
    const cwd = makeFolder(files)
    const run = await ddac(['test'], { cwd })
    expect(run.code).toBe(1)
    expect(run.stderr).toContain('error[Q002]')
    expect(run.stdout).toMatch(/0 passed, 0 failed, 2 not evaluated\n$/)
    // Also where only the test file is named.
    expect((await ddac(['test', 'app/failed-logins.test.yaml'], { cwd })).code).toBe(1)
    expect((await ddac(['test', 'app/load-test.suppression.yaml'], { cwd })).code).toBe(0)
  })

  it('a path chooses the tests of a rule, or the rule of a test', async () => {
    const cwd = makeFolder(smallWorkspace({ 'other/failed-logins.test.yaml': failing }))
    expect((await ddac(['test'], { cwd })).code).toBe(1)
    expect((await ddac(['test', 'app/failed-logins.rule.yaml'], { cwd })).stdout).toContain('2 passed, 0 failed')
    expect((await ddac(['test', 'other'], { cwd })).code).toBe(1)
  })
})

describe('ddac test -k', () => {
  const named = (...words: string[]) => ddac(['test', ...words], { cwd: makeFolder(smallWorkspace()) })

  it('runs the tests that have it in their name, in any case', async () => {
    expect(await named('-k', 'ONE')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/\n1 passed, 0 failed\n$/),
    })
    expect((await named('-k', 'fail')).stdout).toMatch(/\n2 passed, 0 failed\n$/)
  })

  it.each([
    [['-k', 'wat'], 'no test has "wat" in its name'],
    [['-k', 'one', '--min', '1+1'], '-k and --min contradict each other'],
    [['-k', 'one', '--mutate'], '-k and --mutate contradict each other'],
  ])('%j runs none, and says why', async (words, told) => {
    expect(await named(...words)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(told) })
  })
})

describe('ddac test --watch', () => {
  /** Watches while `change` is told of each result and of the first wait, and makes the next change or stops. */
  async function watched(
    cwd: string,
    changes: readonly [RegExp, Readonly<Record<string, string>> | 'stop' | 'no workspace'][],
  ) {
    const stop = new AbortController()
    const left = [...changes]
    const follow = (text: string): void => {
      const [told, then] = left[0] ?? []
      if (!told?.test(text) || then === undefined) return
      left.shift()
      if (then === 'stop') stop.abort()
      else if (then === 'no workspace') rmSync(join(cwd, 'ddac.yaml'))
      else writeFiles(cwd, then)
    }
    const run = await ddac(['test', '--watch'], { cwd, abort: stop.signal, onStdout: follow, onStderr: follow })
    expect(left).toEqual([])
    return run
  }

  it('runs again after each change, until it is stopped, and answers as the last run did', async () => {
    const file = 'app/failed-logins.test.yaml'
    const cwd = makeFolder(smallWorkspace())
    const run = await watched(cwd, [
      [/^Watching for changes; stop with Ctrl-C/, { [file]: failing }],
      [/1 passed, 1 failed/, { [file]: tests }],
      [/2 passed, 0 failed/, { [file]: failing }],
      [/1 passed, 1 failed/, 'stop'],
    ])
    expect(run.code).toBe(1)
    const results = [...run.stdout.matchAll(/^\d passed, (\d) failed$/gm)].map(([, failed]) => failed)
    expect(results.join('')).toMatch(/^0+1+0+1+$/)
  })

  it('says what changed, and shows that and what came out otherwise alone', async () => {
    const other = rule.replace('id: failed-logins', 'id: other').replace('Several', 'Some')
    const mine = tests.replace('rule: failed-logins', 'rule: other')
    const cwd = makeFolder(smallWorkspace({ 'app/other.rule.yaml': other, 'app/other.test.yaml': mine }))
    const broken = other.replace('failed > 1', 'failed > 2')
    const run = await watched(cwd, [
      [/4 passed, 0 failed/, {}],
      [/^Watching/, { 'app/other.rule.yaml': broken }],
      [/3 passed, 1 failed/, { 'app/failed-logins.rule.yaml': `${rule}\n` }],
      [/✓ app\/failed-logins\.test\.yaml {2}2 passed\n3 passed, 1 failed/, 'stop'],
    ])
    expect(run.stderr).toContain('\nChanged: app/other.rule.yaml\n')
    // A change may be told twice, as the disk tells it.
    const shown = run.stdout.split(/\d passed, \d failed\n/).slice(0, -1)
    expect(shown[1]).toContain('✗ app/other.test.yaml')
    expect(shown[1]).not.toContain('failed-logins.test.yaml')
    expect(shown.at(-1)).not.toContain('other.test.yaml')
  })

  it('waits out a workspace that is gone, since the next change may mend it', async () => {
    const cwd = makeFolder(smallWorkspace())
    const run = await watched(cwd, [
      [/^Watching/, 'no workspace'],
      [/^error: there is no/, { 'ddac.yaml': config }],
      [/2 passed, 0 failed/, 'stop'],
    ])
    expect(run.code).toBe(0)
  })
})

describe('a test that was not evaluated', () => {
  it('makes the answer no, under a mark of its own', async () => {
    const run = await ddac(['test'], { cwd: makeFolder(smallWorkspace({ 'app/failed-logins.rule.yaml': anomaly })) })
    expect(run.code).toBe(1)
    expect(run.stdout).toContain('? app/failed-logins.test.yaml  0 of 2 passed')
  })

  it('passes where it says that it knows', async () => {
    const known = tests
      .replace('expect: silence', 'expect: notEvaluated')
      .replace(/ {2}- name: two[\s\S]*?(?= {2}- name: one)/, '')
    const files = { 'app/failed-logins.rule.yaml': anomaly, 'app/failed-logins.test.yaml': known }
    const run = await ddac(['test'], { cwd: makeFolder(smallWorkspace(files)) })
    expect(run).toMatchObject({ code: 0, stdout: '✓ app/failed-logins.test.yaml  1 passed\n1 passed, 0 failed\n' })
  })
})

describe('ddac test --mutate', () => {
  const mutate = (files: Record<string, string>, ...more: string[]) =>
    ddac(['test', '--mutate', ...more], { cwd: makeFolder(smallWorkspace(files)) })
  const odd = anomaly.replace('id: failed-logins', 'id: odd')

  it('takes a test file for its rule, and a rule that is not evaluated for none', async () => {
    const run = await mutate({ 'app/odd.rule.yaml': odd }, 'app/failed-logins.test.yaml', '--format', 'json')
    const byRule = JSON.parse(run.stdout).mutations
    expect(byRule.map(({ id }: { id: string }) => id)).toEqual(['failed-logins'])
    const all = await mutate({ 'app/odd.rule.yaml': odd }, 'app/odd.rule.yaml')
    expect(all).toMatchObject({ code: 0, stdout: expect.stringContaining('? odd  not evaluated, because') })
    expect(all.stdout).toMatch(/nothing to change, 1 not evaluated\n$/)
  })

  it('names a rule first whose tests fail without any change', async () => {
    const run = await mutate({ 'app/failed-logins.test.yaml': failing }, '--min-score', '0')
    expect(run.code).toBe(1)
    expect(run.stdout).toMatch(
      /^✗ failed-logins {2}a test fails without any change, and can notice none: mend that first\n {4}two failures/,
    )
    expect(run.stdout).toMatch(/, 1 with tests that fail\n$/)
  })

  it.each([
    ['100', 1],
    ['1', 0],
  ])('is content with %s percent: %i', async (score, code) => {
    expect((await mutate({}, 'app/failed-logins.rule.yaml', '--min-score', score)).code).toBe(code)
  })

  it('has a short form of a line for each rule that is not right', async () => {
    const run = await mutate({}, '--short', 'app/failed-logins.rule.yaml')
    expect(run.code).toBe(1)
    expect(run.stdout).toMatch(
      /^✗ failed-logins {2}\d+ of \d+ changes noticed \([\d.]+ %\).*\n\d+ changes noticed, \d+ not \([\d.]+ %\): .+\n$/,
    )
  })

  it.each([
    [['--mutate', '--min-score', 'most'], '--min-score cannot be "most"'],
    [['--mutate', '--min-score', '101'], '--min-score cannot be "101"'],
    [['--short'], '--short goes with --mutate'],
  ])('refuses %j', async (options, message) => {
    const run = await ddac(['test', ...options], { cwd: makeFolder(smallWorkspace()) })
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining(message)])
  })
})
