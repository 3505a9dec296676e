import { connectDatadog } from '../../src/datadog/datadog-remote'
import { type Emulator, startEmulator } from '../../src/emulator/start-emulator'
import { serverRule } from '../../src/emulator/store/server-rule'
import { applyPlan } from '../../src/sync/apply/apply-plan'
import { makePlan } from '../../src/sync/plan/make-plan'
import { reviewPlan } from '../../src/sync/plan/review-plan'
import type { WantedState } from '../../src/sync/plan/wanted-state'
import { readTenant } from '../../src/sync/tenant-state'
import { numberedRule } from './large-workspace'

const wanted: WantedState = {
  rules: Array.from({ length: 2000 }, (_, index) => numberedRule(`r-${index}`)),
  suppressions: [
    { id: 'quiet', name: 'Quiet', enabled: true, rules: ['r-7'], suppressionQuery: '@usr.id:deploy', tags: [] },
  ],
}

const requests: string[] = []
let emulator: Emulator
beforeAll(async () => {
  emulator = await startEmulator({ log: ({ method, path }) => requests.push(`${method} ${path}`) })
  const plan = makePlan(wanted, { tenant: 'local', rules: [], suppressions: [] })
  const rules = plan.changes.flatMap(({ kind, body, id }) =>
    kind === 'rule' ? [{ ...serverRule(body ?? {}), id: `tenant-${id}`, version: 1 }] : [],
  )
  await fetch(`${emulator.url}/_emulator/seed`, { method: 'POST', body: JSON.stringify({ rules }) })
  await applyPlan(makePlan({ rules: [], suppressions: wanted.suppressions }, await readTenant(remote())), remote())
}, 60_000)
afterAll(() => emulator.close())
beforeEach(() => {
  requests.length = 0
})

const remote = () => connectDatadog({ tenant: 'local', baseUrl: emulator.url })
const rulesPath = '/api/v2/security_monitoring/rules'

async function plan(state: WantedState) {
  const actual = await readTenant(remote())
  return reviewPlan(makePlan(state, actual, { prune: true }), remote(), { validate: true, actual })
}

describe('a tenant of 2,000 rules', () => {
  it('a plan without changes lists, one call for 100 rules, and reads no rule one by one', async () => {
    const { plan: made } = await plan(wanted)
    expect(made.summary).toMatchObject({ none: 2001, create: 0, update: 0, replace: 0, delete: 0, problems: 0 })
    const listings = requests.filter((request) => request === `GET ${rulesPath}`)
    // The twentieth page is full, so that another has to be asked for.
    expect(listings).toHaveLength(2000 / 100 + 1)
    expect(requests).toHaveLength(listings.length + 1)
  }, 60_000)

  it('a plan with three changes asks about those three alone, and an apply looks at nothing else', async () => {
    const rules = wanted.rules.map((rule, index) => (index % 700 === 0 ? { ...rule, message: 'Changed.' } : rule))
    const { plan: made, refusals } = await plan({ ...wanted, rules })
    expect([made.summary.update, refusals]).toEqual([3, []])
    expect(requests.filter((request) => request.startsWith('POST'))).toHaveLength(3)
    expect(requests.filter((request) => request.startsWith(`GET ${rulesPath}/`))).toEqual([])
    requests.length = 0
    expect((await applyPlan(made, remote())).applied).toHaveLength(3)
    const changed = ['r-0', 'r-1400', 'r-700'].map((id) => `${rulesPath}/tenant-${id}`)
    expect([...requests].sort()).toEqual([...changed.map((at) => `GET ${at}`), ...changed.map((at) => `PUT ${at}`)])
  }, 60_000)
})
