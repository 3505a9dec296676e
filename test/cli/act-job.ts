import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Run } from './run-in-process'
import { runShellLine } from './run-shell-line'

export interface Step {
  readonly name?: string
  readonly uses?: string
  readonly run?: string
  readonly if?: string
  readonly with?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  readonly 'working-directory'?: string
}

export interface Job {
  readonly if?: string
  readonly permissions?: object
  readonly environment?: string
  readonly env?: Readonly<Record<string, string>>
  readonly strategy?: {
    readonly matrix: { readonly tenant: string }
    readonly 'max-parallel'?: number
    readonly 'fail-fast'?: boolean
  }
  readonly steps: readonly Step[]
}

export interface Workflow {
  readonly permissions: object
  readonly concurrency: { readonly 'cancel-in-progress': string }
  readonly jobs: Readonly<Record<string, Job>>
}

export interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>
  readonly runs: { readonly steps: readonly (Step & { readonly shell: string })[] }
}

const repository = join(__dirname, '../..')
const parsed = (path: string) => parse(readFileSync(join(repository, path), 'utf8'))
export const workflow: Workflow = parsed('.github/workflows/detections.yml')
export const suppressWorkflow: Workflow = parsed('.github/workflows/suppress.yml')
export const action: Action = parsed('.github/actions/ddac/action.yml')

/** A machine on which jobs run one after another: what is checked out lies in `work`, what jobs hand on in `artifacts`. */
export interface Machine {
  readonly folder: string
  /** What a checkout brings: of the base, and of what is proposed. */
  readonly base: string
  readonly head?: string
  readonly event: string
  /** What expressions may ask for beside that, by their paths: `secrets.DD_API_KEY`. */
  readonly known?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  /** Where its jobs stand; absent is the workflow of detections. */
  readonly workflow?: Workflow
}

/** One step that ran, for one tenant. */
export interface Acted extends Run {
  readonly step: string
  readonly tenant: string
}

/** Runs a job as GitHub does: for each tenant of its matrix every step whose condition holds, the action's among them. */
export async function actJob(name: string, machine: Machine): Promise<readonly Acted[]> {
  const job = (machine.workflow ?? workflow).jobs[name]
  if (!job) throw new Error(`there is no job ${name}`)
  const known = knownOn(machine)
  if (!isMeant(name, machine)) return []
  const tenants = job.strategy ? (filledIn(job.strategy.matrix.tenant, known) as readonly string[]) : ['']
  const acted: Acted[] = []
  for (const tenant of tenants) {
    const temp = mkdtempSync(join(machine.folder, 'temp-'))
    const at = { ...known, 'matrix.tenant': tenant, 'runner.temp': temp }
    const jobEnv = filled(job.env ?? {}, at)
    const run = new JobRun({ ...machine, env: { ...machine.env, ...jobEnv } }, at)
    for (const step of job.steps) await run.take(step)
    acted.push(...run.acted.map((one) => ({ ...one, tenant })))
  }
  return acted
}

/** Whether a job runs for the event of a machine. */
export function isMeant(name: string, machine: Machine): boolean {
  const condition = (machine.workflow ?? workflow).jobs[name]?.if
  return condition === undefined || isTrue(condition, knownOn(machine))
}

class JobRun {
  readonly acted: Omit<Acted, 'tenant'>[] = []
  #isGood = true

  constructor(
    private readonly machine: Machine,
    private readonly known: Readonly<Record<string, unknown>>,
  ) {}

