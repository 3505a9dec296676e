/**
 * One run over an archive in a process of its own, started by `pass.cjs`: `FOLDER RULES WORKERS`, where RULES is a number,
 * `shipped`, `signals:COUNT`, or `none` for bare gunzip. With `piped` in place of WORKERS the logs come through standard input, so that
 * records are told at a glance however few they are. RULES of `piped` and `piped-lines` are for the logs of `piped-logs.cjs`, which
 * then pass its pipeline; `whole` behind all has every log parsed. Prints what it found and what it cost, as JSON.
 */
const { createHash } = require('node:crypto')
const { readdirSync, readFileSync } = require('node:fs')
const { join } = require('node:path')
const { Readable } = require('node:stream')
const { Worker, isMainThread, workerData } = require('node:worker_threads')
const { gunzipSync } = require('node:zlib')
const { pipelineFor, rule, source } = require('./piped-logs.cjs')
const { oneSignalEach, ruleSet } = require('./rule-sets.cjs')

const root = join(__dirname, '../..')
const built = (path) => require(join(root, 'dist', path))

function shippedRules() {
  const { readRule } = built('rule/read-rule')
  const folder = join(root, 'rules')
  const paths = readdirSync(folder, { recursive: true }).filter((path) => path.endsWith('.rule.yaml'))
  return paths.map((path) => readRule(readYaml(path, readFileSync(join(folder, path), 'utf8'))).rule)
}

/** Unpacks the files in so many threads, and does nothing with them. */
async function unpack(paths, workers) {
  const shares = Array.from({ length: workers }, (_, share) =>
    paths.filter((_path, index) => index % workers === share),
  )
  await Promise.all(
    shares.map((share) => new Promise((done) => new Worker(__filename, { workerData: share }).on('exit', done))),
  )
  return {}
}

function rulesOf(asked) {
  if (asked === 'shipped') return shippedRules()
  if (asked.startsWith('piped')) return [...shippedRules(), rule]
  return asked.startsWith('signals:') ? [oneSignalEach(Number(asked.slice('signals:'.length)))] : ruleSet(Number(asked))
}

/** What is said of logs that pass the pipeline. */
function givenOfPiped(isOfLines) {
  const definition = pipelineFor(isOfLines)
  const { readPipeline } = built('pipeline/read-pipeline')
  const { processWith } = built('pipeline/intake/process-raw')
  const { parseUserAgent } = built('archive/parse-user-agent')
  const { pipeline, troubles } = readPipeline(readYaml('pipeline', JSON.stringify(definition)))
  if (pipeline === undefined) throw new Error(JSON.stringify(troubles))
  const data = { definitions: [definition], tables: new Map() }
  return { source, processing: processWith([pipeline], { parseUserAgent }, data) }
}

function readYaml(path, text) {
  return built('yaml/yaml-document').readYaml({ path, text })
}

async function evaluate(paths, rules, workers, isWhole) {
  const { runArchive } = built('archive/evaluate-archive')
  const { compileRules } = built('detect/compile-rules')
  const compiled = compileRules(rulesOf(rules))
  const given = rules.startsWith('piped') && givenOfPiped(rules === 'piped-lines')
  const isPiped = workers === 'piped'
  const files = isPiped ? [{ path: '-', name: 'standard input' }] : paths.map((path) => ({ path, name: path }))
  const stdin = isPiped && Readable.from(paths.map((path) => gunzipSync(readFileSync(path))))
  let passMs
  const startedMs = performance.now()
  const busy = (work) => {
    passMs ??= performance.now() - startedMs
    return work()
  }
  const run = await runArchive({
    rules: compiled,
    files,
    strict: isWhole,
    ...(given && { givenOf: () => given }),
    ...(isPiped ? { stdin } : { workers: Number(workers) }),
    busy,
    leavesAttributes: true,
  })
  const hash = createHash('sha256')
  let signals = 0
  for (const signal of run.signals()) {
    signals += 1
    hash.update(JSON.stringify(signal))
  }
  const { logs, matched, errors } = run.stats()
  run.close()
  const beside = JSON.stringify([run.unheard, run.notEvaluated, run.troubles])
  const digest = hash.update(beside).digest('hex').slice(0, 16)
  return { logs, matched, errors, signals, notEvaluated: run.notEvaluated.length, digest, passMs }
}

async function main() {
  const [folder, rules, workers, how] = process.argv.slice(2)
  const paths = readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
  const startedMs = performance.now()
  const found = await (rules === 'none'
    ? unpack(paths, Number(workers))
    : evaluate(paths, rules, workers, how === 'whole'))
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  const cpuMs = (userCPUTime + systemCPUTime) / 1000
  const cost = { wallMs: performance.now() - startedMs, cpuMs, megabytes: maxRSS / 1024 }
  process.stdout.write(JSON.stringify({ ...found, ...cost }))
}

if (isMainThread) main()
else for (const path of workerData) gunzipSync(readFileSync(path))
