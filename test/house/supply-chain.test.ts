import { readFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { audit } from '../../.ci/audit.cjs'
import { billProblems, isAllowed, licenceIn, problemsOf } from '../../.ci/dependencies.cjs'

const textOf = (path: string): string => readFileSync(join(__dirname, '../..', path), 'utf8')
const runsScripts = {
  'node_modules/@swc/core': { version: '1.0.0', dev: true, hasInstallScript: true },
  'node_modules/esbuild': { version: '1.0.0', dev: true, hasInstallScript: true },
  'node_modules/x/node_modules/@parcel/watcher': { version: '2.0.0', dev: true, hasInstallScript: true },
}
const lockOf = (packages: object) => ({ packages: { '': { version: '1.0.0' }, ...runsScripts, ...packages } })
const nobody = () => undefined

describe('what users install beside ddac', () => {
  it.each<[string, object, string[]]>([
    ['may be under a licence of the list', { 'node_modules/a': { version: '1.0.0', license: 'MIT' } }, []],
    [
      'may not be under another',
      { 'node_modules/a/node_modules/@b/c': { version: '1.0.0', license: 'GPL-3.0-only' } },
      ['@b/c 1.0.0 has the licence GPL-3.0-only, which is not allowed'],
    ],
    ['has a licence', { 'node_modules/a': { version: '1.0.0' } }, ['a 1.0.0 says no licence']],
    [
      'is not what is there for development',
      { 'node_modules/a': { version: '1.0.0', dev: true, license: 'GPL-3.0-only' } },
      [],
    ],
    [
      'is what is optional',
      { 'node_modules/a': { version: '1.0.0', optional: true, license: 'GPL-3.0-only' } },
      ['a 1.0.0 has the licence GPL-3.0-only, which is not allowed'],
    ],
    [
      'runs no script',
      { 'node_modules/a': { version: '1.0.0', license: 'MIT', hasInstallScript: true } },
      ['a 1.0.0 runs a script where users install it'],
    ],
    [
      'runs no script, also not one that development may',
      { 'node_modules/@swc/core': { version: '1.0.0', license: 'MIT', hasInstallScript: true } },
      ['@swc/core 1.0.0 runs a script where users install it'],
    ],
    [
      'is apart from a script for development that nobody gave a reason for',
      { 'node_modules/a': { version: '1.0.0', dev: true, hasInstallScript: true } },
      ['a 1.0.0 runs a script when it is installed; say in .ci/dependencies.cjs why it may'],
    ],
  ])('%s', (_, packages, problems) => {
    expect(problemsOf(lockOf(packages), nobody)).toEqual(problems)
  })

  it('says the licence itself where the lockfile does not, and is believed before the lockfile', () => {
    const lock = lockOf({
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '1.0.0', license: 'MIT' },
    })
    expect(problemsOf(lock, () => 'ISC')).toEqual([])
    expect(problemsOf(lock, (path) => (path.endsWith('b') ? 'SSPL-1.0' : 'ISC'))).toEqual([
      'b 1.0.0 has the licence MIT in package-lock.json, and SSPL-1.0 as it is installed',
    ])
  })

  it('a reason for a script that is gone is told', () => {
    expect(problemsOf({ packages: {} }, nobody)).toEqual([
      '@parcel/watcher runs no script any more; take it from .ci/dependencies.cjs',
      '@swc/core runs no script any more; take it from .ci/dependencies.cjs',
      'esbuild runs no script any more; take it from .ci/dependencies.cjs',
    ])
  })

  it.each<[string, boolean]>([
    ['MIT', true],
    ['(MIT AND Zlib)', true],
    ['MIT AND GPL-3.0-only', false],
    ['GPL-3.0-only OR MIT', true],
    ['MIT OR GPL-3.0-only AND ISC', true],
    ['(MIT OR GPL-3.0-only) AND GPL-2.0-only', false],
    ['GPL-2.0-only WITH Classpath-exception-2.0', false],
    ['MIT WITH something', false],
    ['SEE LICENSE IN LICENSE', false],
    ['UNLICENSED', false],
    ['', false],
    ['(MIT', false],
    ['MIT)', false],
  ])('the licence %j', (expression, allowed) => {
    expect(isAllowed(expression)).toBe(allowed)
  })

  it.each<[object, string | undefined]>([
    [{ license: 'MIT' }, 'MIT'],
    [{ license: { type: 'ISC' } }, 'ISC'],
    [{ licenses: [{ type: 'Apache-2.0' }] }, 'Apache-2.0'],
    [{ licenses: [{ type: 'MIT' }, { type: 'GPL-2.0-only' }] }, 'MIT OR GPL-2.0-only'],
    [{ licenses: [] }, undefined],
    [{}, undefined],
  ])('a package that says %j', (described, licence) => {
    expect(licenceIn(described)).toBe(licence)
  })

  it('stands in the bill of materials, all of it and nothing else', () => {
    const lock = lockOf({
      'node_modules/a': { version: '1.0.0', license: 'MIT' },
      'node_modules/b/node_modules/@c/a': { version: '2.0.0', license: 'MIT' },
    })
    const components = [
      { name: 'a', version: '1.0.0' },
      { name: '@c/a', version: '2.0.0' },
    ]
    expect(billProblems(lock, { bomFormat: 'CycloneDX', components })).toEqual([])
    expect(billProblems(lock, { bomFormat: 'CycloneDX', components: [{ name: 'a', version: '1.0.1' }] })).toEqual([
      'the bill of materials leaves out a 1.0.0',
      'the bill of materials leaves out @c/a 2.0.0',
      'the bill of materials has a 1.0.1, which users do not get',
    ])
    expect(billProblems({ packages: {} }, {})).toEqual(['the bill of materials is not in the form of CycloneDX'])
  })
})

