import type { JsonObject } from '../../../src/json/json'
import type { Override } from '../../../src/override/override'
import { defaultDrift } from '../../../src/sync/drift/default-drift'
import type { TenantState } from '../../../src/sync/tenant-state'

const ses: JsonObject = {
  name: 'SES identity',
  message: 'm',
  type: 'log_detection',
  isEnabled: true,
  isDefault: true,
  defaultTags: ['source:cloudtrail'],
  tags: ['source:cloudtrail'],
  queries: [{ name: 'adds', query: '@evt.name:VerifyEmailIdentity' }],
  cases: [{ name: '', status: 'medium', condition: 'adds > 0', notifications: [] }],
  options: { detectionMethod: 'threshold' },
}
const okta: JsonObject = { ...ses, name: 'Okta', defaultTags: ['source:okta'], tags: ['source:okta'] }

const tenant = (rules: Readonly<Record<string, JsonObject>>, version = 5): TenantState => ({
  tenant: 'prod',
  rules: Object.entries(rules).map(([id, body]) => ({ id, version, body: { ...body, id, version } })),
  suppressions: [],
})
const override: Override = { id: 'o', ruleQuery: 'source:cloudtrail', severity: { medium: 'low' } }
const lock = (state: TenantState) => defaultDrift([override], [], state).locks

it('only overridden rules are locked, under the id that Datadog gave them everywhere', () => {
  const state = tenant({ 'abc-def-ghi': { ...ses, defaultRuleId: 'def-000-yax' }, okta })
  const { locks, unlocked, rewritten } = defaultDrift([override], [], state)
  expect(locks).toMatchObject([{ id: 'def-000-yax', name: 'SES identity', version: 5 }])
  expect(unlocked).toEqual([{ remoteId: 'abc-def-ghi', name: 'SES identity' }])
  expect(rewritten).toEqual([])
})

it('a lock holds while only overrides and versions move, and is kept as it is written', () => {
  const locks = lock(tenant({ ses }))
  const overridden = { ...ses, cases: [{ ...(ses.cases as JsonObject[])[0], customStatus: 'low' }] }
  const drift = defaultDrift([override], locks, tenant({ ses: overridden }, 9))
  expect(drift).toEqual({ rewritten: [], meanings: [], unlocked: [], locks })
})

it('a rewritten rule is told with what it means for its override, and the new lock is at hand', () => {
  const locks = lock(tenant({ ses }))
  const rewritten = { ...ses, cases: [{ name: '', status: 'low', condition: 'adds > 0', notifications: [] }] }
  const drift = defaultDrift([override], locks, tenant({ ses: rewritten }, 6))
  expect(drift.rewritten).toEqual([
    {
      remoteId: 'ses',
      name: 'SES identity',
      changes: [{ path: 'cases[0].status', before: 'medium', after: 'low' }],
      overrides: ['o'],
    },
  ])
  expect(drift.meanings).toMatchObject([{ code: 'D201', kind: 'override', id: 'o', path: ['severity', 'medium'] }])
  expect(defaultDrift([override], drift.locks, tenant({ ses: rewritten }, 6)).rewritten).toEqual([])
})

it('the lock of a rule that is no longer overridden goes', () => {
  expect(defaultDrift([], lock(tenant({ ses })), tenant({ ses })).locks).toEqual([])
})
