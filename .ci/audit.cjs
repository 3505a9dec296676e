// Whether an advisory is known for a package that users install: `node .ci/audit.cjs` asks the registry what `npm audit` asks.
// Exits with 0 if none is known, with 1 if one is, and with 2 if it could not ask: then nothing is known, and that is no pass.
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { packagesOf } = require('./dependencies.cjs')

const usualRegistry = 'https://registry.npmjs.org'
const usualTimeoutMs = 30_000

/** Asks for the advisories of the packages that users install, and answers what is to be told with which exit code. */
async function audit(lock, { registry = usualRegistry, timeoutMs = usualTimeoutMs } = {}) {
  const asked = {}
  const shipped = packagesOf(lock).filter(({ isShipped }) => isShipped)
  for (const { name, version } of shipped) asked[name] = [...new Set([...(asked[name] ?? []), version])]
  let advisories
  try {
    advisories = await ask(registry, asked, timeoutMs)
  } catch (error) {
    return {
      exitCode: 2,
      lines: [
        `could not ask ${shown(registry)} for advisories: ${shown(reasonOf(error, timeoutMs))}`,
        'so nothing is known of them',
      ],
    }
  }
  const lines = Object.entries(advisories).flatMap(([name, found]) =>
    found.map(({ severity, title, url, vulnerable_versions: versions }) =>
      shown([severity, `${name} ${versions}`, title, url].filter((part) => part !== undefined).join(' | ')),
    ),
  )
  if (lines.length > 0) return { exitCode: 1, lines }
  return { exitCode: 0, lines: [`no advisory is known for the ${shipped.length} packages that users install`] }
}

async function ask(registry, asked, timeoutMs) {
  const response = await fetch(`${registry.replace(/\/+$/, '')}/-/npm/v1/security/advisories/bulk`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(asked),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  })
  if (!response.ok) throw new Error(`it answered ${response.status}`)
  const text = await response.text()
  const answer = parsed(text)
  const isOfLists = answer !== null && typeof answer === 'object' && !Array.isArray(answer)
  if (!isOfLists || !Object.values(answer).every(isListOfObjects)) {
    throw new Error(`it answered something else than lists of advisories: ${text.slice(0, 80)}`)
  }
  return answer
}

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isListOfObjects(value) {
  return Array.isArray(value) && value.every((each) => each !== null && typeof each === 'object')
}

function reasonOf(error, timeoutMs) {
  if (error.name === 'TimeoutError') return `it did not answer within ${timeoutMs / 1000} s`
  const { cause = error } = error
  return [cause.message, cause.code].filter(Boolean).join(' ')
}

/** Text of others on one line that no runner obeys: without control characters, and never at the start of a line. */
function shown(text) {
  return String(text).replace(/\p{C}/gu, ' ')
}

module.exports = { audit }

if (require.main === module) {
  const lock = JSON.parse(readFileSync(join(__dirname, '../package-lock.json'), 'utf8'))
  audit(lock, { registry: process.env['npm_config_registry'] || usualRegistry }).then(({ exitCode, lines }) => {
    for (const line of lines) (exitCode === 0 ? console.log : console.error)(`audit: ${line}`)
    process.exitCode = exitCode
  })
}
