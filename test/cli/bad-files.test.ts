import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ddac, makeFolder, writeFiles } from './run-in-process'
import { config, logs, rule, smallWorkspace, suppression, tests } from './small-workspace'

const ruleFile = 'app/failed-logins.rule.yaml'

const sequence = `id: steps
name: Steps
type: log_detection
isEnabled: true
queries:
  - { name: first, query: "source:app @evt.name:a", groupByFields: ["@usr.id"] }
  - { name: second, query: "source:app @evt.name:b", groupByFields: ["@usr.id"] }
options:
  detectionMethod: sequence_detection
  sequenceDetectionOptions:
    steps:
      - { name: one, condition: first > 0, evaluationWindow: 5m }
      - { name: two, condition: second > 0, evaluationWindow: 5m }
      - { name: three, condition: second > 1, evaluationWindow: 5m }
    stepTransitions:
      - { parent: one, child: two, evaluationWindow: 3h }
cases:
  - { status: medium, condition: two > 0 }
message: steps
`

/** A mistake as a newcomer makes it: the code, the file and place where it is drawn, and a word of the way out. */
interface Mistake {
  readonly files: Record<string, string>
  readonly code: string
  readonly at: string
  readonly told: RegExp
}

const mistakes: Record<string, Mistake> = {
  'a typo in a query': {
    files: { [ruleFile]: rule.replace('@evt.outcome:failure', '@evt.outcome:"failure') },
    code: 'Q001',
    at: `${ruleFile}:7:`,
    told: /this quote is not closed/,
  },
  'an operator in lower case': {
    files: { [ruleFile]: rule.replace('source:app @evt', 'source:app and @evt') },
    code: 'Q101',
    at: `${ruleFile}:7:23`,
    told: /AND/,
  },
  'an unknown query in a condition': {
    files: { [ruleFile]: rule.replace('failed > 1', 'logins > 1') },
    code: 'R204',
    at: `${ruleFile}:18:16`,
    told: /this rule's queries: failed/,
  },
  'a step nobody links': {
    files: { 'app/steps.rule.yaml': sequence },
    code: 'R205',
    at: 'app/steps.rule.yaml:14:',
    told: /three/,
  },
  'a duration that Datadog does not allow': {
    files: { [ruleFile]: rule.replace('evaluationWindow: 5m', 'evaluationWindow: 7m') },
    code: 'R105',
    at: `${ruleFile}:12:21`,
    told: /5m, 10m/,
  },
  'a duration that is none': {
    files: { [ruleFile]: rule.replace('keepAlive: 1h', 'keepAlive: soon') },
    code: 'R105',
    at: `${ruleFile}:13:14`,
    told: /10m/,
  },
  'an id that is taken': {
    files: { 'other/copy.rule.yaml': rule },
    code: 'W107',
    at: 'other/copy.rule.yaml:1:5',
    told: /the id failed-logins is taken by app\/failed-logins\.rule\.yaml:1/,
  },
  'an id of a suppression that is taken': {
    files: { 'other/copy.suppression.yaml': suppression },
    code: 'W107',
    at: 'other/copy.suppression.yaml:1:5',
    told: /another id/,
  },
  'YAML that does not parse': {
    files: { [ruleFile]: rule.replace('groupByFields: ["@usr.id"]', 'groupByFields: ["@usr.id"') },
    code: 'W001',
    at: `${ruleFile}:9:`,
    told: /\]/,
  },
  'an empty file': {
    files: { [ruleFile]: '' },
    code: 'R100',
    at: `${ruleFile}:1:1`,
    told: /rule/,
  },
  'a rule that is a list': {
    files: { [ruleFile]: '- a\n- b\n' },
    code: 'R100',
    at: `${ruleFile}:1:1`,
    told: /rule/,
  },
  'a suppression without an owner': {
    files: { 'app/load-test.suppression.yaml': suppression.replace(/owner: .*\n/, '') },
    code: 'S006',
    at: 'app/load-test.suppression.yaml:1:1',
    told: /owner/,
  },
  'a date that is none': {
    files: { 'app/load-test.suppression.yaml': suppression.replace('2027-01-31', '31.1.2027') },
    code: 'S004',
    at: 'app/load-test.suppression.yaml:5:10',
    told: /2027|ISO|YYYY/,
  },
  'a test of a rule that is not there': {
    files: { 'app/failed-logins.test.yaml': tests.replace('rule: failed-logins', 'rule: failed-login') },
    code: 'T012',
    at: 'app/failed-logins.test.yaml:1:7',
    told: /did you mean failed-logins\?/i,
  },
  'a variable that a tenant lacks': {
    files: { [ruleFile]: rule.replace('several', `\${tenant.name}`) },
    code: 'W108',
    at: `${ruleFile}:16:11`,
    told: /the tenant local has no variable "name"/,
  },
  'a variable that only another tenant has': {
    files: {
      [ruleFile]: rule.replace('several', `\${tenant.oncall}`),
      'ddac.yaml': config.replace('tenants:\n', 'tenants:\n  other: { emulator: true, variables: { oncall: x } }\n'),
    },
    code: 'W108',
    at: `${ruleFile}:16:11`,
    told: /the tenant local has no variable "oncall"[\s\S]*variables: oncall/,
  },
  'a key of ddac.yaml that does not exist': {
    files: { 'ddac.yaml': config.replace('defaultTenant', 'defaultTenat') },
    code: 'W103',
    at: 'ddac.yaml:3:1',
    told: /did you mean defaultTenant\?/,
  },
  'a default tenant that is not there': {
    files: { 'ddac.yaml': config.replace('defaultTenant: local', 'defaultTenant: locl') },
    code: 'W105',
    at: 'ddac.yaml:3:16',
    told: /did you mean local\?/,
  },
  'a key instead of the name of its variable': {
    files: {
      'ddac.yaml': 'tenants:\n  prod: { site: datadoghq.com, keys: { api: "0123-not-a-name" } }\ndefaultTenant: prod\n',
    },
    code: 'W104',
    at: 'ddac.yaml:2:',
    told: /the key itself never stands in a file/,
  },
  'an empty ddac.yaml': {
    files: { 'ddac.yaml': '' },
    code: 'W101',
    at: 'ddac.yaml:1:1',
    told: /tenants/,
  },
}

