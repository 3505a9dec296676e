import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { readAccess } from '../../src/datadog/credentials'
import { connectDatadog } from '../../src/datadog/datadog-remote'
import { WorldError } from '../../src/diagnostic/world-error'
import type { Remote } from '../../src/sync/remote'

const apiKey = 'f00dfeedf00dfeedf00dfeedf00dfeed'
const appKey = 'c0ffeec0ffeec0ffeec0ffeec0ffeec0ffeec0ff'

let behave: (request: IncomingMessage, response: ServerResponse) => void = () => {}
const server = createServer((request, response) => {
  request.resume()
  request.on('end', () => behave(request, response))
})
const told: unknown[] = []
let remote: Remote
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  remote = connect(1000)
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  told.length = 0
})

function connect(timeoutMs: number): Remote {
  const environment = { DD_API_KEY: apiKey, DD_APP_KEY: appKey, DDAC_API_URL: addressOf(server) }
  return connectDatadog({
    tenant: 'prod',
    ...readAccess({ tenant: 'prod' }, environment),
    timeoutMs,
    attempts: 2,
    pace: { sleep: async () => {}, random: () => 0 },
    onRetry: (notice) => told.push(notice),
  })
}

function addressOf(listening: typeof server): string {
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`
}

/** Every call of the port once; what each answers or throws. */
async function everyCall(): Promise<readonly unknown[]> {
  const calls: readonly (() => Promise<unknown>)[] = [
    () => remote.listRules(),
    () => remote.getRule('a'),
    () => remote.createRule({ name: 'x' }),
    () => remote.updateRule('a', { name: 'x', version: 1 }),
    () => remote.deleteRule('a'),
    () => remote.ruleHistory('a'),
    () => remote.validateRule({}),
    () => remote.listSuppressions(),
    () => remote.getSuppression('a'),
    () => remote.createSuppression({ name: 'x' }),
    () => remote.updateSuppression('a', { name: 'x', version: 1 }),
    () => remote.deleteSuppression('a'),
    () => remote.suppressionHistory('a'),
    () => remote.validateSuppression({}),
    () => remote.listSecurityFilters(),
    () => remote.listSignalNotificationRules(),
    () => remote.listCriticalAssets(),
  ]
  const answers: unknown[] = []
  for (const call of calls) answers.push(await call().catch((error: unknown) => error))
  return answers
}

function expectNoKey(...shown: readonly unknown[]): void {
  const everything = [...shown, ...told].flatMap((value) => [
    inspect(value, { depth: 20, showHidden: true, maxArrayLength: null, maxStringLength: null }),
    JSON.stringify(value),
    value instanceof WorldError ? `${value.message}${value.help}${value.stack}` : String(value),
  ])
  expect(everything.join('\n')).not.toMatch(/f00dfeed|c0ffee/i)
}

/** The keys of a request in one text, as a careless or hostile server would quote them. */
function quoted({ headers }: IncomingMessage): string {
  return `keys ${headers['dd-api-key']} and ${headers['dd-application-key']}`
}

describe('a server that quotes the keys it was sent', () => {
  const bodies: readonly (readonly [string, (text: string) => string])[] = [
    ['in a list of texts', (text) => JSON.stringify({ errors: [text, `not_found(${text})`] })],
    ['in a list of objects', (text) => JSON.stringify({ errors: [{ status: '400', title: text, detail: text }] })],
    [
      'in a coded error',
      (text) => JSON.stringify({ error: { code: text, message: text, details: [{ message: text, target: text }] } }),
    ],
    ['in a page', (text) => `<html><h1>${text}</h1></html>`],
    ['in a rule and a suppression', (text) => JSON.stringify(thing(text))],
    ['in a list of them', (text) => JSON.stringify({ data: [thing(text)], meta: { note: text } })],
    ['escaped', (text) => `{"errors":["${encodeURIComponent(text)} ${JSON.stringify(text).slice(1, -1)}"]}`],
  ]
  const statuses = [200, 400, 401, 403, 404, 409, 418, 429, 500]

  it.each(bodies)('%s: no answer, error or notice shows one, whatever the status', async (_title, bodyOf) => {
    for (const status of statuses) {
      behave = (request, response) => {
        const text = quoted(request)
        response.writeHead(status, { 'x-ratelimit-reset': text, 'x-request-id': text, location: `/?${apiKey}` })
        response.end(bodyOf(text))
      }
      const answers = await everyCall()
      expect(answers).toHaveLength(17)
      expectNoKey(answers)
      if (status >= 400 && status !== 404 && status !== 400) {
        expect(answers.every((answer) => answer instanceof WorldError)).toBe(true)
      }
    }
  })
})

function thing(text: string): unknown {
  const fields = { name: text, tags: [text], message: text, version: 1, [text]: text }
  return { ...fields, id: text, type: 'suppressions', attributes: fields, data: { id: text, attributes: fields } }
}

describe('a server that sends elsewhere', () => {
  it.each([301, 302, 303, 307, 308])('%i: no request, and so no key, goes to the other host', async (status) => {
    let visits = 0
    const elsewhere = createServer((_request, response) => {
      visits += 1
      response.end('{"data":[]}')
    })
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
    try {
      behave = (_request, response) =>
        response.writeHead(status, { location: `${addressOf(elsewhere)}/?${appKey}` }).end()
      const answers = await everyCall()
      expect(answers.map((answer) => (answer instanceof WorldError ? answer.code : answer))).toEqual(
        answers.map(() => 'bad-answer'),
      )
      expectNoKey(answers)
      expect(visits).toBe(0)
    } finally {
      elsewhere.close()
    }
  })
})

describe('a server whose answers are no answers', () => {
  const rule = JSON.stringify({ data: [{ id: 'a', version: 1, name: 'x' }] })
  it.each<readonly [string, (request: IncomingMessage, response: ServerResponse) => void, string]>([
    ['garbage', (_, response) => response.end('\u0000\u0001not json'), 'bad-answer'],
    ['JSON that breaks off', (_, response) => response.end(rule.slice(0, -4)), 'bad-answer'],
    [
      'a body shorter than announced',
      (_, response) => {
        response.writeHead(200, { 'content-length': rule.length + 10 })
        response.write(rule)
        setTimeout(() => response.destroy(), 20)
      },
      'network',
    ],
    ['a closed connection', (request) => request.socket.destroy(), 'network'],
    [
      'bytes that are not HTTP',
      (request) => {
        request.socket.end(`garbage ${quoted(request)}\r\n\r\n`)
      },
      'network',
    ],
    ['an answer that never ends', (_, response) => dripped(response), 'network'],
    ['no answer', () => {}, 'network'],
  ])(
    '%s: listing is an error, never an empty tenant',
    async (_title, answer, code) => {
      behave = answer
      const impatient = connect(400)
      const failed = (call: Promise<unknown>) => call.catch((reason: unknown) => reason)
      const errors = await Promise.all([failed(impatient.listRules()), failed(impatient.listSuppressions())])
      for (const error of errors) {
        expect(error).toMatchObject({ code })
        expectNoKey(error)
      }
      server.closeAllConnections()
    },
    30_000,
  )

  it('a body without an end is not read to the end, and the reason is told', async () => {
    let sent = 0
    behave = (_request, response) => {
      const chunk = Buffer.alloc(1024 * 1024, 'x')
      const more = (): void => {
        while (!response.destroyed && sent < 1000) {
          sent += 1
          if (!response.write(chunk)) return void response.once('drain', more)
        }
      }
      more()
    }
    const error = await connect(30_000)
      .listRules()
      .catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'bad-answer', message: expect.stringContaining('larger than 64 MiB') })
    expect(sent).toBeLessThan(200)
    server.closeAllConnections()
  }, 40_000)
})

function dripped(response: ServerResponse): void {
  response.writeHead(200)
  const timer = setInterval(() => response.write(' '), 50)
  response.on('close', () => clearInterval(timer))
}

it('a listing that never ends is stopped', async () => {
  behave = ({ url }, response) => {
    const first = 100 * Number(new URL(`${addressOf(server)}${url}`).searchParams.get('page[number]'))
    const data = Array.from({ length: 100 }, (_, index) => ({ id: `r-${first + index}` }))
    response.end(JSON.stringify({ data, meta: {} }))
  }
  await expect(remote.listRules()).rejects.toMatchObject({
    code: 'bad-answer',
    message: expect.stringContaining('it does not end: 50000 came'),
  })
})
