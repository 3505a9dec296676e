/**
 * What commands cost with the number of rules: CPU of the whole process, peak memory, and calls to the tenant, which are
 * exact and end the run where they are not as many as they should be. Then how soon a run ends that is told to, and what
 * starting costs. DDAC_BENCH_RULES_COUNTS sets the numbers of rules (100,200,400,1000). With `--check` three rules are
 * enough, and calls alone are looked at.
 */
const { spawn } = require('node:child_process')
const { once } = require('node:events')
const { mkdirSync, mkdtempSync, rmSync, writeFileSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')

const root = join(__dirname, '../..')
const program = join(root, 'dist/main.js')
const counts = (process.env.DDAC_BENCH_RULES_COUNTS ?? '100,200,400,1000').split(',').map(Number)
const keys = { DD_API_KEY: 'a'.repeat(32), DD_APP_KEY: 'b'.repeat(40) }

function benchCommands() {
  return withFolder(async (folder) => {
    process.stdout.write(`\n${process.version}; rules with two tests and a suppression each; CPU seconds\n`)
    const rows = []
    for (const count of counts) rows.push(...(await runAll(folder, count)))
    for (const { name } of commands) tellGrowth(rows.filter((row) => row.name === name))
    await benchStopping(folder)
    await benchStart(folder)
  })
}

async function check() {
  await withFolder((folder) => runAll(folder, 3))
  process.stdout.write('each command asks the tenant as often as it should\n')
}

async function withFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'ddac-bench-'))
  try {
    writeFileSync(join(folder, 'at-exit.cjs'), atExit)
    await work(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Each command once, one after the other, on so many rules; throws where one makes other calls than it should. */
async function runAll(folder, count) {
  const { startEmulator } = require(join(root, 'dist/emulator/start-emulator'))
  const [rows, calls] = [[], []]
  const emulator = await startEmulator({ log: ({ method }) => calls.push(method) })
  const workspace = writeWorkspace(join(folder, String(count)), count)
  const empty = join(folder, `empty-${count}`)
  mkdirSync(empty)
  writeFileSync(join(empty, 'ddac.yaml'), config)
  const env = { ...keys, DDAC_API_URL: emulator.url }
  try {
    for (const { name, argv, change, cwd, made } of commands) {
      if (change) writeWorkspace(workspace, count, 'again')
      calls.length = 0
      const run = await ended(start(folder, argv, cwd === 'empty' ? empty : workspace, env))
      const expected = made?.(count) ?? 0
      if (![0, 1].includes(run.code)) throw new Error(`ddac ${argv.join(' ')} ended with ${run.code}: ${run.stderr}`)
      if (calls.length !== expected) throw new Error(`${name}, ${count} rules: ${calls.length} calls, not ${expected}`)
      rows.push({ name, count, ...run, calls: calls.length })
    }
  } finally {
    await emulator.close()
  }
  return rows
}

/** What a tenant is asked: the two lists in pages of a hundred (a full one is never the last), and three settings. */
const page = (count) => Math.floor(count / 100) + 1
const lists = (count) => 2 * page(count)
const settings = 3
const organisation = 1

const commands = [
  { name: 'validate', argv: ['validate'] },
  { name: 'test', argv: ['test'] },
  { name: 'suppress list', argv: ['suppress', 'list'] },
  { name: 'suppress check', argv: ['suppress', 'check'] },
  { name: 'validate --remote', argv: ['validate', '--remote'], made: (count) => 2 * count },
  { name: 'plan, all new', argv: ['plan'], made: (count) => 2 + settings + 2 * count },
  {
    name: 'apply, all new',
    argv: ['apply', '--yes'],
    // The tenant is empty twice; at the end it is looked at for what another apply may have made, twice where it has pages.
    made: (count) => 2 + settings + organisation + 2 * count + 2 + 2 * count + (count < 100 ? 1 : 2) * lists(count),
  },
  { name: 'plan, no change', argv: ['plan'], made: lists },
  { name: 'drift', argv: ['drift'], made: lists },
  {
    name: 'import',
    argv: ['import', '--all'],
    cwd: 'empty',
    // What suppressions hide is told by the tenant's signals, of which there are none.
    made: (count) => lists(count) + 1,
  },
  {
    name: 'apply, all changed',
    argv: ['apply', '--yes'],
    change: true,
    // Each rule: a question, a look, a write.
    made: (count) => lists(count) + settings + organisation + 3 * count,
  },
]

function tellGrowth(rows) {
  const base = rows.find(({ count }) => count === 200) ?? rows[0]
  for (const { name, count, cpu, memory, calls } of rows) {
    const growth = `${(cpu / base.cpu).toFixed(2)} × that of ${base.count}`
    const cells = [`${count} rules`.padStart(11), cpu.toFixed(2).padStart(8), growth.padStart(22)]
    process.stdout.write(
      `${name.padEnd(20)}${cells.join('')}${`${memory} MB`.padStart(9)}${`${calls} calls`.padStart(12)}\n`,
    )
  }
}

/** Runs that compute, that read, and that write, each told to end in the middle of it. */
async function benchStopping(folder) {
  const count = counts.at(-1)
  const workspace = writeWorkspace(join(folder, 'stopped'), count)
  const { startEmulator } = require(join(root, 'dist/emulator/start-emulator'))
  let answered = 0
  let child
  const emulator = await startEmulator({
    log: ({ method, path }) => {
      if (method === 'POST' && path.endsWith('/rules')) answered += 1
      if (answered === Math.ceil(count / 4) && child.exitCode === null) child.kill('SIGTERM')
    },
  })
  const env = { ...keys, DDAC_API_URL: emulator.url }
  const line = `${JSON.stringify({ timestamp: 1.79e12, ddsource: 'app', evt: { name: 'Event1', outcome: 'failure' } })}\n`
  writeFileSync(join(folder, 'logs.ndjson'), line.repeat(2e6))
  for (const argv of [
    ['test', '--mutate'],
    ['eval', join(folder, 'logs.ndjson')],
    ['apply', '--yes', '--no-remote-validate'],
  ]) {
    child = start(folder, argv, workspace, env)
    let toldAt
    const kill = child.kill.bind(child)
    child.kill = (signal) => {
      toldAt = process.hrtime.bigint()
      return kill(signal)
    }
    const end = ended(child)
    if (argv[0] !== 'apply') setTimeout(() => child.kill('SIGTERM'), 2000)
    const { code } = await end
    const ms = (Number(process.hrtime.bigint() - toldAt) / 1e6).toFixed(0)
    process.stdout.write(
      `ddac ${argv.slice(0, 2).join(' ').replace(folder, '')}, ${count} rules: ended ${ms} ms after SIGTERM with ${code}\n`,
    )
    if (code !== 143) throw new Error('it should have ended with 143')
  }
  await emulator.close()
}

/** What starting costs beside a bare node, as the least of several rounds of each. */
async function benchStart(folder) {
  const rounds = Number(process.env.DDAC_BENCH_ROUNDS ?? 5)
  const lines = [
    ['-e', '0'],
    [program, '--help'],
    [program, 'validate'],
    [program, 'test'],
  ]
  const least = lines.map(() => ({ cpu: Number.POSITIVE_INFINITY, files: 0 }))
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, argv] of lines.entries()) {
      const { cpu, files } = await ended(startNode(folder, argv, root, {}))
      if (cpu < least[index].cpu) least[index] = { cpu, files }
    }
  }
  for (const [index, { cpu, files }] of least.entries()) {
    const name = index === 0 ? 'node -e 0' : `ddac ${lines[index].slice(1).join(' ')}, shipped`
    const of = `${(cpu / least[0].cpu).toFixed(2)} ×`
    process.stdout.write(
      `${name.padEnd(24)}${of.padStart(9)}${`${(cpu * 1000).toFixed(0)} ms`.padStart(9)}${`${files} files`.padStart(12)}\n`,
    )
  }
}

