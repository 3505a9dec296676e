import { connectDatadog } from '../../src/datadog/datadog-remote'
import { type Emulator, startEmulator } from '../../src/emulator/start-emulator'
import type { JsonObject } from '../../src/json/json'
import { applyPlan } from '../../src/sync/apply/apply-plan'
import { makePlan } from '../../src/sync/plan/make-plan'
import type { WantedState } from '../../src/sync/plan/wanted-state'
import type { Remote } from '../../src/sync/remote'
import { readTenant } from '../../src/sync/tenant-state'
import { numberedRule } from './large-workspace'

const rules = ['a', 'b', 'c', 'd'].map((id) => numberedRule(id))
const suppressions = [
  { id: 'quiet', name: 'Quiet', enabled: true, rules: ['a'], suppressionQuery: '@usr.id:deploy', tags: [] },
]
const edited: WantedState = {
  rules: rules.slice(0, 3).map((rule) => ({ ...rule, message: 'Changed in git.' })),
  suppressions: suppressions.map((one) => ({ ...one, suppressionQuery: '@usr.id:robot' })),
}

let emulator: Emulator
let remote: Remote
const idOf = new Map<string, string>()
beforeEach(async () => {
  emulator = await startEmulator()
  remote = connectDatadog({ tenant: 'local', baseUrl: emulator.url })
  const { applied } = await applyPlan(makePlan({ rules, suppressions }, await readTenant(remote)), remote)
  for (const { change, remoteId = '' } of applied) idOf.set(change.id, remoteId)
})
afterEach(() => emulator.close())

/** What somebody else does in the tenant, past this program. */
async function elsewhere(method: string, path: string, body?: JsonObject): Promise<void> {
  const response = await fetch(`${emulator.url}/api/v2/security_monitoring/${path}`, {
    method,
    ...(body && { body: JSON.stringify(body) }),
  })
  expect(response.ok).toBe(true)
}

async function planned() {
  return makePlan(edited, await readTenant(remote), { prune: true, maxDeletes: 10 })
}

describe('somebody else writes between plan and apply', () => {
  it('what was changed there is a conflict and stays; everything else is applied', async () => {
    const plan = await planned()
    expect(plan.summary).toMatchObject({ update: 4, delete: 1 })
    await elsewhere('PUT', `rules/${idOf.get('a')}`, { message: 'Changed by hand.' })
    await elsewhere('PUT', `rules/${idOf.get('d')}`, { isEnabled: false })
    await elsewhere('PATCH', `configuration/suppressions/${idOf.get('quiet')}`, {
      data: { type: 'suppressions', attributes: { description: 'By hand.' } },
    })
    const { applied, conflicts, skipped, failed } = await applyPlan(plan, remote)
    expect(failed).toEqual([])
    expect(applied.map(({ change }) => change.id)).toEqual(['b', 'c'])
    expect(conflicts.map(({ change, reason }) => [change.action, change.id, reason])).toEqual([
      ['update', 'quiet', 'it was changed in the tenant since the plan was made (version 1 then, 2 now)'],
      ['delete', 'd', 'it was changed in the tenant since the plan was made (version 1 then, 2 now)'],
    ])
    // Its suppression was not written, so the rule that it quiets waits.
    expect(skipped.map(({ change }) => change.id)).toEqual(['a'])
    expect((await remote.getRule(idOf.get('a') ?? ''))?.body).toMatchObject({ message: 'Changed by hand.', version: 2 })
    expect((await remote.getRule(idOf.get('d') ?? ''))?.body).toMatchObject({ isEnabled: false, version: 2 })
    const kept = await remote.getSuppression(idOf.get('quiet') ?? '')
    expect(kept?.attributes).toMatchObject({ description: 'By hand.', suppression_query: '@usr.id:deploy' })
  })

  it('the next plan says that both sides changed it', async () => {
    const plan = await planned()
    await elsewhere('PUT', `rules/${idOf.get('a')}`, { message: 'Changed by hand.' })
    await applyPlan(plan, remote)
    const { changes } = await planned()
    expect(changes.filter(({ action }) => action !== 'none')).toMatchObject([
      {
        action: 'update',
        id: 'a',
        changedIn: 'both',
        fields: [{ path: 'message', before: 'Changed by hand.', after: 'Changed in git.' }],
      },
    ])
  })

  it('what was deleted there is not created again', async () => {
    const plan = await planned()
    await elsewhere('DELETE', `rules/${idOf.get('a')}`)
    const { conflicts } = await applyPlan(plan, remote)
    expect(conflicts.map(({ change, reason }) => [change.id, reason])).toEqual([
      ['a', 'it was deleted in the tenant since the plan was made'],
    ])
    expect(await remote.listRules()).toHaveLength(2)
  })

  it('what somebody created under the same tag is not doubled', async () => {
    const wanted = { ...edited, rules: [...edited.rules, numberedRule('new')] }
    const plan = makePlan(wanted, await readTenant(remote))
    const { id: _, ...body } = numberedRule('new', { tags: ['ddac:new'], message: 'Made by hand.' })
    await elsewhere('POST', 'rules', body as unknown as JsonObject)
    const { conflicts } = await applyPlan(plan, remote)
    expect(conflicts.map(({ change }) => change.id)).toEqual(['new'])
    const carrying = (await remote.listRules()).filter(({ body: { tags } }) => (tags as string[]).includes('ddac:new'))
    expect(carrying).toMatchObject([{ version: 1, body: { message: 'Made by hand.' } }])
  })

  it('a change in the moment between the last look and the write is refused by the version', async () => {
    const plan = await planned()
    const raced: Remote = {
      ...remote,
      getRule: async (id) => {
        const found = await remote.getRule(id)
        if (id === idOf.get('a') && found?.version === 1) {
          await elsewhere('PUT', `rules/${id}`, { message: 'Changed by hand.' })
        }
        return found
      },
    }
    const { conflicts, applied } = await applyPlan(plan, raced)
    expect(conflicts.map(({ change }) => change.id)).toEqual(['a'])
    expect(applied.map(({ change }) => change.id)).toEqual(['quiet', 'b', 'c', 'd'])
    expect((await remote.getRule(idOf.get('a') ?? ''))?.body).toMatchObject({ message: 'Changed by hand.' })
  })
})
