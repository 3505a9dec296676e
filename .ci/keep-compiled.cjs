// Loaded before the program by `.ci/compiled.cjs`: when a run ends, or a thread has read a file, what the engine has compiled of
// its bundle is kept (src/bundles.ts), with what an earlier run had it compile.
const { readFileSync, renameSync, writeFileSync } = require('node:fs')
const { basename } = require('node:path')
const { setFlagsFromString } = require('node:v8')
const vm = require('node:vm')
const { isMainThread, parentPort, threadId } = require('node:worker_threads')
const { bundleFile, keptFile, sealOf } = require('../dist/bundles.js')

const scripts = new Map()

vm.Script = class extends vm.Script {
  constructor(text, options) {
    super(text, options)
    const bundle = basename(options.filename, '.js')
    if (options.filename !== bundleFile(bundle)) return
    scripts.set(options.filename, this)
    // Also what is not used for a while. The flags have to be those of any run when what was compiled is loaded, and when it is kept.
    setFlagsFromString('--no-flush-bytecode')
  }
}

function keep() {
  setFlagsFromString('--flush-bytecode')
  for (const [file, script] of scripts) {
    const data = script.createCachedData()
    const path = keptFile(basename(file, '.js'))
    const written = `${path}.${process.pid}-${threadId}`
    writeFileSync(written, Buffer.concat([data, sealOf(readFileSync(file), data)]))
    renameSync(written, path)
  }
}

if (isMainThread) process.on('exit', keep)
else {
  const { postMessage } = parentPort
  parentPort.postMessage = (news, transferred) => {
    if (news.kind === 'read') keep()
    postMessage.call(parentPort, news, transferred)
  }
}
