import { register } from 'node:module'
import '@swc-node/register'

// The runner imports each test file, and Node does not know the ending .ts: such a file is CommonJS, as package.json
// says of all that stands here, and is required.
const load = `export const load = (url, context, next) =>
  new URL(url).pathname.endsWith('.ts')
    ? { format: 'commonjs', shortCircuit: true, source: null }
    : next(url, context)`
register(`data:text/javascript,${encodeURIComponent(load)}`)
