import nock from 'nock'
import { readAccess } from '../../src/datadog/credentials'
import { connectDatadog } from '../../src/datadog/datadog-remote'
import { routes } from '../../src/datadog/routes'
import { type Emulator, startEmulator } from '../../src/emulator/start-emulator'
import type { JsonObject } from '../../src/json/json'
import { makePlan } from '../../src/sync/plan/make-plan'
import { reviewPlan } from '../../src/sync/plan/review-plan'
import type { WantedState } from '../../src/sync/plan/wanted-state'
import { readTenant } from '../../src/sync/tenant-state'
import { numberedRule } from './large-workspace'
import { mockApi } from './mocked-api'

const rule = numberedRule('okta-login')
const wanted: WantedState = {
  rules: [{ ...rule, queries: [{ ...rule.queries[0], query: 'source:okta' }], tags: ['source:okta'] }],
  suppressions: [],
}
const configuration = '/api/v2/security_monitoring/configuration'
const settingRoutes = [routes.listSecurityFilters, routes.listSignalNotificationRules, routes.listCriticalAssets]

let emulator: Emulator
let requests: string[]
async function start(options: Parameters<typeof startEmulator>[0] = {}): Promise<void> {
  requests = []
  emulator = await startEmulator({ ...options, log: ({ method, path }) => requests.push(`${method} ${path}`) })
}
afterEach(() => emulator.close())

async function send(method: string, path: string, body: JsonObject): Promise<void> {
  const response = await fetch(emulator.url + path, { method, body: JSON.stringify(body) })
  expect(response.ok).toBe(true)
}

async function reviewed(state: WantedState, remote = connectDatadog({ tenant: 'local', baseUrl: emulator.url })) {
  const actual = await readTenant(remote)
  requests.length = 0
  return reviewPlan(makePlan(state, actual), remote, { validate: false, actual })
}

describe('effects in the emulated tenant', () => {
  it('follow what was set there: who is told, what is raised, and which logs are no longer looked at', async () => {
    await start()
    const criticalAssets = [
      {
        id: '1dab677c-5eb4-4ac8-b1d3-444bf0117e19',
        type: 'critical_assets',
        attributes: { enabled: true, query: 'host:db', rule_query: 'source:okta', severity: 'increase' },
      },
    ]
    await send('POST', '/_emulator/seed', { criticalAssets })
    const selectors = { trigger_source: 'security_signals', query: 'source:okta' }
    await send('POST', routes.listSignalNotificationRules.path, {
      data: { type: 'notification_rules', attributes: { name: 'Identity', selectors, targets: ['@identity'] } },
    })
    const { effects: before, notAsked } = await reviewed(wanted)
    expect(notAsked).toEqual([])
    expect(before).toMatchObject([
      { kind: 'criticalAsset', rule: 'okta-login', severity: 'increase', when: 'host:db' },
      { kind: 'notificationRule', rule: 'okta-login', name: 'Identity', targets: ['@identity'] },
    ])
    const attributes = { name: 'trail', query: 'source:cloudtrail', is_enabled: true, exclusion_filters: [] }
    await send('POST', `${configuration}/security_filters`, { data: { type: 'security_filters', attributes } })
    expect((await reviewed(wanted)).effects).toEqual(before)
    await send('PATCH', `${configuration}/security_filters/bui-lt-in0`, {
      data: { type: 'security_filters', attributes: { is_enabled: false } },
    })
    const { effects: after } = await reviewed(wanted)
    expect(after).toMatchObject([
      { kind: 'securityFilter', all: true, filters: [{ name: 'trail', query: 'source:cloudtrail' }] },
      ...before,
    ])
  })

  it('cost one call for each list, whatever the number of changed rules', async () => {
    await start()
    const rules = Array.from({ length: 40 }, (_, index) => numberedRule(`r-${index}`))
    await reviewed({ rules, suppressions: [] })
    const asked = requests.filter((request) => request.startsWith('GET'))
    expect(asked.sort()).toEqual(settingRoutes.map(({ path }) => `GET ${path}`).sort())
  })

  it('are left out where the key may not read settings, and each list says so', async () => {
    const permissions = [routes.listRules.permission, routes.listSuppressions.permission]
    await start({ requireKeys: { apiKey: 'api', appKey: 'app', permissions } })
    const access = readAccess({ tenant: 'prod' }, { DD_API_KEY: 'api', DD_APP_KEY: 'app', DDAC_API_URL: emulator.url })
    const { plan, effects, notAsked } = await reviewed(wanted, connectDatadog({ tenant: 'prod', ...access }))
    expect(plan.summary.create).toBe(1)
    expect(effects).toEqual([])
    expect(notAsked).toHaveLength(3)
    for (const { does } of settingRoutes) {
      expect(notAsked.join('\n')).toContain(`could not ${does} in tenant "prod": not allowed (403)`)
    }
  })

  describe('at a site that does not know a list', () => {
    mockApi()

    it('are left out for that list, and it is told', async () => {
      await start()
      const host = 'https://api.ddog-gov.com'
      const access = readAccess({ tenant: 'gov', site: 'ddog-gov.com' }, { DD_API_KEY: 'api', DD_APP_KEY: 'app' })
      const remote = connectDatadog({ tenant: 'gov', ...access })
      const filters = [
        { id: 'f', type: 'security_filters', attributes: { name: 'trail', query: 'source:vpc', is_enabled: true } },
      ]
      nock(host).get(routes.listRules.path).query(true).reply(200, { data: [] })
      nock(host).get(routes.listSuppressions.path).query(true).reply(200, { data: [] })
      nock(host).get(routes.listSecurityFilters.path).reply(200, { data: filters })
      nock(host)
        .get(routes.listSignalNotificationRules.path)
        .reply(404, { errors: ['Not found'] })
      nock(host)
        .get(routes.listCriticalAssets.path)
        .reply(404, { errors: ['Not found'] })
      const { effects, notAsked } = await reviewed(wanted, remote)
      expect(effects).toMatchObject([{ kind: 'securityFilter' }])
      expect(notAsked).toEqual([
        expect.stringContaining('which critical assets change severities: could not list the critical assets'),
        expect.stringContaining('whom notification rules tell: could not list the notification rules of signals'),
      ])
    })
  })
})
