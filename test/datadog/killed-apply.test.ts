import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectDatadog } from '../../src/datadog/datadog-remote'
import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/emulator/start-emulator'
import type { JsonObject } from '../../src/json/json'
import { identityTags } from '../../src/rule/identity-tags'
import { applyPlan } from '../../src/sync/apply/apply-plan'
import { makePlan } from '../../src/sync/plan/make-plan'
import { readTenant, type TenantState } from '../../src/sync/tenant-state'
import { applyOnce } from './apply-once'
import { after, before, strangers } from './large-workspace'

/** `KILL_SEEDS=50 npx jest test/datadog/killed` runs it with fifty seeds of each kind; `KILL_FROM` is the first. */
const seeds = Number(process.env.KILL_SEEDS ?? 1)
const firstSeed = Number(process.env.KILL_FROM ?? 1)
const killedRuns = 5
const mostRuns = 60

let folder: string
const running: Emulator[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ddac-killed-'))
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((emulator) => emulator.close()))
  rmSync(folder, { recursive: true, force: true })
})

async function start(options: EmulatorOptions): Promise<Emulator> {
  const emulator = await startEmulator(options)
  running.push(emulator)
  return emulator
}

describe('an apply of 500 changes under faults whose process is killed again and again', () => {
  const each = Array.from({ length: seeds }, (_, index) => [firstSeed + index] as const)

  it.each(each)(
    'ends equal to git against a tenant that lives on (seed %i)',
    async (seed) => {
      const random = seededRandom(seed)
      let answers = 0
      let onAnswer = (): void => {}
      const emulator = await start({
        log: () => {
          answers += 1
          onAnswer()
        },
      })
      const held = await fill(emulator.url)
      const runs = await untilNothingIsLeft(async (mayKill) => {
        await setFaults(emulator.url, someFaults(random))
        const child = startRun(emulator.url)
        const fatal = answers + 1 + Math.floor(random() * 500)
        onAnswer = () => {
          if (mayKill && answers >= fatal) child.kill('SIGKILL')
        }
        return endOf(child)
      })
      await setFaults(emulator.url, '')
      expectEqualToGit(await readTenant(sound(emulator.url)), held)
      expect(await applyOnce(emulator.url, '')).toBe(0)
      expect(runs.killed).toBeGreaterThan(0)
    },
    120_000,
  )

  it.each(each)(
    'ends equal to git in a tenant that dies with it, in a file (seed %i)',
    async (seed) => {
      const random = seededRandom(1000 + seed)
      const stateFile = join(folder, 'tenant.json')
      const first = await start({ stateFile })
      const held = await fill(first.url)
      await first.close()
      const runs = await untilNothingIsLeft((mayKill) => {
        const child = startRun(stateFile, someFaults(random))
        let told = 0
        const fatal = 1 + Math.floor(random() * 250)
        child.stdout?.on('data', (text: Buffer) => {
          told += text.toString().split('\n').length - 1
          if (mayKill && told >= fatal) child.kill('SIGKILL')
        })
        return endOf(child)
      })
      const last = await start({ stateFile })
      expectEqualToGit(await readTenant(sound(last.url)), held)
      expect(runs.killed).toBeGreaterThan(0)
    },
    120_000,
  )
})

/** Puts into a tenant what git held before and what others have there; answers what the others have. */
async function fill(url: string): Promise<TenantState> {
  await fetch(`${url}/_emulator/seed`, { method: 'POST', body: JSON.stringify(strangers) })
  const held = await readTenant(sound(url))
  await applyPlan(makePlan(before, held), sound(url))
  const plan = makePlan(after, await readTenant(sound(url)), { prune: true, maxDeletes: 1000 })
  expect(plan.changes.filter(({ action }) => action !== 'none')).toHaveLength(500)
  return held
}

function expectEqualToGit(actual: TenantState, others: TenantState): void {
  const plan = makePlan(after, actual, { prune: true, maxDeletes: 1000 })
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

function startRun(place: string, faults = ''): ChildProcess {
  const program = `
    const { transformSync } = require('@swc/core')
    const { readFileSync } = require('node:fs')
    const options = { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' } }
    require.extensions['.ts'] = (module, path) => module._compile(transformSync(readFileSync(path, 'utf8'), options).code, path)
    const { applyOnce } = require(${JSON.stringify(join(__dirname, 'apply-once.ts'))})
    applyOnce(...process.argv.slice(1)).then((code) => process.exit(code))
  `
  return spawn(process.execPath, ['-e', program, place, faults], { stdio: ['ignore', 'pipe', 'pipe'] })
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