/** Tells on a fourth stream what the process cost: seconds of CPU, megabytes at most, files of code. */
const atExit = `
process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  const told = [(userCPUTime + systemCPUTime) / 1e6, Math.round(maxRSS / 1024), Object.keys(require.cache).length - 1]
  require('node:fs').writeSync(3, JSON.stringify(told))
})
`

function start(folder, argv, cwd, env) {
  return startNode(folder, [program, ...argv], cwd, env)
}

function startNode(folder, argv, cwd, env) {
  const stdio = ['ignore', 'ignore', 'pipe', 'pipe']
  const all = ['--require', join(folder, 'at-exit.cjs'), ...argv]
  return spawn(process.execPath, all, { cwd, env: { PATH: process.env.PATH, ...env }, stdio })
}

async function ended(child) {
  const texts = { stderr: '', told: '' }
  child.stderr.on('data', (text) => {
    texts.stderr += text
  })
  child.stdio[3].on('data', (text) => {
    texts.told += text
  })
  const [code, signal] = await once(child, 'close')
  const [cpu = 0, memory = 0, files = 0] = texts.told === '' ? [] : JSON.parse(texts.told)
  return { code: signal === 'SIGTERM' ? 143 : code, cpu, memory, files, stderr: texts.stderr }
}

const config = 'tenants:\n  prod: { site: datadoghq.eu }\n'

