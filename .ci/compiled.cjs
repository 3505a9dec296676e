// A step of the build: `node .ci/compiled.cjs` runs bundled commands, and keeps what the engine compiles meanwhile
// (.github/decisions/0016).
const { spawn } = require('node:child_process')
const { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { dirname, join } = require('node:path')
const { keptFile } = require('../dist/bundles.js')

const root = join(__dirname, '..')
const samples = join(root, 'rules/aws/ses/samples')

/** An archive so large that threads read it, and at a glance. */
function writeArchive(folder) {
  const texts = readdirSync(samples)
    .filter((name) => /^v\d.*\.json$|everyday/.test(name))
    .map((name) => readFileSync(join(samples, name), 'utf8'))
  const records = texts.flatMap((text) => JSON.parse(text).Records ?? [])
  const part = JSON.stringify(records).slice(1, -1)
  const times = Math.ceil((9 * 1024 * 1024) / part.length)
  for (const name of ['a.json', 'b.json']) {
    writeFileSync(join(folder, name), `{"Records":[${Array(times).fill(part).join(',')}]}`)
  }
}

/** What a run tells is nobody's business here; what it left out is compiled when it is needed. */
function run(...line) {
  const keeping = ['--require', join(__dirname, 'keep-compiled.cjs')]
  const child = spawn(process.execPath, [...keeping, join(root, 'dist/main.js'), ...line], {
    cwd: join(root, 'rules'),
    stdio: 'ignore',
  })
  return new Promise((resolve) => child.once('close', resolve).once('error', resolve))
}

async function main() {
  const compiled = dirname(keptFile(''))
  rmSync(compiled, { recursive: true, force: true })
  mkdirSync(compiled, { recursive: true })
  const archive = mkdtempSync(join(tmpdir(), 'ddac-build-'))
  try {
    writeArchive(archive)
    await Promise.all([
      run('eval', samples).then(() => run('eval', '--workers', '2', archive)),
      run('validate').then(() => run('test', 'aws/ses/terraform-deploys-ses-identities.test.yaml')),
      run('suppress', 'check', '--logs', samples).then(() => run('impact', '--base', 'HEAD', samples)),
    ])
  } finally {
    rmSync(archive, { recursive: true, force: true })
  }
}

void main()
