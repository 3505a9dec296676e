/** Fuzzing, `npm run fuzz`: see README.md. The same file runs in the threads that read. */
require('@swc-node/register')
const { isMainThread } = require('node:worker_threads')

if (isMainThread) {
  const { campaign } = require('./campaign')
  const { ReaderThread } = require('./reader-thread')
  const { readers } = require('./readers')
  let isStopped = false
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      if (isStopped) process.exit(130)
      isStopped = true
    })
  }
  const around = {
    readers: Object.keys(readers),
    reading: new ReaderThread(false),
    counting: new ReaderThread(true),
    isStopped: () => isStopped,
    print: (line) => console.log(line),
  }
  void campaign(process.argv.slice(2), around).then((code) => {
    process.exitCode = code
  })
} else {
  const { serve } = require('./reading-thread')
  serve()
}
