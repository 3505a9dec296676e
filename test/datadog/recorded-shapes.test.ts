import nock from 'nock'
import { readAccess } from '../../src/datadog/credentials'
import { connectPipelines } from '../../src/datadog/datadog-pipelines'
import { connectDatadog } from '../../src/datadog/datadog-remote'
import type { JsonObject } from '../../src/json/json'
import { mockApi } from './mocked-api'

// Each answer has the form that the real API was recorded to give: the same keys, with contents of our own.
const host = 'https://api.us5.datadoghq.com'
const base = '/api/v2/security_monitoring'
const keys = { DD_API_KEY: 'an-api-key', DD_APP_KEY: 'an-app-key' }
const options = {
  tenant: 'prod',
  ...readAccess({ tenant: 'prod', site: 'us5.datadoghq.com' }, keys),
  attempts: 3,
  pace: { sleep: async () => {}, random: () => 0 },
}
const remote = connectDatadog(options)
const pipelines = connectPipelines(options)

mockApi()

const sent: JsonObject = {
  name: 'Root account used',
  type: 'log_detection',
  isEnabled: true,
  message: 'Somebody used the root account.',
  tags: ['ddac:root-account', 'source:cloudtrail'],
  queries: [{ query: 'source:cloudtrail @userIdentity.type:Root' }],
  cases: [{ status: 'high', condition: 'a > 0' }],
  options: { evaluationWindow: 900, keepAlive: 3600, maxSignalDuration: 86400 },
}

/** The answer to a create of 2026: defaults, flags, and people. */
const stored: JsonObject = {
  name: 'Root account used',
  createdAt: 1781258244898,
  isDefault: false,
  isPartner: false,
  isEnabled: true,
  isBeta: false,
  isDeleted: false,
  isDeprecated: false,
  queries: [
    {
      query: 'source:cloudtrail @userIdentity.type:Root',
      groupByFields: [],
      hasOptionalGroupByFields: false,
      distinctFields: [],
      aggregation: 'count',
      name: '',
      dataSource: 'logs',
    },
  ],
  options: { evaluationWindow: 900, detectionMethod: 'threshold', maxSignalDuration: 86400, keepAlive: 3600 },
  cases: [{ name: '', status: 'high', notifications: [], condition: 'a > 0' }],
  message: 'Somebody used the root account.',
  tags: ['source:cloudtrail', 'ddac:root-account'],
  hasExtendedTitle: false,
  type: 'log_detection',
  filters: [],
  version: 1,
  id: 'abc-def-ghi',
  blocking: false,
  metadata: { entities: null, sources: null },
  creationAuthorId: 1445416,
  creator: { handle: 'engineer@example.com', name: 'engineer' },
  updater: { handle: '', name: '' },
}

const suppression: JsonObject = {
  id: 'oxk-jlo-pc8',
  type: 'suppressions',
  attributes: {
    creation_date: 1762518446269,
    creator: { handle: 'engineer@example.com', name: 'engineer' },
    data_exclusion_query: '',
    description: 'The deployment role.',
    editable: true,
    enabled: true,
    expiration_date: 1764332846000,
    name: 'Deployments',
    rule_query: 'source:cloudtrail',
    suppression_query: 'env:staging',
    tags: ['source:cloudtrail', 'team:platform'],
    update_date: 1762518446269,
    updater: { handle: 'engineer@example.com', name: 'engineer' },
    version: 1,
  },
}
const asRemote = { id: 'oxk-jlo-pc8', version: 1, attributes: suppression.attributes }

