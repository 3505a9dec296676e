/**
 * What the pass over an archive costs, as ratios to a bare gunzip of the same files with as many threads, and its peak
 * memory: `npm run bench -- pass`. Below each row stands which stages took the processor's time (`stages.cjs`). Archives have two sizes, and shares of their logs are of interest to rules; then so many
 * signals are raised. DDAC_BENCH_MB sets the size of the larger archive (128), DDAC_BENCH_SIGNALS the
 * numbers of signals (10,1000,30000,300000), DDAC_BENCH_RULES
 * names a file of rules to take instead of generated ones. `npm run bench -- piped` does the same for logs that pass a pipeline,
 * beside what they cost parsed whole. With `--check` a small archive is read
 * in each way, and what is found is held against the others and against what was put in; no time is looked at.
 */
const { spawnSync } = require('node:child_process')
const { mkdtempSync, rmSync, writeFileSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')
const { gzipSync } = require('node:zlib')
const { record } = require('./cloudtrail.cjs')
const { engineFlags } = require('../../dist/bundles.js')
const { logOf, shapes } = require('./piped-logs.cjs')
const { checkStages, shares } = require('./stages.cjs')

const recordsOfFile = 5000

/** Files as CloudTrail delivers them; answers how many records they hold. */
function writeArchive(folder, records, oneIn) {
  const perFile = Math.min(recordsOfFile, Math.ceil(records / 4))
  for (let from = 0; from < records; from += perFile) {
    const some = Array.from({ length: Math.min(perFile, records - from) }, (_, index) => record(from + index, oneIn))
    writeFileSync(join(folder, `${from}.json.gz`), gzipSync(JSON.stringify({ Records: some })))
  }
}

/** Files of logs of `piped-logs.cjs`, a log a line. */
function writePiped(folder, records, oneIn, shape) {
  for (let from = 0; from < records; from += recordsOfFile) {
    const logs = Array.from({ length: Math.min(recordsOfFile, records - from) }, (_, index) =>
      shapes[shape](logOf(from + index, oneIn)),
    )
    writeFileSync(join(folder, `${from}.log.gz`), gzipSync(`${logs.join('\n')}\n`))
  }
}

const rulesFor = (shape) => (shape === 'lines' ? 'piped-lines' : 'piped')

function run(folder, rules, workers, options = [], how = []) {
  const args = [
    ...engineFlags(['eval']),
    ...options,
    require.resolve('./pass-run.cjs'),
    folder,
    String(rules),
    String(workers),
    ...how,
  ]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`a run of ${rules} rules ended with ${status}: ${stderr}`)
  return JSON.parse(stdout)
}

