import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { type Format, formatsOfCommands, isCommandName } from '../../src/cli/formats/command-formats'
import { makeProgram, wordsOf } from '../../src/cli/program'
import { startEmulator } from '../../src/emulator/start-emulator'
import { contentDigest } from '../../src/json/canonical-json'
import { contentOf } from '../../src/suppression/imported'
import { junitFaults } from '../report/junit-faults'
import { readXml } from '../report/read-xml'
import { unbesieged, writers } from '../siege/writers.cjs'
import { messagesIn } from './messages-in'
import { changeFiles, commitAll, git } from './repository'
import { undocumentedIn } from './result-documents'
import { ddac, filesIn, linesOf, makeFolder, type Run, writeFiles } from './run-in-process'
import { config, logs, rule, smallWorkspace } from './small-workspace'

/** One good run of a command, and one that cannot be. Both start in the small workspace with its logs. */
interface Entry {
  readonly good: string
  /** What the good run prints; or the test that has it, where a run takes a host. */
  readonly prints: RegExp | string
  /** The files that the good run makes or changes. */
  readonly writes?: readonly string[]
  /** A run whose answer is no. The name of a file: the test that has it, where it takes more than a line to get there. */
  readonly no?:
    | string
    | { readonly line: string; readonly before?: (cwd: string) => unknown; readonly answer?: boolean }
  readonly bad: string
  readonly tells: RegExp
  /** What happens in the workspace before. */
  readonly before?: (cwd: string) => Promise<unknown>
}

const applied = (cwd: string): Promise<Run> => ddac(['apply', '--yes'], { cwd })
const state = '.ddac/local.json'

async function seeded(cwd: string, things: object): Promise<void> {
  const emulator = await startEmulator({ stateFile: join(cwd, state) })
  await fetch(`${emulator.url}/_emulator/seed`, { method: 'POST', body: JSON.stringify(things) })
  await emulator.close()
}

async function withPipeline(cwd: string): Promise<void> {
  const processors = [{ type: 'string-builder-processor', is_enabled: true, template: 'yes', target: 'made' }]
  const definition = { name: 'App', is_enabled: true, filter: { query: 'source:app' }, processors }
  const result = { custom: { made: 'yes' }, message: 'm', tags: ['source:LOGS_SOURCE'] }
  writeFileSync(join(cwd, 'app.pipeline.json'), JSON.stringify(definition))
  writeFileSync(join(cwd, 'app.pipeline-test.json'), JSON.stringify({ tests: [{ sample: 'm', result }] }))
}

/** Since the commit on `main` the rule needs one log more. */
async function changedSinceMain(cwd: string): Promise<void> {
  await git(cwd, 'init', '-q', '-b', 'main', '--template=')
  await commitAll(cwd)
  changeFiles(cwd, { 'app/failed-logins.rule.yaml': rule.replace('failed > 1', 'failed > 2') })
}

/** The files that are kept of a search in the tenant. */
const keptOf = (query: string): readonly string[] =>
  ['json', 'ndjson'].map((end) => `.ddac/logs/local/${contentDigest(['emulator local', query], 24)}.${end}`)

/** What was applied is no longer in the tenant, which nothing can be adopted of. */
async function goneFromTenant(cwd: string): Promise<void> {
  await applied(cwd)
  rmSync(join(cwd, state))
  await seeded(cwd, { rules: [] })
}

/** The one rule asks for a query that it does not have. */
/** A suppression that nobody owns, as `import` leaves it. */
function importSuppression(cwd: string): void {
  const content = { name: 'By hand', rules: ['failed-logins'], suppressionQuery: '@usr.id:x', tags: ['a:b'] }
  const digest = contentOf({ id: 'imported', enabled: true, ...content })
  const file = { id: 'imported', ...content, imported: { at: '2026-11-01', digest } }
  writeFileSync(join(cwd, 'app/imported.suppression.yaml'), JSON.stringify(file))
}

function drafted(cwd: string): Promise<void> {
  const draft = { workspace: 'team', id: 'x', title: 'Suppress x for 7 days', files: [] }
  for (const [name, text] of [
    ['suppression.json', JSON.stringify(draft)],
    ['suppression.md', 'It hides x.'],
  ] as const) {
    mkdirSync(join(cwd, 'draft'), { recursive: true })
    writeFileSync(join(cwd, 'draft', name), text)
  }
  return Promise.resolve()
}

