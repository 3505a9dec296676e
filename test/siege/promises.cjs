/** What is promised of every run, and asked of what it left behind. Each answers sentences on what was broken. */
const { grown } = require('./disk-faults.cjs')
const { byHand } = require('./second-person.cjs')
const { keyPattern } = require('./run-command.cjs')

/** No wait is longer than what the README says of a rate limit, with its jitter. */
const longestWaitMs = 60_250

/** Holds after any run, however it ended. */
function brokenByRun(run, { isStopped, words = true }) {
  const { code, stdout, stderr, longestWaitMs: waited } = run
  const told = `${stdout}${stderr}`
  const broken = []
  const allowed = isStopped ? [0, 1, 2, 130, 137, 143] : [0, 1, 2]
  if (!allowed.includes(code)) broken.push(`ended with ${code}: ${firstLine(stderr)}`)
  if (/This is a bug in ddac|^\s+at .*:\d+:\d+\)?$|\[object |\bundefined\b|\bNaN\b|Unhandled|Warning:/m.test(told)) {
    broken.push(
      `words of a program, not of ddac: ${firstLine(told.match(/.*(?:bug in ddac|\s+at |\[object |undefined|NaN|Unhandled|Warning:).*/)?.[0] ?? '')}`,
    )
  }
  if (keyPattern.test(told)) broken.push('a key was printed')
  if (waited > longestWaitMs) broken.push(`waited ${waited} ms at once`)
  const says =
    /^(?:error|not done|failed|conflict|withheld|skipped|refused|not adopted|not +\S|left|warning)|error\[|could not|cannot be read|withheld/m
  if (words && (code === 1 || code === 2) && !says.test(told))
    broken.push(`ended with ${code} and told nobody why: ${told.slice(0, 200)}`)
  return broken
}

/** Who hears yes hears what a run without faults says, where the command is one that answers. */
function otherAnswer(ground, { code, stdout, stderr }, { answer }) {
  if (!answer || code !== 0 || /^error/m.test(stderr) || answer(stdout) === answer(ground.run.stdout)) return []
  return [`another answer than without faults: ${answer(stdout).slice(0, 200)}`]
}

/** Files are old or new, never half; nothing else is there, no file holds a key, and what somebody added stays. */
function brokenFiles(ground, files, { normal = (text) => text, form = {}, moves = {} }, person = nobody) {
  const broken = []
  for (const [path, text] of files) {
    if (keyPattern.test(text)) broken.push(`${path} holds a key`)
    if (isOwnState(path)) continue
    if (path === person.grown && !text.endsWith(grown)) broken.push(`what somebody added to ${path} is gone`)
    if (form[path]) {
      if (!form[path](text)) broken.push(`${path} is half of a file`)
      continue
    }
    const known = [ground.before.get(path), ground.after.get(path), ground.before.get(moves[path])].filter(
      (one) => one !== undefined,
    )
    if (known.length > 0 && !known.some((one) => normal(one, path) === normal(withoutGrown(text), path)))
      broken.push(`${path} is neither old nor new: ${JSON.stringify(text.slice(0, 80))}`)
  }
  for (const path of ground.before.keys()) {
    if (!files.has(path) && ground.after.has(path)) broken.push(`${path} is gone`)
  }
  return broken
}

/** Everything is as a run without faults leaves it; no temporary file or lock is left. */
function unfinishedFiles(ground, files, { normal = (text) => text }, { added } = nobody) {
  const broken = []
  for (const [path, text] of ground.after) {
    if (isOwnState(path)) continue
    if (!files.has(path)) broken.push(`${path} is missing`)
    else if (normal(withoutGrown(files.get(path)), path) !== normal(text, path))
      broken.push(`${path} is not as without faults`)
  }
  const known = new Set([...ground.after.keys()].map(named))
  const isTheirs = (path) => [...added].some((id) => files.get(path).includes(id))
  for (const path of files.keys()) {
    if (!known.has(named(path)) && !isTheirs(path) && path !== '.ddac/local.json.journal')
      broken.push(`${path} was left behind`)
  }
  return broken
}

const withoutGrown = (text) => (text.endsWith(grown) ? text.slice(0, -grown.length) : text)

/** How far a search was fetched, and an emulated tenant, have a form of their own: the tenant is looked at by asking. */
const isOwnState = (path) => /^\.ddac\/(?:local\.json(?:\.journal)?|logs\/.*)$/.test(path)

/** The file of a search has its name from the tenant's address, which has another port in each run. */
const named = (path) => path.replace(/^(\.ddac\/logs\/\w+\/)[0-9a-f]{24}(\.n?d?json)$/, '$1SEARCH$2')

const setByServer = /^(?:id|version|created.*|updated.*|creat(?:ion|or).*|update.*|creat.*)$/

/** What a tenant holds: ours by the id of its file, without what the server sets; the others' as they are. */
function heldBy(state) {
  const all = ['rules', 'suppressions'].flatMap((kind) => Object.values(state[kind]).map((versions) => versions.at(-1)))
  const slugOf = new Map(all.flatMap((one) => (ourId(one) ? [[one.id, ourId(one)]] : [])))
  const ours = new Map()
  const others = new Map()
  for (const one of all) {
    const slug = ourId(one)
    let text = JSON.stringify(
      Object.fromEntries(
        Object.entries(one)
          .filter(([key]) => !setByServer.test(key))
          .sort(),
      ),
    )
    if (slug === undefined) others.set(one.id, { whole: JSON.stringify(one), text })
    else {
      for (const [id, name] of slugOf) text = text.replaceAll(id, `<${name}>`)
      ours.set(slug, [...(ours.get(slug) ?? []), { id: one.id, message: one.message, text }])
    }
  }
  return { ours, others }
}

/** The id of the file that a thing is of; a rule that another is about to replace carries it in a tag of its own. */
function ourId({ tags = [] }) {
  const own = tags.find((tag) => tag.startsWith('ddac:')) ?? tags.find((tag) => tag.startsWith('ddac_replaced:'))
  return own?.slice(own.indexOf(':') + 1)
}

/** The tenant's ids of what is ours, by the id of the file. */
const idsBySlug = (state) =>
  new Map([...heldBy(state).ours].map(([slug, things]) => [slug, things.map(({ id }) => id)]))

const nobody = { byHand: new Set(), removed: new Set(), added: new Set() }

/** Holds after any run: nothing of others was touched, and no two things carry the name of one file. */
function brokenTenant(ground, state, person = nobody) {
  const broken = []
  const [now, before, after] = [state, ground.stateBefore, ground.state].map(heldBy)
  for (const [slug, things] of now.ours) {
    if (things.length > 1 && !isBeingReplaced(slug, state)) broken.push(`${slug} is there ${things.length} times`)
    if (!before.ours.has(slug) && !after.ours.has(slug)) broken.push(`${slug} came from nowhere`)
  }
  // What a run without faults makes ours is either a stranger as before, or ours as it is then.
  const adopted = new Set([...after.ours.values()].flat().map(({ id }) => id))
  for (const [id, { whole }] of before.others) {
    if (person.removed.has(id) || person.byHand.has(id) || now.others.get(id)?.whole === whole) continue
    if (now.others.has(id) || !adopted.has(id)) broken.push(`${id}, which is nobody's of ours, was changed`)
  }
  for (const id of now.others.keys()) {
    if (!before.others.has(id) && !person.added.has(id) && !after.others.has(id)) broken.push(`${id} came from nowhere`)
  }
  const kept = new Set([...handled(state, person).values()].flat())
  for (const id of person.byHand) if (!kept.has(id)) broken.push(`what a person did to ${id} was undone`)
  return broken
}

/** What carries a person's words, by the id of its file, with the tenant's ids; a rule that is replaced takes them along. */
function handled({ rules }, person) {
  const found = new Map()
  for (const versions of Object.values(rules)) {
    const last = versions.at(-1)
    if (last.message !== byHand) continue
    const slug = ourId(last) ?? last.id
    found.set(slug, [...(found.get(slug) ?? []), last.id, ...(person.before?.get(slug) ?? [])])
  }
  return found
}

/** A replace makes the new rule before the old one goes, and says so on the old one. */
function isBeingReplaced(slug, { rules }) {
  return Object.values(rules).some((versions) => {
    const { tags = [] } = versions.at(-1)
    return tags.includes(`ddac_replaced:${slug}`)
  })
}

/** The tenant equals git, but for what a person changed meanwhile, which is withheld and named. */
function unfinishedTenant(ground, state, run, person = nobody) {
  const broken = []
  const [now, after] = [state, ground.state].map(heldBy)
  const told = `${run.stdout}${run.stderr}`
  const theirs = handled(state, person)
  for (const [slug, [wanted]] of after.ours) {
    const things = now.ours.get(slug) ?? []
    if (theirs.has(slug)) {
      if (!told.includes(slug)) broken.push(`${slug} is withheld and not named`)
    } else if (things.length !== 1) broken.push(`${slug} is there ${things.length} times at the end`)
    else if (things[0].text !== wanted.text) broken.push(`${slug} does not equal git`)
  }
  // What is let go is nobody's then, and otherwise as it was.
  const before = heldBy(ground.stateBefore).others
  for (const [id, { text }] of after.others) {
    if (before.has(id) || person.byHand.has(id)) continue
    if (now.others.get(id)?.text !== text) broken.push(`${id} is not as it was let go without faults`)
  }
  for (const slug of now.ours.keys()) {
    if (after.ours.has(slug) || theirs.has(slug)) continue
    broken.push(`${slug} should be gone`)
  }
  return broken
}

const firstLine = (text) => text.trim().split('\n')[0]?.slice(0, 200) ?? ''

module.exports = { brokenByRun, brokenFiles, brokenTenant, idsBySlug, otherAnswer, unfinishedFiles, unfinishedTenant }
