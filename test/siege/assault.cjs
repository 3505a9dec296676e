/** One run of the siege: a writer under one fault from one seed, then at most one run more without any. */
const { rmSync } = require('node:fs')
const { dirname, join } = require('node:path')

const { openTenant } = require('./besieged-tenant.cjs')
const { chanceOf } = require('./chance.cjs')
const { breakDisk, diskFaults } = require('./disk-faults.cjs')
const { copyGround, filesIn, groundOf, within } = require('./ground.cjs')
const { assaultGrowing, growingFaults } = require('./growing-logs.cjs')
const { networkFaults, networkStrike } = require('./network-faults.cjs')
const {
  brokenByRun,
  brokenFiles,
  brokenTenant,
  idsBySlug,
  otherAnswer,
  unfinishedFiles,
  unfinishedTenant,
} = require('./promises.cjs')
const { runApart, runHere } = require('./run-command.cjs')
const { changesBeforeWrites, changesBetweenPages } = require('./second-person.cjs')
const { assaultServer, serverFaults } = require('./served-emulator.cjs')
const { writers } = require('./writers.cjs')

const signals = ['SIGKILL', 'SIGTERM', 'SIGINT']

/** The faults by the trouble they are: which writers meet them stands with the writers. */
const faultsOf = {
  network: networkFaults,
  disk: diskFaults,
  process: [...signals, 'told to stop'],
  pages: ['a list changes between its pages'],
  person: ['a person changes what is about to be written'],
  two: ['two at once'],
}

/** Every writer with every fault that it can meet. */
function everyPair() {
  const pairs = Object.entries(writers).flatMap(([writer, { uses }]) =>
    uses.flatMap((family) => faultsOf[family].map((fault) => ({ writer, family, fault }))),
  )
  return [
    ...pairs,
    ...serverFaults.map((fault) => ({ writer: 'emulator', family: 'server', fault })),
    ...growingFaults.map((fault) => ({ writer: 'eval', family: 'growing', fault })),
  ]
}

let assaults = 0

/** Answers the broken promises, how the run ended, and whether the fault struck at all. */
async function assault({ writer: name, family, fault }, seed, folder) {
  if (family === 'server') return assaultServer(fault, seed, folder)
  if (family === 'growing') return assaultGrowing(seed, folder)
  const writer = writers[name]
  const ground = await groundOf(name, writer, folder)
  // A folder of its own: the program remembers, for as long as it runs, which folders it has tidied.
  assaults += 1
  const copy = copyGround(ground, join(folder, `assault-${assaults}`))
  const chance = chanceOf(`${seed}/${name}/${fault}`)
  const person = { byHand: new Set(), removed: new Set(), added: new Set() }
  return within(copy, writer, async ({ tenant, url }) => {
    const look = tenant ? () => tenant.state() : () => stateIn(copy.workspace)
    const begun = ground.stateBefore ?? (writer.isEmulated ? await stateFrom(ground, folder) : undefined)
    const whole = { ...ground, ...begun }
    const at = { cwd: copy.workspace, url }
    if (whole.stateBefore) person.before = idsBySlug(whole.stateBefore)
    const runs = await struckRuns({ family, fault, writer, ground, chance, tenant, at, person })
    await tenant?.calm()
    const isStopped = family === 'process'
    const broken = runs.flatMap((run) => [...brokenByRun(run, { isStopped }), ...otherAnswer(ground, run, writer)])
    const hasTenant = tenant !== undefined || writer.isEmulated
    broken.push(...brokenFiles(ground, filesIn(copy.workspace), writer, person))
    if (hasTenant) broken.push(...brokenTenant(whole, await look(), person))
    let last = runs.at(-1)
    const isWhole = async () => [
      ...unfinishedFiles(ground, filesIn(copy.workspace), writer, person),
      ...(hasTenant ? unfinishedTenant(whole, await look(), last, person) : []),
    ]
    // Who hears yes needs no other run, unless a file is told of that could not be read.
    const isYes = last.code === 0 && !/^error\[W110\]/m.test(last.stderr)
    if (runs.length === 1 && isYes && person.byHand.size === 0)
      broken.push(...(await isWhole()).map((one) => `after a yes: ${one}`))
    const isLeft = !isYes || runs.length > 1
    if (isLeft && (writer.repeats || (await isWhole()).length > 0)) {
      last = await runHere(writer.argv, at)
      const withheld = person.byHand.size > 0
      broken.push(...brokenByRun(last, {}), ...otherAnswer(ground, last, writer))
      if (last.code !== 0 && !(withheld && last.code === 1))
        broken.push(`the run after it ended with ${last.code}: ${last.stderr.trim().split('\n')[0]}`)
      if (hasTenant) broken.push(...brokenTenant(whole, await look(), person))
    }
    broken.push(...brokenFiles(ground, filesIn(copy.workspace), writer, person), ...(await isWhole()))
    return { broken: [...new Set(broken)], runs, last }
  }).finally(() => rmSync(dirname(copy.workspace), { recursive: true, force: true }))
}