function withArchive(records, oneIn, work, write = writeArchive) {
  const folder = mkdtempSync(join(tmpdir(), 'ddac-bench-'))
  try {
    write(folder, records, oneIn)
    return work(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Parsed whole, in threads, and at a glance: each way finds the same, and of what was put in all that is asked for. */
function check() {
  const records = 4000
  withArchive(records, 100, (folder) => {
    const runs = [1, 2, 'piped'].map((way) => run(folder, 100, way))
    for (const { logs, matched, errors, signals, notEvaluated, digest } of runs) {
      const [seen, expected] = [
        [logs, matched, errors, notEvaluated],
        [records, records, 0, 0],
      ].map((figures) => figures.join(', '))
      if (seen !== expected)
        throw new Error(`logs, matches, errors and rules that are not evaluated are ${seen}, not ${expected}`)
      if (signals === 0) throw new Error('no rule raised a signal')
      if (digest !== runs[0].digest)
        throw new Error('logs that are read in threads, or at a glance, give something else')
    }
  })
  for (const shape of Object.keys(shapes)) {
    const work = (folder) => {
      const [whole, glanced] = [['whole'], []].map((how) => run(folder, rulesFor(shape), 'piped', [], how))
      const [seen, expected] = [glanced, whole].map(({ megabytes, wallMs, cpuMs, passMs, ...found }) =>
        JSON.stringify(found),
      )
      if (seen !== expected) throw new Error(`${shape} give something else at a glance: ${seen}, not ${expected}`)
      if (glanced.matched !== records / 20 || glanced.signals === 0 || glanced.errors > 0)
        throw new Error(`${shape} do not raise what was put in: ${seen}`)
    }
    withArchive(records, 20, work, (folder, count, oneIn) => writePiped(folder, count, oneIn, shape))
  }
  checkStages()
  process.stdout.write('parsed whole, in threads and at a glance, logs give the same\n')
}

function benchPass() {
  const megabytes = Number(process.env.DDAC_BENCH_MB ?? 128)
  for (const size of [megabytes / 4, megabytes]) {
    const records = Math.ceil((size * 1e6) / JSON.stringify(record(1)).length)
    process.stdout.write(`${records} records, ${size} MB, ${process.version}\n`)
    for (const oneIn of [1000, 10, 1]) {
      withArchive(records, oneIn, (folder) => {
        for (const rules of ['shipped', 10, 100, 1000]) row(folder, rules, oneIn)
      })
    }
  }
  benchSignals((process.env.DDAC_BENCH_SIGNALS ?? '10,1000,30000,300000').split(',').map(Number))
}

/** Logs that pass a pipeline, in each shape: at a glance, and parsed whole. */
function benchPiped() {
  const records = Math.ceil((Number(process.env.DDAC_BENCH_MB ?? 128) * 1e6) / 160)
  process.stdout.write(`${records} logs that pass a pipeline, ${process.version}\n`)
  for (const shape of Object.keys(shapes)) {
    for (const oneIn of [1000, 20]) {
      const work = (folder) => {
        const bare = run(folder, 'none', 2)
        const [done, whole] = [[], ['whole']].map((how) => run(folder, rulesFor(shape), 2, [], how))
        const cells = [
          `${shape}, one in ${oneIn}`.padEnd(34),
          `${(done.wallMs / bare.wallMs).toFixed(1)} × gunzip`,
          `${Math.round(done.megabytes)} MB`,
          `the pass alone ${(done.passMs / bare.wallMs).toFixed(1)} ×, parsed whole ${(whole.passMs / bare.wallMs).toFixed(1)} ×`,
          `${done.matched} matched, ${done.signals} signals`,
        ]
        process.stdout.write(`${cells.join('  ')}\n`)
      }
      withArchive(records, oneIn, work, (folder, count, share) => writePiped(folder, count, share, shape))
    }
  }
}

/** One archive, of which ever more logs raise a signal each. */
function benchSignals(counts) {
  const records = Math.max(...counts)
  process.stdout.write(`${records} records, of which so many raise a signal each\n`)
  withArchive(records, 1000, (folder) => {
    let before
    for (const count of counts) {
      const done = run(folder, `signals:${count}`, 2)
      if (done.signals !== count) throw new Error(`there are ${done.signals} signals, not ${count}`)
      // What each one more costs, and of that once the logs have been read: rules, logs that are read again, texts.
      const more = (cost) => Math.round(((cost(done) - cost(before)) * 1000) / (count - before.signals))
      const cells = [
        `${count} signals`.padEnd(26),
        `${(done.cpuMs / 1000).toFixed(1)} s of CPU`,
        `${Math.round(done.megabytes)} MB`,
        ...(before === undefined
          ? []
          : [
              `for each one more ${more(({ cpuMs }) => cpuMs)} µs of CPU`,
              `${more(({ wallMs, passMs }) => wallMs - passMs)} µs once the logs have been read`,
            ]),
      ]
      process.stdout.write(`${cells.join('  ')}\n`)
      before = done
    }
  })
}

function row(folder, rules, oneIn) {
  const [bare, done] = [run(folder, 'none', 2), run(folder, rules, 2)]
  const share = (ms) => `${Math.round((100 * ms) / done.wallMs)} %`
  const cells = [
    `${rules} rules, one in ${oneIn}`.padEnd(26),
    `${(done.wallMs / bare.wallMs).toFixed(1)} × gunzip`,
    `${Math.round(done.megabytes)} MB`,
    `${done.matched} matched, ${done.signals} signals`,
    `reading ${share(done.passMs)} (of it unpacking ${share(bare.wallMs)}), rules and signals ${share(done.wallMs - done.passMs)}`,
  ]
  process.stdout.write(`${cells.join('  ')}\n`)
  const stages = shares((options) => run(folder, rules, 2, options)).filter(({ share }) => share >= 0.005)
  process.stdout.write(
    `  ${stages.map(({ stage, share: part }) => `${stage} ${Math.round(100 * part)} %`).join(', ')}\n`,
  )
}

if (require.main === module && process.argv.includes('--check')) check()

module.exports = { benchPass, benchPiped }
