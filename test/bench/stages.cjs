/**
 * Which stages of a pass the processor time went to, from profiles of all its threads, so that what became slower has a
 * name. What a frame works for is told by where its code lies; of frames that call each other the innermost that tells
 * anything counts, but for what works for a stage whatever it calls.
 */
const { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')

const dist = join(__dirname, '../../dist')

/** Stages in the order of work, each with the files and folders of the built program that do it. */
const stages = {
  inflate: ['archive/unpack/', 'archive/open-log-file'],
  scan: [
    'archive/glance/record-scan',
    'archive/glance/programs/program-memory',
    'archive/records/',
    'archive/format-reader',
    'archive/read-raw-logs',
    'archive/read-log-file',
  ],
  decide: ['archive/glance/', 'archive/literal-filter'],
  parse: ['json/'],
  map: ['event/'],
  select: ['detect/select-event', 'detect/candidate-index', 'detect/compile-selector', 'detect/group-key', 'query/'],
  columns: ['detect/hits/', 'archive/pass/'],
  /** Until the main thread has taken what was found. */
  waiting: ['archive/pass/pass-thread'],
  machines: ['detect/running/', 'detect/methods/', 'detect/windows/', 'detect/schedule/', 'condition/'],
  'reading again': ['archive/kept/read-again'],
  telling: ['detect/signals/', 'template/', 'archive/kept/'],
  writing: ['medium/', 'report/'],
  compiling: ['detect/compile-rule', 'detect/compile-rules', 'rule/', 'wire/'],
}

/** Whatever these call works for them. */
const whole = new Set(['loading', 'decide', 'reading again', 'compiling'])

const places = Object.entries(stages)
  .flatMap(([stage, files]) => files.map((file) => ({ stage, file })))
  // The longest tells most.
  .sort((one, two) => two.file.length - one.file.length)

/** Throws where a stage names what the program does not have any more. */
function checkStages() {
  for (const { stage, file } of places) {
    if (!existsSync(join(dist, file.endsWith('/') ? file : `${file}.js`)))
      throw new Error(`the stage "${stage}" names ${file}, which is not there`)
  }
}

const headings = new Map()

/** The compiled file of a line: in a bundle (`.ci/bundle.cjs`) the code of each file stands below its name. */
function compiledFile(path, lineNumber) {
  if (!path.startsWith('bundles/')) return path
  if (!headings.has(path)) headings.set(path, headingsOf(readFileSync(join(dist, path), 'utf8')))
  return headings.get(path).findLast(({ line }) => line <= lineNumber)?.file ?? path
}

function headingsOf(text) {
  return text.split('\n').flatMap((row, line) => {
    const [, file] = /^ *\/\/ (?:src\/|(?=node_modules\/))(\S+)\.(?:ts|c?js)$/.exec(row) ?? []
    return file === undefined ? [] : [{ line, file: `${file}.js` }]
  })
}

function stageOf({ url, functionName, lineNumber }) {
  if (functionName === '(garbage collector)') return 'collecting garbage'
  if (url.startsWith('wasm:')) return 'scan'
  const path = url.split('/dist/')[1]
  if (path !== undefined) {
    const compiled = compiledFile(path, lineNumber)
    return places.find(({ file }) => compiled.startsWith(file))?.stage
  }
  if (url.includes('node:internal/modules')) return 'loading'
  return url.endsWith('pass-run.cjs') && functionName === 'evaluate' ? 'writing' : undefined
}

/** Microseconds by stage, of one thread. */
function addProfile(times, { nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])))
  const known = new Map()
  /** Whether code of ours stands above a frame: a module that it asks for is loaded, the first one is the program. */
  const isCalled = (id) => {
    const above = parents.get(id)
    return above !== undefined && (/^(?:file:|[/])/.test(byId.get(above).callFrame.url) || isCalled(above))
  }
  /** The stage of a frame by itself and what calls it. */
  const stageAt = (id) => {
    if (id === undefined) return undefined
    if (!known.has(id)) {
      const above = stageAt(parents.get(id))
      const own = stageOf(byId.get(id).callFrame)
      known.set(id, whole.has(above) || own === undefined || (own === 'loading' && !isCalled(id)) ? above : own)
    }
    return known.get(id)
  }
  for (const [index, id] of samples.entries()) {
    if (byId.get(id).callFrame.functionName === '(idle)') continue
    const stage = stageAt(id) ?? 'the rest'
    times.set(stage, (times.get(stage) ?? 0) + timeDeltas[index])
  }
}

/** Runs `work` with what makes node profile itself, and answers the shares of the stages, the largest first. */
function shares(work) {
  const folder = mkdtempSync(join(tmpdir(), 'ddac-profile-'))
  try {
    work(['--cpu-prof', `--cpu-prof-dir=${folder}`])
    const times = new Map()
    for (const name of readdirSync(folder)) addProfile(times, JSON.parse(readFileSync(join(folder, name), 'utf8')))
    const all = [...times.values()].reduce((sum, time) => sum + time, 0)
    return [...times].map(([stage, time]) => ({ stage, share: time / all })).sort((a, b) => b.share - a.share)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

module.exports = { checkStages, shares }