describe('what the user wrote wrong', () => {
  it.each(Object.entries(mistakes))(
    '%s is drawn at its place with a way out; apply tells it too, and answers no',
    async (_, { files, code, at, told }) => {
      const cwd = makeFolder(smallWorkspace(files))
      const run = await ddac(['validate'], { cwd })
      const drawn = run.stdout.split('\n\n').find((each) => each.includes(`[${code}]`) && each.includes(at))
      expect({ drawn, all: drawn ?? run.stdout }).toMatchObject({ drawn: expect.stringMatching(told) })
      expect(run.stderr).toBe('')
      if (drawn?.startsWith('warning')) return
      expect(run.code).toBe(1)
      const applied = await ddac(['apply', '--yes', '--tenant', code === 'W104' ? 'prod' : 'local'], { cwd })
      expect(applied.code).toBe(1)
      expect(applied.stderr).toContain(`[${code}]`)
      if (at.startsWith('ddac.yaml')) expect(readdirSync(cwd)).not.toContain('.ddac')
    },
  )

  it('a workspace without any rule is told of', async () => {
    const run = await ddac(['validate'], { cwd: makeFolder({ 'ddac.yaml': config }) })
    expect(run.stdout).toContain('[W111]')
    // An empty folder must not be the reason to empty a tenant.
    const cwd = makeFolder(smallWorkspace())
    await ddac(['apply', '--yes'], { cwd })
    const empty = makeFolder({ 'ddac.yaml': config })
    writeFiles(empty, { '.ddac/local.json': readFileSync(join(cwd, '.ddac/local.json'), 'utf8') })
    expect((await ddac(['apply', '--yes', '--prune'], { cwd: empty })).code).toBe(1)
  })
})

describe('what the disk does', () => {
  it('a folder in the place of a file is told like a mistake in it', async () => {
    const cwd = makeFolder(smallWorkspace())
    mkdirSync(join(cwd, 'app/logs.json'))
    mkdirSync(join(cwd, 'dir.ndjson/ddac.yaml'), { recursive: true })
    const run = await ddac(['validate', '--workspace', 'dir.ndjson'], { cwd })
    expect(run).toMatchObject({ code: 2, stdout: '' })
    expect(run.stderr).toContain('there is no ddac.yaml in dir.ndjson')
  })

  it('a saved plan that is a folder', async () => {
    const cwd = makeFolder({ ...smallWorkspace(), 'plan.json/file': '' })
    const run = await ddac(['apply', 'plan.json', '--yes'], { cwd })
    expect(run).toMatchObject({ code: 2, stdout: '' })
    expect(run.stderr).toBe('error: plan.json cannot be read: it is a folder\n  help: Name a file.\n')
  })

  it('a sample log that is cut off fails its test with the place in the sample', async () => {
    const cut = tests.replace('logs: [{ base: failure, at: +0s }]', 'logs: [{ file: cut.json }]')
    const files = smallWorkspace({ 'app/failed-logins.test.yaml': cut, 'app/cut.json': `[${logs.slice(0, 60)}` })
    const run = await ddac(['test'], { cwd: makeFolder(files) })
    expect(run.code).toBe(1)
    expect(`${run.stdout}${run.stderr}`).toMatch(/app\/cut\.json:1:\d+: the text ends in the middle of a log/)
  })

  it('an emulated tenant whose file is damaged is not taken for an empty one', async () => {
    const cwd = makeFolder(smallWorkspace({ '.ddac/local.json': '{"format": 1, "rul' }))
    const run = await ddac(['plan'], { cwd })
    expect(run).toMatchObject({ code: 2, stdout: '' })
    expect(run.stderr).toMatch(/^error: the emulator's state file .*local\.json cannot be understood/)
    expect(run.stderr).toContain('  help: Put an earlier copy back, or delete it')
  })

  it('a place that cannot be written', async () => {
    // A file where the folder of the state should be: root may write everywhere, but not there.
    const cwd = makeFolder(smallWorkspace({ '.ddac': 'in the way' }))
    const run = await ddac(['apply', '--yes'], { cwd })
    expect(run).toMatchObject({ code: 2, stdout: '' })
    expect(run.stderr).toMatch(/^error: .*\.ddac/)
    expect(run.stderr).toContain('  help: ')
  })
})