describe('rules as Datadog was recorded to answer', () => {
  it('create: the body goes out as it is, and every field of the answer is kept', async () => {
    nock(host).post(`${base}/rules`, sent).reply(200, stored)
    expect(await remote.createRule(sent)).toEqual({ id: 'abc-def-ghi', version: 1, body: stored })
  })

  it('update: the answer names no people', async () => {
    const { creator, updater, isPartner, ...rest } = stored
    const answer = { ...rest, version: 2, updatedAt: 1781258245104, updateAuthorId: 1445416 }
    nock(host).put(`${base}/rules/abc-def-ghi`, { message: 'Changed.', version: 1 }).reply(200, answer)
    expect(await remote.updateRule('abc-def-ghi', { message: 'Changed.', version: 1 })).toEqual({
      id: 'abc-def-ghi',
      version: 2,
      body: answer,
    })
  })

  it('delete: 204 without a body', async () => {
    nock(host).delete(`${base}/rules/abc-def-ghi`).reply(204)
    await expect(remote.deleteRule('abc-def-ghi')).resolves.toBeUndefined()
  })

  it('list: pages of a hundred, totals that count the page alone, kinds and fields that nobody knows yet', async () => {
    const page = (from: number, count: number): readonly JsonObject[] =>
      Array.from({ length: count }, (_, index) => ({
        ...stored,
        id: `def-000-${from + index}`,
        isDefault: true,
        type: 'a_type_of_tomorrow',
        newerField: { kept: [null] },
      }))
    for (const [number, count] of [100, 100, 3].entries()) {
      nock(host)
        .get(`${base}/rules`)
        .query({ 'page[size]': '100', 'page[number]': String(number) })
        .reply(200, {
          data: page(number * 100, count),
          meta: { page: { total_count: count, total_filtered_count: count, current_page: number } },
        })
    }
    const rules = await remote.listRules()
    expect(rules).toHaveLength(203)
    expect(rules[202]?.body).toMatchObject({ type: 'a_type_of_tomorrow', newerField: { kept: [null] } })
  })

  it('version history: versions come by number, the oldest first', async () => {
    const version = (number: number): JsonObject => ({ rule: { ...stored, version: number }, changes: [] })
    const data = { '10': version(10), '9': version(9) }
    nock(host)
      .get(`${base}/rules/abc-def-ghi/version_history`)
      .query(true)
      .reply(200, {
        data: { id: 'abc-def-ghi', type: 'GetRuleVersionHistoryResponse', attributes: { count: 2, data } },
      })
    expect((await remote.ruleHistory('abc-def-ghi')).map(({ version: number }) => number)).toEqual([9, 10])
  })

  it.each([
    ['an accepted rule', 204, undefined, []],
    [
      'an error of the older form',
      400,
      { errors: ['Invalid rule configuration', 'Query filter cannot be empty'] },
      [{ message: 'Invalid rule configuration' }, { message: 'Query filter cannot be empty' }],
    ],
    [
      'an error of the newer form',
      400,
      {
        error: {
          code: 'InvalidArgument',
          message: 'Invalid rule configuration',
          details: [
            { code: 'InvalidArgument', message: 'Max signal duration is too short', target: 'maxSignalDuration' },
            { code: 'InvalidArgument', message: 'The RRULE is invalid', target: 'schedulingOptions.rrule' },
          ],
        },
      },
      [
        { message: 'Max signal duration is too short', target: 'maxSignalDuration' },
        { message: 'The RRULE is invalid', target: 'schedulingOptions.rrule' },
      ],
    ],
  ])('validation: %s', async (_title, status, body, problems) => {
    nock(host).post(`${base}/rules/validation`, sent).reply(status, body)
    expect(await remote.validateRule(sent)).toEqual(problems)
  })
})

describe('suppressions as Datadog was recorded to answer', () => {
  const path = `${base}/configuration/suppressions`
  const attributes = { name: 'Deployments', enabled: true, rule_query: 'source:cloudtrail' }
  const body = { data: { type: 'suppressions', attributes } }

  it('create and read', async () => {
    nock(host).post(path, body).reply(200, { data: suppression })
    expect(await remote.createSuppression(attributes)).toEqual(asRemote)
    nock(host).get(`${path}/oxk-jlo-pc8`).reply(200, { data: suppression })
    expect(await remote.getSuppression('oxk-jlo-pc8')).toEqual(asRemote)
  })

  it('update: only what is named goes out, and null clears', async () => {
    const { expiration_date, ...without } = suppression.attributes as JsonObject
    const changed = { ...without, version: 2, update_date: 1769009707612 }
    nock(host)
      .patch(`${path}/oxk-jlo-pc8`, {
        data: { type: 'suppressions', attributes: { expiration_date: null, version: 1 } },
      })
      .reply(200, { data: { ...suppression, attributes: changed } })
    expect(await remote.updateSuppression('oxk-jlo-pc8', { expiration_date: null, version: 1 })).toEqual({
      id: 'oxk-jlo-pc8',
      version: 2,
      attributes: changed,
    })
  })

  it('delete and list', async () => {
    nock(host).delete(`${path}/oxk-jlo-pc8`).reply(204)
    await remote.deleteSuppression('oxk-jlo-pc8')
    nock(host)
      .get(path)
      .query({ 'page[size]': '100', 'page[number]': '0' })
      .reply(200, { data: [suppression], meta: { page: { totalCount: 1, pageSize: 100, pageNumber: 0 } } })
    expect(await remote.listSuppressions()).toEqual([asRemote])
  })

  it('validation names the field inside its text', async () => {
    nock(host).post(`${path}/validation`, body).reply(204)
    expect(await remote.validateSuppression(attributes)).toEqual([])
    nock(host)
      .post(`${path}/validation`, body)
      .reply(400, { errors: ["input_validation_error(Field 'data.attributes.name' is invalid: name is taken)"] })
    expect(await remote.validateSuppression(attributes)).toEqual([
      { message: 'name is taken', target: 'data.attributes.name' },
    ])
  })
})