describe('the audit', () => {
  const lock = lockOf({ 'node_modules/a': { version: '1.0.0' }, 'node_modules/b/node_modules/a': { version: '2.0.0' } })

  /** Audits beside a registry on this machine, and answers what that was asked beside what is told. */
  async function auditBeside(answer: RequestListener, timeoutMs?: number) {
    const asked: unknown[] = []
    const server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => {
        asked.push([request.method, request.url, JSON.parse(body)])
        answer(request, response)
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const registry = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    try {
      const told = await audit(lock, { registry: `${registry}/`, ...(timeoutMs !== undefined && { timeoutMs }) })
      return { ...told, lines: told.lines.map((line) => line.replaceAll(registry, 'REGISTRY')), asked }
    } finally {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  }

  const finding = {
    a: [
      {
        severity: 'high',
        title: 'Prototype pollution\n::error::forged',
        url: 'https://example.com/advisory',
        vulnerable_versions: '<2.0.0',
      },
    ],
  }

  it('asks for what users install, and passes if no advisory is known', async () => {
    const told = await auditBeside((_, response) => response.end('{}'))
    expect(told).toEqual({
      exitCode: 0,
      lines: ['no advisory is known for the 2 packages that users install'],
      asked: [['POST', '/-/npm/v1/security/advisories/bulk', { a: ['1.0.0', '2.0.0'] }]],
    })
  })

  it('fails on a finding, and shows its text as text', async () => {
    const told = await auditBeside((_, response) => response.end(JSON.stringify(finding)))
    const line = 'high | a <2.0.0 | Prototype pollution ::error::forged | https://example.com/advisory'
    expect(told).toMatchObject({ exitCode: 1, lines: [line] })
  })

  it.each<[string, RequestListener, string]>([
    ['refuses', (_, response) => response.writeHead(403).end('no'), 'it answered 403'],
    ['breaks', (_, response) => response.writeHead(500).end('{}'), 'it answered 500'],
    [
      'leads elsewhere',
      (_, response) => response.writeHead(307, { location: 'http://example.com' }).end(),
      'unexpected redirect',
    ],
    ['hangs up', (request) => request.socket.destroy(), 'other side closed'],
    ['answers no JSON', (_, response) => response.end('<html>'), 'something else than lists of advisories: <html>'],
    ['answers a list', (_, response) => response.end('[]'), 'something else than lists of advisories: []'],
    ['answers an error', (_, response) => response.end('{"error":"no"}'), 'something else than lists of advisories'],
    ['answers nothing', (_, response) => response.end(), 'something else than lists of advisories'],
  ])('says that it could not ask a registry that %s', async (_, answer, why) => {
    const { exitCode, lines } = await auditBeside(answer)
    expect({ exitCode, lines }).toEqual({
      exitCode: 2,
      lines: [expect.stringMatching(/^could not ask REGISTRY\/ for advisories: /), 'so nothing is known of them'],
    })
    expect(lines[0]).toContain(why)
  })

  it('says that it could not ask one that does not answer, or is not there', async () => {
    const silent = await auditBeside(() => {}, 50)
    expect(silent).toMatchObject({ exitCode: 2, lines: [expect.stringContaining('within 0.05 s'), expect.anything()] })
    const { lines, exitCode } = await audit(lock, { registry: 'http://127.0.0.1:1' })
    expect([exitCode, lines.at(-1)]).toEqual([2, 'so nothing is known of them'])
  })
})

it('the workflows check what users install, ask for advisories, and attach the bill of materials to the release', () => {
  expect(textOf('.ci/run')).toContain('node .ci/dependencies.cjs')
  expect(textOf('.github/workflows/ci.yml')).toContain('node .ci/audit.cjs')
  const release = textOf('.github/workflows/release.yml')
  const steps = [
    'node .ci/audit.cjs',
    'npm sbom',
    'node .ci/dependencies.cjs ddac.cdx.json',
    'npm publish',
    'gh release create',
  ]
  const places = steps.map((step) => release.indexOf(step))
  expect(places).toEqual([...places].sort((a, b) => a - b))
  expect(places[0]).toBeGreaterThan(0)
})
