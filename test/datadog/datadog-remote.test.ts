import { inspect } from 'node:util'
import nock from 'nock'
import { readAccess } from '../../src/datadog/credentials'
import { connectDatadog } from '../../src/datadog/datadog-remote'
import type { RetryNotice } from '../../src/datadog/retry'
import { WorldError } from '../../src/diagnostic/world-error'
import { mockApi } from './mocked-api'

const host = 'https://api.datadoghq.eu'
const rulesPath = '/api/v2/security_monitoring/rules'
const suppressionsPath = '/api/v2/security_monitoring/configuration/suppressions'
const apiKey = 'api0123456789secretapi0123456789'
const appKey = 'app0123456789secretapp0123456789app0'
const access = readAccess({ tenant: 'prod', site: 'datadoghq.eu' }, { DD_API_KEY: apiKey, DD_APP_KEY: appKey })

const waits: RetryNotice[] = []
const slept: number[] = []
const remote = connectDatadog({
  tenant: 'prod',
  ...access,
  timeoutMs: 300,
  attempts: 4,
  pace: { sleep: async (ms) => void slept.push(ms), random: () => 0.5 },
  onRetry: (notice) => waits.push(notice),
})

const rule = { id: 'abc-def-ghi', version: 3, name: 'A rule', queries: [], cases: [], options: {} }

mockApi()
beforeEach(() => {
  waits.length = 0
  slept.length = 0
})

async function failureOf(promise: Promise<unknown>): Promise<WorldError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof WorldError)) throw new Error(`not a WorldError: ${inspect(error)}`)
  for (const shown of [
    error.message,
    error.help ?? '',
    JSON.stringify(error),
    inspect(error, { depth: 9, showHidden: true }),
    error.stack ?? '',
  ]) {
    expect(shown).not.toContain(apiKey)
    expect(shown).not.toContain(appKey)
  }
  return error
}

describe('a request', () => {
  it('carries the keys in its headers, and nowhere else', async () => {
    const seen: { path: string; headers: Record<string, string>; body: string }[] = []
    nock(host)
      .put(`${rulesPath}/abc-def-ghi`)
      .reply(function (uri, body) {
        seen.push({ path: uri, headers: this.req.headers, body: JSON.stringify(body) })
        return [200, rule]
      })
    await remote.updateRule('abc-def-ghi', { name: 'A rule', aNewerField: { kept: [1, null] } })
    expect(seen).toHaveLength(1)
    expect(seen[0]?.headers).toMatchObject({ 'dd-api-key': apiKey, 'dd-application-key': appKey })
    expect(seen[0]?.path).not.toContain('secret')
    expect(seen[0]?.body).toBe('{"name":"A rule","aNewerField":{"kept":[1,null]}}')
    expect(
      inspect(remote, { depth: 9, showHidden: true }) + JSON.stringify(remote) + inspect(access, { depth: 9 }),
    ).not.toMatch(/secretap/)
  })

  it('carries a bearer token, and no keys from the environment', async () => {
    const before = { api: process.env.DD_API_KEY, app: process.env.DD_APP_KEY }
    process.env.DD_API_KEY = 'from-the-environment'
    process.env.DD_APP_KEY = 'from-the-environment'
    try {
      let headers: Record<string, string> = {}
      nock(host)
        .get(`${rulesPath}/abc-def-ghi`)
        .reply(function () {
          headers = this.req.headers
          return [200, rule]
        })
      const bearer = readAccess({ tenant: 'prod', site: 'datadoghq.eu' }, { DD_BEARER_TOKEN: 'ddpat_0123' })
      await connectDatadog({ tenant: 'prod', ...bearer }).getRule('abc-def-ghi')
      expect(headers.authorization).toBe('Bearer ddpat_0123')
      expect(JSON.stringify(headers)).not.toContain('from-the-environment')
    } finally {
      delete process.env.DD_API_KEY
      delete process.env.DD_APP_KEY
      if (before.api !== undefined) process.env.DD_API_KEY = before.api
      if (before.app !== undefined) process.env.DD_APP_KEY = before.app
    }
  })

  it('does not follow a redirect with its keys', async () => {
    const elsewhere = nock('https://elsewhere.example.com').get('/').reply(200, rule)
    nock(host).get(`${rulesPath}/a`).reply(302, '', { location: 'https://elsewhere.example.com/' })
    expect(await failureOf(remote.getRule('a'))).toMatchObject({ code: 'bad-answer' })
    expect(elsewhere.isDone()).toBe(false)
    nock.cleanAll()
  })
})

