import { readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { startEmulator } from '../../src/emulator/start-emulator'
import { ddac, makeFolder, type Run, writeFiles } from './run-in-process'
import { rule, smallWorkspace } from './small-workspace'

const apiKey = 'a1b2c3d4e5f60718293a4b5c6d7e8f90'
const appKey = '00112233445566778899aabbccddeeff00112233'

type Answer = (request: IncomingMessage, response: ServerResponse, body: Buffer<ArrayBuffer>) => void

let server: Server
let answer: Answer
let asked: string[]
beforeAll(async () => {
  server = createServer(async (request, response) => {
    asked.push(`${request.method} ${request.url?.split('?')[0]}`)
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    answer(request, response, Buffer.concat(chunks))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  asked = []
})

const status =
  (code: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (_, response) => {
    response.writeHead(code, { 'content-type': 'application/json', ...headers })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }

/** Repeats the keys back at us, as a debugging proxy may. */
const echo: Answer = (request, response) => {
  response.writeHead(400, { 'content-type': 'application/json' })
  const { 'dd-api-key': api, 'dd-application-key': app } = request.headers
  response.end(JSON.stringify({ errors: [`your keys are ${api} and ${app}`] }))
}

/** Lets all questions through and fails the writes. */
const refuseWrites =
  (failing: Answer): Answer =>
  (request, response, body) => {
    if (request.url?.includes('validation')) return status(204, '')(request, response, body)
    if (request.method === 'GET')
      return status(200, { data: [], meta: { page: { total_count: 0, total_filtered_count: 0 } } })(
        request,
        response,
        body,
      )
    return failing(request, response, body)
  }

function inFiles(folder: string): string {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .map((path) => (statSync(path).isDirectory() ? inFiles(path) : readFileSync(path, 'utf8')))
    .join('\n')
}

/** Runs a command against the tenant as it is now. Whatever happens, no key is in a stream or a file afterwards. */
async function against(argv: readonly string[], how: Answer): Promise<Run> {
  answer = how
  const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': 'tenants: { prod: { site: datadoghq.com } }\n' }))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const env = { DDAC_API_URL: url, DD_API_KEY: apiKey, DD_APP_KEY: appKey }
  const run = await ddac(argv, { cwd, env })
  for (const key of [apiKey, appKey]) {
    expect(`${run.stdout}${run.stderr}${inFiles(cwd)}`).not.toContain(key)
  }
  return run
}

/** Hands a request on to another tenant. */
const passTo =
  (base: string): Answer =>
  async ({ method = '', url = '' }, response, body) => {
    const passed = await fetch(`${base}${url}`, { method, ...(body.length > 0 && { body }) })
    response.writeHead(passed.status, { 'content-type': 'application/json' }).end(await passed.text())
  }

/** The address of a port on which nobody listens. */
async function closedPort(): Promise<string> {
  const closing = createServer()
  await new Promise<void>((listening) => closing.listen(0, '127.0.0.1', listening))
  const { port } = closing.address() as AddressInfo
  await new Promise((closed) => closing.close(closed))
  return `http://127.0.0.1:${port}`
}

const garbage = '<html><body>Please log in to the guest network</body></html>'

describe.each(['plan --out plan.json', 'apply --yes', 'validate --remote'])(
  'a tenant that answers ddac %s with',
  (command) => {
    it.each<[string, Answer, RegExp, RegExp]>([
      [
        '401',
        status(401, { errors: ['Unauthorized'] }),
        /the keys were not accepted \(401\)/,
        /Check that the keys are of this organisation/,
      ],
      [
        '403',
        status(403, { errors: ['Forbidden'] }),
        /not allowed \(403\)/,
        /needs the permission security_monitoring_\w+/,
      ],
      [
        '429 again and again',
        status(429, { errors: ['Too many requests'] }, { 'x-ratelimit-reset': '0' }),
        /too many requests \(429\)/,
        /Wait a minute and run it again/,
      ],
      ['a page of its proxy', status(200, garbage), /(is not what the API promises)/, /A proxy or a wrong address/],
      [
        'JSON of another shape',
        status(200, { hello: 'world' }),
        /is not what the API promises/,
        /A proxy or a wrong address/,
      ],
      ['JSON that is cut off', status(200, '{"data": [{"id": "ab'), /is not what the API promises/, /A proxy/],
      ['a redirect', status(302, '', { location: 'https://example.com/' }), /redirect \(302\)/, /Check the site/],
    ])(
      '%s: 2, with what happened and what to do, and no half of a result',
      async (_, how, what, toDo) => {
        const run = await against(command.split(' '), how)
        expect(run).toMatchObject({ code: 2, stdout: '' })
        expect(run.stderr).toMatch(what)
        expect(run.stderr).toMatch(/^error: could not .* in tenant "prod"/m)
        expect(run.stderr.split('\n').at(-2)).toMatch(toDo)
        expect(run.stderr).toMatch(/^ {2}help: /m)
        // What could not be listed is never written to.
        expect(asked.filter((each) => /^(POST|PUT|PATCH|DELETE)/.test(each) && !each.includes('validation'))).toEqual(
          [],
        )
      },
      30_000,
    )
  },
)

describe('a tenant that', () => {
  it('answers 500: asked again a few times, each told, then 2', async () => {
    const run = await against(['plan'], status(500, { errors: ['Internal error'] }))
    expect(run).toMatchObject({ code: 2, stdout: '' })
    expect(run.stderr).toMatch(/^prod: could not .* \(the server failed \(500\)\); next try in \d+\.\d s$/m)
    expect(run.stderr).toMatch(
      /error: could not .*: the server failed \(500\): Internal error\n {2}help: .*try again later/,
    )
  }, 60_000)

  it('answers nothing: 2', async () => {
    const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': 'tenants: { prod: { site: datadoghq.com } }\n' }))
    const env = { DDAC_API_URL: await closedPort(), DD_API_KEY: apiKey, DD_APP_KEY: appKey }
    const run = await ddac(['plan', '--quiet'], { cwd, env })
    expect(run).toMatchObject({ code: 2, stdout: '' })
    expect(run.stderr).toMatch(/^error: could not .* at 127\.0\.0\.1:\d+: .*ECONNREFUSED/)
  }, 60_000)

  it('repeats the keys in its answer: they are taken out', async () => {
    const run = await against(['plan'], echo)
    expect(run.code).toBe(2)
    expect(run.stderr).toContain('your keys are')
  })

  it('refuses to write: what failed is told, and 2 where it may go otherwise next time', async () => {
    const run = await against(
      ['apply', '--yes', '--format', 'json'],
      refuseWrites(status(403, { errors: ['Forbidden'] })),
    )
    expect(run.code).toBe(2)
    const { applied, failed, skipped } = JSON.parse(run.stdout)
    expect(applied).toEqual([])
    expect(failed[0]).toMatchObject({ change: { id: 'load-test' }, error: { code: 'forbidden' } })
    expect([...failed, ...skipped]).toHaveLength(2)
  })

  it('refuses the content of a thing: 1, for it is the file that has to change', async () => {
    const refusal = {
      errors: [{ title: 'Invalid', detail: 'the query is too long', source: { pointer: '/queries/0' } }],
    }
    const run = await against(['apply', '--yes'], refuseWrites(status(400, refusal)))
    expect(run.code).toBe(1)
    expect(run.stdout).toContain('failed    create suppression load-test')
    expect(run.stdout).toContain('skipped   create rule failed-logins: the suppression load-test that comes with it')
    expect(run.stdout).toContain('the query is too long')
  })
})

describe('a tenant that does not find a rule which it lists and which is to be replaced', () => {
  let emulator: Awaited<ReturnType<typeof startEmulator>>
  beforeEach(async () => {
    emulator = await startEmulator()
  })
  afterEach(() => emulator.close())

  const anew = rule
    .replace('aggregation: count', 'aggregation: new_value\n    metrics: ["@client.ip"]')
    .replace(/detectionMethod: threshold\n {2}evaluationWindow: 5m/, 'detectionMethod: new_value')
    .replace(
      /(maxSignalDuration: 1d\n)/,
      '$1  newValueOptions: { forgetAfter: 7, learningMethod: duration, learningDuration: 1 }\n',
    )
    .replace('    condition: failed > 1\n', '')
  const repeated: Answer = (request, response, body) =>
    status(404, { errors: [`not found with ${request.headers['dd-api-key']}`] })(request, response, body)

  it.each<[string, Answer, number]>([
    ['for it says so, is believed in its list', status(404, { errors: ['Not found'] }), 0],
    ['for a proxy says so, is not asked to write', status(404, garbage), 2],
    ['and repeats the keys, is not asked to write', repeated, 2],
  ])('%s: the rule is never there twice', async (_, missing, code) => {
    const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': 'tenants: { prod: { site: datadoghq.com } }\n' }))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const apply = () =>
      ddac(['apply', '--yes'], { cwd, env: { DDAC_API_URL: url, DD_API_KEY: apiKey, DD_APP_KEY: appKey } })
    const pass = passTo(emulator.url)
    const carrying = async (): Promise<readonly { tags: string[]; isEnabled: boolean }[]> => {
      const listed = await fetch(`${emulator.url}/api/v2/security_monitoring/rules?page[size]=100`)
      const { data } = (await listed.json()) as { data: { tags: string[]; isEnabled: boolean }[] }
      return data.filter(({ tags }) => tags.some((tag) => /^ddac\w*:failed-logins$/.test(tag)))
    }
    answer = pass
    expect((await apply()).code).toBe(0)
    writeFiles(cwd, { 'app/failed-logins.rule.yaml': anew })
    answer = (request, response, body) => {
      const isIt = request.method === 'GET' && /\/rules\/[\w-]+$/.test(request.url ?? '')
      return (isIt ? missing : pass)(request, response, body)
    }
    const run = await apply()
    expect([run.code, await carrying()]).toEqual([code, [expect.anything()]])
    answer = pass
    expect([(await apply()).code, await carrying()]).toEqual([0, [expect.anything()]])
  })
})

describe('keys that are not fit', () => {
  const cwd = (): string => makeFolder(smallWorkspace({ 'ddac.yaml': 'tenants: { prod: { site: datadoghq.com } }\n' }))

  it.each<[string, Record<string, string>, RegExp]>([
    ['none', {}, /tenant "prod" has no keys\n {2}help: Set DD_API_KEY and DD_APP_KEY/],
    ['one of two', { DD_API_KEY: apiKey }, /has no application key\n {2}help: Set DD_APP_KEY/],
    [
      'one with a line break',
      { DD_API_KEY: `${apiKey}\nx`, DD_APP_KEY: appKey },
      /DD_API_KEY holds a space, a line break/,
    ],
    ['an empty address', { DD_API_KEY: apiKey, DD_APP_KEY: appKey, DDAC_API_URL: '' }, /DDAC_API_URL is set but empty/],
    [
      'keys for plain http',
      { DD_API_KEY: apiKey, DD_APP_KEY: appKey, DDAC_API_URL: 'http://example.com' },
      /would send keys unencrypted/,
    ],
  ])('%s: 2 before anything is sent', async (_, env, told) => {
    const run = await ddac(['plan'], { cwd: cwd(), env })
    expect(run).toMatchObject({ code: 2, stdout: '' })
    expect(run.stderr).toMatch(told)
    expect(run.stderr).not.toContain(apiKey)
  })
})

describe('a host in the environment', () => {
  const env = { DD_API_KEY: apiKey, DD_APP_KEY: appKey }
  const config = (site: string) =>
    `tenants:\n  us: { site: datadoghq.com }\n  other: { site: ${site} }\n  here: { emulator: true }\ndefaultTenant: us\n`
  const plan = (site: string, tenants: string, host: Record<string, string>) =>
    ddac(['plan', '--tenant', tenants], {
      cwd: makeFolder({ ...smallWorkspace, 'ddac.yaml': config(site) }),
      env: { ...env, ...host },
    })

  it.each(['datadoghq.eu', 'datadoghq.com'])('is refused for several tenants, also of one site: %s', async (site) => {
    const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const { code, stderr } = await plan(site, 'all', { DDAC_API_URL: host })
    expect(code).toBe(2)
    expect(stderr).toContain('DDAC_API_URL would send the tenants us and other to one host')
    expect(asked).toEqual([])
  })

  it('is taken for one tenant, beside an emulator', async () => {
    answer = refuseWrites(status(500, {}))
    const host = { DDAC_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
    expect((await plan('datadoghq.eu', 'other,here', host)).code).toBe(0)
  })
})