async function struckRuns({ family, fault, writer, ground, chance, tenant, at, person }) {
  const { argv } = writer
  const most = ground.requests
  switch (family) {
    case 'network':
      tenant.strike = await networkStrike(fault, chance, most)
      return [
        await runHere(argv, {
          ...at,
          skewMs: fault === 'skewed clock' ? (chance.next() - 0.5) * 1e10 : 0,
          hurry: fault === 'stall',
        }),
      ]
    case 'pages':
      tenant.strike = changesBetweenPages(tenant, chance, person)
      return [await runHere(argv, at)]
    case 'person':
      tenant.strike = changesBeforeWrites(tenant, chance, person)
      return [await runHere(argv, at)]
    case 'disk':
      return [await runOnBrokenDisk(fault, writer, ground, chance, at, person)]
    case 'two':
      return writer.isEmulated
        ? Promise.all([runApart(argv, at), runApart(argv, at)])
        : Promise.all([runHere(argv, at), runHere(argv, at)])
    case 'process':
      return [await stoppedRun(fault, writer, ground, chance, tenant, at)]
    default:
      throw new Error(`there are no faults of ${family}`)
  }
}

async function runOnBrokenDisk(kind, writer, ground, chance, at, person) {
  const { changes, reads, opened } = await disturbances(writer, ground, at)
  const spared = [...ground.before.keys()]
  const most = { unreadable: reads, growing: reads, 'too many open': opened }[kind] ?? changes
  const disk = breakDisk({ root: at.cwd, kind, at: chance.upTo(most), spared })
  try {
    return await runHere(writer.argv, at)
  } finally {
    disk.end()
    person.grown = disk.grown
  }
}

/** How often a run without faults changes and reads the disk. */
async function disturbances(writer, ground, at) {
  if (ground.disturbed === undefined) {
    const counting = copyGround(ground, join(at.cwd, '../../counting'))
    await within(counting, writer, async ({ url }) => {
      const disk = breakDisk({ root: counting.workspace, kind: 'none', at: 0 })
      await runHere(writer.argv, { cwd: counting.workspace, url }).finally(disk.end)
      ground.disturbed = { changes: disk.changes, reads: disk.reads, opened: disk.opened }
    })
  }
  return ground.disturbed
}

/** A signal at an operation of its disk, or at a request; or a word to stop, as a signal gives it to one that takes it. */
async function stoppedRun(fault, writer, ground, chance, tenant, at) {
  const request = chance.upTo(ground.requests)
  if (fault === 'told to stop') {
    if (!tenant) return runHere(writer.argv, { ...at, stop: (now) => setImmediate(now) })
    return runHere(writer.argv, {
      ...at,
      stop: (now) => {
        tenant.onRequest = (number) => number === request && now()
      },
    })
  }
  if (tenant && ground.requests > 0 && (!writer.uses.includes('disk') || chance.next() < 0.3)) {
    return runApart(writer.argv, {
      ...at,
      onChild: (child) => {
        tenant.onRequest = (number) => number === request && child.kill(fault)
      },
    })
  }
  const { changes } = await disturbances(writer, ground, at)
  return runApart(writer.argv, { ...at, disk: { root: at.cwd, kind: fault, at: chance.upTo(changes) } })
}

async function stateIn(workspace) {
  const tenant = await openTenant(join(workspace, '.ddac/local.json'))
  try {
    return await tenant.state()
  } finally {
    await tenant.close()
  }
}

/** Of a tenant in the workspace itself: how it is at the beginning, and after a run without faults. */
async function stateFrom(ground, folder) {
  ground.ofEmulated ??= (async () => {
    const copy = copyGround(ground, join(folder, 'looking'))
    const stateBefore = await stateIn(copy.workspace)
    await runHere(ground.argv, { cwd: copy.workspace })
    return { stateBefore, state: await stateIn(copy.workspace) }
  })()
  return ground.ofEmulated
}

module.exports = { assault, everyPair }