describe('an answer that is no success', () => {
  it.each([
    [401, { errors: ['Unauthorized'] }, 'unauthorized', 'site'],
    [403, { errors: ['Forbidden'] }, 'forbidden', 'security_monitoring_rules_write'],
    [404, { errors: ['Not found'] }, 'missing', 'plan'],
    [409, { error: { code: 'Conflict', message: 'stale' } }, 'conflict', 'plan'],
    [
      400,
      { error: { code: 'InvalidArgument', message: 'Invalid', details: [{ message: 'is stale', target: 'version' }] } },
      'conflict',
      'plan',
    ],
  ])('%i %j is told as %s', async (status, body, code, help) => {
    nock(host).put(`${rulesPath}/abc`).reply(status, body)
    expect(await failureOf(remote.updateRule('abc', { name: 'x' }))).toMatchObject({
      code,
      help: expect.stringContaining(help),
    })
  })

  it('400 is told with every reason and its field', async () => {
    nock(host)
      .post(rulesPath)
      .reply(400, {
        error: {
          code: 'InvalidArgument',
          message: 'Invalid',
          details: [{ message: 'too short', target: 'keepAlive' }, { message: 'also wrong' }],
        },
      })
    const error = await failureOf(remote.createRule({}))
    expect(error).toMatchObject({
      code: 'rejected',
      message: expect.stringContaining('keepAlive: too short; also wrong'),
    })
  })

  it('a key that the tenant quotes back is taken out', async () => {
    nock(host)
      .get(`${rulesPath}/a`)
      .reply(403, { errors: [`API key ${apiKey} is not known, nor is ${appKey}`] })
    expect((await failureOf(remote.getRule('a'))).message).toContain('[secret]')
  })

  it.each([
    ['a page of HTML', '<html><body>\n\n<h1>Gateway</h1></body></html>'],
    ['JSON that is cut off', '{"data":[{"id":"a","ver'],
    ['nothing', ''],
    ['another shape', '{"rules":[]}'],
    ['a list with a stranger', '{"data":[{"name":"no id"}]}'],
    ['null', 'null'],
  ])('%s in place of a list is an error, never an empty tenant', async (_title, text) => {
    nock(host).get(rulesPath).query(true).reply(200, text)
    expect(await failureOf(remote.listRules())).toMatchObject({ code: 'bad-answer' })
    nock(host).get(suppressionsPath).query(true).reply(200, text)
    expect(await failureOf(remote.listSuppressions())).toMatchObject({ code: 'bad-answer' })
  })

  it('the excerpt of garbage is one short line', async () => {
    nock(host)
      .get(`${rulesPath}/a`)
      .reply(200, `<html>\n\u001b[31m${'x'.repeat(5000)}`)
    const { message } = await failureOf(remote.getRule('a'))
    expect(message.length).toBeLessThan(300)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that none is there is the point
    expect(message).not.toMatch(/[\n\u001b]/)
  })
})

