// Whether a package can be released under a tag: `node .ci/releasable.cjs v1.2.3`. Exits with 1 and says what is missing.
const { readFileSync } = require('node:fs')
const { join } = require('node:path')

/** What keeps a package from being released. Provenance and npm's page of the package need the addresses. */
function problemsOf(described, tag, changelog) {
  const unset = ['repository', 'homepage', 'bugs'].filter((key) => !described[key])
  return [
    ...(unset.length > 0 ? [`package.json does not say ${unset.join(', ')}`] : []),
    ...(described.private ? ['package.json says that it is private'] : []),
    ...(tag === `v${described.version}` ? [] : [`the tag is ${tag}, and package.json says ${described.version}`]),
    ...(changelog.split('\n').some((line) => line.startsWith(`## ${described.version}`))
      ? []
      : [`CHANGELOG.md has no part "## ${described.version}"`]),
  ]
}

module.exports = { problemsOf }

if (require.main === module) {
  const read = (name) => readFileSync(join(__dirname, '..', name), 'utf8')
  const problems = problemsOf(JSON.parse(read('package.json')), process.argv[2], read('CHANGELOG.md'))
  for (const problem of problems) console.error(`not released: ${problem}`)
  process.exitCode = problems.length > 0 ? 1 : 0
}
