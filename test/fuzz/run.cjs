/** Fuzzing, `npm run fuzz`: see README.md. The same file runs in the threads that read. */
require('@swc-node/register')
const { isMainThread } = require('node:worker_threads')

if (isMainThread) {
  const { campaign } = require('./campaign')
  void campaign(process.argv.slice(2))
} else {
  const { serve } = require('./reading-thread')
  serve()
}