describe('trying again', () => {
  it('429 waits as long as the header says, at most a minute, then succeeds', async () => {
    nock(host)
      .get(`${rulesPath}/abc-def-ghi`)
      .reply(429, { errors: ['slow down'] }, { 'X-RateLimit-Reset': '7' })
    nock(host)
      .get(`${rulesPath}/abc-def-ghi`)
      .reply(429, { errors: ['slow down'] }, { 'X-RateLimit-Reset': '9000' })
    nock(host)
      .get(`${rulesPath}/abc-def-ghi`)
      .reply(429, { errors: ['slow down'] }, { 'X-RateLimit-Reset': 'soon' })
    nock(host).get(`${rulesPath}/abc-def-ghi`).reply(200, rule)
    expect(await remote.getRule('abc-def-ghi')).toMatchObject({ version: 3 })
    expect(slept).toEqual([7125, 60125, 1500])
    expect(waits.map(({ reason }) => reason)).toEqual(Array(3).fill('too many requests (429)'))
  })

  it('429 is tried again for a create too, since nothing was created', async () => {
    nock(host).post(rulesPath).reply(429, {}, { 'X-RateLimit-Reset': '0' })
    nock(host).post(rulesPath).reply(200, rule)
    expect(await remote.createRule({ name: 'x' })).toMatchObject({ id: 'abc-def-ghi' })
  })

  it('5xx backs off and is tried again where that is safe', async () => {
    nock(host).put(`${rulesPath}/abc`).times(2).reply(503, 'unavailable')
    nock(host).put(`${rulesPath}/abc`).reply(200, rule)
    await remote.updateRule('abc', { name: 'x' })
    expect(slept).toEqual([375, 750])
  })

  it.each([
    ['network', () => nock(host).post(rulesPath).replyWithError('socket hang up')],
    ['server-error', () => nock(host).post(rulesPath).reply(500, 'oops')],
  ])('a create that ends with %s is not sent twice', async (code, arrange) => {
    arrange()
    expect(await failureOf(remote.createRule({ name: 'x' }))).toMatchObject({ code })
    expect(slept).toEqual([])
  })

  it('gives up after the last attempt and says why', async () => {
    nock(host).delete(`${rulesPath}/abc`).times(4).reply(500, '<h1>oops</h1>')
    expect(await failureOf(remote.deleteRule('abc'))).toMatchObject({
      code: 'server-error',
      message: expect.stringContaining('500'),
    })
    nock(host).get(`${rulesPath}/abc`).times(4).reply(429, {})
    expect(await failureOf(remote.getRule('abc'))).toMatchObject({ code: 'rate-limited' })
  })

  it("a dropped connection is tried again, and told in the cause's words", async () => {
    nock(host)
      .get(`${rulesPath}/abc`)
      .times(4)
      .replyWithError(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }))
    expect(await failureOf(remote.getRule('abc'))).toMatchObject({
      code: 'network',
      message: expect.stringContaining('socket hang up'),
    })
    expect(slept).toHaveLength(3)
  })

  it('an answer that does not come in time is a network error', async () => {
    nock(host).post(rulesPath).delay(2000).reply(200, rule)
    expect(await failureOf(remote.createRule({ name: 'x' }))).toMatchObject({
      code: 'network',
      message: expect.stringContaining('no answer within 0.3 s'),
    })
    nock.abortPendingRequests()
  })

  it('a suppression write that meets another write is tried again, unless it names its version', async () => {
    nock(host)
      .patch(`${suppressionsPath}/s`)
      .reply(409, { errors: ['conflict'] })
    nock(host)
      .patch(`${suppressionsPath}/s`)
      .reply(200, { data: { id: 's', type: 'suppressions', attributes: { version: 2 } } })
    expect(await remote.updateSuppression('s', { enabled: false })).toMatchObject({ version: 2 })
    nock(host)
      .patch(`${suppressionsPath}/s`)
      .reply(409, { errors: ['conflict'] })
    nock(host)
      .get(`${suppressionsPath}/s`)
      .reply(200, { data: { id: 's', attributes: { version: 9, enabled: true } } })
    expect(await failureOf(remote.updateSuppression('s', { enabled: false, version: 1 }))).toMatchObject({
      code: 'conflict',
    })
  })

  describe('an update that meets a newer version', () => {
    const ofRule = {
      method: 'PUT',
      path: `${rulesPath}/abc-def-ghi`,
      now: (version: number, name: string) => ({ ...rule, version, name }),
      update: () => remote.updateRule('abc-def-ghi', { name: 'New', version: 3 }),
    }
    const ofSuppression = {
      method: 'PATCH',
      path: `${suppressionsPath}/s`,
      now: (version: number, name: string) => ({ data: { id: 's', attributes: { version, enabled: true, name } } }),
      update: () => remote.updateSuppression('s', { name: 'New', version: 3 }),
    }

    it.each([
      ['a rule', ofRule],
      ['a suppression', ofSuppression],
    ])('%s: its own success, whose answer was lost, is found and done', async (_, { method, path, now, update }) => {
      nock(host).intercept(path, method).replyWithError('socket hang up')
      nock(host).intercept(path, method).reply(409, stale)
      nock(host).get(path).reply(200, now(4, 'New'))
      expect(await update()).toMatchObject({ version: 4 })
    })

    it.each([
      ['a rule that is not as it was sent', ofRule, 4, 'Theirs'],
      ['a rule that was changed again, and back', ofRule, 5, 'New'],
      ['a suppression that is not as it was sent', ofSuppression, 4, 'Theirs'],
      ['a suppression that was changed again, and back', ofSuppression, 5, 'New'],
    ])(
      "%s: somebody else's change is not taken for our own",
      async (_, { method, path, now, update }, version, name) => {
        nock(host).intercept(path, method).reply(409, stale)
        nock(host).get(path).reply(200, now(version, name))
        expect(await failureOf(update())).toMatchObject({ code: 'conflict' })
      },
    )

    it.each([
      ['that is not there', ['team:x', 'ddac:r'], 'conflict'],
      ['of another thing', ['team:x', 'ddac:r', 'ddac_replaced:s'], 'conflict'],
      ['that was sent', ['ddac_replaced:r', 'ddac:r', 'team:x'], 'done'],
    ])('tags alone: its own success is told by the mark, here one %s', async (_, tags, ends) => {
      const sent = ['team:x', 'ddac:r', 'ddac_replaced:r']
      const path = `${rulesPath}/abc-def-ghi`
      nock(host).put(path).reply(409, stale)
      nock(host)
        .get(path)
        .reply(200, { ...rule, version: 4, tags })
      const update = remote.updateRule('abc-def-ghi', { tags: sent, version: 3 })
      if (ends === 'done') expect(await update).toMatchObject({ version: 4 })
      else expect(await failureOf(update)).toMatchObject({ code: 'conflict' })
    })
  })
})

