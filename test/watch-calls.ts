import { join } from 'node:path'

const src = join(__dirname, '..', 'src')
const yaml = join('node_modules', 'yaml')

/** What a function of src was called with, in the order of the calls. */
export type Calls = readonly (readonly unknown[])[]

/**
 * Loads modules of src afresh for the rest of the test file, so that each call of the named functions, by whomever it
 * is made, is written down. `load` gives a module that uses them; other test files see the modules as they were.
 * `watched` gives the modules by their path from src, with the names of the functions.
 */
export function watchCalls(watched: Readonly<Record<string, readonly string[]>>): {
  readonly callsOf: (name: string) => Calls
  readonly forget: () => void
  readonly load: <Module>(path: string) => Module
} {
  const calls = new Map<string, unknown[][]>()
  const before = takenOut()
  for (const [path, names] of Object.entries(watched)) {
    const id = require.resolve(join(src, path))
    const actual: Record<string, unknown> = require(id)
    const module = require.cache[id]
    if (module === undefined) throw new Error(`${path} is not in the cache of modules`)
    module.exports = { ...actual, ...Object.fromEntries(names.map((name) => [name, noted(name, actual[name])])) }
  }
  const users = new Set<string>()
  afterAll(() => {
    takenOut()
    for (const id of users) delete require.cache[id]
    Object.assign(require.cache, before)
  })
  return {
    callsOf: (name) => calls.get(name) ?? [],
    forget: () => {
      for (const made of calls.values()) made.length = 0
    },
    load: (path) => {
      const id = require.resolve(join(__dirname, path))
      if (!id.startsWith(src)) {
        users.add(id)
        delete require.cache[id]
      }
      return require(id)
    },
  }

  function noted(name: string, call: unknown): (...args: unknown[]) => unknown {
    if (typeof call !== 'function') throw new Error(`${name} is no function`)
    const made: unknown[][] = []
    calls.set(name, made)
    return (...args) => {
      made[made.length] = args
      return Reflect.apply(call, undefined, args)
    }
  }
}

/** Takes the modules of src, and of the YAML that it reads, out of the cache, and gives them back. */
function takenOut(): NodeJS.Dict<NodeJS.Module> {
  const ids = Object.keys(require.cache).filter((id) => id.startsWith(src) || id.includes(yaml))
  const taken = Object.fromEntries(ids.map((id) => [id, require.cache[id]]))
  for (const id of ids) delete require.cache[id]
  return taken
}
