#!/usr/bin/env node
import type { CliContext, Outlet } from './cli/context'
import { runCli } from './cli/run-cli'

/** Writes until the reader has gone away (`ddac … | head`), then stays silent. */
function outlet(stream: NodeJS.WriteStream): Outlet {
  let open = true
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    open = false
  })
  return {
    write: (text) => {
      if (open) stream.write(text)
    },
    isTerminal: stream.isTTY === true,
  }
}

async function confirm(question: string): Promise<boolean> {
  const { createInterface } = await import('node:readline/promises')
  const prompt = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^y(es)?$/i.test((await prompt.question(`${question} [y/N] `)).trim())
  } finally {
    prompt.close()
  }
}

const stopping = new AbortController()
let asked = 0
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    asked += 1
    stopping.abort()
    if (asked > 1) process.exit(130)
  })
}

const context: CliContext = {
  argv: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  stdin: process.stdin,
  stdout: outlet(process.stdout),
  stderr: outlet(process.stderr),
  now: Date.now,
  abort: stopping.signal,
  confirm: process.stdin.isTTY && process.stderr.isTTY ? confirm : undefined,
}

void runCli(context).then((code) => {
  process.exitCode = code
})
