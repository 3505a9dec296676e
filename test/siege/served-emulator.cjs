/**
 * The emulator as a server of its own, `ddac emulator`: many clients at once, and killed while they write. What it answered
 * as written is there afterwards, and nothing that nobody wrote.
 */
const { spawn } = require('node:child_process')
const { once } = require('node:events')
const { Agent } = require('node:http')
const { mkdirSync, readdirSync, rmSync } = require('node:fs')
const { join } = require('node:path')

const { exchange } = require('./besieged-tenant.cjs')
const { chanceOf } = require('./chance.cjs')
const { program } = require('./run-command.cjs')
const { strangerRule } = require('./things.cjs')

const rulesPath = '/api/v2/security_monitoring/rules'
const signals = ['SIGKILL', 'SIGTERM', 'SIGINT']
const serverFaults = ['fifty clients', ...signals.map((signal) => `${signal}, again and again`)]

let count = 0

/** Answers the broken promises of one run, and how the servers of it ended. */
async function assaultServer(fault, seed, folder) {
  count += 1
  const own = join(folder, `served-${count}`)
  mkdirSync(own, { recursive: true })
  try {
    const chance = chanceOf(`${seed}/emulator/${fault}`)
    return await (fault === 'fifty clients' ? crowd(own, chance) : stopAgainAndAgain(fault.split(',')[0], own, chance))
  } finally {
    rmSync(own, { recursive: true, force: true })
  }
}

/** Fifty clients make, change, list and delete their own rules, and all of them write to one. */
async function crowd(folder, chance) {
  const broken = []
  const server = await serve(folder)
  const shared = (await server.ask('POST', rulesPath, ruleNamed('shared'))).json().id
  const clients = Array.from({ length: 50 }, (_, at) => ({
    name: `c${at}`,
    chance: chanceOf(`${at}/${chance.next()}`),
  }))
  const held = new Map()
  let heard = 0
  await Promise.all(
    clients.map(async (client) => {
      for (let turn = 0; turn < 4; turn += 1) {
        await oneWrite(server, client, held, broken)
        const { status } = await server.ask('PUT', `${rulesPath}/${shared}`, { message: `by ${client.name}, ${turn}` })
        if (status === 200) heard += 1
        else broken.push(`a change of what all share was answered with ${status}`)
      }
      const page = await server.ask('GET', `${rulesPath}?page[size]=10&page[number]=0`)
      if (page.status !== 200 || !Array.isArray(page.json().data))
        broken.push(`a list was answered with ${page.status}`)
    }),
  )
  const isShared = ({ id }) => id === shared
  const before = await server.rules()
  broken.push(
    ...unlike(
      held,
      before.filter((one) => !isShared(one)),
    ),
  )
  const version = before.find(isShared)?.version
  if (version !== 1 + heard) broken.push(`of ${heard} changes of one rule ${version - 1} are counted`)
  const run = await server.stop('SIGTERM')
  const after = await serve(folder)
  if (JSON.stringify(await after.rules()) !== JSON.stringify(before))
    broken.push('it is another tenant after a restart')
  const last = await after.stop('SIGINT')
  broken.push(...leftIn(folder), ...badEnds([run, last], [0, 130, 143]))
  return { broken, runs: [run], last }
}

/** Ten clients write while it is stopped, five times; each time it begins again on what it left. */
async function stopAgainAndAgain(signal, folder, chance) {
  const broken = []
  const runs = []
  const held = new Map()
  const unsure = new Map()
  for (let round = 0; round < 5; round += 1) {
    const server = await serve(folder)
    const clients = Array.from({ length: 10 }, (_, at) => ({
      name: `r${round}-c${at}`,
      chance: chanceOf(`${round}/${at}/${chance.next()}`),
    }))
    const stopAt = chance.upTo(60)
    let answered = 0
    let ended
    const writing = clients.map(async (client) => {
      for (;;) {
        try {
          await oneWrite(server, client, held, broken, unsure)
        } catch {
          return
        }
        answered += 1
        if (answered === stopAt) ended = server.stop(signal)
      }
    })
    await Promise.all(writing)
    runs.push(await ended)
    const again = await serve(folder)
    broken.push(...unlike(held, await again.rules(), unsure).map((one) => `after stop ${round + 1}: ${one}`))
    const seen = new Map((await again.rules()).map((one) => [one.id, one.message]))
    held.clear()
    for (const [id, message] of seen) held.set(id, message)
    unsure.clear()
    runs.push(await again.stop('SIGKILL'))
  }
  const last = await (await serve(folder)).stop('SIGTERM')
  broken.push(...leftIn(folder), ...badEnds(runs, [0, 130, 137, 143]), ...badEnds([last], [0, 143]))
  return { broken, runs: runs.filter((_, at) => at % 2 === 0), last }
}