function breakRule(cwd: string): void {
  const path = join(cwd, 'app/failed-logins.rule.yaml')
  writeFileSync(path, readFileSync(path, 'utf8').replace('condition: failed > 1', 'condition: fail > 1'))
}

/** Two failed logins of ann reach the tenant. */
async function sendLogs(cwd: string): Promise<void> {
  const emulator = await startEmulator({ stateFile: join(cwd, state) })
  const log = { ddsource: 'app', evt: { outcome: 'failure' }, usr: { id: 'ann' } }
  const logs = ['2026-11-20T10:00:00Z', '2026-11-20T10:01:00Z'].map((timestamp) => ({ ...log, timestamp }))
  await fetch(`${emulator.url}/api/v2/logs`, { method: 'POST', body: JSON.stringify(logs) })
  await emulator.close()
}

const root = join(__dirname, '../..')

/** What the page on exit codes says of each command: the one place where it stands. */
const toldOf: ReadonlyMap<string, { readonly no: string; readonly json: readonly string[] }> = new Map(
  [
    ...readFileSync(join(root, 'src/cli/help/exit-codes.help.md'), 'utf8').matchAll(
      /^\| `([a-z ]+)` +\|([^|]*)\|([^|]*)\|$/gm,
    ),
  ].map(([, command = '', no = '', keys = '']) => [
    command,
    { no: no.trim(), json: [...keys.matchAll(/`([^`]+)`/g)].map(([, key = '']) => key) },
  ]),
)

async function exportedKeys(cwd: string): Promise<void> {
  appendFileSync(join(cwd, 'app/failed-logins.rule.yaml'), 'createdAt: 1\nversion: 2 # mine\n')
}

/** Their documents are what a tenant or an editor takes, which knows no version of ours. */
const printsTheThing: ReadonlySet<string> = new Set(['export', 'schema'])

const entries: Readonly<Record<string, Entry>> = {
  help: {
    good: 'help tests',
    prints: /^Tests: logs in, signals out\n/,
    bad: 'help wat',
    tells: /there is no topic or command "wat"\n {2}help: The topics are start, workspace, tests, /,
  },
  init: {
    good: 'init made',
    prints: /^made\/ddac\.yaml$/m,
    writes: [
      ...['extensions', 'settings'].map((name) => `.vscode/${name}.json`),
      ...['override', 'pipeline', 'pipeline-test', 'rule', 'suppression', 'test', 'workspace'].map(
        (kind) => `made/.schema/${kind}.json`,
      ),
      'made/ddac.yaml',
      'made/.gitignore',
      'made/aws/break-glass-login.suppression.yaml',
      'made/aws/break-glass-login.test.yaml',
      'made/aws/console-login-without-mfa.rule.yaml',
      'made/aws/console-login-without-mfa.test.yaml',
    ],
    bad: 'init',
    tells: /there is a workspace already/,
  },
  validate: {
    good: 'validate',
    prints: /4 files checked: no mistakes/,
    bad: 'validate nowhere',
    tells: /nowhere/,
    no: { line: 'validate', before: breakRule },
  },
  test: {
    good: 'test',
    prints: /2 passed/,
    bad: 'test --min wat',
    tells: /--min cannot be "wat"/,
    no: { line: 'test --min 9+9' },
  },
  eval: {
    good: 'eval logs.ndjson',
    prints: /Several failed logins of ann/,
    bad: 'eval nowhere.ndjson',
    tells: /nowhere\.ndjson/,
    no: { line: 'eval logs.ndjson', before: breakRule },
  },
  coverage: {
    good: 'coverage',
    prints: /^0 of 14 tactics and 0 techniques covered$/m,
    bad: 'coverage --workspace nowhere',
    tells: /no ddac\.yaml in nowhere/,
    no: { line: 'coverage', before: breakRule },
  },
  impact: {
    good: 'impact --base main logs.ndjson',
    prints: /^failed-logins +1 +0 +1$/m,
    no: { line: 'impact --base main logs.ndjson --fail-on gone', before: changedSinceMain },
    bad: 'impact --base nope logs.ndjson',
    tells: /git knows no commit "nope"/,
    before: changedSinceMain,
  },
  backtest: {
    good: 'backtest failed-logins --last 7d',
    prints: /^1 signal in local, /m,
    writes: [state],
    no: {
      line: 'backtest failed-logins --last 7d --logs logs.ndjson --fail-on disagreement',
      before: (cwd) => seeded(cwd, {}),
    },
    bad: 'backtest failed-login --last 7d',
    tells: /Did you mean failed-logins\?/,
    before: sendLogs,
  },
  sample: {
    good: 'sample source:app --last 7d',
    prints: /made {2}failed-logins: 2 logs, 1 signal/,
    writes: [
      '.ddac/.gitignore',
      '.ddac/anonymising.key',
      ...keptOf('source:app'),
      'app/failed-logins.sample.test.yaml',
      'app/samples/failed-logins.sample.firing.ndjson',
    ],
    bad: 'sample --last 7d',
    tells: /it is not said what to sample/,
    before: sendLogs,
    no: { line: 'sample source:elsewhere --last 7d --rule failed-logins --fail-on refusal', before: sendLogs },
  },
  calibrate: {
    good: 'calibrate --last 7d',
    prints: /^No signal could be compared from /,
    writes: ['.ddac/.gitignore', ...keptOf('source:app @evt.outcome:failure')],
    bad: 'calibrate --last soon',
    tells: /--last soon is not a stretch of time/,
    before: applied,
    no: 'test/cli/commands/calibrate.test.ts',
  },
  explain: {
    good: 'explain failed-logins logs.ndjson',
    prints: /ann/,
    bad: 'explain wat',
    tells: /there is no rule or code "wat"/,
  },
  plan: {
    good: 'plan --out plan.json',
    prints: /2 to create/,
    writes: ['plan.json'],
    bad: 'plan --target wat',
    tells: /wat/,
    no: { line: 'plan', before: breakRule },
  },
  review: {
    good: 'review --out out',
    prints: /2 to create/,
    writes: ['out/comment.md', 'out/review.json', 'out/whole.md'],
    bad: 'review',
    tells: /--out/,
    no: { line: 'review --out out', before: breakRule },
  },
  'github review': {
    good: 'github review out --pull 7 --dry-run',
    prints: /2 to create/,
    before: (cwd) => ddac(['review', '--out', 'out'], { cwd }),
    bad: 'github review out --pull 7',
    tells: /GITHUB_API_URL is not set/,
  },
  'gitlab review': {
    good: 'gitlab review out --merge-request 7 --dry-run',
    prints: /2 to create/,
    before: (cwd) => ddac(['review', '--out', 'out'], { cwd }),
    bad: 'gitlab review out --merge-request 7',
    tells: /CI_API_V4_URL is not set/,
  },
  nightly: {
    good: 'nightly --out night',
    prints: /local: no drift/,
    writes: ['night/nightly.json', 'night/nightly.md', 'night/whole.md'],
    bad: 'nightly',
    tells: /--out/,
    before: applied,
    no: { line: 'nightly --out night', before: goneFromTenant },
  },
  'github drift': {
    good: 'github drift night --dry-run',
    prints: /local: no drift/,
    before: async (cwd) => {
      await applied(cwd)
      await ddac(['nightly', '--out', 'night'], { cwd })
    },
    bad: 'github drift nowhere',
    tells: /nowhere has no run of ddac nightly/,
  },
  'gitlab drift': {
    good: 'gitlab drift night --dry-run',
    prints: /local: no drift/,
    before: async (cwd) => {
      await applied(cwd)
      await ddac(['nightly', '--out', 'night'], { cwd })
    },
    bad: 'gitlab drift nowhere',
    tells: /nowhere has no run of ddac nightly/,
  },
  'github suppression': {
    good: 'github suppression draft --dry-run',
    prints: /^Suppress x for 7 days/,
    before: drafted,
    bad: 'github suppression nowhere',
    tells: /nowhere cannot be read/,
  },
  'gitlab suppression': {
    good: 'gitlab suppression draft --dry-run',
    prints: /^Suppress x for 7 days/,
    before: drafted,
    bad: 'gitlab suppression draft',
    tells: /names no commit/,
  },
  'suppress draft': {
    good: 'suppress draft --from-signal AQAAAYDiB_Ol8PbzFAAAAABB --reason r --days 7 --owner o --out draft',
    prints: 'test/cli/suppress-workflow.test.ts',
    bad: 'suppress draft --from-signal x --reason r --days 7 --owner o --out draft',
    tells: /neither the id of a signal/,
    no: 'test/cli/suppress-workflow.test.ts',
  },
  'gitlab waiting': {
    good: 'gitlab waiting --out reviews --key x',
    prints: 'test/cli/gitlab.test.ts',
    bad: 'gitlab waiting --out reviews --key x',
    tells: /CI_API_V4_URL is not set/,
  },
  apply: {
    good: 'apply --yes',
    prints: /local: 2 applied/,
    writes: [state],
    bad: 'apply',
    tells: /nobody is there to confirm/,
    no: { line: 'apply --yes', before: breakRule },
  },
  drift: {
    good: 'drift',
    prints: /no drift/,
    bad: 'drift --adopt --revert',
    tells: /contradict each other/,
    before: applied,
    no: {
      line: 'drift',
      before: goneFromTenant,
    },
  },
  import: {
    good: 'import --all',
    prints: /local: 1 imported/,
    writes: ['app/by-hand.rule.yaml'],
    bad: 'import',
    tells: /--all/,
    before: (cwd) => seeded(cwd, { rules: [byHand] }),
    no: { line: 'import zzz-zzz-999' },
  },
  fmt: {
    good: 'fmt',
    prints: /^app\/failed-logins\.rule\.yaml: removed version, createdAt$/m,
    writes: ['app/failed-logins.rule.yaml'],
    no: { line: 'fmt --check', before: exportedKeys },
    bad: 'fmt nowhere',
    tells: /nowhere/,
    before: exportedKeys,
  },
  rename: {
    good: 'rename failed-logins logins',
    prints: /^moved {4}app\/failed-logins\.rule\.yaml to app\/logins\.rule\.yaml$/m,
    writes: ['app/logins.rule.yaml', 'app/logins.test.yaml', 'app/load-test.suppression.yaml'],
    bad: 'rename failed-login logins',
    tells: /Did you mean failed-logins\?/,
  },
  export: {
    good: 'export failed-logins',
    prints: /"name": "/,
    bad: 'export wat',
    tells: /nothing of ours in local has the id wat/,
    before: applied,
    no: 'test/cli/few-rights.test.ts',
  },
  release: {
    good: 'release --all --yes',
    prints: /local: 2 released/,
    writes: [state],
    bad: 'release --all',
    tells: /nobody is there to confirm/,
    before: applied,
    no: { line: 'release --all', before: applied, answer: false },
  },
  doctor: {
    good: 'doctor',
    prints: /yes {12}apply/,
    bad: 'doctor --tenant wat',
    tells: /ddac.yaml has no tenant "wat"/,
    no: {
      line: 'doctor',
      before: (cwd) => {
        const text = readFileSync(join(cwd, 'ddac.yaml'), 'utf8')
        writeFileSync(join(cwd, 'ddac.yaml'), text.replace('emulator: true', 'emulator: true, org: another'))
      },
    },
  },
  emulator: {
    good: 'emulator --port 0',
    prints: /^http:\/\/127\.0\.0\.1:\d+\n$/,
    bad: 'emulator --tenant wat',
    tells: /"wat" is no emulated tenant/,
  },
  schema: {
    good: 'schema rule',
    prints: /"\$schema"/,
    bad: 'schema wat',
    tells: /wat/,
  },
  'pipeline run': {
    good: 'pipeline run logs.ndjson --raw --explain',
    prints: /App › string-builder-processor\n {6}\+ @made: yes/,
    bad: 'pipeline run nowhere.ndjson',
    tells: /nowhere\.ndjson/,
    before: withPipeline,
    no: {
      line: 'pipeline run logs.ndjson --raw',
      before: (cwd) => writeFileSync(join(cwd, 'app.pipeline.yaml'), 'name: 3\n'),
    },
  },
  'pipeline pull': {
    good: 'pipeline pull',
    prints: /^new {6}Shop {2}pipelines\/shop\.pipeline\.yaml\nlocal: 1 new\n$/,
    writes: ['pipelines/shop.pipeline.yaml'],
    bad: 'pipeline pull --out ..',
    tells: /--out \.\. lies outside of the workspace/,
    before: (cwd) => seeded(cwd, { pipelines: [shop] }),
    no: { line: 'pipeline pull --check', before: (cwd) => seeded(cwd, { pipelines: [shop] }) },
  },
  'pipeline test': {
    good: 'pipeline test',
    prints: /1 passed, 0 failed/,
    bad: 'pipeline test nowhere',
    tells: /the workspace has nothing at nowhere/,
    before: withPipeline,
    no: {
      line: 'pipeline test',
      before: async (cwd) => {
        await withPipeline(cwd)
        const path = join(cwd, 'app.pipeline-test.json')
        writeFileSync(path, readFileSync(path, 'utf8').replace('"yes"', '"no"'))
      },
    },
  },
  'suppress list': {
    good: 'suppress list',
    prints: /load-test/,
    bad: 'suppress list --within soon',
    tells: /must be a whole number/,
    no: {
      line: 'suppress list',
      before: (cwd) => writeFiles(cwd, { 'app/other.suppression.yaml': 'id: other\nrules: [\n' }),
    },
  },
  'suppress check': {
    good: 'suppress check',
    prints: /^none of 1 has ended or ends soon\n$/,
    bad: 'suppress check --within -1',
    tells: /must be a whole number/,
    no: { line: 'suppress check --within 999' },
  },
  'suppress add': {
    good: 'suppress add ci --name CI --rule failed-logins --hide @usr.id:ci --expires 2027-01-31 --owner a@example.com --reason nightly',
    prints: /^suppressions\/ci\.suppression\.yaml\n$/,
    writes: ['suppressions/ci.suppression.yaml'],
    bad: 'suppress add load-test --name again',
    tells: /there is a suppression load-test already/,
    no: { line: 'suppress add ci --name CI --rule failed-logins --hide @usr.id:ci' },
  },
  'suppress renew': {
    good: 'suppress renew load-test --until 2027-06-30 --reason nightly',
    prints: /^app\/load-test\.suppression\.yaml\n$/,
    writes: ['app/load-test.suppression.yaml'],
    bad: 'suppress renew load-test --until 2026-12-31 --reason earlier',
    tells: /load-test lasts until 2027-01-31 already/,
    no: {
      line: 'suppress renew imported --until 2027-06-30 --reason nightly',
      before: importSuppression,
    },
  },
  'suppress expire': {
    good: 'suppress expire load-test',
    prints: /^app\/load-test\.suppression\.yaml\n$/,
    writes: ['app/load-test.suppression.yaml'],
    bad: 'suppress expire load-tests',
    tells: /Did you mean load-test\?/,
  },
}

const shop = { id: 'p-1', name: 'Shop', filter: { query: 'source:shop' } }

const byHand = {
  id: 'aaa-aaa-001',
  version: 1,
  name: 'By hand',
  message: 'Look at it.',
  type: 'log_detection',
  isEnabled: true,
  queries: [{ query: 'source:app' }],
  cases: [{ status: 'low', condition: 'a > 0' }],
  options: { evaluationWindow: 300, keepAlive: 3600, maxSignalDuration: 86400 },
  tags: ['source:app'],
}

/** The commands that do something, by the words that call them. */
function commandsOf(command: Command, path: readonly string[] = []): string[] {
  if (command.commands.length === 0) return [path.join(' ')]
  return command.commands.flatMap((inner) => commandsOf(inner, [...path, inner.name()]))
}

function allCommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(allCommands)]
}

async function ran(
  line: string,
  { before, answer }: { readonly before?: (cwd: string) => unknown; readonly answer?: boolean },
): Promise<Run & { readonly written: readonly string[] }> {
  const cwd = makeFolder({ ...smallWorkspace(), 'logs.ndjson': logs })
  await before?.(cwd)
  const earlier = filesIn(cwd)
  const stop = new AbortController()
  // The one command that serves until it is stopped has served once it has told its address.
  const onStdout = line.startsWith('emulator') ? () => stop.abort() : () => {}
  const run = await ddac(line.split(' '), {
    cwd,
    abort: stop.signal,
    onStdout,
    ...(answer !== undefined && { answer }),
  })
  const written = [...filesIn(cwd)].flatMap(([path, text]) => (earlier.get(path) === text ? [] : [path]))
  return { ...run, written }
}

/** The formats of the tests of their own. */
const tried: ReadonlySet<string> = new Set(['text', 'json'])

function formatsOf(name: string): readonly Format[] {
  return isCommandName(name) ? formatsOfCommands[name].has : []
}

/** What a reader of a format cannot take of a text; undefined where it takes all. */
function faultIn(format: Format, text: string): string | undefined {
  if (text === '') return 'there is nothing'
  try {
    switch (format) {
      case 'ndjson':
        linesOf(text)
        return
      case 'junit':
        return junitFaults(readXml(text))[0]
      case 'sarif':
        return JSON.parse(text).version === '2.1.0' ? undefined : 'it is no SARIF'
      case 'markdown':
        return /^(?:#|\||[A-Z0-9:])/.test(text) && !text.includes('\u001b') ? undefined : 'it is no Markdown'
      case 'terraform':
        return /^resource "/m.test(text) ? undefined : 'it declares nothing'
      default:
        return
    }
  } catch (error) {
    return String(error)
  }
}

interface Trouble {
  /** What is asked for; the good run where absent, without what happens before that. */
  readonly line?: (entry: Entry) => string
  readonly before?: (cwd: string) => unknown
  readonly env?: Readonly<Record<string, string>>
  /** The commands that tell of it as their result. */
  readonly answers?: readonly string[]
}

/** Ways in which a command comes to no result; some go on all the same, and end well. */
const troubles: Readonly<Record<string, Trouble>> = {
  'what it asks for is not there': { line: ({ bad }) => bad },
  'an option that nobody knows': { line: ({ good }) => `${good} --wat` },
  'a mistake in ddac.yaml': {
    before: (cwd) => writeFiles(cwd, { 'ddac.yaml': 'tenants: [' }),
    answers: ['validate', 'test', 'eval', 'coverage', 'pipeline run', 'suppress list', 'suppress check'],
  },
  'a ddac.yaml that is none': {
    before: (cwd) => {
      rmSync(join(cwd, 'ddac.yaml'))
      mkdirSync(join(cwd, 'ddac.yaml'))
    },
  },
  'a tenant that nobody reaches': {
    before: (cwd) => writeFiles(cwd, { 'ddac.yaml': config.replace('emulator: true', 'site: datadoghq.com') }),
    env: { DDAC_API_URL: 'http://127.0.0.1:2', DD_API_KEY: '0'.repeat(32), DD_APP_KEY: '0'.repeat(40) },
    answers: ['review', 'nightly'],
  },
}

it('every command of the list is tested here', () => {
  const commands = commandsOf(makeProgram('0.0.0', async () => {})).sort()
  expect(Object.keys(formatsOfCommands).sort()).toEqual(commands)
  expect(commands).toEqual(Object.keys(entries).sort())
  expect([...toldOf.keys()].sort()).toEqual(commands)
})

/** These change nothing, on the disk or in a tenant, whatever they are asked. */
const writesNothing = [
  ...['help', 'coverage', 'explain', 'export', 'doctor', 'schema', 'pipeline run'],
  'suppress list',
]

it('every command that writes is under siege, or it is said why not', () => {
  const besieged = Object.values(writers).map(
    ({ argv }) => Object.keys(entries).find((name) => `${argv.join(' ')} `.startsWith(`${name} `)) ?? argv.join(' '),
  )
  const told = [...new Set(besieged), ...Object.keys(unbesieged), ...writesNothing]
  expect(told.sort()).toEqual(Object.keys(entries).sort())
  const writesFiles = allCommands(makeProgram('0.0.0', async () => {})).filter(({ options }) =>
    options.some(({ long = '' }) => ['--also', '--out', '--whole', '--fix', '--adopt'].includes(long)),
  )
  const writing = new Set([
    ...writesFiles.map(wordsOf),
    ...Object.keys(entries).filter((name) => entries[name]?.writes),
  ])
  expect(writesNothing.filter((name) => writing.has(name))).toEqual([])
})

it('Markdown of each command has a bound: one that is given, or that of the comment that it is written for', () => {
  const bounded = allCommands(makeProgram('0.0.0', async () => {}))
    .filter(({ options }) => options.some(({ long }) => long === '--max-size'))
    .map(wordsOf)
  const all = Object.keys(entries).filter((name) => formatsOf(name).includes('markdown'))
  expect(all.filter((name) => !bounded.includes(name))).toEqual(['review', 'nightly', 'suppress draft'])
})

describe.each(Object.entries(entries))('ddac %s', (name, entry) => {
  it('--help says what it is for, with examples and the global options', async () => {
    const run = await ddac([...name.split(' '), '--help'], { cwd: makeFolder() })
    expect(run).toMatchObject({ code: 0, stderr: '' })
    for (const part of [`Usage: ddac ${name}`, '--workspace', '--tenant', '--quiet', '--no-color']) {
      expect(run.stdout).toContain(part)
    }
    const [usual, ...others] = formatsOf(name)
    const list = others.length === 0 ? `${usual} alone` : `${usual} (default), ${others.join(', ')}`
    expect(run.stdout.replace(/\s+/g, ' ')).toContain(`--format <format> how results are printed: ${list} `)
    expect(run.stdout).toMatch(/Examples:\n {2}ddac /)
  })

  it(`does its work: ${entry.good}`, async () => {
    if (typeof entry.prints === 'string') {
      expect(existsSync(join(root, entry.prints))).toBe(true)
      return
    }
    const { code, stdout, written } = await ran(entry.good, entry)
    expect({ code, written: [...written].sort() }).toEqual({ code: 0, written: [...(entry.writes ?? [])].sort() })
    expect(stdout).toMatch(entry.prints)
  })

  it(`says what is wrong, and writes nothing: ${entry.bad}`, async () => {
    const { code, stdout, stderr, written } = await ran(entry.bad, entry)
    // A page for people is one also where it holds no result.
    const page = formatsOf(name)[0] === 'markdown' ? expect.stringContaining(`## ddac ${name}: no result`) : ''
    expect({ code, stdout, written }).toEqual({ code: 2, stdout: page, written: [] })
    expect(stderr).toMatch(entry.tells)
  })

  const { no } = toldOf.get(name) ?? {}
  it(no === '' ? 'has no answer that is no' : `exits with 1: ${no}`, async () => {
    expect(entry.no === undefined).toBe(no === '')
    if (typeof entry.no === 'string') expect(existsSync(join(root, entry.no))).toBe(true)
    else if (entry.no) expect((await ran(entry.no.line, entry.no)).code).toBe(1)
  })

  const { json = [] } = toldOf.get(name) ?? {}
  it(json.length === 0 ? 'has no JSON' : `has its result as JSON with ${json.join(', ')}`, async () => {
    const { code, stdout } = await ran(`${entry.good} --format json`, entry)
    const document = JSON.parse(stdout)
    if (json.length === 0) {
      const told = {
        kind: 'error',
        code: 'usage',
        message: `ddac ${name} has no format "json"`,
        help: expect.any(String),
      }
      expect({ code, document }).toEqual({ code: 2, document: { version: 1, errors: [told] } })
    } else {
      expect({ code, keys: Object.keys(document) }).toEqual({ code: 0, keys: expect.arrayContaining([...json]) })
      if (!printsTheThing.has(name)) expect(undocumentedIn(name, document)).toBeUndefined()
    }
  })

  for (const format of formatsOf(name).filter((format) => !tried.has(format)))
    it(`has its result as ${format}`, async () => {
      if (typeof entry.prints === 'string') return
      const { code, stdout } = await ran(`${entry.good} --format ${format}`, entry)
      expect({ code, fault: faultIn(format, stdout) }).toEqual({ code: 0, fault: undefined })
    })

  it.each(Object.entries(troubles))('says in each format why there is no result: %s', async (_, trouble) => {
    const { line, before, env = {}, answers = [] } = trouble
    const cwd = makeFolder({ ...smallWorkspace(), 'logs.ndjson': logs })
    if (line) await entry.before?.(cwd)
    before?.(cwd)
    for (const format of formatsOf(name)) {
      const asked = [...(line?.(entry) ?? entry.good).split(' '), '--format', format]
      const { code, stdout, stderr } = await ddac(asked, { cwd, env })
      if (code === 0 && !line) return
      if (answers.includes(name)) continue
      const told = /^error(?:\[[A-Z]\d+\])?: (.*?):?$/m.exec(stderr)?.[1]
      const all = [expect.stringContaining(told ?? 'no error')]
      expect({ format, code, told: messagesIn(format, stdout) }).toEqual({
        format,
        code: expect.any(Number),
        told: format === 'text' ? [] : expect.arrayContaining(all),
      })
      expect(code).toBeGreaterThan(0)
    }
  })

  it('refuses a format that it has not before it writes anything', async () => {
    const { code, stderr, written } = await ran(`${entry.good} --format wat`, {})
    expect({ code, written }).toEqual({ code: 2, written: [] })
    expect(stderr).toContain(`ddac ${name} has no format "wat"\n  help: It has ${formatsOf(name).join(', ')}.\n`)
  })

  it('has JSON too where it has no answer', async () => {
    const { code, stdout, stderr } = await ran(`${entry.bad} --format json`, entry)
    const document = JSON.parse(stdout)
    const { version, errors } = document
    expect({ code, version, errors: errors.length > 0 }).toEqual({ code: 2, version: 1, errors: true })
    if (json.length > 0 && !printsTheThing.has(name)) expect(undocumentedIn(name, document)).toBeUndefined()
    for (const { kind, code, message } of errors) {
      expect([kind, typeof code]).toEqual(['error', 'string'])
      expect(stderr).toContain(message)
    }
  })

  if (json.length > 0 && typeof entry.no === 'object') {
    const { no } = entry
    it(`has JSON too where the answer is no: ${no.line}`, async () => {
      const { code, stdout, stderr } = await ran(`${no.line} --format json`, no)
      const document = JSON.parse(stdout)
      expect({ code, version: document.version }).toEqual({ code: 1, version: 1 })
      expect(undocumentedIn(name, document)).toBeUndefined()
      const isAnswered = json.some((key) => key !== 'version' && key in document)
      if (isAnswered) return
      expect(document.errors).not.toEqual([])
      for (const { message } of document.errors) expect(stderr).toContain(message)
    })
  }
})

