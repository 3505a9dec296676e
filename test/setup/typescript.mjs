import { statfsSync } from 'node:fs'
import { register } from 'node:module'
import '@swc-node/register'

// Tests make thousands of small folders: in memory where there is room for those, else where the system has them.
const memory = '/dev/shm'
if (process.env.TMPDIR === undefined && freeBytes(memory) > 2 ** 30) process.env.TMPDIR = memory

function freeBytes(path) {
  try {
    const { bavail, bsize } = statfsSync(path)
    return bavail * bsize
  } catch {
    return 0
  }
}

// The runner imports each test file, and Node does not know the ending .ts: such a file is CommonJS, as package.json
// says of all that stands here, and is required.
const load = `export const load = (url, context, next) =>
  new URL(url).pathname.endsWith('.ts')
    ? { format: 'commonjs', shortCircuit: true, source: null }
    : next(url, context)`
register(`data:text/javascript,${encodeURIComponent(load)}`)