  async take(step: Step): Promise<void> {
    if (!this.#holds(step.if, this.known)) return
    const given = filled(step.with ?? {}, this.known)
    const { uses = '' } = step
    const work = join(this.machine.folder, 'work')
    if (uses.startsWith('actions/checkout')) {
      const source = given.ref === undefined ? this.machine.base : (this.machine.head ?? '')
      cpSync(source, join(work, given.path ?? ''), { recursive: true })
    } else if (uses.startsWith('actions/upload-artifact')) this.#upload(given)
    else if (uses.startsWith('actions/download-artifact')) this.#download(given)
    else if (uses.endsWith('.github/actions/ddac')) await this.#act(given, work)
    else if (!uses.startsWith('actions/setup-node')) throw new Error(`${uses} is not known here`)
  }

  async #act(given: Readonly<Record<string, string>>, work: string): Promise<void> {
    const inputs = Object.entries(action.inputs).map(([name, { default: usual = '' }]) => [
      `inputs.${name}`,
      given[name] ?? usual,
    ])
    const known = { ...this.known, ...Object.fromEntries(inputs) }
    for (const step of action.runs.steps) {
      // What it installs is this checkout itself.
      if (step.name === 'Install' || !this.#holds(step.if, known)) continue
      const env = {
        RUNNER_TEMP: String(known['runner.temp']),
        GITHUB_STEP_SUMMARY: join(this.machine.folder, 'summary.md'),
        ...this.machine.env,
        ...filled(step.env ?? {}, known),
      }
      const cwd = join(work, String(filledIn(step['working-directory'] ?? '.', known)))
      const run = await runShellLine(step.run ?? '', { cwd, env })
      this.acted.push({ step: step.name ?? '', ...run })
      if (run.code !== 0) this.#isGood = false
    }
  }

  #upload({ name = '', path = '' }: Readonly<Record<string, string>>): void {
    for (const from of path.split('\n').filter((line) => line !== '')) {
      if (!existsSync(from)) continue
      const isFolder = !/\.\w+$/.test(from)
      const to = join(this.machine.folder, 'artifacts', name, isFolder ? '' : (from.split('/').at(-1) ?? ''))
      mkdirSync(join(this.machine.folder, 'artifacts', name), { recursive: true })
      cpSync(from, to, { recursive: true })
    }
  }

  #download({ name, pattern = '', path = '' }: Readonly<Record<string, string>>): void {
    const artifacts = join(this.machine.folder, 'artifacts')
    const all = existsSync(artifacts) ? readdirSync(artifacts) : []
    if (name !== undefined) cpSync(join(artifacts, name), path, { recursive: true })
    for (const one of all.filter((each) => name === undefined && each.startsWith(pattern.replace('*', '')))) {
      cpSync(join(artifacts, one), join(path, one), { recursive: true })
    }
  }

  /** Without a word on what went before, only a good run goes on. */
  #holds(condition: string | undefined, known: Readonly<Record<string, unknown>>): boolean {
    if (condition === undefined) return this.#isGood
    return (condition.includes('cancelled()') || this.#isGood) && isTrue(condition, known)
  }
}

function knownOn({ folder, event, known = {} }: Machine): Readonly<Record<string, unknown>> {
  return {
    'github.event_name': event,
    'github.repository': 'o/r',
    'github.workspace': join(folder, 'work'),
    'env.DDAC_KEEP': '14',
    'needs.check.result': 'success',
    ...known,
  }
}

function filled(
  values: Readonly<Record<string, string>>,
  known: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).map(([name, text]) => [name, String(filledIn(`${text}`, known))]))
}

function isTrue(condition: string, known: Readonly<Record<string, unknown>>): boolean {
  const [, inside = condition] = /^\$\{\{(.*)\}\}$/s.exec(condition.trim()) ?? []
  return Boolean(answerOf(inside, known))
}

/** A text with its expressions filled in; one that is nothing but an expression keeps what that is. */
function filledIn(text: string, known: Readonly<Record<string, unknown>>): unknown {
  const [, alone] = /^\$\{\{((?:(?!\}\}).)*)\}\}$/s.exec(text.trim()) ?? []
  if (alone !== undefined) return answerOf(alone, known)
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, inside) => String(answerOf(inside, known)))
}

const functions = {
  cancelled: () => false,
  fromJSON: (text: string) => JSON.parse(text),
  join: (list: readonly string[], between: string) => list.join(between),
}

/** The operators are those of JavaScript; a path that nobody knows is empty. */
function answerOf(expression: string, known: Readonly<Record<string, unknown>>): unknown {
  const written = expression.replace(
    /'(?:[^']|'')*'|([A-Za-z_][\w.-]*)(\s*\()?/g,
    (token, word?: string, call?: string) => {
      if (word === undefined) return JSON.stringify(token.slice(1, -1).replaceAll("''", "'"))
      return call ? `functions.${word}(` : `(known[${JSON.stringify(word)}] ?? '')`
    },
  )
  return new Function('known', 'functions', `return (${written})`)(known, functions)
}