describe('settings that are only read, as Datadog was recorded to list them', () => {
  const filter = (index: number): JsonObject => ({
    id: `dfl-euq-${index}`,
    attributes: {
      version: 1,
      name: `Filter ${index}`,
      query: `service:api-${index}`,
      is_enabled: true,
      exclusion_filters: [{ name: 'Exclude staging', query: 'source:staging' }],
      filtered_data_type: 'logs',
      is_builtin: false,
    },
    type: 'security_filters',
  })

  it('security filters: hundreds in one answer, and no page is asked for', async () => {
    const data = Array.from({ length: 700 }, (_, index) => filter(index))
    nock(host).get(`${base}/configuration/security_filters`).reply(200, { data })
    const filters = await remote.listSecurityFilters()
    expect(filters).toHaveLength(700)
    expect(filters[699]).toEqual({ id: 'dfl-euq-699', attributes: filter(699).attributes })
  })

  it('notification rules of signals', async () => {
    const engineer = { name: 'engineer', handle: 'engineer@example.com' }
    const attributes = {
      created_at: 1787041553174,
      created_by: engineer,
      enabled: true,
      modified_at: 1787041553174,
      modified_by: engineer,
      name: 'Correlated',
      selectors: {
        severities: ['critical'],
        rule_types: ['signal_correlation'],
        query: 'env:test',
        trigger_source: 'security_signals',
      },
      targets: ['@on-call@example.com'],
      time_aggregation: 0,
      version: 1,
    }
    nock(host)
      .get('/api/v2/security/signals/notification_rules')
      .reply(200, { data: [{ id: 'yc8-i7q-9be', type: 'notification_rules', attributes }] })
    expect(await remote.listSignalNotificationRules()).toEqual([{ id: 'yc8-i7q-9be', attributes }])
  })

  it('critical assets, none being an empty list', async () => {
    nock(host).get(`${base}/configuration/critical_assets`).reply(200, { data: [] })
    expect(await remote.listCriticalAssets()).toEqual([])
  })

  it('log pipelines, a list without anything around it', async () => {
    const pipeline = { id: 'p-1', type: 'pipeline', name: 'Java', is_read_only: true, processors: [] }
    nock(host).get('/api/v1/logs/config/pipelines').reply(200, [pipeline])
    expect(await pipelines.list()).toEqual([pipeline])
    for (const wrong of [{ data: [] }, [{ name: 'no id' }], '<html>']) {
      nock(host).get('/api/v1/logs/config/pipelines').reply(200, wrong)
      await expect(pipelines.list()).rejects.toMatchObject({ code: 'bad-answer' })
    }
  })

  it('a list of something else is no empty list', async () => {
    nock(host).get(`${base}/configuration/critical_assets`).reply(200, {})
    await expect(remote.listCriticalAssets()).rejects.toMatchObject({ code: 'bad-answer' })
  })
})

describe('trouble on every call', () => {
  const calls: Record<string, () => Promise<unknown>> = {
    listRules: () => remote.listRules(),
    getRule: () => remote.getRule('a'),
    createRule: () => remote.createRule(sent),
    updateRule: () => remote.updateRule('a', { name: 'x' }),
    deleteRule: () => remote.deleteRule('a'),
    ruleHistory: () => remote.ruleHistory('a'),
    validateRule: () => remote.validateRule(sent),
    listSuppressions: () => remote.listSuppressions(),
    getSuppression: () => remote.getSuppression('a'),
    createSuppression: () => remote.createSuppression({}),
    updateSuppression: () => remote.updateSuppression('a', {}),
    deleteSuppression: () => remote.deleteSuppression('a'),
    suppressionHistory: () => remote.suppressionHistory('a'),
    validateSuppression: () => remote.validateSuppression({}),
    listSecurityFilters: () => remote.listSecurityFilters(),
    listSignalNotificationRules: () => remote.listSignalNotificationRules(),
    listCriticalAssets: () => remote.listCriticalAssets(),
    listPipelines: () => pipelines.list(),
  }
  const troubles = [
    [401, { errors: ['Unauthorized'] }, 'unauthorized', 1],
    [403, { errors: ['Forbidden'] }, 'forbidden', 1],
    [429, { errors: ['Too many requests'] }, 'rate-limited', 3],
  ] as const

  it.each(
    troubles.flatMap(([status, body, code, tries]) =>
      Object.keys(calls).map((name) => [status, name, body, code, tries] as const),
    ),
  )('%i at %s', async (status, name, body, code, tries) => {
    nock(host)
      .intercept(/.*/, 'GET')
      .optionally()
      .query(true)
      .times(tries)
      .reply(status, body, { 'x-ratelimit-reset': '0' })
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      nock(host).intercept(/.*/, method).optionally().times(tries).reply(status, body, { 'x-ratelimit-reset': '0' })
    }
    await expect(calls[name]?.()).rejects.toMatchObject({ code, message: expect.stringContaining('"prod"') })
  })
})
