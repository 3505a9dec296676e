import { type ChildProcess, type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, relative } from 'node:path'
import { connectDatadog } from '../../src/datadog/datadog-remote'
import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/emulator/start-emulator'
import { storeInFile } from '../../src/emulator/store/state-store'
import type { JsonObject } from '../../src/json/json'
import { identityTags } from '../../src/rule/tenant/identity-tags'
import { applyPlan } from '../../src/sync/apply/apply-plan'
import { makePlan } from '../../src/sync/plan/make-plan'
import type { WantedState } from '../../src/sync/plan/wanted-state'
import { readTenant, type TenantState } from '../../src/sync/tenant-state'
import { type LargeWorkspace, largeWorkspace, strangers } from '../datadog/large-workspace'
import { often, seedOr } from '../random-runs'
import applyOnce from './apply-once.cjs'
import { makeFolder, writeFiles } from './run-in-process'
import { failure, logs, smallWorkspace, suppression } from './small-workspace'

/**
 * All that can be seen of a process alone: its streams, its signals, its death, what it loads. Everything else runs
 * commands in process (run-in-process.ts), which is why no other test starts one. The program is the built one.
 */
const root = join(__dirname, '../..')
const program = join(root, 'dist/main.js')

/** An environment with nothing of the developer's own in it. */
const bareEnvironment = { PATH: process.env['PATH'] ?? '' }

/** Runs a shell line in which `ddac` is the built program. */
function shell(line: string, cwd: string, env: Readonly<Record<string, string>> = {}): SpawnSyncReturns<string> {
  const script = `ddac() { "${process.execPath}" "${program}" "$@"; }\n${line}`
  return spawnSync('bash', ['--norc', '-c', script], { cwd, encoding: 'utf8', env: { ...bareEnvironment, ...env } })
}

/** Starts the built program; the caller ends it. */
function start(argv: readonly string[], cwd: string): ChildProcess {
  return spawn(process.execPath, [program, ...argv], { cwd, env: bareEnvironment })
}

/** Starts a script that uses files of the built program; their folder is its first argument. */
function startScript(script: readonly string[], argv: readonly string[]): ChildProcess {
  return spawn(process.execPath, [...script, join(root, 'dist'), ...argv], { stdio: ['ignore', 'pipe', 'pipe'] })
}

/** The exit code after Ctrl-C, as a shell shows it. */
function stopped(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    child.on('exit', (code, signal) => resolve(signal === 'SIGINT' ? 130 : code))
    child.kill('SIGINT')
  })
}

