import { readFileSync, renameSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { ddac, filesIn, makeFolder, writeFiles } from '../run-in-process'
import { rule, smallWorkspace, suppression, tests } from '../small-workspace'

const counter = `id: counter
name: Signals of failed-logins # the rule
type: signal_correlation
queries:
  - { name: seen, ruleId: failed-logins, aggregation: event_count, correlatedByFields: [host] } # counted
options: { detectionMethod: threshold, evaluationWindow: 5m, keepAlive: 1h, maxSignalDuration: 1d }
cases: [{ status: high, condition: seen > 1 }]
message: failed-logins again.
tags: [source:app]
`
const config = `# ours
tenants:
  local:
    emulator: true
    overlays:
      - { rules: [failed-logins], isEnabled: true } # on here
      - { suppressions: [load-test], enabled: true }
defaultTenant: local
`
const ruleFile = 'app/failed-logins.rule.yaml'
const quiet = suppression
  .replace('id: load-test', 'id: quiet')
  .replace('rules: [failed-logins]', "ruleQuery: 'ddac:failed-logins OR ddac:failed-logins-2'")

const files = {
  'ddac.yaml': config,
  'app/counter.rule.yaml': counter,
  'app/quiet.suppression.yaml': quiet,
  'more/both.test.yaml': `${tests.replace('rule: failed-logins', 'rule: [failed-logins, counter]')}      # failed-logins\n`,
  'app/load-test.test.yaml': `suppression: load-test
rule: failed-logins
baseLogs: { f: { log: { ddsource: app, evt: { outcome: failure }, usr: { id: load-test } } } }
tests:
  - name: it hides
    suppressions: [load-test]
    logs: [{ base: f, at: +0s }, { base: f, at: +1m }]
    expect: { signals: [{ rule: failed-logins, suppressedBy: [load-test] }], suppressed: 1 }
`,
}

const read = (cwd: string, file: string): string => readFileSync(join(cwd, file), 'utf8')

it('changes the id in the file and in all that names it, and nothing else; files named after it move', async () => {
  const cwd = makeFolder(smallWorkspace(files))
  const before = filesIn(cwd)
  const run = await ddac(['rename', 'failed-logins', 'login-failures'], { cwd })
  expect(run).toMatchObject({
    code: 0,
    stdout: `changed  ddac.yaml
changed  app/counter.rule.yaml
moved    ${ruleFile} to app/login-failures.rule.yaml
changed  app/load-test.suppression.yaml
changed  app/quiet.suppression.yaml
moved    app/failed-logins.test.yaml to app/login-failures.test.yaml
changed  app/load-test.test.yaml
changed  more/both.test.yaml
`,
  })
  expect(run.stderr).toContain('ddac plan')
  const expected: Record<string, string> = {
    'ddac.yaml': config.replace('[failed-logins]', '[login-failures]'),
    'app/login-failures.rule.yaml': rule.replace('id: failed-logins', 'id: login-failures\nformerly: failed-logins'),
    'app/login-failures.test.yaml': tests.replace('rule: failed-logins', 'rule: login-failures'),
    'app/counter.rule.yaml': counter.replace('ruleId: failed-logins', 'ruleId: login-failures'),
    'app/load-test.suppression.yaml': suppression.replace('[failed-logins]', '[login-failures]'),
    'app/quiet.suppression.yaml': quiet.replace('ddac:failed-logins OR', 'ddac:login-failures OR'),
    'app/load-test.test.yaml': files['app/load-test.test.yaml'].replaceAll(
      'rule: failed-logins',
      'rule: login-failures',
    ),
    'more/both.test.yaml': files['more/both.test.yaml'].replace('[failed-logins,', '[login-failures,'),
  }
  const after = filesIn(cwd)
  expect(Object.fromEntries(Object.keys(expected).map((name) => [name, after.get(name)]))).toEqual(expected)
  expect(after.size).toBe(before.size)
  expect((await ddac(['validate'], { cwd })).code).toBe(0)
  expect((await ddac(['test'], { cwd })).code).toBe(0)
})

it('a tenant keeps the rule and its history, and the suppressions on it', async () => {
  const cwd = makeFolder(smallWorkspace())
  await ddac(['apply', '--yes'], { cwd })
  const idsIn = () => Object.keys(JSON.parse(read(cwd, '.ddac/local.json')).rules)
  const before = idsIn()
  await ddac(['rename', 'failed-logins', 'logins'], { cwd })
  expect((await ddac(['apply', '--yes', '--prune'], { cwd })).code).toBe(0)
  expect(idsIn()).toEqual(before)
  // It finds the rule before that has its new tag, and after.
  expect(read(cwd, '.ddac/local.json')).toContain(`"rule_query": "ddac:logins OR ruleId:${before[0]}"`)
  expect((await ddac(['plan', '--detailed-exitcode', '--prune'], { cwd })).code).toBe(0)
})

it('a suppression and an override are renamed as well; the rule of an override is no id of ours', async () => {
  const override = 'id: loud\nrule: load-test\nisEnabled: true\n'
  const cwd = makeFolder(smallWorkspace({ ...files, 'app/loud.override.yaml': override }))
  await ddac(['rename', 'load-test', 'load', '--kind', 'suppression'], { cwd })
  expect(read(cwd, 'app/load.suppression.yaml')).toContain('id: load\nformerly: load-test\n')
  expect(read(cwd, 'app/load.test.yaml')).toContain('suppression: load\n')
  expect(read(cwd, 'app/load.test.yaml')).toContain('suppressions: [load]')
  expect(read(cwd, 'app/load.test.yaml')).toContain('suppressedBy: [load] }')
  expect(read(cwd, 'ddac.yaml')).toContain('{ suppressions: [load],')
  expect(read(cwd, 'app/loud.override.yaml')).toBe(override)
  await ddac(['rename', 'loud', 'louder'], { cwd })
  expect(read(cwd, 'app/louder.override.yaml')).toBe(override.replace('loud', 'louder'))
})

it('a file that is not named after the id stays where it is; one without an id gets one', async () => {
  const cwd = makeFolder(smallWorkspace({ 'app/other.rule.yaml': rule.replace('failed-logins', 'first') }))
  await ddac(['rename', 'first', 'second'], { cwd })
  expect(read(cwd, 'app/other.rule.yaml')).toContain('id: second\nformerly: first\n')
  writeFiles(cwd, { 'app/nameless.rule.yaml': rule.replace('id: failed-logins\n', '') })
  await ddac(['rename', 'nameless', 'named'], { cwd })
  expect(read(cwd, 'app/named.rule.yaml')).toMatch(/^id: named\nformerly: nameless$/m)
})

it('a file in JSON stays JSON', async () => {
  const json = JSON.stringify(
    {
      id: 'in-json',
      name: 'N',
      message: 'M',
      type: 'log_detection',
      queries: [{ query: 'a' }],
      cases: [{ status: 'low', condition: 'a > 0' }],
      options: {},
    },
    null,
    2,
  )
  const cwd = makeFolder(smallWorkspace({ 'app/in-json.rule.json': json }))
  await ddac(['rename', 'in-json', 'other'], { cwd })
  const renamed = read(cwd, 'app/other.rule.json')
  expect(renamed).toBe(json.replace('"id": "in-json"', '"id": "other",\n  "formerly": "in-json"'))
  expect(JSON.parse(renamed)).toMatchObject({ id: 'other', formerly: 'in-json' })
})

it('a second renaming says that a tenant must have seen the first', async () => {
  const cwd = makeFolder(smallWorkspace())
  expect((await ddac(['rename', 'failed-logins', 'b'], { cwd })).stderr).not.toContain('before')
  const run = await ddac(['rename', 'b', 'c'], { cwd })
  expect(run.stderr).toContain('It was failed-logins before: a tenant that has not seen b yet would not find it')
  expect(read(cwd, 'app/c.rule.yaml')).toContain('id: c\nformerly: b\n')
})

it.each([
  [['failed-logins', 'Failed Logins'], 'Write failed-logins.'],
  [['failed-logins', 'failed-logins'], 'failed-logins is its id already'],
  [['failed-logins', 'counter'], 'the id counter is taken by app/counter.rule.yaml'],
  [['failed-login', 'b'], 'Did you mean failed-logins?'],
  [['twice', 'b'], 'a rule and a suppression have the id twice'],
  [['failed-logins', 'there'], 'there is a file app/there.rule.yaml already'],
  [['load-test', 'b', '--kind', 'rule'], 'there is no rule load-test'],
])('rename %j is refused, and nothing is changed', async (argv, told) => {
  const cwd = makeFolder(
    smallWorkspace({
      'app/counter.rule.yaml': counter,
      'app/twice.rule.yaml': rule.replace('id: failed-logins', 'id: twice'),
      'app/twice.suppression.yaml': suppression.replace('id: load-test', 'id: twice'),
      'app/there.rule.yaml': rule.replace('id: failed-logins', 'id: elsewhere'),
    }),
  )
  const before = filesIn(cwd)
  const run = await ddac(['rename', ...argv], { cwd })
  expect([run.code, run.stderr]).toEqual([2, expect.stringContaining(told)])
  expect(filesIn(cwd)).toEqual(before)
})

it('json says what was changed where', async () => {
  const cwd = makeFolder(smallWorkspace())
  const { stdout } = await ddac(['rename', 'failed-logins', 'logins', '--format', 'json'], { cwd })
  expect(JSON.parse(stdout)).toEqual({
    version: 1,
    kind: 'rule',
    from: 'failed-logins',
    to: 'logins',
    files: [
      { file: ruleFile, movedTo: 'app/logins.rule.yaml', references: [] },
      { file: 'app/load-test.suppression.yaml', references: ['rules.0'] },
      { file: 'app/failed-logins.test.yaml', movedTo: 'app/logins.test.yaml', references: ['rule'] },
    ],
  })
})

it.each([[['app/failed-logins.test.yaml']], [['app/failed-logins.test.yaml', 'app/failed-logins.rule.yaml']]])(
  'what was cut off right after %j moved is done to the end by the same command',
  async (moved) => {
    const line = ['rename', 'failed-logins', 'login-failures']
    const [cwd, again] = [makeFolder(smallWorkspace(files)), makeFolder(smallWorkspace(files))]
    for (const path of moved)
      renameSync(join(again, path), join(again, path.replace('failed-logins', 'login-failures')))
    expect((await ddac(line, { cwd })).code).toBe(0)
    expect(await ddac(line, { cwd: again })).toMatchObject({ code: 0 })
    expect(filesIn(again)).toEqual(filesIn(cwd))
  },
)

it('another file under the new name is in the way all the same', async () => {
  const cwd = makeFolder(smallWorkspace({ ...files, 'app/login-failures.test.yaml': 'rule: other\ntests: []\n' }))
  const before = filesIn(cwd)
  const run = await ddac(['rename', 'failed-logins', 'login-failures'], { cwd })
  expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('there is a file') })
  expect(filesIn(cwd)).toEqual(before)
})

it('changes nothing while a file cannot be read that may name the id', async () => {
  const cwd = makeFolder(smallWorkspace(files))
  symlinkSync('/nowhere/else', join(cwd, 'app/linked.test.yaml'))
  const before = filesIn(cwd)
  const run = await ddac(['rename', 'failed-logins', 'login-failures'], { cwd })
  expect(run.code).toBe(2)
  expect(run.stderr).toContain('files that may name failed-logins cannot be read')
  expect(filesIn(cwd)).toEqual(before)
})
