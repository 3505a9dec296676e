import { connectDatadog } from '../../src/datadog/datadog-remote'
import { type Emulator, startEmulator } from '../../src/emulator/start-emulator'
import type { JsonObject } from '../../src/json/json'
import type { Override } from '../../src/override/override'
import { applyPlan } from '../../src/sync/apply/apply-plan'
import { makePlan } from '../../src/sync/plan/make-plan'
import type { Plan } from '../../src/sync/plan/plan'
import { remainingPlan } from '../../src/sync/plan/saved/plan-basis'
import { readTenant } from '../../src/sync/tenant-state'

const shipped = (index: number, change: JsonObject = {}): JsonObject => ({
  id: `def-000-${String(index).padStart(3, '0')}`,
  version: 500 + index,
  isDefault: true,
  creationAuthorId: 0,
  name: `Default rule ${index}`,
  message: 'Look into it.',
  type: 'log_detection',
  isEnabled: false,
  isDeprecated: false,
  hasExtendedTitle: true,
  filters: [],
  tags: ['source:cloudtrail', `tactic:TA000${index % 5}`],
  defaultTags: [`tactic:TA000${index % 5}`, 'source:cloudtrail'],
  queries: [
    {
      name: 'deletes',
      query: `@evt.name:Delete${index}`,
      aggregation: 'count',
      groupByFields: ['@usr.id'],
      distinctFields: [],
      hasOptionalGroupByFields: false,
    },
  ],
  cases: [
    { name: 'many', status: 'high', condition: 'deletes > 9', notifications: [] },
    { name: '', status: 'low', condition: 'deletes > 0', notifications: [] },
  ],
  options: { detectionMethod: 'threshold', evaluationWindow: 300, keepAlive: 3600, maxSignalDuration: 86_400 },
  ...change,
})
const defaults = Array.from({ length: 120 }, (_, index) => shipped(index))
const deprecated = shipped(900, { isDeprecated: true })
const partner = shipped(901, { isDefault: false, isPartner: true, partnerIntegrationId: 'acme' })

const policy: Override = {
  id: 'cloudtrail-policy',
  ruleQuery: 'source:cloudtrail -tactic:TA0004',
  isEnabled: true,
  severity: { high: 'medium' },
  notifications: ['@slack-soc'],
}
const single: Override = {
  id: 'deletes-of-three',
  rule: 'Default rule 3',
  severity: { many: 'critical' },
  queryExtension: '-@usr.id:deploy',
  tags: ['team:soc'],
  name: 'Deletions by people',
  message: '{{@usr.id}} deleted a lot.',
  decreaseCriticalityBasedOnEnv: true,
}

let emulator: Emulator
afterEach(() => emulator.close())

async function start(faults?: string) {
  emulator = await startEmulator({})
  const rules = [...defaults, deprecated, partner]
  await fetch(`${emulator.url}/_emulator/seed`, { method: 'POST', body: JSON.stringify({ rules }) })
  if (faults) await fetch(`${emulator.url}/_emulator/faults`, { method: 'PUT', body: JSON.stringify({ faults }) })
  return connectDatadog({
    tenant: 'local',
    baseUrl: emulator.url,
    pace: { sleep: async () => {}, random: () => 0 },
  })
}

type Connection = Awaited<ReturnType<typeof start>>
const planned = async (remote: Connection, overrides: readonly Override[]): Promise<Plan> =>
  makePlan({ rules: [], suppressions: [], overrides }, await readTenant(remote), { prune: true, maxDeletes: 1000 })
const work = ({ changes }: Plan) => changes.filter(({ action }) => action !== 'none')

/** Plans and applies until there is nothing left to do. */
async function settle(remote: Connection, overrides: readonly Override[]): Promise<void> {
  for (let round = 0; round < 20; round += 1) {
    const plan = await planned(remote, overrides)
    if (work(plan).length === 0) return
    await applyPlan(plan, remote)
  }
  throw new Error('not done after 20 rounds')
}

it('overrides are planned, applied in one run, empty in the next plan, and taken back', async () => {
  const remote = await start()
  const plan = await planned(remote, [policy, single])
  expect(plan.problems.map(({ code }) => code).sort()).toEqual(['D106', 'D106', 'D107'])
  expect(work(plan)).toHaveLength(97)
  const summary = await applyPlan(plan, remote)
  expect([summary.failed, summary.conflicts, summary.applied.length]).toEqual([[], [], 97])
  expect(summary.applied.flatMap(({ rewritten }) => rewritten)).toEqual([])
  expect(work(await planned(remote, [policy, single]))).toEqual([])

  expect((await remote.getRule('def-000-003'))?.body).toMatchObject({
    name: 'Default rule 3',
    customName: 'Deletions by people',
    isEnabled: true,
    cases: [
      { status: 'high', customStatus: 'critical', notifications: ['@slack-soc'] },
      { status: 'low', notifications: ['@slack-soc'] },
    ],
    queries: [{ query: '@evt.name:Delete3', customQueryExtension: '-@usr.id:deploy' }],
    options: { evaluationWindow: 300, decreaseCriticalityBasedOnEnv: true },
  })
  expect((await remote.getRule('def-000-901'))?.body).toMatchObject({
    isEnabled: true,
    cases: partner.cases as object[],
  })
  expect((await remote.getRule('def-000-900'))?.version).toBe(1400)

  await settle(remote, [])
  const { rules } = await readTenant(remote)
  expect(rules).toHaveLength(122)
  for (const { id, body } of rules) {
    const seeded = [...defaults, deprecated, partner].find((rule) => rule.id === id) ?? {}
    expect(body).toMatchObject({ cases: seeded.cases, queries: seeded.queries, message: seeded.message } as object)
    expect([...(body.tags as string[])].sort()).toEqual([...(seeded.tags as string[])].sort())
    expect([body.customName, body.customMessage]).toEqual([undefined, undefined])
  }
})

it('ends in the same state when answers are lost, refused and late', async () => {
  const remote = await start('drop@7+10,429@5+13,500@9+17')
  await settle(remote, [policy, single])
  const { rules } = await readTenant(remote)
  expect(rules.filter(({ body }) => (body.tags as string[]).includes('ddac:cloudtrail-policy'))).toHaveLength(97)
  expect(rules.filter(({ body }) => body.customName !== undefined).map(({ id }) => id)).toEqual(['def-000-003'])
})

it('a saved plan of one override for many rules is taken up where an apply left it', async () => {
  const remote = await start()
  const plan = await planned(remote, [policy])
  const half = { ...plan, changes: plan.changes.slice(0, 40) }
  await applyPlan(half, remote)
  const rest = remainingPlan(plan, await readTenant(remote))
  expect(work(rest)).toHaveLength(97 - 40)
  await applyPlan(rest, remote)
  expect(work(await planned(remote, [policy]))).toEqual([])
})

it('a default rule that somebody changes between plan and apply is a conflict, the others are written', async () => {
  const remote = await start()
  const plan = await planned(remote, [policy])
  await remote.updateRule('def-000-005', { tags: ['by:hand'] })
  const summary = await applyPlan(plan, remote)
  expect(summary.conflicts).toMatchObject([{ change: { remoteId: 'def-000-005' } }])
  expect(summary.applied).toHaveLength(96)
})
