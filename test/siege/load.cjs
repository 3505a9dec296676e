/**
 * What a large workspace and a large tenant cost beside a fifth of each: 4,000 rules and 1,000 suppressions, 100 pipelines,
 * and 10,000 rules in the tenant that nobody manages here. Linear is a ratio of five. DDAC_SIEGE_SIZE makes all of it smaller.
 */
const { spawn } = require('node:child_process')
const { once } = require('node:events')
const { mkdirSync, mkdtempSync, rmSync, writeFileSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')

const { openTenant } = require('./besieged-tenant.cjs')
const { program } = require('./run-command.cjs')
const { ruleText, strangerRule, suppressionText } = require('./things.cjs')

const whole = Number(process.env.DDAC_SIEGE_SIZE ?? 1)
/** Memory and CPU must not grow faster than five times by so much: a loop over rules inside a loop over rules does. */
const allowed = 7

const commands = [
  ['validate'],
  ['plan', '--no-remote-validate'],
  ['apply', '--yes', '--no-remote-validate'],
  ['plan', '--no-remote-validate', '--out', 'plan.json'],
  ['drift'],
  ['pipeline', 'pull'],
  ['import', '--query', 'source:okta'],
]

async function load() {
  const folder = mkdtempSync(join(tmpdir(), 'ddac-load-'))
  try {
    writeFileSync(join(folder, 'at-exit.cjs'), atExit)
    const costs = []
    for (const size of [whole / 5, whole]) costs.push(await costsOf(join(folder, String(size)), folder, size))
    console.log(
      `${'command'.padEnd(34)}${'CPU'.padStart(9)}${'of a fifth'.padStart(12)}${'memory'.padStart(9)}${'of a fifth'.padStart(12)}`,
    )
    const [fifth, all] = costs
    let broken = 0
    for (const [index, argv] of commands.entries()) {
      const [small, large] = [fifth[index], all[index]]
      const [cpu, memory] = [large.cpu / small.cpu, large.memory / small.memory]
      if (cpu > allowed || memory > allowed) broken += 1
      const cells = [
        `${large.cpu.toFixed(1)} s`.padStart(9),
        `${cpu.toFixed(2)} ×`.padStart(12),
        `${large.memory} MB`.padStart(9),
        `${memory.toFixed(2)} ×`.padStart(12),
      ]
      console.log(`${argv.join(' ').padEnd(34)}${cells.join('')}`)
    }
    console.log(`${commands.length} commands, ${broken} that cost more than ${allowed} × a fifth`)
    process.exitCode = broken > 0 ? 1 : 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function costsOf(cwd, folder, size) {
  const count = (of) => Math.round(of * size)
  writeWorkspace(cwd, count(4000), count(1000))
  const tenant = await openTenant()
  try {
    const numbers = Array.from({ length: count(10_000) }, (_, at) => at)
    const strangers = numbers.map((at) => strangerRule(String(at), at % 10 === 0 ? {} : { tags: ['source:other'] }))
    for (let at = 0; at < strangers.length; at += 2000) {
      await tenant.behind('POST', '/_emulator/seed', { rules: strangers.slice(at, at + 2000) })
    }
    const pipelines = numbers.slice(0, count(100)).map((at) => ({
      id: `p-${at}`,
      type: 'pipeline',
      name: `P ${at}`,
      is_enabled: true,
      filter: { query: `source:s${at}` },
      processors: [],
    }))
    await tenant.behind('POST', '/_emulator/seed', { pipelines })
    const costs = []
    for (const argv of commands) costs.push(await costOf(argv, cwd, folder, tenant.url))
    return costs
  } finally {
    await tenant.close()
  }
}

async function costOf(argv, cwd, folder, url) {
  const env = { PATH: process.env.PATH, DD_API_KEY: 'a'.repeat(32), DD_APP_KEY: 'b'.repeat(40), DDAC_API_URL: url }
  const stdio = ['ignore', 'ignore', 'pipe', 'pipe']
  const child = spawn(process.execPath, ['--require', join(folder, 'at-exit.cjs'), program, ...argv], {
    cwd,
    env,
    stdio,
  })
  const told = { errors: '', cost: '' }
  child.stderr.on('data', (text) => {
    told.errors = (told.errors + text).slice(-2000)
  })
  child.stdio[3].on('data', (text) => {
    told.cost += text
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`ddac ${argv.join(' ')} ended with ${code}: ${told.errors}`)
  const [cpu, memory] = JSON.parse(told.cost)
  return { cpu, memory }
}

/** Tells on a fourth stream what the process cost: seconds of CPU, megabytes at most. */
const atExit = `process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  require('node:fs').writeSync(3, JSON.stringify([(userCPUTime + systemCPUTime) / 1e6, Math.round(maxRSS / 1024)]))
})
`

function writeWorkspace(folder, rules, suppressions) {
  for (let team = 0; team < 20; team += 1) mkdirSync(join(folder, `team-${team}`), { recursive: true })
  writeFileSync(join(folder, 'ddac.yaml'), 'tenants:\n  prod: { site: datadoghq.eu }\n')
  for (let at = 0; at < rules; at += 1)
    writeFileSync(join(folder, `team-${at % 20}`, `r-${at}.rule.yaml`), ruleText(`r-${at}`))
  for (let at = 0; at < suppressions; at += 1) {
    writeFileSync(join(folder, `team-${at % 20}`, `q-${at}.suppression.yaml`), suppressionText(`q-${at}`, `r-${at}`))
  }
}

module.exports = { load }
