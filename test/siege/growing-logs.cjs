/**
 * Logs that grow while they are read, half a line at a time: what is told is what the whole lines of a beginning of the file
 * say, of which the summary tells how many there are.
 */
const { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')

const { brokenByRun } = require('./promises.cjs')
const { chanceOf } = require('./chance.cjs')
const { runApart } = require('./run-command.cjs')
const { log, ruleText } = require('./things.cjs')

const growingFaults = ['logs grow while they are read']
const config = 'tenants:\n  local: { emulator: true }\ndefaultTenant: local\n'
const argv = ['eval', 'app.ndjson', '--format', 'ndjson']

async function assaultGrowing(seed, folder) {
  const cwd = join(folder, `growing-${seed}`)
  const file = join(cwd, 'app.ndjson')
  const chance = chanceOf(`${seed}/growing`)
  mkdirSync(cwd, { recursive: true })
  writeFileSync(join(cwd, 'ddac.yaml'), config)
  writeFileSync(join(cwd, 'r-0.rule.yaml'), ruleText('r-0'))
  let lines = 0
  const nextLine = () => {
    lines += 1
    const at = new Date(Date.UTC(2026, 10, 20) + lines * 1000).toISOString()
    return `${JSON.stringify({ ...log(at, `user-${chance.upTo(900)}`), number: 'r-0', id: `l-${lines}` })}\n`
  }
  try {
    writeFileSync(file, Array.from({ length: 3000 }, nextLine).join(''))
    let isOver = false
    const growing = (async () => {
      while (!isOver) {
        const line = nextLine()
        const half = Math.floor(chance.next() * line.length)
        appendFileSync(file, line.slice(0, half))
        await new Promise((later) => setTimeout(later, 1))
        appendFileSync(file, line.slice(half))
      }
    })()
    const run = await runApart(argv, { cwd })
    isOver = true
    await growing
    const broken = brokenByRun(run, {})
    const told = answerOf(run)
    if (told.logs < 3000 || told.logs > lines) broken.push(`${told.logs} logs are told of ${lines}`)
    const beginning = readFileSync(file, 'utf8').split('\n').slice(0, told.logs)
    writeFileSync(file, `${beginning.join('\n')}\n`)
    const last = await runApart(argv, { cwd })
    broken.push(...brokenByRun(last, {}))
    if (answerOf(last).signals !== told.signals)
      broken.push(`of ${told.logs} logs other signals are told than of a file that rests`)
    return { broken, runs: [run], last }
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

/** The signals as they are told, and of how many logs. */
function answerOf({ stdout }) {
  const all = stdout.trim().split('\n')
  const { logs } = JSON.parse(all.at(-1) || '{}')
  return { logs, signals: all.slice(0, -1).join('\n') }
}

module.exports = { assaultGrowing, growingFaults }