const stale = { error: { code: 'Conflict', message: 'stale' } }

describe('a question about suppressions', () => {
  it('is no write: a 409 to it is not tried again', async () => {
    nock(host)
      .post(`${suppressionsPath}/validation`)
      .reply(409, { errors: ['conflict'] })
    expect(await failureOf(remote.validateSuppression({}))).toMatchObject({ code: 'conflict' })
    expect(slept).toEqual([])
  })
})

describe('a listing', () => {
  const page = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => ({ ...rule, id: `r-${from + index}` }))

  function answerPage(number: number, data: unknown[], total = 3): void {
    nock(host)
      .get(rulesPath)
      .query({ 'page[size]': '100', 'page[number]': String(number) })
      .reply(200, { data, meta: { page: { total_count: total, total_filtered_count: total } } })
  }

  it('goes on until a page is not full, whatever the totals say', async () => {
    answerPage(0, page(0, 100))
    answerPage(1, page(100, 100))
    answerPage(2, page(200, 1))
    expect(await remote.listRules()).toHaveLength(201)
  })

  it('asks once more for a page that came back short of the total', async () => {
    answerPage(0, page(0, 100), 150)
    answerPage(1, page(100, 20), 150)
    answerPage(1, page(100, 50), 150)
    expect(await remote.listRules()).toHaveLength(150)
  })

  it('reads on where a tenant gives smaller pages than it was asked for', async () => {
    for (const number of [0, 0, 1, 1]) answerPage(number, page(50 * number, 50), 120)
    answerPage(2, page(100, 20), 120)
    expect(await remote.listRules()).toHaveLength(120)
  })

  it.each([
    ['rules', 0, { total_count: 1 }],
    ['rules', 99, { total_count: 100 }],
    ['suppressions', 1, { totalCount: 2, pageSize: 100, pageNumber: 0 }],
  ])('%s that stay short of the total are an error, not a smaller tenant: %d of %j', async (what, count, told) => {
    const isRules = what === 'rules'
    const things = page(0, count).map(({ id, ...attributes }) => (isRules ? { id, ...attributes } : { id, attributes }))
    const answers = (number: string, data: unknown[]) =>
      nock(host)
        .get(isRules ? rulesPath : suppressionsPath)
        .query((asked) => asked['page[number]'] === number)
        .times(2)
        .reply(200, { data, meta: { page: told } })
    answers('0', things)
    // After an empty page nothing more is asked for.
    if (count > 0) answers('1', [])
    const failure = await failureOf(isRules ? remote.listRules() : remote.listSuppressions())
    expect(failure).toMatchObject({
      code: 'bad-answer',
      message: expect.stringContaining('the listing is not complete'),
    })
  })

  it('ends with an empty page when the last one was full', async () => {
    answerPage(0, page(0, 100))
    answerPage(1, [])
    expect(await remote.listRules()).toHaveLength(100)
  })

  it('keeps a rule that moved to a later page once', async () => {
    answerPage(0, page(0, 100))
    answerPage(1, page(99, 2))
    expect((await remote.listRules()).map(({ id }) => id)).toEqual(page(0, 101).map(({ id }) => id))
  })

  it('a tenant that does not turn pages is an error', async () => {
    answerPage(0, page(0, 100))
    answerPage(1, page(0, 100))
    expect(await failureOf(remote.listRules())).toMatchObject({ code: 'bad-answer' })
  })

  it('a later page that fails makes the whole listing fail', async () => {
    answerPage(0, page(0, 100))
    nock(host).get(rulesPath).query(true).times(4).reply(500, {})
    expect(await failureOf(remote.listRules())).toMatchObject({ code: 'server-error' })
  })
})

