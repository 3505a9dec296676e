/**
 * What the evaluator costs, as ratios of figures taken in one run. DDAC_BENCH_MB sets the size of the archive (32),
 * DDAC_BENCH_ROUNDS how often each figure is taken (5).
 */
const { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')

const { record } = require('./cloudtrail.cjs')

const root = join(__dirname, '../..')
const built = (path) => require(join(root, 'dist', path))
const { evaluateArchive } = built('archive/evaluate-archive')
const { compileRules } = built('detect/compile-rules')
const { selectEvent } = built('detect/select-event')
const { readLog } = built('event/read-log')
const { compileQuery } = built('query/matching/compile-query')
const { parseQuery } = built('query/parse-query')
const { readRule } = built('rule/read-rule')
const { readYaml } = built('yaml/yaml-document')

const rounds = Number(process.env.DDAC_BENCH_ROUNDS ?? 5)
const megabytes = Number(process.env.DDAC_BENCH_MB ?? 32)

/** Takes both figures in turns, so that both see the same machine; answers the median of the ratios, first to second. */
async function ratio(first, second) {
  const ratios = []
  for (let round = 0; round <= rounds; round += 1) {
    const [a, b] = [await timed(first), await timed(second)]
    // The first round warms up.
    if (round > 0) ratios.push({ of: a / b, a, b })
  }
  return ratios.sort((x, y) => x.of - y.of)[Math.floor(ratios.length / 2)]
}

async function timed(work) {
  const start = process.hrtime.bigint()
  await work()
  return Number(process.hrtime.bigint() - start) / 1e6
}

function shippedRules() {
  const folder = join(root, 'rules')
  const paths = readdirSync(folder, { recursive: true }).filter((path) => path.endsWith('.rule.yaml'))
  return paths.map((path) => readRule(readYaml({ path, text: readFileSync(join(folder, path), 'utf8') })).rule)
}

function manyRules(count) {
  return Array.from({ length: count }, (_, index) => ({
    id: `rule-${index}`,
    name: `Rule ${index}`,
    message: 'By {{@userIdentity.arn}}',
    isEnabled: true,
    queries: [
      {
        name: 'a',
        query: `source:cloudtrail @evt.name:(Rare${index} OR CreateThing${index % 90}) -@error.kind:* @awsRegion:eu-*`,
        groupByFields: ['@userIdentity.arn'],
      },
    ],
    cases: [{ status: 'low', condition: 'a > 5' }],
    options: { evaluationWindow: 300, keepAlive: 300, maxSignalDuration: 600 },
  }))
}

async function benchEngine() {
  const folder = mkdtempSync(join(tmpdir(), 'ddac-bench-'))
  try {
    const lines = []
    for (let bytes = 0, index = 0; bytes < megabytes * 1e6; index += 1) {
      lines.push(JSON.stringify(record(index)))
      bytes += lines.at(-1).length + 1
    }
    const path = join(folder, 'logs.ndjson')
    writeFileSync(path, lines.join('\n'))
    await report(lines, [{ path, name: 'logs.ndjson' }])
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function report(lines, files) {
  const parseAll = () => {
    for (const line of lines) JSON.parse(line)
  }
  const shipped = shippedRules()
  const two = manyRules(200)
  const archive = (rules) => () => evaluateArchive({ rules: compileRules(rules), files })
  const some = lines.slice(0, 10_000)
  const events = some.map((line) => readLog(JSON.parse(line)).event)
  const selectAll = (rules) => {
    const compiled = compileRules(rules)
    return () => {
      for (const event of events) selectEvent(compiled, event)
    }
  }
  const text = shipped[0].queries[0].query
  const once = compileQuery(parseQuery(text).query)
  const matchOnce = () => {
    for (const event of events) once(event)
  }
  const matchAnew = () => {
    for (const event of events) compileQuery(parseQuery(text).query)(event)
  }
  const parse = `JSON.parse of the same ${lines.length} logs`
  const parseSome = () => {
    for (const line of some) JSON.parse(line)
  }
  const rows = [
    ['compile the shipped rules', parse, () => compileRules(shipped), parseAll],
    ['compile 200 rules', parse, () => compileRules(two), parseAll],
    ['archive, shipped rules', parse, archive(shipped), parseAll],
    ['archive, 200 rules', parse, archive(two), parseAll],
    ['archive, 200 rules', 'archive, 1 rule', archive(two), archive(two.slice(0, 1))],
    ['select, 200 rules', 'select, 1 rule', selectAll(two), selectAll(two.slice(0, 1))],
    ['select, 200 rules', `JSON.parse of the same ${some.length} logs`, selectAll(two), parseSome],
    ['query compiled once', `JSON.parse of the same ${some.length} logs`, matchOnce, parseSome],
    ['query compiled for each log', 'query compiled once', matchAnew, matchOnce],
  ]
  process.stdout.write(`medians of ${rounds} rounds over ${megabytes} MB, ${process.version}\n`)
  for (const [what, against, first, second] of rows) {
    const { of, a, b } = await ratio(first, second)
    const times = `${a.toFixed(1)} ms / ${b.toFixed(1)} ms`
    process.stdout.write(
      `${what.padEnd(30)}${of.toFixed(of < 0.1 ? 4 : 2).padStart(9)} × ${against.padEnd(40)} ${times}\n`,
    )
  }
}

module.exports = { benchEngine }
