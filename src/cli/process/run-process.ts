import { WorldError } from '../../diagnostic/world-error'
import { type TerminalText, terminal } from '../../medium/terminal-text'
import type { CliContext, Outlet } from '../context'
import { runCli, troubleCode } from '../run-cli'

/** What a stream could not take, other than that its reader has gone away (`ddac … | head`), which is nothing to tell. */
let unwritten: NodeJS.ErrnoException | undefined

function outlet(stream: NodeJS.WriteStream): Outlet {
  let open = true
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (!open) return
    open = false
    if (error.code === 'EPIPE') return
    unwritten = error
    const reason = error.code === 'ENOSPC' ? 'the disk is full' : error.message
    if (stream !== process.stderr)
      process.stderr.write(`${terminal`error: the output could not be written: ${reason}\n`}`)
    process.exitCode = troubleCode(context)
  })
  return {
    write: (text) => {
      if (open) stream.write(String(text))
    },
    drained: () => (open && stream.writableNeedDrain ? roomIn(stream) : nextTurn()),
    isTerminal: stream.isTTY === true,
    // A terminal may be made wider or narrower meanwhile.
    get columns() {
      return stream.isTTY === true && stream.columns > 0 ? stream.columns : undefined
    },
  }
}

/** The line that is typed; empty where the terminal is closed instead. */
async function ask(question: TerminalText): Promise<string> {
  const { createInterface } = await import('node:readline/promises')
  const prompt = createInterface({ input: process.stdin, output: process.stderr })
  const closed = new Promise<string>((resolve) => prompt.once('close', () => resolve('')))
  try {
    return (await Promise.race([prompt.question(`${question} `), closed])).trim()
  } finally {
    prompt.close()
  }
}

/** What closes has room for all that nobody reads. */
function roomIn(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      for (const name of ['drain', 'close', 'error']) stream.off(name, go)
      resolve()
    }
    for (const name of ['drain', 'close', 'error']) stream.on(name, go)
  })
}

/** Signals of the system are heard between two turns only. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

async function confirm(question: TerminalText): Promise<boolean> {
  return /^y(es)?$/i.test(await ask(terminal`${question} [y/N]`))
}

/**
 * A signal ends the program by itself, also while it computes; a shell shows 130 or 143. Only a command that has taken it
 * on itself to stop in good order is told, and a second signal ends it all the same.
 */
const stopping = new AbortController()
let stopCode = 0
const stop = (code: number) => (): void => {
  if (stopping.signal.aborted) process.exit(code)
  stopCode = code
  stopping.abort()
}
const onSignal = { SIGINT: stop(130), SIGTERM: stop(143) } as const
const signals = ['SIGINT', 'SIGTERM'] as const
let stopsItself = false

/** While such a command computes with nothing half done, no listener could run: the signal is left to the system again. */
let busyWith = 0
function busy<T>(work: () => T): T {
  busyWith += 1
  for (const name of signals) process.off(name, onSignal[name])
  const done = (): void => {
    busyWith -= 1
    listen()
  }
  let isPending = false
  try {
    const result = work()
    if (!(result instanceof Promise)) return result
    isPending = true
    return result.finally(done) as T
  } finally {
    if (!isPending) done()
  }
}

function listen(): void {
  if (!stopsItself || busyWith > 0) return
  for (const name of signals) {
    process.off(name, onSignal[name])
    process.on(name, onSignal[name])
  }
}

/** No wait is part of stopping in good order: one that a signal meets ends with a WorldError. */
function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const interrupt = (): void => {
      clearTimeout(timer)
      reject(new WorldError('interrupted', 'stopped while waiting for another try'))
    }
    const timer = setTimeout(() => {
      stopping.signal.removeEventListener('abort', interrupt)
      resolve()
    }, milliseconds)
    if (stopping.signal.aborted) interrupt()
    else stopping.signal.addEventListener('abort', interrupt, { once: true })
  })
}

/** Whether somebody sees a question and can answer it. */
function isAnswered(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY
}

let errors: Outlet | undefined

const context: CliContext = {
  argv: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  // Node opens a stream when it is first touched, which costs time; help needs only one of the three.
  get stdin() {
    return process.stdin
  },
  stdout: outlet(process.stdout),
  get stderr() {
    errors ??= outlet(process.stderr)
    return errors
  },
  now: Date.now,
  sleep,
  busy,
  get abort() {
    stopsItself = true
    listen()
    return stopping.signal
  },
  get confirm() {
    return isAnswered() ? confirm : undefined
  },
  get ask() {
    return isAnswered() ? ask : undefined
  },
}

/** Runs the command line on this process, which ends with its exit code. */
export async function runProcess(): Promise<void> {
  const code = await runCli(context)
  // Whoever asked a command to stop hears so, unless it had done all it was to do.
  const told = code === 0 ? code : stopCode || code
  process.exitCode = unwritten ? troubleCode(context) : told
}