describe('what is not there', () => {
  it('reads as nothing, and counts as deleted', async () => {
    nock(host)
      .get(`${rulesPath}/a`)
      .reply(404, { errors: ['Not found'] })
    expect(await remote.getRule('a')).toBeUndefined()
    nock(host)
      .delete(`${rulesPath}/a`)
      .reply(404, { errors: ['Threat detection rule not found: a'] })
    await remote.deleteRule('a')
    nock(host)
      .get(`${suppressionsPath}/s`)
      .reply(404, { errors: ['Not found'] })
    expect(await remote.getSuppression('s')).toBeUndefined()
    nock(host)
      .delete(`${suppressionsPath}/s`)
      .reply(404, { errors: ['not_found(Suppression with ID s not found)'] })
    await remote.deleteSuppression('s')
  })

  it.each([
    ['a page of a proxy', '<html><h1>404 Not Found</h1></html>'],
    ['an empty body', ''],
    ['JSON without a reason', {}],
    ['an answer that repeats the keys', { errors: [`not found with ${apiKey} ${appKey}`] }],
  ])('is not what %s says', async (_, body) => {
    for (const path of [`${rulesPath}/a`, `${suppressionsPath}/s`]) {
      nock(host).get(path).reply(404, body)
      nock(host).delete(path).reply(404, body)
    }
    for (const asked of [
      remote.getRule('a'),
      remote.deleteRule('a'),
      remote.getSuppression('s'),
      remote.deleteSuppression('s'),
    ]) {
      expect(await failureOf(asked)).toMatchObject({ code: 'bad-answer' })
    }
  })
})

describe('validation', () => {
  it('answers with reasons, or with none', async () => {
    nock(host).post(`${rulesPath}/validation`).reply(204)
    expect(await remote.validateRule({})).toEqual([])
    nock(host)
      .post(`${suppressionsPath}/validation`)
      .reply(400, {
        errors: ["input_validation_error(Field 'data.attributes.rule_query' is invalid: rule query is invalid)"],
      })
    expect(await remote.validateSuppression({})).toEqual([
      { message: 'rule query is invalid', target: 'data.attributes.rule_query' },
    ])
  })

  it('a refusal without a reason is an error, never a yes', async () => {
    nock(host).post(`${rulesPath}/validation`).reply(400, '<html>')
    expect(await failureOf(remote.validateRule({}))).toMatchObject({ code: 'rejected' })
  })

  it('is safe to repeat', async () => {
    nock(host).post(`${rulesPath}/validation`).reply(502, '')
    nock(host).post(`${rulesPath}/validation`).reply(204)
    expect(await remote.validateRule({})).toEqual([])
  })
})

describe('the history of a rule', () => {
  const history = `${rulesPath}/abc-def-ghi/version_history`
  const versions = (numbers: readonly number[]) => ({
    data: {
      attributes: {
        data: Object.fromEntries(numbers.map((version) => [version, { rule: { ...rule, version }, changes: [] }])),
      },
    },
  })
  const numbered = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

  it('is read page by page, whichever end the pages begin at', async () => {
    nock(host)
      .get(history)
      .query({ 'page[size]': '100', 'page[number]': '0' })
      .reply(200, versions(numbered(31, 130)))
    nock(host)
      .get(history)
      .query({ 'page[size]': '100', 'page[number]': '1' })
      .reply(200, versions(numbered(1, 30)))
    expect((await remote.ruleHistory('abc-def-ghi')).map(({ version }) => version)).toEqual(numbered(1, 130))
  })

  it('ends where a tenant that turns no pages begins again', async () => {
    nock(host)
      .get(history)
      .query(true)
      .twice()
      .reply(200, versions(numbered(1, 120)))
    expect(await remote.ruleHistory('abc-def-ghi')).toHaveLength(120)
  })

  it.each([
    ['no object', { data: [] }],
    ['a version that is no number', { data: { attributes: { data: { latest: { rule } } } } }],
    ['a version without its rule', { data: { attributes: { data: { 1: { changes: [] } } } } }],
  ])('is a bad answer when it holds %s', async (_, answer) => {
    nock(host).get(history).query(true).reply(200, answer)
    await expect(remote.ruleHistory('abc-def-ghi')).rejects.toMatchObject({ code: 'bad-answer' })
  })

  it('says which permission was lacking', async () => {
    nock(host)
      .get(history)
      .query(true)
      .reply(403, { errors: ['Forbidden'] })
    await expect(remote.ruleHistory('abc-def-ghi')).rejects.toMatchObject({
      code: 'forbidden',
      help: expect.stringContaining('security_monitoring_rules_read'),
    })
  })
})
