import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/emulator/start-emulator'
import { ddac, makeFolder, type Run } from './run-in-process'
import { smallWorkspace } from './small-workspace'

const keys = { apiKey: 'a1b2c3d4e5f60718293a4b5c6d7e8f90', appKey: '0f9e8d7c6b5a493827160f5e4d3c2b1a0f9e8d7c' }
const ours = { id: '11111111-2222-4333-8444-555555555555', publicId: 'abc123', name: 'Ours' }

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const each of open.splice(0)) await each.close()
})

async function tenant(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator({ org: ours, requireKeys: keys, ...options })
  open.push(emulator)
  return emulator
}

/** A tenant where the keys may not ask whose they are. */
async function silentTenant(options: EmulatorOptions = {}): Promise<{ readonly url: string }> {
  const { url } = await tenant(options)
  const server: Server = createServer(async (request, response) => {
    if (/^\/api\/v2\/(current_user|validate)$/.test(request.url ?? '')) {
      response.writeHead(403, { 'content-type': 'application/json' }).end('{"errors":["Forbidden"]}')
      return
    }
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const headers = { 'dd-api-key': keys.apiKey, 'dd-application-key': keys.appKey }
    const { method = 'GET' } = request
    const body = chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}
    const answer = await fetch(`${url}${request.url}`, { method, headers, ...body })
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text())
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  open.push({
    close: () => {
      server.closeAllConnections()
      return new Promise((closed) => server.close(closed))
    },
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

const workspace = (org?: string): string =>
  makeFolder({
    ...smallWorkspace(),
    'ddac.yaml': `tenants:\n  prod:\n    site: datadoghq.eu\n${org ? `    org: ${org}\n` : ''}`,
  })

function run(line: string, cwd: string, url: string, more: Record<string, string> = {}): Promise<Run> {
  return ddac(line.split(' '), {
    cwd,
    env: { DDAC_API_URL: url, DD_API_KEY: keys.apiKey, DD_APP_KEY: keys.appKey, ...more },
  })
}

async function rulesIn({ url }: { readonly url: string }): Promise<number> {
  const headers = { 'dd-api-key': keys.apiKey, 'dd-application-key': keys.appKey }
  const { data } = (await (await fetch(`${url}/api/v2/security_monitoring/rules`, { headers })).json()) as {
    data: unknown[]
  }
  return data.length
}

describe('before it writes, apply', () => {
  it('says host and organisation, and the line that has them checked', async () => {
    const { url } = await tenant()
    const { code, stderr } = await run('apply --yes', workspace(), url)
    expect(code).toBe(0)
    expect(stderr).toContain(
      `prod: writing to ${url}, organisation "Ours" (${ours.id})\nTo have that checked before every write, add to tenants.prod in ddac.yaml:\n    org: ${ours.id}\n`,
    )
  })

  it.each([ours.id, ours.id.toUpperCase(), ours.publicId])(
    'writes where the organisation is %s, as the file says',
    async (org) => {
      const emulator = await tenant()
      const { code, stderr } = await run('apply --yes', workspace(org), emulator.url)
      expect([code, await rulesIn(emulator)]).toEqual([0, 1])
      expect(stderr).toContain(`prod: writing to ${emulator.url}, organisation "Ours" (${ours.id})\n`)
      expect(stderr).not.toContain('To have that checked')
    },
  )

  it.each(['apply --yes', 'plan', 'apply --yes --prune'])('%s stops at another organisation, with 2', async (line) => {
    const emulator = await tenant()
    const { code, stderr } = await run(line, workspace('99999999-2222-4333-8444-555555555555'), emulator.url)
    expect([code, await rulesIn(emulator)]).toEqual([2, 0])
    expect(stderr).toContain(`the keys of the tenant "prod" are of the organisation "Ours" (${ours.id})`)
  })

  it('goes on where the keys may not ask, and stops there if the file names an organisation', async () => {
    const silent = await silentTenant()
    const stopped = await run('apply --yes', workspace(ours.id), silent.url)
    expect([stopped.code, await rulesIn(silent)]).toEqual([2, 0])
    expect(stopped.stderr).toContain(`ddac.yaml wants the organisation ${ours.id}, and the keys of the tenant "prod"`)
    const { code, stderr } = await run('apply --yes', workspace(), silent.url)
    expect([code, await rulesIn(silent)]).toEqual([0, 1])
    expect(stderr).toMatch(/prod: writing to \S+; of which organisation is not known \(.*not allowed \(403\).*\)/)
  })

  it('asks nothing of that kind where nothing is to be written', async () => {
    const asked: string[] = []
    const { url } = await tenant({ log: ({ path }) => asked.push(path) })
    const cwd = workspace()
    await run('apply --yes', cwd, url)
    expect(asked.filter((path) => path === '/api/v2/current_user')).toHaveLength(1)
    await run('apply --yes', cwd, url)
    expect(asked.filter((path) => path === '/api/v2/current_user')).toHaveLength(1)
  })

  it('says nothing of the emulator in its own process, but checks its organisation where one is named', async () => {
    expect((await ddac(['apply', '--yes'], { cwd: makeFolder(smallWorkspace()) })).stderr).toBe('')
    const config = 'tenants: { local: { emulator: true, org: abc } }\n'
    const cwd = makeFolder({ ...smallWorkspace(), 'ddac.yaml': config })
    expect((await ddac(['apply', '--yes'], { cwd })).code).toBe(2)
  })
})

describe('doctor', () => {
  const readOnly = ['security_monitoring_rules_read', 'security_monitoring_suppressions_read']

  it('tells host, organisation, rights, and the commands that they serve', async () => {
    const { url } = await tenant()
    const { code, stdout, stderr } = await run('doctor', workspace(), url)
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toBe(`prod
  host          ${url}
  organisation  "Ours" (${ours.id})
  acts as       emulator@example.com
  API key       accepted
  rights        yes  security_monitoring_rules_read
                yes  security_monitoring_rules_write
                yes  security_monitoring_suppressions_read
                yes  security_monitoring_suppressions_write
                yes  security_monitoring_filters_read
                yes  security_monitoring_notification_profiles_read
                yes  security_monitoring_critical_assets_read
                yes  logs_read_config
                yes  logs_read_data
                yes  security_monitoring_signals_read
  commands      yes            plan, drift, import, nightly
                yes            validate --remote
                yes            apply
                yes            effects in a plan
                yes            pipeline pull
                yes            eval, impact --tenant-logs
                yes            suppress check --tenant-logs
                yes            review --tenant-logs
                yes            backtest
                yes            sample, calibrate
                yes            suppress check, list --tenant-signals
                yes            export --format terraform
To have that checked before every write, add to tenants.prod in ddac.yaml:
    org: ${ours.id}
`)
  })

  it('tells what a key lacks, and writes nothing to find it out', async () => {
    const emulator = await tenant({ requireKeys: { ...keys, permissions: readOnly } })
    const { code, stdout } = await run('doctor --format json', workspace(ours.id), emulator.url)
    expect(code).toBe(0)
    const told = JSON.parse(stdout)
    expect(told).toMatchObject({
      tenant: 'prod',
      host: emulator.url,
      org: { ids: [ours.id, ours.publicId] },
      isWantedOrg: true,
    })
    expect(
      told.rights
        .filter(({ isHeld }: { isHeld: boolean }) => isHeld)
        .map(({ permission }: { permission: string }) => permission),
    ).toEqual(readOnly)
    expect(told.commands.map(({ serves }: { serves: string }) => serves)).toEqual(['all', ...Array(11).fill('nothing')])
    expect(await rulesIn(emulator)).toBe(0)
  })

  it('tells that a key serves rules alone', async () => {
    const permissions = ['security_monitoring_rules_read', 'security_monitoring_rules_write']
    const { url } = await tenant({ requireKeys: { ...keys, permissions } })
    const { stdout } = await run('doctor', workspace(ours.id), url)
    expect(stdout).toMatch(
      /rules only {5}apply; lacks security_monitoring_suppressions_read, security_monitoring_suppressions_write/,
    )
  })

  it('tells that a key may read the log pipelines and nothing else', async () => {
    const { url } = await tenant({ requireKeys: { ...keys, permissions: ['logs_read_config'] } })
    const { stdout } = await run('doctor --format json', workspace(ours.id), url)
    const served = JSON.parse(stdout).commands.filter(({ serves }: { serves: string }) => serves !== 'nothing')
    expect(served).toEqual([{ commands: 'pipeline pull', serves: 'all', lacks: [] }])
  })

  it('is 1 at another organisation, 2 with keys that are not accepted, and knows less where it may not ask', async () => {
    const { url } = await tenant()
    const wrong = await run('doctor', workspace('other'), url)
    expect([wrong.code, wrong.stdout]).toEqual([1, expect.stringContaining(', and ddac.yaml wants other')])
    const refused = await ddac(['doctor'], { cwd: workspace(), env: { DDAC_API_URL: url } })
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('has no keys')])
    const silent = await silentTenant()
    const { code, stdout } = await run('doctor', workspace(), silent.url)
    expect([code, stdout]).toEqual([0, expect.stringContaining('organisation  not known: ')])
    expect(stdout).toContain('yes  security_monitoring_rules_write')
  })

  it.each(['text', 'json', 'ndjson'])('prints no key as %s', async (format) => {
    const { url } = await tenant()
    const { stdout, stderr } = await run(`doctor --format ${format}`, workspace(), url)
    for (const key of Object.values(keys)) expect(stdout + stderr).not.toContain(key)
  })
})
