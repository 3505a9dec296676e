/** The real commands: within this process, with its waits passing at once, or as a process of their own. */
const { spawn } = require('node:child_process')
const { once } = require('node:events')
const { join } = require('node:path')
const { Readable } = require('node:stream')

const root = join(__dirname, '../..')
const program = join(root, 'dist/main.js')
const { runCli } = require(join(root, 'dist/cli/run-cli'))

/** Keys that stand nowhere but in the environment; the siege looks for them everywhere else. */
const keys = { DD_API_KEY: 'f00dfeed'.repeat(4), DD_APP_KEY: 'c0ffee00'.repeat(5) }
const keyPattern = /f00dfeed|c0ffee00/i

const nowMs = Date.UTC(2026, 10, 25, 12)

const environmentOf = (url) => ({ ...keys, ...(url && { DDAC_API_URL: url }) })

/**
 * Runs a command here. Waiting takes no time; where no answer will come (`hurry`) the limit on one passes two hundred times
 * faster than it would, and `stop` asks it to end as a signal does. Answers what a person sees, and the longest wait.
 */
async function runHere(argv, { cwd, url, stop, skewMs = 0, hurry = false }) {
  const seen = { code: undefined, stdout: '', stderr: '', longestWaitMs: 0, waits: 0 }
  let clock = nowMs + skewMs
  const outlet = (name) => ({
    write: (text) => {
      seen[name] += String(text)
    },
    isTerminal: false,
  })
  const abort = new AbortController()
  const context = {
    argv,
    env: environmentOf(url),
    cwd,
    stdin: Readable.from([]),
    stdout: outlet('stdout'),
    stderr: outlet('stderr'),
    now: () => clock,
    sleep: async (milliseconds) => {
      if (!(milliseconds >= 0)) throw new Error(`a wait of ${milliseconds} ms`)
      seen.waits += 1
      seen.longestWaitMs = Math.max(seen.longestWaitMs, milliseconds)
      clock += milliseconds
      if (abort.signal.aborted) throw stoppedWaiting()
      await new Promise((resolve) => setImmediate(resolve))
    },
    busy: (work) => work(),
    abort: abort.signal,
    confirm: undefined,
    ask: undefined,
  }
  stop?.(() => abort.abort())
  const real = globalThis.setTimeout
  globalThis.setTimeout = (work, milliseconds, ...rest) =>
    real(work, hurry && milliseconds >= 30_000 ? milliseconds / 200 : milliseconds, ...rest)
  try {
    seen.code = await runCli(context)
  } finally {
    globalThis.setTimeout = real
  }
  if (abort.signal.aborted && seen.code !== 0) seen.code = 130
  return seen
}

function stoppedWaiting() {
  const { WorldError } = require(join(root, 'dist/diagnostic/world-error'))
  return new WorldError('interrupted', 'stopped while waiting for another try')
}

/** Runs it as a process. `disk` is a fault of its disk; `onChild` may signal it. The signal that ended it stands as a code. */
async function runApart(argv, { cwd, url, disk, onChild }) {
  const env = { PATH: process.env.PATH, ...environmentOf(url), ...(disk && { DDAC_SIEGE_DISK: JSON.stringify(disk) }) }
  const preload = disk ? ['--require', join(__dirname, 'disk-faults.cjs')] : []
  const child = spawn(process.execPath, [...preload, program, ...argv], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const seen = { code: undefined, stdout: '', stderr: '', longestWaitMs: 0, waits: 0 }
  for (const name of ['stdout', 'stderr']) {
    child[name].on('data', (text) => {
      seen[name] += text
    })
  }
  onChild?.(child)
  const [code, signal] = await once(child, 'close')
  seen.code = code ?? { SIGINT: 130, SIGTERM: 143, SIGKILL: 137 }[signal]
  return seen
}

module.exports = { keyPattern, program, runApart, runHere }
