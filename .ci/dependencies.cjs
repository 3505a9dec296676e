// What users install beside ddac: `node .ci/dependencies.cjs` reads package-lock.json and the installed packages, asks nobody,
// and exits with 1 where one has a licence that is not allowed or runs a script when it is installed. With the file of a
// CycloneDX bill of materials it also says what that leaves out or makes up.
const { existsSync, readFileSync } = require('node:fs')
const { join } = require('node:path')

/** Licences under which a package of others may be shipped with one under Apache-2.0. */
const allowed = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Unlicense',
  'Zlib',
]

/** What runs scripts when it is installed for development, and why that is taken. Users get none of them. */
const mayRunScripts = {
  '@parcel/watcher': 'jest brings it to watch files; its script builds it where no binary is published',
  '@swc/core': 'reads TypeScript for the tests; its script looks whether the binary fits and else fetches a slower one',
  esbuild:
    'makes the bundles of the build; its script puts the binary in place of what starts it, and fetches one that is missing',
}

/** The packages of a lockfile, those that users install apart from those for development alone. */
function packagesOf({ packages }) {
  return Object.entries(packages).flatMap(([path, { version, license, dev, devOptional, hasInstallScript }]) => {
    if (path === '') return []
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
    return [{ path, name, version, license, isShipped: !dev && !devOptional, runsScript: hasInstallScript === true }]
  })
}

/** What an installed package says of its licence: today's key, or those of old. */
function licenceIn({ license, licenses }) {
  const said = license ?? licenses
  const one = (each) => (typeof each === 'string' ? each : each?.type)
  if (!Array.isArray(said)) return one(said)
  return said.length > 0 ? said.map(one).join(' OR ') : undefined
}

/** Whether an SPDX expression leaves a choice that is allowed: one side of an OR, both of an AND. */
function isAllowed(expression) {
  const tokens = expression.match(/[()]|[^\s()]+/g) ?? []
  let at = 0
  const term = () => {
    const token = tokens[at++]
    if (token !== '(') return allowed.includes(token)
    const inner = either()
    return tokens[at++] === ')' && inner
  }
  const both = () => {
    let all = term()
    while (tokens[at] === 'AND') {
      at++
      all = term() && all
    }
    return all
  }
  const either = () => {
    let any = both()
    while (tokens[at] === 'OR') {
      at++
      any = both() || any
    }
    return any
  }
  const answer = either()
  // What is left over (an exception with WITH, a plus) is not understood, and so not allowed.
  return at === tokens.length && answer
}

/** `said` answers what the installed package itself says of its licence; undefined where it is not installed. */
function problemsOf(lock, said) {
  const packages = packagesOf(lock)
  const licences = packages
    .filter(({ isShipped }) => isShipped)
    .flatMap(({ path, name, version, license }) => {
      const licence = license ?? said(path)
      if (licence === undefined) return [`${name} ${version} says no licence`]
      if (!isAllowed(licence)) return [`${name} ${version} has the licence ${licence}, which is not allowed`]
      const own = said(path)
      if (own === undefined || isAllowed(own)) return []
      return [`${name} ${version} has the licence ${licence} in package-lock.json, and ${own} as it is installed`]
    })
  const scripts = packages
    .filter(({ runsScript, isShipped, name }) => runsScript && (isShipped || !Object.hasOwn(mayRunScripts, name)))
    .map(({ name, version, isShipped }) =>
      isShipped
        ? `${name} ${version} runs a script where users install it`
        : `${name} ${version} runs a script when it is installed; say in .ci/dependencies.cjs why it may`,
    )
  const gone = Object.keys(mayRunScripts)
    .filter((name) => !packages.some((one) => one.name === name && one.runsScript))
    .map((name) => `${name} runs no script any more; take it from .ci/dependencies.cjs`)
  return [...licences, ...scripts, ...gone]
}

/** What a bill of materials leaves out or makes up. */
function billProblems(lock, bill) {
  const shipped = packagesOf(lock).filter(({ isShipped }) => isShipped)
  const wanted = new Set(shipped.map(({ name, version }) => `${name} ${version}`))
  const found = new Set((bill.components ?? []).map(({ name, version }) => `${name} ${version}`))
  return [
    ...(bill.bomFormat === 'CycloneDX' ? [] : ['the bill of materials is not in the form of CycloneDX']),
    ...[...wanted].filter((key) => !found.has(key)).map((key) => `the bill of materials leaves out ${key}`),
    ...[...found]
      .filter((key) => !wanted.has(key))
      .map((key) => `the bill of materials has ${key}, which users do not get`),
  ]
}

module.exports = { packagesOf, licenceIn, isAllowed, problemsOf, billProblems }

if (require.main === module) {
  const root = join(__dirname, '..')
  const read = (path) => JSON.parse(readFileSync(path, 'utf8'))
  const lock = read(join(root, 'package-lock.json'))
  const said = (path) => {
    const file = join(root, path, 'package.json')
    return existsSync(file) ? licenceIn(read(file)) : undefined
  }
  const [bill] = process.argv.slice(2)
  const problems = [...problemsOf(lock, said), ...(bill === undefined ? [] : billProblems(lock, read(bill)))]
  for (const problem of problems) console.error(problem)
  const shipped = packagesOf(lock).filter(({ isShipped }) => isShipped)
  if (problems.length === 0)
    console.log(`${shipped.length} packages that users install: each licence allowed, no install script`)
  process.exitCode = problems.length > 0 ? 1 : 0
}
