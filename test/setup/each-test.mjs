import { createRequire } from 'node:module'

const fc = createRequire(import.meta.url)('fast-check')

// Laws are tried on the same random data each time, so that a usual run says the same of the same code; DDAC_SEED tries others.
fc.configureGlobal({ seed: Number(process.env.DDAC_SEED ?? 20260101) })

/** In milliseconds: far beyond what any test takes, also on a machine that is busy. */
const limit = 120_000

/** Thrown where nobody awaits them. They would end the process, and the runner would wait for it for ever. */
const strays = []
process.on('uncaughtException', (error) => {
  process.stderr.write(`an error that nobody caught: ${error?.stack ?? error}\n`)
  strays.push(error)
})

/**
 * The runner waits for ever: a test or a hook that does not end fails, and so does one in which an error strays; others go
 * on.
 */
function within(test) {
  if (test === undefined) return test
  return async (...args) => {
    let timer
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`it did not end within ${limit / 1000} s`)), limit)
    })
    try {
      await Promise.race([test(...args), late])
    } finally {
      clearTimeout(timer)
    }
    const [stray] = strays.splice(0)
    if (stray !== undefined)
      throw new Error('in this test or in the one before nobody caught an error', { cause: stray })
  }
}

function limited(register) {
  const call = (name, test) => register(name, within(test))
  return Object.assign(call, register, {
    each:
      (...table) =>
      (name, test) =>
        register.each(...table)(name, within(test)),
  })
}

globalThis.it = limited(globalThis.it)
globalThis.test = limited(globalThis.test)
for (const hook of ['beforeAll', 'beforeEach', 'afterEach', 'afterAll']) {
  const register = globalThis[hook]
  globalThis[hook] = (work) => register(within(work))
}
