import type { v2 } from '@datadog/datadog-api-client'
import { type Emulator, startEmulator } from '../../src/emulator/start-emulator'

let emulator: Emulator
let api: v2.SecurityMonitoringApi
let models: typeof v2
let logsApi: v2.LogsApi
beforeAll(async () => {
  emulator = await startEmulator()
  // Loaded here alone: it takes seconds.
  const { client, v2: loaded } = require('@datadog/datadog-api-client') as typeof import('@datadog/datadog-api-client')
  models = loaded
  const configuration = client.createConfiguration({
    baseServer: new client.BaseServerConfiguration(emulator.url, {}),
    authMethods: { apiKeyAuth: 'any', appKeyAuth: 'any' },
  })
  api = new loaded.SecurityMonitoringApi(configuration)
  logsApi = new loaded.LogsApi(configuration)
}, 60_000)
afterAll(() => emulator.close())

describe("Datadog's own client against the emulator", () => {
  it('creates, reads, lists, updates, tests and deletes a rule', async () => {
    const body: v2.SecurityMonitoringRuleCreatePayload = {
      name: 'A rule',
      type: 'log_detection',
      isEnabled: true,
      message: 'Something happened.',
      tags: ['team:security'],
      queries: [
        { query: 'source:cloudtrail', aggregation: 'count', groupByFields: [], distinctFields: [], metrics: [] },
      ],
      cases: [{ status: 'info', condition: 'a > 0', name: '', notifications: [] }],
      options: { evaluationWindow: 900, keepAlive: 3600, maxSignalDuration: 86400 },
    }
    await api.validateSecurityMonitoringRule({ body: body as v2.SecurityMonitoringStandardRulePayload })
    const created = (await api.createSecurityMonitoringRule({ body })) as v2.SecurityMonitoringStandardRuleResponse
    const ruleId = created.id ?? ''
    expect(created).toMatchObject({
      name: 'A rule',
      version: 1,
      isDefault: false,
      options: { detectionMethod: 'threshold' },
    })
    expect(await api.getSecurityMonitoringRule({ ruleId })).toMatchObject({ id: ruleId, tags: ['team:security'] })
    expect(await api.updateSecurityMonitoringRule({ ruleId, body: { name: 'Changed' } })).toMatchObject({
      name: 'Changed',
      version: 2,
    })
    const listed = await api.listSecurityMonitoringRules({ pageSize: 100, pageNumber: 0 })
    expect(listed.data).toMatchObject([{ id: ruleId, name: 'Changed' }])
    const tested = await api.testExistingSecurityMonitoringRule({
      ruleId,
      body: {
        ruleQueryPayloads: [{ index: 0, expectedResult: true, payload: { ddsource: 'cloudtrail', message: 'x' } }],
      },
    })
    expect(tested.results).toEqual([true])
    await api.deleteSecurityMonitoringRule({ ruleId })
    await expect(api.getSecurityMonitoringRule({ ruleId })).rejects.toMatchObject({
      code: 404,
      body: { error: { code: 'NotFound' } },
    })
  })

  it('deletes several rules at once, and knows the answer', async () => {
    const created = await api.createSecurityMonitoringRule({
      body: {
        name: 'Short-lived',
        type: 'log_detection',
        isEnabled: true,
        message: 'Something happened.',
        queries: [{ query: 'source:cloudtrail' }],
        cases: [{ status: 'info', condition: 'a > 0' }],
        options: { evaluationWindow: 900, keepAlive: 3600, maxSignalDuration: 86400 },
      },
    })
    const ruleIds = [(created as v2.SecurityMonitoringStandardRuleResponse).id ?? '']
    const { data } = await api.bulkDeleteSecurityMonitoringRules({
      body: { data: { type: 'bulk_delete_rules', attributes: { ruleIds } } },
    })
    expect(data).toMatchObject({ type: 'bulk_delete_response', attributes: { deletedRules: ruleIds } })
  })

  it('creates, reads, lists, updates and deletes a suppression', async () => {
    const body: v2.SecurityMonitoringSuppressionCreateRequest = {
      data: {
        type: 'suppressions',
        attributes: { name: 'Quiet', enabled: true, ruleQuery: 'source:cloudtrail', suppressionQuery: 'env:test' },
      },
    }
    await api.validateSecurityMonitoringSuppression({ body })
    const created = await api.createSecurityMonitoringSuppression({ body })
    const suppressionId = created.data?.id ?? ''
    expect(created.data?.attributes).toMatchObject({ name: 'Quiet', version: 1, editable: true })
    expect((await api.getSecurityMonitoringSuppression({ suppressionId })).data?.id).toBe(suppressionId)
    const updated = await api.updateSecurityMonitoringSuppression({
      suppressionId,
      body: { data: { type: 'suppressions', attributes: { enabled: false } } },
    })
    expect(updated.data?.attributes).toMatchObject({ enabled: false, version: 2 })
    const listed = await api.listSecurityMonitoringSuppressions()
    expect(listed.data?.map(({ id }) => id)).toEqual([suppressionId])
    await api.deleteSecurityMonitoringSuppression({ suppressionId })
    await expect(api.getSecurityMonitoringSuppression({ suppressionId })).rejects.toMatchObject({ code: 404 })
  })

  it('understands a refusal', async () => {
    expect(models.SecurityMonitoringApi).toBeDefined()
    await expect(
      api.validateSecurityMonitoringRule({
        body: {
          name: '',
          isEnabled: true,
          message: '',
          queries: [{ query: '*' }],
          cases: [{ status: 'info', condition: 'a > 0' }],
          options: { keepAlive: 3600, maxSignalDuration: 86400, evaluationWindow: 900 },
          type: 'log_detection',
        },
      }),
    ).rejects.toMatchObject({ code: 400 })
  })

  it('searches and counts logs', async () => {
    const logs = [{ ddsource: 'app', message: 'x', usr: { id: 'ann' } }]
    await fetch(`${emulator.url}/api/v2/logs`, { method: 'POST', body: JSON.stringify(logs) })
    const filter = { query: '@usr.id:ann', from: 'now-1h', to: 'now' }
    const listed = await logsApi.listLogs({ body: { filter, page: { limit: 5 }, sort: 'timestamp' } })
    expect(listed.data).toMatchObject([
      { type: 'log', attributes: { tags: ['source:app'], attributes: { usr: { id: 'ann' } } } },
    ])
    expect(listed.meta?.status).toBe('done')
    const counted = await logsApi.aggregateLogs({
      body: { compute: [{ aggregation: 'count', type: 'total' }], filter },
    })
    expect(counted.data?.buckets?.[0]?.computes).toMatchObject({ c0: 1 })
  })
})