it.each([
  ['explain', 'explain r204'],
  ['explain', 'explain --codes'],
  ['explain', 'explain --checks'],
  ['explain', 'explain source-tag'],
  ['test', 'test --mutate'],
  ['plan', 'plan --tenant local,other'],
  ['drift', 'drift --tenant local,other'],
  ['doctor', 'doctor --tenant local,other'],
  ['apply', 'apply --yes --tenant local,other'],
  ['validate', 'validate --fix'],
])('the schema of %s says what %s prints too', async (name, line) => {
  const twoTenants = (cwd: string) => {
    const path = join(cwd, 'ddac.yaml')
    const text = readFileSync(path, 'utf8')
    writeFileSync(path, text.replace(/( *)local: \{ emulator: true \}/, '$&\n$1other: { emulator: true }'))
  }
  const { code, stdout, stderr } = await ran(`${line} --format json`, { before: twoTenants })
  expect({ code: code < 2, stderr: code < 2 ? '' : stderr }).toEqual({ code: true, stderr: '' })
  expect(undocumentedIn(name, JSON.parse(stdout))).toBeUndefined()
})

/** These ask no file that has the mistake, or come to another end: no format of theirs is to say it. */
const mistake = 'a list in brackets is not closed before this'
const mistaken = (cwd: string): void =>
  ['ddac.yaml', 'x.rule.yaml', 'x.suppression.yaml', 'x.pipeline.yaml'].forEach((file) => {
    if (!existsSync(join(cwd, file))) writeFileSync(join(cwd, file), 'id: x\nname: [\n')
  })

