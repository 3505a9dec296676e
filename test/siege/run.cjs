/**
 * The siege: every command that writes under every fault, from seeds that come again. `npm run siege`, or with `--runs N`
 * for each pair, `--seed N`, `--only WRITER/FAULT`, `--minutes N`, `--check` for the few seconds of a usual check.
 */
const { mkdtempSync, realpathSync, rmSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')
const { parseArgs } = require('node:util')

const { assault, everyPair } = require('./assault.cjs')
const { load } = require('./load.cjs')

const { values: options, positionals } = parseArgs({
  options: {
    seed: { type: 'string' },
    runs: { type: 'string' },
    minutes: { type: 'string' },
    only: { type: 'string' },
    check: { type: 'boolean' },
    verbose: { type: 'boolean' },
  },
  allowPositionals: true,
})

async function main() {
  const all = everyPair().filter(isAsked)
  const pairs = options.check ? all.filter((_, at) => at % 11 === 0) : all
  if (pairs.length === 0) throw new Error(`no pair of a writer and a fault is called ${options.only}`)
  const first = Number(options.seed ?? 1)
  const runs = Number(options.runs ?? (options.seed || options.check ? 1 : 5))
  const isOver = timeLimit(Number(options.minutes ?? Number.POSITIVE_INFINITY))
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ddac-siege-')))
  const rows = new Map()
  try {
    const last = options.minutes ? Number.POSITIVE_INFINITY : first + runs
    for (let seed = first; seed < last && !isOver(); seed += 1) {
      for (const pair of pairs) {
        if (isOver()) break
        const {
          broken,
          runs: struck,
          last: after,
        } = await assault(pair, seed, folder).catch((error) => ({
          broken: [`the siege itself failed: ${error.stack}`],
          runs: [],
        }))
        const row = rowOf(rows, pair)
        row.runs += 1
        for (const { code } of struck) row.codes.set(code, (row.codes.get(code) ?? 0) + 1)
        if (broken.length > 0) {
          row.broken += 1
          console.log(`\nnpm run siege -- --seed ${seed} --only '${pair.writer}/${pair.fault}'`)
          for (const one of broken) console.log(`  ${one}`)
        }
        if (options.verbose) for (const one of [...struck, after]) console.log(one?.code, one?.stdout, one?.stderr)
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  tell([...rows.values()])
  process.exitCode = [...rows.values()].some(({ broken }) => broken > 0) ? 1 : 0
}

/** Whether so many minutes have passed. */
function timeLimit(minutes) {
  const endMs = Date.now() + minutes * 60_000
  return () => Date.now() > endMs
}

function isAsked({ writer, fault }) {
  const [ofWriter = '', ofFault = ''] = (options.only ?? '').split('/')
  return (ofWriter === '' || ofWriter === writer) && (ofFault === '' || ofFault === fault)
}

function rowOf(rows, { writer, fault }) {
  const key = `${writer}/${fault}`
  if (!rows.has(key)) rows.set(key, { writer, fault, runs: 0, broken: 0, codes: new Map() })
  return rows.get(key)
}

function tell(rows) {
  console.log(`\n${'writer'.padEnd(29)}${'fault'.padEnd(48)}${'runs'.padStart(6)}${'broken'.padStart(8)}  ended with`)
  for (const { writer, fault, runs, broken, codes } of rows) {
    const ends = [...codes].sort(([a], [b]) => a - b).map(([code, count]) => `${code}: ${count}`)
    console.log(
      `${writer.padEnd(29)}${fault.padEnd(48)}${String(runs).padStart(6)}${String(broken).padStart(8)}  ${ends.join(', ')}`,
    )
  }
  const sum = (key) => rows.reduce((total, row) => total + row[key], 0)
  console.log(`${sum('runs')} runs, ${sum('broken')} with broken promises`)
}

void (positionals.includes('load') ? load() : main())
