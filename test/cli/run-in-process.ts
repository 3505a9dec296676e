import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { Readable } from 'node:stream'
import type { CliContext, Outlet } from '../../src/cli/context'
import { runCli } from '../../src/cli/run-cli'

/** What a person or a pipeline sees of one command. */
export interface Run {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
  readonly stdin?: string
  /** What is answered to each question; without it nobody is there to answer. */
  readonly answer?: boolean
  /** What is typed where a text is asked for, each time or time by time; without it nobody is there to type. */
  readonly typed?: string | readonly string[]
  readonly isTerminal?: boolean
  readonly columns?: number
  readonly abort?: AbortSignal
  /** Told of each write to a stream while the command still runs. */
  readonly onStdout?: (text: string) => void
  readonly onStderr?: (text: string) => void
}

/** The clock of all tests of the command line. */
const fixedNowMs = Date.UTC(2026, 10, 25, 12)

/**
 * Runs a command inside this process: a collector for each stream, a clock that only waiting moves, an empty environment.
 */
export async function ddac(argv: readonly string[], options: RunOptions): Promise<Run> {
  const { cwd, env = {}, stdin = '', answer, typed, isTerminal = false, columns, abort, onStdout, onStderr } = options
  let nowMs = fixedNowMs
  const collected = { stdout: '', stderr: '' }
  const outlet = (name: 'stdout' | 'stderr'): Outlet => ({
    write: (safe) => {
      const text = String(safe)
      collected[name] += text
      ;(name === 'stdout' ? onStdout : onStderr)?.(text)
    },
    isTerminal,
    columns,
  })
  const lines = (typeof typed === 'object' ? typed : []).values()
  const context: CliContext = {
    argv,
    env,
    cwd,
    stdin: Readable.from(stdin === '' ? [] : [Buffer.from(stdin)]),
    stdout: outlet('stdout'),
    stderr: outlet('stderr'),
    now: () => nowMs,
    sleep: async (milliseconds) => {
      nowMs += milliseconds
    },
    busy: (work) => work(),
    abort: abort ?? new AbortController().signal,
    confirm: answer === undefined ? undefined : async () => answer,
    ask: typed === undefined ? undefined : async () => (typeof typed === 'string' ? typed : (lines.next().value ?? '')),
  }
  const code = await runCli(context)
  return { code, ...collected }
}

const made: string[] = []

/** A new folder with files, removed after the tests of the file. Its path has no symbolic link in it. */
export function makeFolder(files: Readonly<Record<string, string | Buffer>> = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ddac-cli-')))
  made.push(folder)
  writeFiles(folder, files)
  return folder
}

/** Adds or replaces files below a folder. */
export function writeFiles(folder: string, files: Readonly<Record<string, string | Buffer>>): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
  }
}

/** Every file below a folder and what it holds. */
export function filesIn(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = files.map(({ parentPath, name }) => join(parentPath, name))
  return new Map(paths.map((path) => [relative(folder, path), readFileSync(path, 'utf8')]))
}

/** The objects of an output with one JSON document a line. */
export function linesOf(text: string): Record<string, unknown>[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true })
})
