import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { crc32, inflateRawSync } from 'node:zlib'
import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/emulator/start-emulator'

const rules = '/api/v2/security_monitoring/rules'
const rule = {
  name: 'A rule',
  type: 'log_detection',
  isEnabled: true,
  message: '',
  queries: [{ query: '*' }],
  cases: [{ status: 'low', condition: 'a > 0' }],
  options: { evaluationWindow: 300, keepAlive: 3600, maxSignalDuration: 86400 },
}

const running: Emulator[] = []
const folders: string[] = []
function newStateFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ddac-emulator-'))
  folders.push(folder)
  return join(folder, 'tenant.json')
}
async function start(options?: EmulatorOptions): Promise<Emulator> {
  const emulator = await startEmulator(options)
  running.push(emulator)
  return emulator
}
afterEach(async () => {
  await Promise.all(running.splice(0).map((emulator) => emulator.close()))
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const post = (emulator: Emulator, path: string, body: unknown, method = 'POST') =>
  fetch(emulator.url + path, { method, body: typeof body === 'string' ? body : JSON.stringify(body) })
const count = async (emulator: Emulator) =>
  ((await (await fetch(emulator.url + rules)).json()) as { data: unknown[] }).data.length

describe('the emulator', () => {
  it('listens on loopback, on a free port', async () => {
    expect((await start()).url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  })

  it('frees its port and keeps its state when it is closed, twice too', async () => {
    const stateFile = newStateFile()
    const first = await start({ stateFile })
    await post(first, rules, rule)
    await first.close()
    await first.close()
    const port = Number(new URL(first.url).port)
    const second = await start({ stateFile, port })
    expect(await count(second)).toBe(1)
    await expect(startEmulator({ port })).rejects.toMatchObject({ code: 'network', message: `port ${port} is taken` })
  })

  it('two of them share one tenant', async () => {
    const stateFile = newStateFile()
    const [one, two] = [await start({ stateFile }), await start({ stateFile })]
    await Promise.all(Array.from({ length: 20 }, (_, index) => post(index % 2 ? one : two, rules, rule)))
    const listed = await fetch(`${one.url + rules}?page%5Bsize%5D=100`)
    expect(((await listed.json()) as { data: unknown[] }).data).toHaveLength(20)
  })

  it.each([
    [{ host: 'evil.example.com' }, 403],
    [{ host: 'evil.example.com:80' }, 403],
    [{ host: '127.0.0.1.example.com' }, 403],
    [{ origin: 'https://evil.example.com' }, 403],
    [{ origin: 'null' }, 403],
    [{ host: 'localhost' }, 200],
    [{ host: '127.0.0.1:1' }, 200],
    [{ host: '[::1]:8126' }, 200],
    [{}, 200],
  ])('answers programs of this machine and no web page: %j', async (headers, status) => {
    const emulator = await start()
    for (const path of [rules, '/_emulator/state', '/_emulator/faults']) {
      const answered = await new Promise<number | undefined>((resolve, reject) => {
        get(emulator.url + path, { headers }, (response) => {
          response.resume()
          resolve(response.statusCode)
        }).on('error', reject)
      })
      expect([path, answered]).toEqual([path, status])
    }
  })

  it.each(['{}', '{"tenants":{}}', '{"rules":{}}', '[]', 'root:x:0:0:a secret line'])(
    'leaves a file alone that it did not write, and quotes nothing of it: %s',
    async (text) => {
      const stateFile = newStateFile()
      writeFileSync(stateFile, text)
      const refused = startEmulator({ stateFile })
      await expect(refused).rejects.toMatchObject({ code: 'bad-input' })
      await expect(refused).rejects.not.toThrow(/secret/)
      expect(readFileSync(stateFile, 'utf8')).toBe(text)
    },
  )

  it('refuses to start on a state file that cannot be understood', async () => {
    const stateFile = newStateFile()
    writeFileSync(stateFile, 'not json')
    await expect(startEmulator({ stateFile })).rejects.toMatchObject({ code: 'bad-input' })
  })

  it('starts and ends in a folder that was deleted under it', async () => {
    const stateFile = join(newStateFile(), 'not', 'there', 'yet.json')
    const emulator = await start({ stateFile })
    await post(emulator, rules, rule)
    rmSync(dirname(stateFile), { recursive: true })
    expect(await count(emulator)).toBe(0)
    expect((await post(emulator, rules, rule)).status).toBe(200)
  })

  it('tells of each answer', async () => {
    const told: unknown[] = []
    const emulator = await start({ log: (answer) => told.push(answer) })
    await fetch(`${emulator.url}${rules}/x`)
    expect(told).toEqual([{ method: 'GET', path: `${rules}/x`, status: 404 }])
  })
})

describe('bad requests', () => {
  it.each([
    ['GET', '/', undefined, 404],
    ['GET', '/api/v2/security_monitoring/rules/%E0%A4%A', undefined, 404],
    ['GET', '/api/v1/validate', undefined, 404],
    ['PATCH', rules, {}, 405],
    ['POST', rules, '{"cut', 400],
    ['POST', rules, 'null', 400],
    ['POST', rules, '', 400],
    ['PUT', `${rules}/x`, '[]', 404],
    ['POST', `${rules}/validation`, '"text"', 400],
    ['DELETE', `${rules}/bulk_delete`, '7', 400],
    ['POST', '/api/v2/security_monitoring/configuration/suppressions', '{"data":[]}', 400],
    ['POST', `${rules}/bulk_export`, {}, 400],
    ['POST', `${rules}/bulk_export`, { data: { attributes: { ruleIds: ['x'] } } }, 404],
    ['POST', `${rules}/convert/bulk`, { data: { attributes: { ruleIds: [7] } } }, 400],
    ['POST', `${rules}/convert`, { name: 'x' }, 400],
    ['GET', `${rules}/x/convert`, undefined, 404],
    ['GET', '/api/v2/security_monitoring/terraform/suppressions/x', undefined, 404],
    ['GET', '/api/v2/security_monitoring/terraform/security_filters/x', undefined, 501],
    ['POST', '/api/v2/security_monitoring/terraform/suppressions/bulk', {}, 400],
    ['POST', '/_emulator/seed', { rules: [{ name: 'no id' }] }, 400],
    ['POST', '/_emulator/seed', { __proto__: 1, nonsense: [] }, 400],
    ['PUT', '/_emulator/faults', { faults: 'boom' }, 400],
  ])('%s %s %j is answered with %i and a JSON error', async (method, path, body, status) => {
    const emulator = await start()
    const response = await fetch(emulator.url + path, {
      method,
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    expect(response.status).toBe(status)
    const error = (await response.json()) as { errors?: unknown; error?: unknown }
    expect(error.errors ?? error.error).toBeTruthy()
    expect(await count(emulator)).toBe(0)
  })

  it('a body that is too large is refused, and the next request answered', async () => {
    const emulator = await start()
    expect((await post(emulator, rules, 'x'.repeat(17 * 1024 * 1024))).status).toBe(413)
    expect((await post(emulator, rules, rule)).status).toBe(200)
  })

  it('a body nested deeper than any stack is refused', async () => {
    const emulator = await start()
    const deep = `{"name":"x","a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`
    expect((await post(emulator, rules, deep)).status).toBe(400)
    expect(await count(emulator)).toBe(0)
  })

  it('a good rule with a value too deep to be written again is refused', async () => {
    const emulator = await start()
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
    expect((await post(emulator, rules, `${JSON.stringify(rule).slice(0, -1)},"a":${deep}}`)).status).toBe(400)
    expect(await count(emulator)).toBe(0)
  })

  it('a path that is no address is refused as such', async () => {
    const { port } = new URL((await start()).url)
    const status = await new Promise((resolve, reject) => {
      get({ host: '127.0.0.1', port, path: '//%ff%fe/%' }, (response) => {
        response.resume()
        resolve(response.statusCode)
      }).on('error', reject)
    })
    expect(status).toBe(400)
  })

  it('what is not HTTP is answered and does no harm', async () => {
    const emulator = await start()
    const answer = await new Promise<string>((resolve) => {
      let text = ''
      const socket = connect(Number(new URL(emulator.url).port), '127.0.0.1', () => socket.write('NOT HTTP\r\n\r\n'))
      socket.on('data', (chunk) => {
        text += chunk.toString()
      })
      socket.on('close', () => resolve(text))
    })
    expect(answer).toContain('400 Bad Request')
    expect(await count(emulator)).toBe(0)
  })
})

/** Reads an archive as other programs do: from the directory at its end. Checks each length and sum on the way. */
function filesInArchive(zip: Buffer): Record<string, string> {
  const end = zip.lastIndexOf('PK\x05\x06')
  const count = zip.readUInt16LE(end + 10)
  let at = zip.readUInt32LE(end + 16)
  const files: Record<string, string> = {}
  for (let index = 0; index < count; index++) {
    expect(zip.toString('latin1', at, at + 4)).toBe('PK\x01\x02')
    const [sum, packed, size] = [16, 20, 24].map((place) => zip.readUInt32LE(at + place))
    const nameEnd = at + 46 + zip.readUInt16LE(at + 28)
    const name = zip.toString('utf8', at + 46, nameEnd)
    const start = zip.readUInt32LE(at + 42)
    expect(zip.toString('latin1', start, start + 4)).toBe('PK\x03\x04')
    const content = start + 30 + zip.readUInt16LE(start + 26) + zip.readUInt16LE(start + 28)
    const bytes = inflateRawSync(zip.subarray(content, content + (packed ?? 0)))
    expect([bytes.length, crc32(bytes)]).toEqual([size, sum])
    files[name] = bytes.toString()
    at = nameEnd + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  expect(at).toBe(end)
  return files
}

describe('exports', () => {
  const ids: string[] = []
  async function unzipped(emulator: Emulator, path: string, body: unknown): Promise<Record<string, string>> {
    const response = await post(emulator, path, body)
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/zip'])
    return filesInArchive(Buffer.from(await response.arrayBuffer()))
  }
  beforeEach(() => {
    ids.length = 0
  })

  it('rules come as a ZIP of JSON files, and those can be created again', async () => {
    const emulator = await start()
    for (const name of ['First', 'Zweite Regel ü']) {
      const response = await post(emulator, rules, { ...rule, name })
      ids.push(((await response.json()) as { id: string }).id)
    }
    const files = await unzipped(emulator, `${rules}/bulk_export`, { data: { attributes: { ruleIds: ids } } })
    expect(Object.keys(files)).toEqual(['First.json', 'Zweite Regel ü.json'])
    const first = JSON.parse(files['First.json'] ?? '')
    expect(first).toMatchObject({ name: 'First', type: 'log_detection', options: { detectionMethod: 'threshold' } })
    expect(Object.keys(first)).not.toEqual(expect.arrayContaining(['id', 'version', 'createdAt', 'creator']))
    expect((await post(emulator, rules, first)).status).toBe(200)
    const converted = await unzipped(emulator, `${rules}/convert/bulk`, { data: { attributes: { ruleIds: ids } } })
    expect(converted['First.tf']).toContain('resource "datadog_security_monitoring_rule" "first" {')
  })

  it('suppressions come as a ZIP of Terraform files', async () => {
    const emulator = await start()
    const suppression = { name: 'Quiet', enabled: true, rule_query: 'a:b', suppression_query: `env:"\${x}"` }
    const response = await post(emulator, '/api/v2/security_monitoring/configuration/suppressions', {
      data: { attributes: suppression },
    })
    const { id } = ((await response.json()) as { data: { id: string } }).data
    const path = '/api/v2/security_monitoring/terraform/suppressions/bulk'
    expect(await unzipped(emulator, path, { data: { attributes: { resource_ids: [id] } } })).toEqual({
      [`suppression_${id}.tf`]: [
        `resource "datadog_security_monitoring_suppression" "${id}" {`,
        '  enabled           = true',
        '  name              = "Quiet"',
        '  rule_query        = "a:b"',
        '  suppression_query = "env:\\"$${x}\\""',
        '}\n',
      ].join('\n'),
    })
  })
})

describe('keys', () => {
  const requireKeys = { apiKey: 'api', appKey: 'app', permissions: ['security_monitoring_rules_read'] }
  it.each([
    ['none', {}, 'GET', 401],
    ['one of two', { 'dd-api-key': 'api' }, 'GET', 401],
    ['wrong ones', { 'dd-api-key': 'api', 'dd-application-key': 'other' }, 'GET', 403],
    ['those that may read, for reading', { 'dd-api-key': 'api', 'dd-application-key': 'app' }, 'GET', 200],
    ['those that may read, for writing', { 'dd-api-key': 'api', 'dd-application-key': 'app' }, 'POST', 403],
  ])('%s: answered as Datadog would', async (_title, headers, method, status) => {
    const emulator = await start({ requireKeys })
    const response = await fetch(emulator.url + rules, {
      method,
      headers,
      ...(method === 'POST' && { body: JSON.stringify(rule) }),
    })
    expect(response.status).toBe(status)
  })

  it('are not asked for unless that is wanted', async () => {
    expect((await fetch((await start()).url + rules, { headers: { 'dd-api-key': 'whatever' } })).status).toBe(200)
  })
})

describe('faults', () => {
  it('429 comes with the headers of a rate limit', async () => {
    const emulator = await start({ faults: '429@2' })
    expect((await fetch(emulator.url + rules)).status).toBe(200)
    const limited = await fetch(emulator.url + rules)
    expect(limited.status).toBe(429)
    expect(limited.headers.get('x-ratelimit-reset')).toBe('1')
    expect(limited.headers.get('x-ratelimit-remaining')).toBe('0')
    expect((await fetch(emulator.url + rules)).status).toBe(200)
  })

  it('errors come in the four shapes that Datadog uses, each with the status', async () => {
    const emulator = await start({ faults: '500@1-4' })
    const bodies: unknown[] = []
    for (let count = 0; count < 4; count++) {
      const response = await fetch(emulator.url + rules)
      expect(response.status).toBe(500)
      bodies.push(await response.json())
    }
    const message = 'Injected by the emulator: 500'
    expect(bodies).toEqual([
      { errors: [message] },
      { errors: [{ status: '500', title: 'Injected', detail: message }] },
      { errors: [{ title: 'Injected', detail: message }] },
      { error: { code: 'Injected', message } },
    ])
  })

  it('a dropped request was carried out, a cut or failed one was not', async () => {
    const emulator = await start({ faults: 'drop@1,cut@2,500@3' })
    await expect(post(emulator, rules, rule)).rejects.toThrow()
    await expect(post(emulator, rules, rule)).rejects.toThrow()
    expect((await post(emulator, rules, rule)).status).toBe(500)
    expect(await count(emulator)).toBe(1)
  })

  it('are changed and counted anew while it runs', async () => {
    const emulator = await start({ faults: '500@1+1' })
    expect((await fetch(emulator.url + rules)).status).toBe(500)
    expect((await post(emulator, '/_emulator/faults', { faults: '503@2' }, 'PUT')).status).toBe(200)
    expect((await fetch(emulator.url + rules)).status).toBe(200)
    expect((await fetch(emulator.url + rules)).status).toBe(503)
    expect(await (await fetch(`${emulator.url}/_emulator/faults`)).json()).toMatchObject({
      requests: 2,
      faults: [{ status: 503 }],
    })
  })

  it('a slow emulator is closed without waiting', async () => {
    const emulator = await start({ faults: 'slow=60s' })
    const answer = fetch(emulator.url + rules).then(
      () => 'answered',
      () => 'cut',
    )
    await new Promise((resolve) => setTimeout(resolve, 50))
    await emulator.close()
    expect(await answer).toBe('cut')
  })
})
