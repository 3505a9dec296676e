/**
 * The way of a new user, from the packed package: `npm i -D` in an empty repository, then every line of `ddac help start` as
 * it is typed, each with the output that the page shows. `npm run walk`, or with `--node PATH` on another Node, with
 * `--package FILE` from a package that is there, with `--keep` to look at what it leaves.
 */
require('@swc-node/register')
const { spawnSync } = require('node:child_process')
const { mkdtempSync, mkdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { delimiter, join, resolve } = require('node:path')
const { parseArgs } = require('node:util')
const { examplesIn, matches } = require('../readme/examples.ts')

const { values: options } = parseArgs({
  options: { node: { type: 'string' }, package: { type: 'string' }, keep: { type: 'boolean' } },
})

const root = join(__dirname, '../..')
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ddac-walk-')))
const home = join(folder, 'home')
const repository = join(folder, 'repository')

function main() {
  for (const each of [home, repository, join(folder, 'bin')]) mkdirSync(each)
  // The Node that is asked for comes first, also for npm and npx.
  symlinkSync(options.node ? resolve(options.node) : process.execPath, join(folder, 'bin/node'))
  const version = done('node --version', repository).trim()
  const packed = options.package ? resolve(options.package) : pack()
  done('git init -q -b main --template=', repository)
  done(`npm install --save-dev --no-audit --no-fund '${packed}'`, repository)
  const page = readFileSync(join(repository, 'node_modules/ddac/src/cli/help/start.help.md'), 'utf8')
  const examples = examplesIn(page)
  if (examples.length < 15) throw new Error(`the page has ${examples.length} lines to type`)
  for (const example of examples) walk(example)
  process.stdout.write(`Node ${version}: ${examples.length} lines of ddac help start are as the page shows them.\n`)
}

function pack() {
  done(`npm pack --silent --pack-destination '${folder}'`, root)
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return join(folder, `ddac-${version}.tgz`)
}

/** One line as it is typed, and what must come of it. */
function walk({ command, output }) {
  // The one thing that the page tells and nobody types.
  if (command === 'ddac drift') switchOff('console-login-without-mfa', 'Ada')
  const { stdout, stderr } = typed(command.replace(/^ddac /, 'npx --no ddac '), repository)
  const told = `${stdout}${stderr}`.trim()
  if (matches(output.trim()).test(told)) return
  throw new Error(`$ ${command}\nprints\n${told}\nand the page says\n${output}`)
}

/** What somebody does to a rule in the tenant's pages: a new version, with their name on it. */
function switchOff(id, name) {
  const path = join(repository, '.ddac/local.json')
  const state = JSON.parse(readFileSync(path, 'utf8'))
  const versions = Object.values(state.rules).find((each) => each.at(-1).tags.includes(`ddac:${id}`))
  const last = versions.at(-1)
  const updater = { name, handle: `${name}@example.com` }
  versions.push({ ...last, isEnabled: false, updatedAt: last.updatedAt + 60_000, updater, version: last.version + 1 })
  writeFileSync(path, JSON.stringify(state))
}

/** What a machine says of how the registry is reached; nothing else of it comes along. */
const waysOut = /^(?:NODE_EXTRA_CA_CERTS|(?:https?|no)_proxy|npm_config_(?:registry|cache))$/i

function typed(line, cwd) {
  const person = { NAME: 'a', EMAIL: 'a@example.com' }
  const git = Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((as) => Object.entries(person).map(([key, value]) => [`GIT_${as}_${key}`, value])),
  )
  const reached = Object.entries(process.env).filter(([name]) => waysOut.test(name))
  const env = {
    ...Object.fromEntries(reached),
    PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH}`,
    HOME: home,
    GIT_CONFIG_NOSYSTEM: '1',
    ...git,
  }
  return spawnSync('bash', ['-o', 'pipefail', '-c', line], { cwd, env, encoding: 'utf8' })
}

function done(line, cwd) {
  const { status, stdout, stderr } = typed(line, cwd)
  if (status !== 0) throw new Error(`$ ${line}\nended with ${status}\n${stdout}${stderr}`)
  return stdout
}

try {
  main()
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
} finally {
  if (options.keep) process.stdout.write(`${folder}\n`)
  else rmSync(folder, { recursive: true, force: true })
}