function writeWorkspace(folder, count, words = 'first') {
  for (let team = 0; team < 20; team += 1) mkdirSync(join(folder, `team-${team}`), { recursive: true })
  writeFileSync(join(folder, 'ddac.yaml'), config)
  for (let index = 0; index < count; index += 1) {
    const at = (kind) => join(folder, `team-${index % 20}`, `rule-${index}.${kind}.yaml`)
    writeFileSync(at('rule'), ruleText(index, words))
    writeFileSync(at('test'), testText(index))
    writeFileSync(at('suppression').replace('rule-', 'quiet-'), suppressionText(index))
  }
  return folder
}

const ruleText = (index, words) => `id: rule-${index}
name: Rule number ${index} by {{@usr.id}}
type: log_detection
isEnabled: true
queries:
  - name: failed
    query: source:app @evt.name:Event${index} @evt.outcome:failure
    groupByFields: ["@usr.id"]
    aggregation: count
cases:
  - { name: many, status: high, condition: failed > 1, notifications: [] }
options: { detectionMethod: threshold, evaluationWindow: 5m, keepAlive: 1h, maxSignalDuration: 1d }
message: |
  {{@usr.id}} failed at Event${index}, told for the ${words} time. Look at {{@network.client.ip}}.
tags: ["source:app", "team:t${index % 20}", "tactic:TA0005-defense-evasion"]
`

const testText = (index) => `start: 2026-11-01T10:00:00Z
baseLogs:
  failed:
    log:
      timestamp: "2026-11-01T10:00:00Z"
      ddsource: app
      evt: { name: Event${index}, outcome: failure }
      usr: { id: ann }
      network: { client: { ip: 192.0.2.${index % 250} } }
tests:
  - name: two failures
    logs: [{ base: failed, at: +0s }, { base: failed, at: +1m }]
    expect: { signals: [{ severity: high }] }
  - name: one failure
    logs: [{ base: failed, at: +0s }]
    expect: silence
`

const suppressionText = (index) => `id: quiet-${index}
name: Quiet ${index}
rules: [rule-${index}]
suppressionQuery: "@usr.id:bot-${index}"
expires: 2999-01-01
owner: team-${index % 20}
reason: A robot that is known, number ${index}.
`

if (require.main === module && process.argv.includes('--check')) check()

module.exports = { benchCommands }