describe('what ends with no, because of a mistake in a file, says in each format which', () => {
  const runs = Object.entries(entries).flatMap(([name, { good, no }]) => {
    const isOwn = typeof no === 'object' && (no.before === undefined || no.before === changedSinceMain)
    return [...new Set([good, ...(isOwn ? [no.line] : [])])].map((line) => [line, name] as const)
  })
  it.each(runs)('%s', async (line, name) => {
    const cwd = makeFolder({ ...smallWorkspace(), 'logs.ndjson': logs })
    await entries[name]?.before?.(cwd)
    mistaken(cwd)
    for (const format of formatsOf(name)) {
      if (name === 'emulator') continue
      const { code, stdout, stderr } = await ddac([...line.split(' '), '--format', format], { cwd })
      if (!stderr.includes(mistake) && !stdout.includes(mistake)) return
      const isTold = (format === 'text' ? stderr + stdout : stdout).includes(mistake)
      expect({ format, code, isTold }).toEqual({ format, code, isTold: true })
      if (format === 'json' && !printsTheThing.has(name))
        expect(undocumentedIn(name, JSON.parse(stdout))).toBeUndefined()
    }
  })
})
it.each(['test', 'pipeline test'])('%s says in each format which mistake made its answer no', async (name) => {
  const cwd = makeFolder(smallWorkspace())
  await withPipeline(cwd)
  writeFiles(cwd, { [name === 'test' ? 'ddac.yaml' : 'other.pipeline.yaml']: 'name: [' })
  for (const format of formatsOf(name)) {
    const { code, stdout, stderr } = await ddac([...name.split(' '), '--format', format], { cwd })
    const told = 'a list in brackets is not closed before this'
    expect({ format, code, isTold: (format === 'text' ? stderr : stdout).includes(told) }).toEqual({
      format,
      code: 1,
      isTold: true,
    })
  }
})