describe('ddac as a process', () => {
  it('reads its arguments, its input and its folder, and ends with the exit code of the command', () => {
    const cwd = makeFolder({ ...smallWorkspace(), 'logs.ndjson': logs })
    const run = shell('ddac eval - --format ndjson < logs.ndjson', cwd)
    expect(run).toMatchObject({ status: 0, stderr: '' })
    expect(run.stdout.trimEnd().split('\n')).toHaveLength(3)
    expect(shell('ddac validate nowhere', cwd).status).toBe(2)
    expect(shell('ddac plan --detailed-exitcode', cwd).status).toBe(2)
  })

  it('asks nobody where there is no terminal', () => {
    const cwd = makeFolder(smallWorkspace())
    const run = shell('yes | ddac apply', cwd)
    expect(run).toMatchObject({ status: 2, stdout: '' })
    expect(run.stderr).toContain('nobody is there to confirm')
  })

  it('is silent when its reader goes away', () => {
    const many = Array.from({ length: 4000 }, (_, second) =>
      failure(`e${second}`, `user-${second % 2000}`, new Date(Date.UTC(2026, 10, 20) + second).toISOString()),
    )
    const cwd = makeFolder({ ...smallWorkspace(), 'logs.ndjson': many.join('') })
    const run = shell('ddac eval logs.ndjson --format ndjson | head -n 1', cwd)
    expect(run.stderr).toBe('')
    expect(run.stdout).toMatch(/^\{"kind":"signal".*\}\n$/)
  })

  const full = existsSync('/dev/full') ? it : it.skip
  full('tells that the disk is full, and does not answer yes', () => {
    const cwd = makeFolder(smallWorkspace())
    expect(shell('ddac schema rule > /dev/full', cwd)).toMatchObject({
      status: 2,
      stderr: 'error: the output could not be written: the disk is full\n',
    })
    expect(shell('ddac plan --detailed-exitcode > /dev/full', cwd).status).toBe(1)
  })

  it('is ended by Ctrl-C at once where nothing is half done', async () => {
    const cwd = makeFolder(smallWorkspace())
    const child = start(['eval', '-'], cwd)
    // More than a pipe holds: once all is taken the program reads, and standard input never ends.
    await new Promise((taken) => child.stdin?.write('\n'.repeat(1 << 20), taken))
    expect(await stopped(child)).toBe(130)
  })

  it.each([
    ['TERM', 143],
    ['INT', 130],
  ])('is ended by SIG%s while it computes', (name, code) => {
    // Changing all shipped rules and running their tests again takes seconds of computing.
    const line = `"${process.execPath}" "${program}" test --mutate & pid=$!; sleep 0.4; kill -${name} $pid; wait $pid; echo "ended with $?"`
    const run = shell(`set -m; ${line}`, root)
    expect(run.stdout).toBe(`ended with ${code}\n`)
  })

  it('apply waits for no other try once it is to stop, and what it left is told', async () => {
    const server = createServer((request, response) => {
      const isRead = request.method === 'GET'
      request.resume()
      response.writeHead(isRead ? 200 : 429, isRead ? {} : { 'x-ratelimit-reset': '60' })
      response.end(isRead ? '{"data":[]}' : '{"errors":["Rate limit exceeded"]}')
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      const cwd = makeFolder({ ...smallWorkspace(), 'ddac.yaml': 'tenants: { prod: { site: datadoghq.eu } }\n' })
      const keys = { DD_API_KEY: 'a'.repeat(32), DD_APP_KEY: 'b'.repeat(40) }
      const argv = [program, 'apply', '--yes', '--no-remote-validate']
      const child = spawn(process.execPath, argv, { cwd, env: { ...bareEnvironment, ...keys, DDAC_API_URL: url } })
      let [told, done] = ['', '']
      child.stdout.on('data', (text) => (done += text))
      await new Promise<void>((waiting) => {
        child.stderr.on('data', (text) => {
          told += text
          if (/could not create .*next try in 60/.test(told)) waiting()
        })
      })
      expect(await stopped(child)).toBe(130)
      expect(done).toMatch(/^not done {2}create rule failed-logins/m)
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })

  it('the emulator serves until Ctrl-C, then keeps what it was told and ends with 0', async () => {
    const cwd = makeFolder(smallWorkspace())
    const child = start(['emulator', '--port', '0'], cwd)
    const url = await new Promise<string>((resolve) =>
      child.stdout?.once('data', (data) => resolve(String(data).trim())),
    )
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    const created = await fetch(`${url}/api/v2/security_monitoring/configuration/suppressions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        data: {
          type: 'suppressions',
          attributes: { name: 'Quiet', enabled: true, rule_query: 'source:app', suppression_query: 'env:test' },
        },
      }),
    })
    expect(created.status).toBe(200)
    expect(await stopped(child)).toBe(0)
    expect(readFileSync(join(cwd, '.ddac/local.json'), 'utf8')).toContain('"Quiet"')
  })
})

describe('the files of a person', () => {
  it('one without permission is told like a mistake in it, and the rest is checked', () => {
    const ruleFile = 'app/failed-logins.rule.yaml'
    const cwd = makeFolder(smallWorkspace({ 'app/load-test.suppression.yaml': suppression.replace(/owner: .*\n/, '') }))
    chmodSync(join(cwd, ruleFile), 0)
    chmodSync(cwd, 0o755)
    // Root may read everything, so that it takes somebody else to be refused.
    const somebody = process.getuid?.() === 0 ? { uid: 65_534 } : {}
    const run = spawnSync(process.execPath, [program, 'validate'], {
      cwd,
      encoding: 'utf8',
      env: bareEnvironment,
      ...somebody,
    })
    expect(run.status).toBe(1)
    expect(run.stdout).toContain(`error[W110]: ${ruleFile} cannot be read: permission denied`)
    expect(run.stdout).toContain('Check who owns the file and its mode.')
    expect(run.stdout).toContain('error[S006]')
  })
})

describe('starting up', () => {
  let folder: string
  beforeAll(() => {
    folder = makeFolder({
      ...smallWorkspace(),
      'logs.ndjson': logs,
      'run-each.cjs': runEach,
      'see-scripts.cjs': seeScripts,
    })
  })

  /** Runs lines of the built program one after another, and writes down every file that was loaded, and what of Node takes time. */
  const runEach = `
const [, script, program, ...lines] = process.argv
const load = (at) => {
  if (at === lines.length || process.exitCode) return
  process.argv = [process.execPath, program, ...lines[at].split(' ')]
  for (const path of Object.keys(require.cache)) if (/\\/(main|run-process)\\.js$/.test(path)) delete require.cache[path]
  require(program)
  process.once('beforeExit', () => setImmediate(load, at + 1))
}
process.on('exit', () => {
  const own = process.moduleLoadList.map((name) => name.replace('NativeModule ', 'node:'))
  const late = ['node:child_process', 'node:crypto', 'node:http', 'node:worker_threads'].filter((name) => own.includes(name))
  const loaded = Object.keys(require.cache).filter((path) => path !== script).concat(late)
  require('node:fs').writeFileSync(process.env.DDAC_LOADED, JSON.stringify(loaded))
})
load(0)
`

  /** Loaded before a program, and before each of its threads: writes down what is run as a script, and what that is compiled from. */
  const seeScripts = `
const vm = require('node:vm')
vm.Script = class extends vm.Script {
  constructor(text, options) {
    super(text, options)
    const from = options.cachedData && !this.cachedDataRejected ? 'kept' : 'text'
    require('node:fs').appendFileSync(process.env.DDAC_SCRIPTS, options.filename + ' ' + from + '\\n')
  }
}
`

  /** The files that the built program loaded for these lines, relative to the repository. */
  function loadedBy(...lines: string[]): string[] {
    const list = join(folder, 'loaded.json')
    const run = spawnSync(process.execPath, [join(folder, 'run-each.cjs'), program, ...lines], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...bareEnvironment, DDAC_LOADED: list },
    })
    expect({ status: run.status, stderr: run.stderr }).toEqual({ status: 0, stderr: '' })
    const files: string[] = JSON.parse(readFileSync(list, 'utf8'))
    return files.map((path) => (path.startsWith('node:') ? path : relative(root, path)))
  }

  it('what works offline loads neither the Datadog client nor what speaks to a tenant', () => {
    const loaded = loadedBy(
      'schema rule',
      'explain Q001',
      '-q validate',
      '-q test',
      '-q eval logs.ndjson',
      'fmt --help',
    )
    expect(loaded).toContain('dist/cli/commands/eval.js')
    expect(loaded.filter((path) => /@datadog\/|^dist\/(datadog|emulator)\//.test(path))).toEqual([])
  })

  it('a command that has a bundle loads no file of ours beside, no package of others, and nothing of Node that few need', () => {
    const loaded = loadedBy('validate', 'eval logs.ndjson', 'suppress check', 'suppress list')
    const begun = ['bundles', 'cli/help/ready-help', 'main']
    expect(loaded.filter((path) => path.startsWith('dist/')).sort()).toEqual(begun.map((name) => `dist/${name}.js`))
    expect(loaded.filter((path) => /^node(_modules\/|:)/.test(path))).toEqual([])
  })

  it('a bundle is not compiled again, in this thread and in others', () => {
    const list = join(folder, 'scripts.txt')
    const lines = ['validate', 'eval --workers 2 logs.ndjson more.ndjson', 'suppress check']
    writeFiles(folder, { 'more.ndjson': logs })
    const preloaded = ['--require', join(folder, 'see-scripts.cjs')]
    const run = spawnSync(process.execPath, [...preloaded, join(folder, 'run-each.cjs'), program, ...lines], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...bareEnvironment, DDAC_LOADED: join(folder, 'loaded.json'), DDAC_SCRIPTS: list },
    })
    expect({ status: run.status, stderr: run.stderr }).toEqual({ status: 0, stderr: '' })
    const scripts = readFileSync(list, 'utf8').replaceAll(join(root, 'dist/bundles/'), '').trim().split('\n')
    expect(scripts).toEqual(['usual', 'eval', 'pass-thread', 'pass-thread', 'effect'].map((name) => `${name}.js kept`))
  })

  it('ddac validate loads what reads pipelines, databases of places and explanations only where the workspace has them', () => {
    const loaded = loadedBy('-q validate')
    const rare =
      /^dist\/(pipeline\/(grok|processors|samples|intake)|explain|detect\/signals\/signal-board)\/|mmdb-lib|csv-parse/
    expect(loaded.filter((path) => rare.test(path))).toEqual([])
    expect(loaded.length).toBeLessThan(485)
    expect(loaded).toContain('node:crypto')
    writeFiles(folder, { 'a.pipeline.yaml': 'name: a\nfilter: { query: "source:app" }\nprocessors: []\n' })
    const more = loadedBy('-q validate')
    rmSync(join(folder, 'a.pipeline.yaml'))
    expect(more.filter((path) => path.startsWith('dist/pipeline/grok/')).length).toBeGreaterThan(10)
  })

  it('a command against a tenant does load the client, so that this test can fail', () => {
    const loaded = loadedBy('plan')
    expect(loaded.some((path) => path.startsWith('node_modules/@datadog/'))).toBe(true)
    // Only its common package: the models take seconds.
    expect(loaded.filter((path) => /@datadog\/.*\/packages\/datadog-api-client-v[12]\//.test(path))).toEqual([])
  })

  it('help that was made with the program loads nothing but what finds it', () => {
    for (const line of ['--help', 'plan --help', 'suppress check -h']) {
      expect(loadedBy(line)).toEqual(['dist/main.js', 'dist/cli/help/ready-help.js'])
    }
  })

  it('other help loads the command line, what reads and makes its text, and no other room below it', () => {
    const loaded = loadedBy('--quiet plan --help')
    const ours = loaded.filter((path) => path.startsWith('dist/'))
    expect(
      ours.filter(
        (path) =>
          !/^dist\/(main\.js|bundles\.js|cli\/|medium\/|json\/json-text\.js|diagnostic\/(trouble|world-error)\.js)/.test(
            path,
          ),
      ),
    ).toEqual([])
    expect(
      new Set(loaded.filter((path) => path.startsWith('node_modules/')).map((path) => path.split('/')[1])),
    ).toEqual(new Set(['commander']))
    expect(loaded.length).toBeLessThan(30)
  })
})

describe('a tenant in a file', () => {
  it('loses nothing when several processes write at once, and one is killed', async () => {
    const file = join(makeFolder(), 'tenant.json')
    const script = `
      const [, dist, file, name] = process.argv
      const { storeInFile } = require(dist + '/emulator/store/state-store')
      const store = storeInFile(file)
      for (let index = 0; index < 40; index++) {
        store.exclusively(() => store.commit([{ collection: 'rules', id: name + index, value: { id: name + index, name } }]))
        process.stdout.write(name + index + '\\n')
      }
      store.close()
    `
    const writers = ['a', 'b', 'victim'].map((name) => startScript(['-e', script], [file, name]))
    const told = writers.map(() => '')
    for (const [index, child] of writers.entries()) {
      child.stdout?.on('data', (text: Buffer) => {
        told[index] += text.toString()
        if (index === 2 && (told[2] ?? '').length > 60) child.kill('SIGKILL')
      })
    }
    await Promise.all(writers.map((child) => once(child, 'close')))
    const kept = new Set(
      storeInFile(file)
        .read()
        .all('rules')
        .map(({ id }) => id),
    )
    const answered = told.flatMap((text) => text.split('\n').slice(0, -1))
    expect(answered.length).toBeGreaterThanOrEqual(80)
    expect(answered.filter((id) => !kept.has(id))).toEqual([])
  })
})

/** A usual run tries a fifth of it. */
const size = often(1) > 1 ? 1 : 0.2
const killedRuns = size === 1 ? 5 : 2
const mostRuns = 60

const running: Emulator[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((emulator) => emulator.close()))
})

async function emulate(options: EmulatorOptions): Promise<Emulator> {
  const emulator = await startEmulator(options)
  running.push(emulator)
  return emulator
}

describe('an apply under faults whose process is killed again and again', () => {
  const seeds = Array.from({ length: often(1) }, (_, index) => [seedOr(1) + index] as const)

  it.each(seeds)(
    'ends hundreds of changes later, equal to git, against a tenant that lives on (seed %i)',
    async (seed) => {
      const random = seededRandom(seed)
      const workspace = largeWorkspace(size)
      const wantedFile = fileOf(workspace.after)
      let answers = 0
      let onAnswer = (): void => {}
      const emulator = await emulate({
        log: () => {
          answers += 1
          onAnswer()
        },
      })
      const held = await fill(emulator.url, workspace)
      const runs = await untilNothingIsLeft(async (mayKill) => {
        await setFaults(emulator.url, someFaults(random))
        if (!mayKill) return runHere(wantedFile, emulator.url)
        const child = startRun(wantedFile, emulator.url)
        const fatal = answers + 1 + Math.floor(random() * 500 * size)
        onAnswer = () => {
          if (answers >= fatal) child.kill('SIGKILL')
        }
        return endOf(child)
      })
      await setFaults(emulator.url, '')
      expectEqualToGit(workspace.after, await readTenant(sound(emulator.url)), held)
      expect(runs.killed).toBeGreaterThan(0)
    },
  )

  it.each(seeds)(
    'ends with a hundred changes made, equal to git, in a tenant that dies with it (seed %i)',
    async (seed) => {
      const random = seededRandom(1000 + seed)
      const workspace = largeWorkspace(0.2)
      const wantedFile = fileOf(workspace.after)
      const stateFile = join(makeFolder(), 'tenant.json')
      const first = await emulate({ stateFile })
      const held = await fill(first.url, workspace)
      await first.close()
      const runs = await untilNothingIsLeft((mayKill) => {
        const faults = someFaults(random)
        if (!mayKill) return runHere(wantedFile, stateFile, faults)
        const child = startRun(wantedFile, stateFile, faults)
        let told = 0
        const fatal = 1 + Math.floor(random() * 30)
        child.stdout?.on('data', (text: Buffer) => {
          told += text.toString().split('\n').length - 1
          if (told >= fatal) child.kill('SIGKILL')
        })
        return endOf(child)
      })
      const last = await emulate({ stateFile })
      expectEqualToGit(workspace.after, await readTenant(sound(last.url)), held)
      expect(runs.killed).toBeGreaterThan(0)
    },
  )
})

/** Puts into a tenant what git held before and what others have there; answers what the others have. */
async function fill(url: string, { before, after, changes }: LargeWorkspace): Promise<TenantState> {
  await fetch(`${url}/_emulator/seed`, { method: 'POST', body: JSON.stringify(strangers) })
  const held = await readTenant(sound(url))
  await applyPlan(makePlan(before, held), sound(url))
  const plan = makePlan(after, await readTenant(sound(url)), { prune: true, maxDeletes: 1000, createBeside: true })
  expect(plan.changes.filter(({ action }) => action !== 'none')).toHaveLength(changes)
  return held
}

function expectEqualToGit(after: WantedState, actual: TenantState, others: TenantState): void {
  const plan = makePlan(after, actual, { prune: true, maxDeletes: 1000, createBeside: true })
  expect(plan.changes.filter(({ action }) => action !== 'none')).toEqual([])
  const slugsOf = (bodies: readonly JsonObject[]) => bodies.flatMap(({ tags }) => identityTags(tags).ids).sort()
  expect(slugsOf(actual.rules.map(({ body }) => body))).toEqual(after.rules.map(({ id }) => id).sort())
  expect(slugsOf(actual.suppressions.map(({ attributes }) => attributes))).toEqual(
    after.suppressions.map(({ id }) => id).sort(),
  )
  // A look of its own, which does not ask the program whether it is right.
  for (const { id, name, message, isEnabled } of after.rules) {
    const found = actual.rules.find(({ body }) => (body.tags as readonly string[]).includes(`ddac:${id}`))
    expect(found?.body).toMatchObject({ name, message, isEnabled })
  }
  expect(actual.rules).toHaveLength(after.rules.length + others.rules.length)
  expect(actual.suppressions).toHaveLength(after.suppressions.length + others.suppressions.length)
  for (const other of others.rules) expect(actual.rules).toContainEqual(other)
  for (const other of others.suppressions) expect(actual.suppressions).toContainEqual(other)
}

interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly errors: string
}

/** Runs until a run finds nothing to do. The first runs may be killed; a run that ends in any unforeseen way fails. */
async function untilNothingIsLeft(run: (mayKill: boolean) => Promise<Ended>): Promise<{ readonly killed: number }> {
  let killed = 0
  for (let count = 1; count <= mostRuns; count++) {
    const { code, signal, errors } = await run(count <= killedRuns)
    if (code === 0) return { killed }
    if (signal === 'SIGKILL') killed += 1
    else if (code !== 3 && code !== 4) throw new Error(`the run ended with ${code ?? signal}: ${errors}`)
  }
  throw new Error(`there was still something to do after ${mostRuns} runs`)
}

function fileOf(wanted: WantedState): string {
  return join(makeFolder({ 'wanted.json': JSON.stringify(wanted) }), 'wanted.json')
}

function startRun(wantedFile: string, place: string, faults = ''): ChildProcess {
  return startScript([require.resolve('./apply-once.cjs')], [wantedFile, place, faults])
}

/** A run that nobody kills, in this process. */
async function runHere(wantedFile: string, place: string, faults = ''): Promise<Ended> {
  const code = await applyOnce(join(root, 'src'), wantedFile, place, faults, () => {})
  return { code, signal: null, errors: '' }
}

async function endOf(child: ChildProcess): Promise<Ended> {
  let errors = ''
  child.stdout?.resume()
  child.stderr?.on('data', (text: Buffer) => {
    errors += text.toString()
  })
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
  return { code, signal, errors }
}

function sound(baseUrl: string) {
  return connectDatadog({ tenant: 'local', baseUrl })
}

async function setFaults(url: string, faults: string): Promise<void> {
  const response = await fetch(`${url}/_emulator/faults`, { method: 'PUT', body: JSON.stringify({ faults }) })
  expect(response.status).toBe(200)
}

function someFaults(random: () => number): string {
  const number = (below: number) => 1 + Math.floor(random() * below)
  return ['429', '500', 'drop', 'cut'].map((kind) => `${kind}@${number(40)}+${15 + number(60)}`).join(',')
}

function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}