/**
 * One write of a client to its own rules. `held` says what it was told is there; `unsure` what was asked for while nobody
 * has answered: that may be there or not.
 */
async function oneWrite(server, { name, chance, own = [] }, held, broken, unsure = new Map()) {
  const [id] = own
  const kind = id === undefined ? 'make' : chance.oneOf(['make', 'change', 'delete', 'look'])
  const message = `${name}, ${Math.floor(chance.next() * 1e9)}`
  const path = `${rulesPath}/${id}`
  const asked = { id: id ?? message, message: kind === 'delete' ? undefined : message, kind }
  if (kind !== 'look') unsure.set(message, asked)
  const { status, json } =
    kind === 'make'
      ? await server.ask('POST', rulesPath, { ...ruleNamed(message), message })
      : kind === 'change'
        ? await server.ask('PUT', path, { message })
        : await server.ask(kind === 'delete' ? 'DELETE' : 'GET', path)
  const expected = { make: 200, change: 200, look: 200, delete: 204 }[kind]
  unsure.delete(message)
  if (status !== expected) {
    broken.push(`${name}: ${kind} was answered with ${status}`)
    return
  }
  if (kind === 'look' && json().message !== held.get(id)) broken.push(`${name} sees another rule than it wrote`)
  if (kind === 'make') {
    own.unshift(json().id)
    held.set(json().id, message)
  }
  if (kind === 'change') held.set(id, message)
  if (kind === 'delete') {
    own.shift()
    held.delete(id)
  }
}

/** What was answered as written and is not there, or is there and was written by nobody. */
function unlike(held, rules, unsure = new Map()) {
  const broken = []
  const there = new Map(rules.map(({ id, message }) => [id, message]))
  const asked = [...unsure.values()]
  for (const [id, message] of held) {
    const now = there.get(id)
    const mayBe = asked.some((one) => one.kind !== 'make' && one.id === id && one.message === now)
    if (now !== message && !mayBe) broken.push(`a rule that was answered as written is ${now ?? 'gone'}`)
  }
  const made = new Set(asked.filter(({ kind }) => kind === 'make').map(({ message }) => message))
  for (const [id, message] of there) {
    if (!held.has(id) && !made.has(message)) broken.push(`the rule ${message} came from nowhere`)
  }
  return broken
}

function badEnds(runs, allowed) {
  return runs.flatMap(({ code, stderr }) => [
    ...(allowed.includes(code) ? [] : [`the server ended with ${code}: ${stderr.slice(0, 200)}`]),
    ...(/bug in ddac|^\s+at .*:\d+:\d+/m.test(stderr) ? [`words of a program: ${stderr.slice(0, 200)}`] : []),
  ])
}

/** After it was closed there is its state, and nothing beside it. */
function leftIn(folder) {
  const left = readdirSync(folder).filter((name) => name !== 'state.json')
  return left.length === 0 ? [] : [`${left.join(', ')} was left behind`]
}

const ruleNamed = (name) => {
  const { id, version, isDefault, ...rule } = strangerRule('000', { name: `Rule ${name}` })
  return rule
}

/** Starts `ddac emulator` on the state of a folder. */
async function serve(folder) {
  const argv = ['emulator', '--port', '0', '--state', join(folder, 'state.json'), '--quiet']
  const child = spawn(process.execPath, [program, ...argv], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH },
  })
  const seen = { code: undefined, stdout: '', stderr: '' }
  const closed = once(child, 'close')
  const listening = new Promise((resolve, reject) => {
    child.stdout.on('data', (text) => {
      seen.stdout += text
      if (seen.stdout.includes('\n')) resolve(seen.stdout.trim())
    })
    child.stderr.on('data', (text) => {
      seen.stderr += text
    })
    closed.then(() => reject(new Error(`the server did not begin: ${seen.stderr}`)))
  })
  listening.catch(() => {})
  const url = await listening
  const agent = new Agent({ keepAlive: true })
  const ask = (method, path, body) => exchange(agent, url, method, path, { body: body && JSON.stringify(body) })
  return {
    ask,
    /** All rules, by their ids. */
    rules: async () => {
      const { rules } = (await ask('GET', '/_emulator/state')).json()
      return Object.values(rules)
        .map((versions) => versions.at(-1))
        .sort((a, b) => (a.id < b.id ? -1 : 1))
    },
    stop: async (signal) => {
      child.kill(signal)
      const [code, by] = await closed
      agent.destroy()
      return { ...seen, code: code ?? { SIGINT: 130, SIGTERM: 143, SIGKILL: 137 }[by] }
    },
  }
}

module.exports = { assaultServer, serverFaults }
