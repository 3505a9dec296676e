import { cpSync } from 'node:fs'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Command } from 'commander'
import { type Format, formatsOfCommands, isCommandName } from '../../src/cli/formats/command-formats'
import { makeProgram } from '../../src/cli/program'
import { commitAll, git } from '../cli/repository'
import { ddac, makeFolder, type Run } from '../cli/run-in-process'
import { often } from '../random-runs'
import { hostileNames, hostileText } from './corpus'
import { harmIn } from './harm'
import { makePlaces, type Places, placed } from './places'
import { makeTenants, type Tenants } from './tenants'

let places: Places
/** The same in a git repository: of the sound one nothing is committed, of the broken one all. */
let [soundRepository, brokenRepository]: string[] = []
let tenants: Tenants
let server: Server
let refusal: (url: string, response: ServerResponse) => void = () => {}

beforeAll(async () => {
  places = await makePlaces()
  tenants = await makeTenants(places.sound)
  soundRepository = copyOf(places.sound)
  brokenRepository = copyOf(places.broken)
  for (const folder of [soundRepository, brokenRepository]) {
    await git(folder, 'init', '-q', '-b', 'main', '--template=')
    if (folder === brokenRepository) await commitAll(folder)
    else await git(folder, 'commit', '-q', '--allow-empty', '-m', 'nothing')
  }
  server = createServer((request, response) => {
    request.resume().on('end', () => refusal(`${request.method} ${request.url}`, response))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
}, 60_000)
afterAll(() => server?.close())

interface Task {
  /** What comes out whatever format is asked for, where a command has one alone. */
  readonly prints?: 'text' | 'json'
  readonly argv: readonly string[]
  readonly cwd: () => string
  readonly env?: () => Readonly<Record<string, string>>
  /** Set where what is said goes to standard error alone, the same in every format but JSON's. */
  readonly isRefused?: true
  readonly abort?: AbortSignal
}

const broken = (...argv: string[]): Task => ({ argv, cwd: () => places.broken })
const named = (...argv: string[]): Task => ({ argv, cwd: () => places.named })
const sound = (...argv: string[]): Task => ({ argv, cwd: () => places.sound })
const managed = (...argv: string[]): Task => ({ argv, cwd: () => tenants.managed })
const mixed = (...argv: string[]): Task => ({ argv, cwd: () => tenants.mixed })
/** On a copy, since the command writes. */
const copied = ({ argv, cwd }: Task): Task => ({
  argv,
  cwd: () => copyOf(cwd()),
})

function copyOf(folder: string): string {
  const copy = makeFolder()
  cpSync(folder, copy, { recursive: true })
  return copy
}

/** Whose keys these are, in an organisation of a hostile name. */
const hostileUser = {
  data: {
    attributes: { handle: hostileText(8) },
    relationships: { org: { data: { type: 'orgs', id: hostileText(9) } } },
  },
  included: [{ type: 'orgs', id: hostileText(9), attributes: { name: hostileText(10), public_id: hostileText(11) } }],
}

/** Against a server whose answers are hostile: to every question, or to what is written alone. */
function against(status: number, writesAlone: boolean, ...argv: string[]): Task {
  return {
    argv: [...argv, '--tenant', 'prod'],
    isRefused: true,
    cwd: () => {
      refusal = (asked, response) => {
        const isRead = asked.startsWith('GET') && writesAlone
        response.writeHead(isRead ? 200 : status, { 'content-type': 'application/json' })
        const page = { data: [], meta: { page: { total_count: 0, total_filtered_count: 0 } } }
        const error = { title: hostileText(1), detail: hostileText(7), source: { pointer: hostileText(13) } }
        const whose = asked.includes('current_user') ? hostileUser : page
        response.end(JSON.stringify(isRead ? whose : { errors: status === 400 ? [error] : [hostileText(5)] }))
      }
      const { failed, ddacYaml } = smallest
      return makeFolder({ 'ddac.yaml': ddacYaml, 'failed.rule.yaml': failed })
    },
    env: () => ({
      DDAC_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      DD_API_KEY: 'a'.repeat(32),
      DD_APP_KEY: 'b'.repeat(40),
    }),
  }
}

const smallest = {
  ddacYaml: 'tenants: { prod: { site: datadoghq.com } }\n',
  failed: JSON.stringify({
    id: 'failed',
    name: 'Failed',
    type: 'log_detection',
    isEnabled: true,
    queries: [{ query: 'source:app' }],
    options: { detectionMethod: 'threshold', evaluationWindow: 300, keepAlive: 3600, maxSignalDuration: 86_400 },
    cases: [{ status: 'high', condition: 'a > 0', notifications: [] }],
    tags: ['source:app'],
    message: 'm',
  }),
}

const servers = (...argv: string[]): Task[] => [
  against(403, false, ...argv),
  against(400, false, ...argv),
  against(400, true, ...argv),
]

/** A state of Terraform in which every name is hostile. */
function hostileState(): string {
  const names = { type: hostileText(1), name: hostileText(2), module: hostileText(3) }
  const instance = { index_key: hostileText(4), attributes: { id: hostileText(5) } }
  const resources = [names, { ...names, type: 'datadog_security_monitoring_rule' }].map((resource) => ({
    mode: 'managed',
    ...resource,
    instances: [instance],
  }))
  const state = { version: 4, terraform_version: hostileText(6), resources }
  return makeFolder({ 'ddac.yaml': 'tenants: { local: { emulator: true } }\n', 'state.json': JSON.stringify(state) })
}

const stopped = new AbortController()
stopped.abort()

/** What each command is given. A new command of the program without a line here fails the test. */
const tasks: Readonly<Record<string, readonly Task[]>> = {
  init: [{ argv: ['init', hostileNames[0] ?? ''], cwd: makeFolder, prints: 'text' }],
  validate: [broken('validate'), sound('validate'), named('validate'), ...servers('validate', '--remote')],
  test: [
    { ...broken('test'), prints: 'text' },
    sound('test'),
    named('test'),
    sound('test', '--mutate', '--min', '2+2'),
  ],
  eval: [
    sound('eval', 'logs'),
    { ...broken('eval', 'logs'), prints: 'text' },
    named('eval', 'logs'),
    sound('eval', 'logs', '--strict'),
    ...servers('eval', '--tenant-logs', '--last', '7d'),
  ],
  coverage: [
    sound('coverage'),
    broken('coverage'),
    named('coverage'),
    { ...sound('coverage', '--navigator'), prints: 'json' },
  ],
  impact: [
    ...[[], ['--show-values']].map((more) => ({
      argv: ['impact', '--base', 'main', 'logs', '--fail-on', 'any', ...more],
      cwd: () => soundRepository ?? '',
    })),
    { argv: ['impact', '--base', 'main', 'logs'], cwd: () => brokenRepository ?? '' },
    { argv: ['impact', '--base', hostileText(3), 'logs'], cwd: () => soundRepository ?? '' },
    { argv: ['impact', '--base', 'main', 'logs', '--fail-on', hostileText(5)], cwd: () => soundRepository ?? '' },
    sound('impact', '--base', 'main', 'logs'),
  ],
  backtest: [
    copied(managed('backtest', 'failed-logins', '--last', '30d', '--logs', 'logs')),
    sound('backtest', hostileText(3), '--last', '7d'),
    sound('backtest', 'failed-logins', '--last', '7d', '--index', hostileText(5)),
    ...servers('backtest', 'failed', '--last', '7d'),
  ],
  sample: [
    ...[hostileText(4), `@a:"${hostileText(5)}"`].map((text) =>
      sound('sample', text, '--last', '7d', '--rule', hostileText(6)),
    ),
    sound('sample', '--each-rule', '--last', '7d'),
    copied(managed('sample', '--each-rule', '--last', '30d')),
    ...servers('sample', '--each-rule', '--last', '7d'),
    ...servers('sample', 'AwAAAZ0AbCdEfGhIjKlMn'),
  ],
  calibrate: [copied(managed('calibrate', '--last', '7d')), ...servers('calibrate', '--last', '7d')],
  explain: [
    sound('explain', 'failed-logins', 'logs'),
    named('explain', 'failed-logins', 'logs'),
    broken('explain', hostileText(3)),
    { ...sound('explain', 'R204'), prints: 'text' },
  ],
  plan: [
    managed('plan', '--no-remote-validate', '--overwrite-drift'),
    mixed('plan', '--no-remote-validate', '--prune'),
    { ...broken('plan'), prints: 'text' },
    ...servers('plan'),
  ],
  review: [
    copied(broken('review', '--out', 'out')),
    copied(managed('review', '--out', 'out', '--no-remote-validate')),
    copied(mixed('review', '--out', 'out', '--without-tenant', hostileText(7))),
  ],
  'gitlab review': [copied(broken('gitlab', 'review', 'none', '--merge-request', '7', '--dry-run', '--key', 'x'))],
  'github review': [copied(broken('github', 'review', 'none', '--pull', '7', '--dry-run', '--key', 'x'))],
  nightly: [
    copied(managed('nightly', '--out', 'night')),
    copied(mixed('nightly', '--out', 'night')),
    ...servers('nightly', '--out', 'night').map(copied),
  ],
  'github drift': [
    sound('github', 'drift', hostileText(3)),
    sound('github', 'drift', 'logs', '--branch', hostileText(5)),
  ],
  'gitlab waiting': [sound('gitlab', 'waiting', '--out', 'reviews', '--key', hostileText(3))],
  'github suppression': [sound('github', 'suppression', hostileText(3))],
  'gitlab suppression': [sound('gitlab', 'suppression', hostileText(3))],
  'suppress draft': [
    sound(
      'suppress',
      'draft',
      '--from-signal',
      hostileText(3),
      '--reason',
      'r',
      '--days',
      '7',
      '--owner',
      'o',
      '--out',
      'draft',
    ),
  ],
  'gitlab drift': [sound('gitlab', 'drift', hostileText(3))],
  apply: [
    copied(managed('apply', '--yes', '--no-remote-validate')),
    copied(mixed('apply', '--yes', '--no-remote-validate', '--prune', '--max-deletes', '9')),
    ...servers('apply', '--yes'),
  ],
  drift: [
    managed('drift', '--revert'),
    { ...copied(managed('drift', '--adopt')), prints: 'text' },
    copied(mixed('drift', '--lock')),
    ...servers('drift'),
  ],
  import: [
    copied(mixed('import', '--all')),
    { ...copied(mixed('import', '--all', '--adopt', '--yes')), prints: 'text' },
    mixed('import', hostileText(2)),
    { argv: ['import', '--from', 'state.json'], cwd: hostileState },
    { argv: ['import', '--from', 'state.json', hostileText(6)], cwd: hostileState },
    ...servers('import', '--all'),
  ],
  help: [sound('help', 'tests'), sound('help', hostileText(4))].map((task) => ({ ...task, prints: 'text' })),
  fmt: [copied(sound('fmt')), broken('fmt', '--check'), sound('fmt', hostileText(4))],
  rename: [
    copied(sound('rename', 'failed-logins', 'renamed')),
    sound('rename', hostileText(8), 'renamed'),
    sound('rename', 'failed-logins', hostileText(12)),
    copied(named('rename', 'failed-logins', 'renamed')),
  ],
  export: [managed('export'), ...servers('export')],
  release: [
    copied(managed('release', '--all', '--yes')),
    managed('release', hostileText(3), '--yes'),
    ...servers('release', '--all', '--yes'),
  ],
  doctor: [sound('doctor'), ...servers('doctor')],
  emulator: [{ ...sound('emulator'), abort: stopped.signal, prints: 'text' }],
  schema: [sound('schema', 'rule'), sound('schema', hostileText(4))].map((task) => ({ ...task, prints: 'json' })),
  'pipeline run': [
    sound('pipeline', 'run', 'logs', '--explain', '--source', 'other0'),
    broken('pipeline', 'run', 'logs'),
  ],
  'pipeline pull': [
    copied(mixed('pipeline', 'pull')),
    mixed('pipeline', 'pull', '--check', '--source', hostileText(4)),
    ...servers('pipeline', 'pull'),
  ],
  'pipeline test': [sound('pipeline', 'test'), { ...broken('pipeline', 'test'), prints: 'text' }],
  'suppress list': [sound('suppress', 'list'), broken('suppress', 'list')],
  'suppress check': [
    sound('suppress', 'check', '--within', '9999'),
    sound('suppress', 'check', '--logs', 'logs', '--show-values', '--source', 'other0'),
  ],
  'suppress add': [
    { ...sound('suppress', 'add', 'new', '--name', hostileText(5), '--rule', hostileText(6)), prints: 'text' },
  ],
  'suppress renew': [
    {
      ...sound('suppress', 'renew', hostileText(7), '--until', '2099-01-01', '--reason', hostileText(5)),
      prints: 'text',
    },
  ],
  'suppress expire': [
    { ...sound('suppress', 'expire', hostileText(7)), prints: 'text' },
    { ...copied(sound('suppress', 'expire', 's0')), prints: 'text' },
  ],
}

function leaves(command: Command, path: readonly string[] = []): readonly string[] {
  if (command.commands.length === 0) return [path.join(' ')]
  return command.commands.flatMap((inner) => leaves(inner, [...path, inner.name()]))
}
const commands = leaves(makeProgram('0', async () => {}))

/** The marks of all hostile texts that were printed. */
const printed = new Set<string>()

async function run({ argv, cwd, env, abort }: Task, format: string): Promise<Run> {
  const context = { cwd: cwd(), ...(env && { env: env() }), ...(abort && { abort }) }
  const done = await ddac([...argv, '--format', format], context)
  for (const [mark] of `${done.stdout}${done.stderr}`.matchAll(/h\d+h/g)) printed.add(mark)
  return done
}

it('every command of the program is attacked', () => expect(Object.keys(tasks).sort()).toEqual([...commands].sort()))

/** A command that prints one thing whatever is asked for is run once. */
const cases = commands.flatMap((command) => {
  const isOne = (tasks[command] ?? []).every(({ prints }) => prints !== undefined)
  return formatsOf(command)
    .slice(0, isOne ? 1 : undefined)
    .map((format) => [command, format] as const)
})

function formatsOf(command: string): readonly Format[] {
  return isCommandName(command) ? formatsOfCommands[command].has : []
}

/** Lines of JSON are written as JSON is, and what is refused is told as JSON in one place: the long run tries all of it. */
const isLong = often(1) > 1

it.each(cases)(
  '%s, as %s',
  async (command, format) => {
    const all = tasks[command] ?? []
    for (const task of format === 'ndjson' && !isLong ? all.slice(0, 1) : all) {
      const isFirst = format === formatsOf(command)[0]
      if (task.prints !== undefined && !isFirst) continue
      if (task.isRefused && !isFirst && !(isLong && format === 'json')) continue
      const { code, stdout, stderr } = await run(task, format)
      const harm = [...harmIn(task.prints ?? format, stdout), ...harmIn('stderr', stderr)]
      expect({ argv: task.argv, harm }).toEqual({ argv: task.argv, harm: [] })
      expect(code).not.toBe(70)
    }
  },
  30_000,
)

it.each(formatsOf('validate'))('every field of ddac.yaml, as %s', async (format) => {
  for (const cwd of places.configs) {
    const { stdout, stderr } = await run({ argv: ['validate'], cwd: () => cwd }, format)
    expect([...harmIn(format, stdout), ...harmIn('stderr', stderr)]).toEqual([])
  }
})

/** Of each source, the fields whose text was met again in some output. */
function metAgain(): ReadonlyMap<string, { readonly fields: number; readonly met: number }> {
  const bySource = new Map<string, Map<string, boolean>>()
  for (const { source, path, marks } of placed) {
    const fields = bySource.get(source) ?? new Map<string, boolean>()
    const field = path.map((step) => (/h\d+h/.test(String(step)) ? '*' : step)).join('.')
    fields.set(field, fields.get(field) === true || marks.some((mark) => printed.has(mark)))
    bySource.set(source, fields)
  }
  return new Map(
    [...bySource].map(([source, fields]) => [
      source,
      { fields: fields.size, met: [...fields.values()].filter(Boolean).length },
    ]),
  )
}

it('what was written is found again in what was printed, from every source', () => {
  const counts = [...metAgain()]
  expect(counts.filter(([, { met }]) => met === 0)).toEqual([])
  const [fields, met] = (['fields', 'met'] as const).map((key) => counts.reduce((sum, [, each]) => sum + each[key], 0))
  expect(fields).toBeGreaterThan(350)
  expect(Number(met) / Number(fields)).toBeGreaterThan(0.6)
})
